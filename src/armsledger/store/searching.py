"""One search field over deals, actors and reports."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, func, literal, select

from armsledger.link.names import fold
from armsledger.model import ReportHead
from armsledger.store import words
from armsledger.store.actors import find_actors
from armsledger.store.conditions import Register
from armsledger.store.cursors import Listing, fingerprint, read_slice
from armsledger.store.derivation import Derivation
from armsledger.store.listings import heads_by_row
from armsledger.store.pages import read_page
from armsledger.store.queries import DealQuery, DealSort, Marked, ReportHit, SearchPage
from armsledger.store.rows import batches
from armsledger.store.schema import report_days, reports

# Deals and actors beside the reports.
DEALS_SHOWN: Final = 10
ACTORS_SHOWN: Final = 10

# Characters of a report around the first word that was found, and before it.
SNIPPET: Final = 280
BEFORE: Final = 90

# Characters of a report in which words are marked: as far as the full-text index reaches.
SEARCHED: Final = 250_000

# Endings that the full-text search does not mind, longest first.
_ENDINGS: Final = ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied", "ers", "er",
                   "ed", "es", "al", "s", "e", "y")  # fmt: skip
_SHORTEST: Final = 4  # letters that are left of a word without its ending


def search(
    connection: Connection, query: DealQuery, derivation: Derivation, *, cursor: str | None
) -> SearchPage:
    """Return what has all words of a query; reports newest first.

    Args:
        connection: to the ledger.
        query: text, day and limit.
        derivation: the rules.
        cursor: of the next page of reports.

    Raises:
        CursorError: the cursor belongs to another question.
        InputError: there are too many words.
    """
    terms = words.terms_of(query.text or "")
    wanted = DealQuery(
        text=query.text if terms else '"',
        as_of=query.as_of,
        sort=DealSort.RELEVANCE,
        limit=DEALS_SHOWN,
        facets=False,
    )
    deals = read_page(connection, wanted, derivation) if cursor is None else None
    keys = (report_days.c.day, report_days.c.report)
    found = _found(connection, terms, query.as_of)
    question = fingerprint("search", terms, query.as_of)
    listing = Listing(select(*keys).where(*found), keys, (str, int), True, question)  # noqa: FBT003
    part = read_slice(connection, listing, cursor, query.limit)
    total = select(func.count()).select_from(report_days).where(*found)
    return SearchPage(
        deals=deals.deals if deals else (),
        deals_total=deals.total if deals else 0,
        actors=find_actors(connection, terms, ACTORS_SHOWN) if cursor is None else (),
        reports=tuple(_hits(connection, [r.report for r in part.rows], terms, query.as_of)),
        reports_total=connection.execute(total).scalar_one(),
        next=part.next,
    )


def _found(connection: Connection, terms: tuple[str, ...], as_of: str | None) -> list[Any]:
    if not terms:
        return [literal(value=False)]
    known = [] if as_of is None else [report_days.c.day.between("0", as_of)]
    return [report_days.c.report.in_(words.reports_with(connection.dialect, terms)), *known]


def _hits(
    connection: Connection, seqs: Sequence[int], terms: Sequence[str], as_of: str | None
) -> Iterable[ReportHit]:
    heads = heads_by_row(connection, seqs)
    told = _deals_told(connection, seqs, as_of)
    texts: dict[int, str] = {}
    for batch in batches(seqs):
        start = func.substr(reports.c.text, 1, SEARCHED).label("text")
        query: Select[Any] = select(reports.c.seq, start).where(reports.c.seq.in_(batch))
        texts |= {row.seq: row.text for row in connection.execute(query)}
    for seq in seqs:
        start_at, snippet = snippet_of(texts[seq], terms)
        yield ReportHit(_head(heads, seq), snippet, start_at, tuple(sorted(told.get(seq, ()))))


def _head(heads: dict[int, ReportHead], seq: int) -> ReportHead:
    return heads[seq]


def _deals_told(
    connection: Connection, seqs: Sequence[int], as_of: str | None
) -> dict[int, set[str]]:
    told: dict[int, set[str]] = {}
    held = Register(as_of).held().subquery()
    for batch in batches(seqs):
        query = select(held.c.report, held.c.deal).where(held.c.report.in_(batch)).distinct()
        for row in connection.execute(query):
            told.setdefault(row.report, set()).add(row.deal)
    return told


def snippet_of(text: str, terms: Iterable[str]) -> tuple[int, Marked]:
    """Return a piece of a text around the first of the words, and where it begins.

    A text in which none is found (it may be in the title) gives its beginning, unmarked.
    """
    marks = find_marks(text, terms)
    first = marks[0][0] if marks else 0
    start = _word_start(text, max(0, first - BEFORE)) if first > BEFORE else 0
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1) if " " in text[first:end] else end
    inside = tuple((a - start, b - start) for a, b in marks if a >= start and b <= end)
    return start, Marked(text[start:end], inside)


def find_marks(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever their case, accents and endings, in order."""
    plain, at = _folded(text)
    patterns = [pattern for term in terms if (pattern := _pattern(term))]
    if not patterns:
        return []
    found = re.finditer("|".join(f"(?:{pattern})" for pattern in patterns), plain)
    return [(at[m.start()], at[m.end() - 1] + 1) for m in found if m.end() > m.start()]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text folded, and for each of its characters where it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    parts, places = [], []
    for place, character in enumerate(text):
        plain = fold(character)
        parts.append(plain)
        places += [place] * len(plain)
    return "".join(parts), places


def _pattern(term: str) -> str:
    tokens = re.findall(r"\w+", term)
    return r"\W+".join(rf"\b{re.escape(_stem(token))}\w*" for token in tokens)


def _stem(token: str) -> str:
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= _SHORTEST:
            return token[: -len(ending)]
    return token


def _word_start(text: str, at: int) -> int:
    gap = text.find(" ", at)
    return gap + 1 if 0 <= gap < at + BEFORE else at
