"""Places in a listing that stay valid while the ledger grows: the key of a row, not its number."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, literal, tuple_

from armsledger.store.errors import CursorError
from armsledger.store.queries import MOST_ROWS

Key = tuple[str | int, ...]

_MOST: Final = 2**63  # what a database's numbers hold

_DIGITS: Final = 8  # of the question's fingerprint: an accident is to be noticed, no attack


@dataclass(frozen=True, slots=True)
class Place:
    """Between two rows."""

    key: Key  # of the row beside it
    before: bool = False  # the rows that come before that one are wanted, not those after


def fingerprint(*question: object) -> str:
    """Return what tells one question's cursors from another's."""
    return sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def to_cursor(place: Place, question: str) -> str:
    """Return a place as an opaque word, safe in an address."""
    body = json.dumps([question, place.before, *place.key], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def to_place(cursor: str | None, question: str, like: Sequence[type]) -> Place | None:
    """Return the place that `to_cursor` wrote; None for None.

    Args:
        cursor: the word.
        question: the fingerprint of the question that it is given with.
        like: the types of the key's parts.

    Raises:
        CursorError: it is no cursor of this question.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        body = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise CursorError(cursor, "this is no cursor") from error
    if not isinstance(body, list) or len(body) != len(like) + 2 or body[0] != question:
        raise CursorError(cursor, "it belongs to another question")
    _, before, *key = body
    if not isinstance(before, bool) or not all(map(_is_part, key, like)):
        raise CursorError(cursor, "this is no cursor")
    return Place(tuple(key), before)


def _is_part(part: object, kind: type) -> bool:
    """Tell whether a part of a key is one that a database can compare."""
    if type(part) is not kind:
        return False
    if isinstance(part, str):
        return "\x00" not in part and part.isprintable()
    return isinstance(part, int) and abs(part) < _MOST


@dataclass(frozen=True, slots=True)
class Listing:
    """A query whose rows have an order."""

    query: Select[Any]
    keys: tuple[ColumnElement[Any], ...]  # together unique; all go the same way
    types: tuple[type, ...]
    descending: bool
    question: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows, and where to go on."""

    rows: tuple[Row[*tuple[Any, ...]], ...]
    next: str | None
    previous: str | None


def read_slice(connection: Connection, listing: Listing, cursor: str | None, limit: int) -> Slice:
    """Return the rows of a page.

    Args:
        connection: to the ledger.
        listing: the rows, which have the keys as their first columns.
        cursor: `next` or `previous` of another page of the same listing.
        limit: most rows, from 1 to MOST_ROWS; what is beyond is taken as these.

    Raises:
        CursorError: the cursor belongs to another listing.
    """
    place = to_place(cursor, listing.question, listing.types)
    size = min(max(limit, 1), MOST_ROWS)
    backwards = place is not None and place.before
    downwards = listing.descending is not backwards
    query = listing.query
    if place is not None:
        here, there = tuple_(*listing.keys), tuple_(*_bound(place, listing))
        query = query.where(here < there if downwards else here > there)
    query = query.order_by(*(k.desc() if downwards else k.asc() for k in listing.keys))
    found = list(connection.execute(query.limit(size + 1)))
    rows = found[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Slice((), None, None)
    goes_on = backwards or len(found) > size
    came_from = len(found) > size if backwards else place is not None
    return Slice(
        tuple(rows),
        _cursor(rows[-1], listing, before=False) if goes_on else None,
        _cursor(rows[0], listing, before=True) if came_from else None,
    )


def _cursor(row: Row[*tuple[Any, ...]], listing: Listing, *, before: bool) -> str:
    return to_cursor(Place(tuple(row[: len(listing.keys)]), before), listing.question)


def _bound(place: Place, listing: Listing) -> tuple[Any, ...]:
    return tuple(
        literal(part, column.type) for part, column in zip(place.key, listing.keys, strict=True)
    )
