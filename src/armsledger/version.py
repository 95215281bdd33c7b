"""The one place where the version stands; CHANGELOG.md must agree (tested)."""

__version__ = "0.1.0"
