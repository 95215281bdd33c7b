"""Arms Ledger: reports about international arms deals in, an evidence-linked register out."""

from armsledger.version import __version__

__all__ = ["__version__"]
