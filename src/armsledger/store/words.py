"""What somebody typed into a search field, as words and phrases, safe in any database."""

import re
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, bindparam, literal_column, or_, select, text
from sqlalchemy.engine import Dialect

from armsledger.errors import InputError
from armsledger.link.names import fold

# Words and phrases of one search: each is a look-up of its own.
MOST_TERMS: Final = 16

# How much a word counts by where it is found.
IN_NAMES, IN_QUOTES, IN_REPORT = 4, 2, 1

_TERM: Final = re.compile(r'"([^"]*)"|(\S+)')
_LIKE: Final = re.compile(r"([%_\\])")


def terms_of(query: str) -> tuple[str, ...]:
    """Return the words of a query, and its "phrases" in one piece, folded, each once.

    Signs that stand alone are no words.

    Raises:
        InputError: there are more than MOST_TERMS.
    """
    found = (match[1] if match[1] is not None else match[2] for match in _TERM.finditer(query))
    words = (" ".join(fold(term.replace("\x00", " ")).split()) for term in found)
    terms = tuple(dict.fromkeys(word for word in words if any(c.isalnum() for c in word)))
    if len(terms) > MOST_TERMS:
        raise InputError(
            f"query {query[:40]!r}", f"{len(terms)} words; ask for {MOST_TERMS} at most"
        )
    return terms


def holds(column: ColumnElement[str], term: str) -> ColumnElement[bool]:
    """Return the condition that a folded text has the term somewhere."""
    return column.like("%" + _LIKE.sub(r"\\\1", term) + "%", escape="\\")


def phrase(term: str) -> str:
    """Return the term as a phrase of SQLite's full-text search: nothing in it is an operator."""
    return '"' + term.replace('"', '""') + '"'


def reports_with(dialect: Dialect, terms: tuple[str, ...]) -> Select[int]:
    """Return the query for the row numbers of the reports that have all these words."""
    if dialect.name == "sqlite":
        return _sqlite("reports_fts", terms)
    vector = "to_tsvector('english', coalesce(title, '') || ' ' || left(text, 250000))"
    return _postgresql("reports", vector, terms)


def quotes_with(dialect: Dialect, terms: tuple[str, ...]) -> Select[int]:
    """Return the query for the row numbers of the claims whose quotes have all these words."""
    if dialect.name == "sqlite":
        return _sqlite("claims_fts", terms)
    return _postgresql("claims", "claim_quote(body)", terms)


def _sqlite(table: str, terms: tuple[str, ...]) -> Select[int]:
    wanted = " AND ".join(map(phrase, terms))
    condition = text(f"{table} MATCH :match").bindparams(bindparam("match", wanted, unique=True))
    return select(literal_column("rowid").label("seq")).select_from(text(table)).where(condition)


def _postgresql(table: str, vector: str, terms: tuple[str, ...]) -> Select[int]:
    query: Any = select(literal_column("seq").label("seq")).select_from(text(table))
    for term in terms:
        wanted = text(f"{vector} @@ phraseto_tsquery('english', :term)")
        # What holds only words that the index leaves out ("the") is in every text.
        empty = text("numnode(phraseto_tsquery('english', :term)) = 0")
        both = (
            part.bindparams(bindparam("term", term, type_=String, unique=True))
            for part in (wanted, empty)
        )
        query = query.where(or_(*both))
    return query  # type: ignore[no-any-return]
