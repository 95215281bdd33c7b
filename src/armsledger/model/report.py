"""A report: one version of one document, as archived."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One version of one document. `text` and `title` are archived as read and never altered."""

    id: str  # the id that came with it, else `content_hash`
    text: str  # main text; code points are the unit of every offset
    content_hash: str  # see `hash_content`
    title: str | None = None
    date: str | None = None  # publication, ISO 8601 YYYY-MM-DD; None: unknown
    date_inferred: bool = False  # True: read from the text (a dateline), not from metadata
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639-1
    source: str | None = None  # where it was read: a file's name, or archive!member
    metadata: tuple[tuple[str, str], ...] = ()  # unknown keys, sorted; values as JSON text

    def part(self, name: str) -> str:
        """Return the archived characters of a part, "title" or "text" ("" if there is no title)."""
        return (self.title or "") if name == "title" else self.text


def hash_content(title: str | None, text: str, date: str | None, outlet: str | None) -> str:
    """Return the SHA-256 hex digest (64 characters) that identifies a report's content.

    The same words under another date or outlet are another report: a copy, which the linking
    stage tells; the same words, date and outlet are the same report.
    """
    parts = "\x1f".join((title or "", text, date or "", outlet or ""))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """What linking and assessing need of a report: everything but its text."""

    id: str
    date: str | None
    date_inferred: bool
    outlet: str | None
    title: str | None
    url: str | None
    language: str | None


def head_of(report: Report) -> ReportHead:
    """Return the report without its text."""
    return ReportHead(
        id=report.id,
        date=report.date,
        date_inferred=report.date_inferred,
        outlet=report.outlet,
        title=report.title,
        url=report.url,
        language=report.language,
    )
