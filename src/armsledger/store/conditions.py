"""What a question about deals means in SQL, now and in the past."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    TextualSelect,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from armsledger.link.names import squash
from armsledger.store import words
from armsledger.store.lines import MARK
from armsledger.store.queries import DealQuery
from armsledger.store.schema import (
    Plain,
    claims,
    deal_claims,
    lines,
    past_claims,
    past_lines,
    placements,
)

# Filters with few values: those of a `lines.Cell`.
NARROW: Final = (
    "category",
    "stage",
    "state",
    "support",
    "disputed",
    "one_sided",
    "sanctioned",
    "opposed",
    "thin",
)
# A list of rows as a table.
_HELD: Final[Mapping[str, str]] = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS partition, json_extract(value, '$[1]') AS id,"
    " json_extract(value, '$[2]') AS score FROM json_each(:held)",
    "postgresql": "SELECT value ->> 0 AS partition, value ->> 1 AS id,"
    " CAST(value ->> 2 AS integer) AS score FROM json_array_elements(CAST(:held AS json))",
}

YEARS: Final = ("ordered", "delivered", "reported")


Columns = ReadOnlyColumnCollection[str, Column[Any]]


@dataclass(frozen=True, slots=True)
class Register:
    """The lines of the register as known on a day, and the claims that they hold."""

    as_of: str | None

    @property
    def line(self) -> Columns:
        """The columns of the lines."""
        return (lines if self.as_of is None else past_lines).c

    @property
    def known(self) -> tuple[ColumnElement[bool], ...]:
        """The condition that a line is known on the day."""
        return () if self.as_of is None else _on(self.as_of, past_lines.c)

    def held(self) -> Select[Any]:
        """Return the query for partition, deal, claim and report of each claim in a deal."""
        if self.as_of is None:
            return select(
                deal_claims.c.partition,
                deal_claims.c.deal,
                deal_claims.c.claim,
                deal_claims.c.report,
            )
        return (
            select(
                past_claims.c.partition,
                past_claims.c.deal,
                placements.c.claim.label("claim"),
                placements.c.report.label("report"),
            )
            .join(claims, claims.c.id == past_claims.c.claim)
            .join(placements, placements.c.claim == claims.c.seq)
            .where(*_on(self.as_of, past_claims.c))
        )


def _on(day: str, columns: Columns) -> tuple[ColumnElement[bool], ...]:
    return columns.known_from <= day, columns.known_to > day


def conditions(query: DealQuery, register: Register) -> dict[str, ColumnElement[bool]]:
    """Return the condition that each filter sets, by the filter's name; text has none."""
    line = register.line
    found: dict[str, ColumnElement[bool]] = {}
    for name in ("supplier", "recipient", *NARROW[:4], *YEARS):
        values = getattr(query, name)
        if values:
            found[name] = line[name].in_([_column_value(name, value) for value in values])
    for name in NARROW[4:]:
        wanted = getattr(query, name)
        if wanted is not None:
            found[name] = line[name] if wanted else ~line[name]
    if query.party:
        found["party"] = or_(line.supplier.in_(query.party), line.recipient.in_(query.party))
    if query.systems:
        found["systems"] = or_(*(_is_system(line, name) for name in query.systems))
    return found


def _column_value(name: str, value: object) -> object:
    return (value or 0) if name in YEARS else value


def _is_system(line: Columns, name: str) -> ColumnElement[bool]:
    key = squash(name)
    if not key:
        return and_(literal(not name), line.systems == "")
    return words.holds(line.systems, f"{MARK}{key}{MARK}")


def hits(connection: Connection, query: DealQuery, register: Register) -> TextualSelect | None:
    """Return partition, id and score of the deals that have all words, found once for all queries.

    A word counts by the best place in which it stands: the deal's names, its quotes, its reports'
    texts. None: no words are asked for.
    """
    if query.text is None or not query.text.strip():
        return None
    terms = words.terms_of(query.text)
    wanted = _with_all(connection.dialect, terms, register) if terms else None
    rows = [] if wanted is None else [tuple(row) for row in connection.execute(wanted)]
    held = text(_HELD[connection.dialect.name]).bindparams(
        bindparam("held", json.dumps(rows), type_=Text, unique=True)
    )
    return held.columns(partition=Plain, id=Plain, score=Integer)


def _with_all(dialect: Dialect, terms: Sequence[str], register: Register) -> Select[Any]:
    parts = [_with_term(dialect, term, register).subquery() for term in terms]
    first = parts[0]
    score = sum((part.c.tier for part in parts[1:]), start=first.c.tier)
    found: Any = select(first.c.partition, first.c.id, score.label("score"))
    joined: Any = first
    for part in parts[1:]:
        same = and_(part.c.partition == first.c.partition, part.c.id == first.c.id)
        joined = joined.join(part, same)
    return found.select_from(joined)  # type: ignore[no-any-return]


def _with_term(dialect: Dialect, term: str, register: Register) -> Select[Any]:
    line = register.line
    named = select(line.partition, line.id, literal(words.IN_NAMES).label("tier"))
    named = named.where(words.holds(line.names, term), *register.known)
    held = register.held().subquery()
    said = select(held.c.partition, held.c.deal, literal(words.IN_QUOTES))
    said = said.where(held.c.claim.in_(words.quotes_with(dialect, (term,))))
    told = select(held.c.partition, held.c.deal, literal(words.IN_REPORT))
    told = told.where(held.c.report.in_(words.reports_with(dialect, (term,))))
    found = union_all(named, said, told).subquery()
    columns = found.c.partition, found.c.id
    return select(*columns, func.max(found.c.tier).label("tier")).group_by(*columns)


def but(
    found: Mapping[str, ColumnElement[bool]], names: Sequence[str]
) -> tuple[ColumnElement[bool], ...]:
    """Return all conditions but those of some filters."""
    return tuple(condition for name, condition in found.items() if name not in names)
