"""Ids that may be meant by one that nobody has: some neighbours by index, never the register."""

import re
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from armsledger.store.conditions import Register
from armsledger.store.schema import lines

# Ids that are looked at on each side of the one that was asked for, and of each party in it.
NEIGHBOURS: Final = 40

_WORD: Final = re.compile(r"[^\W_]+")
# Words of an id that are looked up as parties: its first ones are the supplier and the recipient.
_PARTIES: Final = 4


def near_ids(connection: Connection, key: str, as_of: str | None) -> list[str]:
    """Return ids of deals known on a day that are near another one, sorted.

    These are the next ones in the order of ids, and the last reported deals of the parties that
    the words of the id name.
    """
    asked = key.casefold()
    wanted = [_beside(asked), _beside(asked, before=True)]
    for word in _WORD.findall(asked)[:_PARTIES]:
        for party in (lines.c.supplier, lines.c.recipient):
            found = select(lines.c.id).where(party == word.upper())
            wanted.append(found.order_by(lines.c.last_reported.desc()).limit(NEIGHBOURS))
    near = sorted({one for query in wanted for one in connection.scalars(query)})
    return near if as_of is None else _known(connection, near, as_of)


def _beside(key: str, *, before: bool = False) -> Select[Any]:
    query = select(lines.c.id).where(lines.c.id < key if before else lines.c.id >= key)
    return query.order_by(lines.c.id.desc() if before else lines.c.id).limit(NEIGHBOURS)


def _known(connection: Connection, ids: Iterable[str], as_of: str) -> list[str]:
    register = Register(as_of)
    query = select(register.line.id).where(register.line.id.in_(ids), *register.known)
    return sorted(set(connection.scalars(query)))
