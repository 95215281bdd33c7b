"""How many deals have what: kept up to date with the lines, so that nobody has to count them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete

from armsledger.store.marks import upsert
from armsledger.store.schema import facet_counts

ALL: Final = "all"  # the dimension in which every deal has the value ""

# Filters with many values, each a column of a line.
WIDE: Final = ("supplier", "recipient", "system", "ordered", "delivered", "reported")

ANY: Final = ""  # in the place of a cell: whatever it is
FIRM, THIN = "0", "1"  # ... of the deals that are not thin, and of those that are

Key = tuple[str, str, str]  # dimension, value, cell


def keys_of(line: Mapping[str, Any]) -> Iterable[Key]:
    """Yield under what a line is counted."""
    cells = (line["cell"], ANY, THIN if line["thin"] else FIRM)
    for dim, value in ((ALL, ""), *((dim, facet_value(line[dim])) for dim in WIDE)):
        for cell in cells:
            yield dim, value, cell


def facet_value(value: object) -> str:
    """Return a column's value as a facet shows it."""
    return str(value or "")


def recount(
    connection: Connection,
    before: Iterable[Mapping[str, Any]],
    after: Iterable[Mapping[str, Any]],
) -> None:
    """Count lines that are there now instead of those that were before."""
    change: Counter[Key] = Counter()
    for line in after:
        change.update(keys_of(line))
    for line in before:
        change.subtract(keys_of(line))
    rows: list[dict[str, Any]] = [
        {"dim": dim, "value": value, "cell": cell, "n": n}
        for (dim, value, cell), n in sorted(change.items())
        if n
    ]
    if not rows:
        return
    statement = upsert(connection, facet_counts)
    summed = {"n": facet_counts.c.n + statement.excluded.n}
    key = ["dim", "value", "cell"]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=summed), rows)
    _drop_empty(connection, [row for row in rows if row["n"] < 0])


def _drop_empty(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = (facet_counts.c.dim, facet_counts.c.value, facet_counts.c.cell)
    is_this = and_(*(column == bindparam(f"a_{column.name}") for column in columns))
    given = [{f"a_{column.name}": row[column.name] for column in columns} for row in rows]
    connection.execute(delete(facet_counts).where(is_this, facet_counts.c.n == 0), given)
