"""States, companies, people and outlets: what they have to do with deals, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from armsledger.assess.fates import Fate, fate_of
from armsledger.errors import NotFoundError
from armsledger.link.names import fold
from armsledger.model import SourceKind
from armsledger.store import rows, words
from armsledger.store.conditions import Register
from armsledger.store.cursors import Listing, fingerprint, read_slice
from armsledger.store.derivation import Derivation
from armsledger.store.lines import MARK, state_names
from armsledger.store.listings import deals_of, heads_by_row
from armsledger.store.pages import read_by_id
from armsledger.store.queries import (
    FATES_COUNTED,
    ActorHit,
    ActorView,
    Statement,
    StatementPage,
)
from armsledger.store.reader import counts_in_register, decided_body
from armsledger.store.schema import claims, placements, voices
from armsledger.store.voices import SPEAKER

STATE: Final = "state"

# Speakers of a state that its page names.
SPEAKERS_SHOWN: Final = 20

# Who speaks for their state (as `assess.origins.side_of` has it).
_OF_STATE: Final = (str(SourceKind.OFFICIAL), str(SourceKind.COMPANY))


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question is about, and what may be known."""

    actor: str
    as_of: str | None

    @property
    def is_state(self) -> bool:
        """Whether it is a state or a group, which has a code."""
        return ":" not in self.actor

    def said(self) -> tuple[ColumnElement[bool], ...]:
        """Return the condition that a voice is the actor's."""
        known = () if self.as_of is None else (voices.c.day.between("0", self.as_of),)
        if not self.is_state:
            return voices.c.actor == self.actor, *known
        of_state = voices.c.kind.in_(_OF_STATE)
        return voices.c.country == self.actor, of_state, voices.c.role == SPEAKER, *known


def view(connection: Connection, asked: Asked, derivation: Derivation) -> ActorView:
    """Return what an actor has to do with the register.

    Raises:
        NotFoundError: nobody has this id.
    """
    numbers = _numbers(connection, asked)
    spoken = func.count(voices.c.claim.distinct()), func.max(voices.c.day)
    first = func.min(func.nullif(voices.c.day, ""))
    query = select(*spoken, first, func.max(voices.c.name), func.max(voices.c.kind))
    said, last, began, name, kind = connection.execute(query.where(*asked.said())).one()
    if not said and not any(numbers) and asked.actor not in state_names():
        raise NotFoundError("actor", asked.actor, "see the actors' list for ids")
    newest = said_page(connection, asked, derivation, limit=FATES_COUNTED, cursor=None)
    fates = [statement.fate for statement in newest.statements]
    return ActorView(
        id=asked.actor,
        kind=STATE if asked.is_state else kind or asked.actor.partition(":")[0],
        name=state_names().get(asked.actor, asked.actor) if asked.is_state else name,
        country=asked.actor if asked.is_state else _country(connection, asked),
        supplies=numbers[0],
        receives=numbers[1],
        reacted=numbers[2],
        statements=said,
        fates={fate: fates.count(fate) for fate in Fate if fate in fates},
        first_said=began,
        last_said=last or None,
        speakers=_speakers(connection, asked) if asked.is_state else (),
    )


def _numbers(connection: Connection, asked: Asked) -> tuple[int, int, int]:
    """Return how many deals an actor supplies, receives, and sanctions or opposes."""
    if not asked.is_state:
        return 0, 0, 0
    register = Register(asked.as_of)
    line = register.line
    reacted = words.holds(line.reactions, f"{MARK}{asked.actor}{MARK}")
    wanted = line.supplier == asked.actor, line.recipient == asked.actor, reacted
    query = select(func.count(line.id)).where(*register.known)
    found = [connection.execute(query.where(one)).scalar_one() for one in wanted]
    return found[0], found[1], found[2]


def _country(connection: Connection, asked: Asked) -> str | None:
    query = select(voices.c.country, func.count().label("n")).where(*asked.said())
    query = query.where(voices.c.country != "").group_by(voices.c.country)
    row = connection.execute(query.order_by(func.count().desc(), voices.c.country)).first()
    return None if row is None else row.country


def _speakers(connection: Connection, asked: Asked) -> tuple[ActorHit, ...]:
    return _hits(connection, list(asked.said()), SPEAKERS_SHOWN)


def _hits(
    connection: Connection, wanted: Sequence[ColumnElement[bool]], limit: int
) -> tuple[ActorHit, ...]:
    found = _actors(wanted).subquery()
    query = select(found).order_by(found.c.n.desc(), found.c.actor).limit(limit)
    return tuple(_hit(row) for row in connection.execute(query))


def _actors(wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    number = func.count(voices.c.claim.distinct()).label("n")
    names = func.max(voices.c.kind).label("kind"), func.max(voices.c.name).label("name")
    query = select(number, voices.c.actor, *names).where(*wanted)
    return query.group_by(voices.c.actor)


def _hit(row: Any) -> ActorHit:  # noqa: ANN401 - a row of `_actors`
    return ActorHit(row.actor, row.kind, row.name, row.n)


def list_actors(
    connection: Connection, kind: str | None, as_of: str | None, *, limit: int, cursor: str | None
) -> tuple[tuple[ActorHit, ...], str | None]:
    """Return who speaks most, and the cursor of the next page.

    Raises:
        CursorError: the cursor belongs to another question.
    """
    wanted = [] if kind is None else [voices.c.kind == kind]
    if as_of is not None:
        wanted.append(voices.c.day.between("0", as_of))
    found = _actors(wanted).subquery()
    keys = (found.c.n, found.c.actor)
    listing = Listing(
        select(*keys, found.c.kind, found.c.name),
        keys,
        (int, str),
        descending=True,
        question=fingerprint("actors", kind, as_of),
    )
    part = read_slice(connection, listing, cursor, limit)
    return tuple(_hit(row) for row in part.rows), part.next


def find_actors(connection: Connection, terms: Sequence[str], limit: int) -> tuple[ActorHit, ...]:
    """Return the actors whose names have all words: states first, then who speaks most."""
    if not terms:
        return ()
    states = [
        _hit_of_state(connection, code)
        for code, name in state_names().items()
        if all(term in fold(f"{code} {name}") for term in terms)
    ]
    named = [words.holds(voices.c.folded, term) for term in terms]
    outlets = [words.holds(voices.c.actor, term.replace(" ", "-")) for term in terms]
    wanted = and_(*named) | and_(*outlets)
    return (*states, *_hits(connection, [wanted], limit))[:limit]


def _hit_of_state(connection: Connection, code: str) -> ActorHit:
    said = func.count(voices.c.claim.distinct())
    number = connection.execute(select(said).where(*Asked(code, None).said())).scalar_one()
    return ActorHit(code, STATE, state_names()[code], number)


def said_page(
    connection: Connection,
    asked: Asked,
    derivation: Derivation,
    *,
    limit: int,
    cursor: str | None,
) -> StatementPage:
    """Return a page of what an actor said, newest first.

    Raises:
        CursorError: the cursor belongs to another question.
    """
    mine = select(voices.c.day, voices.c.report, voices.c.claim).where(*asked.said()).distinct()
    heard = mine.subquery()
    keys = (heard.c.day, heard.c.report, heard.c.claim)
    query = (
        select(*keys, decided_body().label("body"))
        .join(claims, claims.c.seq == heard.c.claim)
        .join(placements, placements.c.claim == heard.c.claim)
        .where(counts_in_register())
    )
    question = fingerprint("said", asked)
    listing = Listing(query, keys, (str, int, int), descending=True, question=question)
    part = read_slice(connection, listing, cursor, limit)
    total = connection.execute(select(func.count()).select_from(heard)).scalar_one()
    return StatementPage(
        statements=_statements(connection, part.rows, asked.as_of, derivation),
        total=total,
        next=part.next,
    )


def _statements(
    connection: Connection, found: Sequence[Any], as_of: str | None, derivation: Derivation
) -> tuple[Statement, ...]:
    shown = [rows.claim_of(row.body) for row in found]
    heads = heads_by_row(connection, sorted({row.report for row in found}))
    homes = deals_of(connection, shown, as_of)
    register = Register(as_of)
    deals = read_by_id(connection, sorted(set(homes.values())), register, derivation)
    out: list[Statement] = []
    for row, claim in zip(found, shown, strict=True):
        deal = deals.get(homes.get(claim.id, ""))
        if deal is not None:
            fate = fate_of(claim, deal, row.day or None)
            out.append(Statement(claim, heads[row.report], deal.id, *fate))
    return tuple(out)
