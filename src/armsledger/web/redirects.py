"""Where a form may lead: pages of this desk only."""

from urllib.parse import urlsplit


def local_path(given: str | None) -> str:
    """Return the given path with its query if it is one of this desk, "/" for anything else."""
    if not given or not given.startswith("/") or given.startswith(("//", "/\\")):
        return "/"
    if not given.isprintable() or "\\" in given:
        return "/"
    parts = urlsplit(given)
    return "/" if parts.scheme or parts.netloc else given
