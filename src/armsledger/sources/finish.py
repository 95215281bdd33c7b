"""From what a document says of itself to a report: gaps filled, limits kept, notes collected."""

import re
from dataclasses import replace
from typing import Final

from armsledger.errors import TooLargeError, UnreadableError
from armsledger.model import Report, hash_content
from armsledger.sources.dates import read_declared
from armsledger.sources.decode import archive_text
from armsledger.sources.document import RawDocument, with_fields
from armsledger.sources.infer import day_first_of, infer_date
from armsledger.sources.language import declared_language, detect_language
from armsledger.sources.options import ReadOptions, ReadOutcome

# Longer "titles" are body text that was marked as a title by mistake.
MAX_TITLE_CHARS: Final = 500
_SPACE: Final = re.compile(r"\s+")


def to_outcome(document: RawDocument, name: str, options: ReadOptions) -> ReadOutcome:
    """Return the report that a document makes.

    Raises:
        UnreadableError: there is no text in it.
        TooLargeError: the text is over `options.max_text_chars`; it is never cut.
    """
    document, notes = _archived(document)
    if not document.text.strip():
        raise UnreadableError(name, "has no text")
    if len(document.text) > options.max_text_chars:
        unit = "characters: raise --max-text-chars or split it"
        raise TooLargeError(name, "its text", options.max_text_chars, unit)
    date, inferred, date_notes = _date(document, options)
    title = _one_line(document.title) or options.title
    outlet = _one_line(document.outlet) or options.outlet
    content_hash = hash_content(title, document.text, date, outlet)
    report = Report(
        id=_identity(document, content_hash),
        text=document.text,
        content_hash=content_hash,
        title=title,
        date=date,
        date_inferred=inferred,
        outlet=outlet,
        byline=_one_line(document.byline),
        url=_one_line(document.url),
        language=declared_language(document.language) or detect_language(document.text),
        source=name,
        metadata=tuple(sorted(document.metadata)),
    )
    return ReadOutcome(name=name, report=report, notes=(*document.notes, *notes, *date_notes))


def _archived(document: RawDocument) -> tuple[RawDocument, tuple[str, ...]]:
    """Return the document with every string fit for the archive, and what was replaced."""
    total = 0
    fields: dict[str, str] = {}
    for name in ("text", "title", "outlet", "byline", "url", "record_id"):
        value = getattr(document, name)
        if value is not None:
            fields[name], count = archive_text(value)
            total += count
    metadata = tuple((archive_text(k)[0], archive_text(v)[0]) for k, v in document.metadata)
    note = f"{total} character(s) that cannot be stored (surrogate, NUL) read as U+FFFD"
    stored = with_fields(replace(document, metadata=metadata), fields)
    return stored, (note,) if total else ()


def _one_line(value: str | None) -> str | None:
    """Return a name or title with its white space folded; None if nothing is left."""
    line = _SPACE.sub(" ", value or "").strip()
    return line if 0 < len(line) <= MAX_TITLE_CHARS else None


def _date(document: RawDocument, options: ReadOptions) -> tuple[str | None, bool, tuple[str, ...]]:
    """Return the publication day, whether it is inferred, and what there is to say of it."""
    notes: tuple[str, ...] = ()
    document = replace(document, outlet=document.outlet or options.outlet)
    if document.date is not None and document.date.strip():
        declared, problem = read_declared(document.date, day_first=day_first_of(document))
        if declared is not None:
            return declared, document.date_inferred, ()
        notes = (problem,) if problem else ()
    if options.date is not None:
        return options.date, False, notes
    inferred = infer_date(document)
    return inferred.date, inferred.date is not None, (*notes, inferred.note)


def _identity(document: RawDocument, content_hash: str) -> str:
    """Return the id that came with the document, unless it is blank."""
    given = document.record_id or ""
    return given if given.strip() else content_hash
