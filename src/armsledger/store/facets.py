"""How many deals each filter would leave, with all other filters on.

The filters with few values (`lines.Cell`) are counted together: a query gives each cell's number of
deals, and the cells, which are few, are added up here. Where no filter with many values is on, or
only one, the numbers are those that `counts` keeps, whatever the size of the register.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, TextualSelect, func, select

from armsledger.store.conditions import NARROW, YEARS, Register, but, conditions
from armsledger.store.counts import ALL, ANY, FIRM, THIN, facet_value
from armsledger.store.lines import Cell, cell_of
from armsledger.store.queries import FACET_VALUES, DealQuery, Facet, FacetValue
from armsledger.store.rows import batches
from armsledger.store.schema import facet_counts

# The columns with many values, by the filter's name.
COLUMNS: Final[Mapping[str, str]] = {
    "supplier": "supplier",
    "recipient": "recipient",
    "systems": "system",
    **{name: name for name in YEARS},
}

# The facets in the order in which they are shown.
SHOWN: Final = (
    "supplier",
    "recipient",
    "systems",
    "category",
    "stage",
    "state",
    "support",
    *YEARS,
    *NARROW[4:],
)

_WIDE: Final = frozenset({*COLUMNS, "party"})


@dataclass(frozen=True, slots=True)
class Counting:
    """A question, ready to be counted."""

    connection: Connection
    query: DealQuery
    register: Register
    hits: TextualSelect | None  # partition, id and score of the deals with the words

    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """Return the condition that each filter sets."""
        return conditions(self.query, self.register)

    def wide(self) -> set[str]:
        """Return the filters with many values that are on."""
        return set(self.conditions()) & _WIDE

    @property
    def is_kept(self) -> bool:
        """Whether numbers are kept for the question's day and words at all."""
        return self.register.as_of is None and self.hits is None

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Return a query over the lines of the day that have the words."""
        line = self.register.line
        found: Select[Any] = select(*columns).where(*self.register.known)
        if self.hits is not None:
            words = self.hits.subquery()
            found = found.where(line.partition == words.c.partition, line.id == words.c.id)
        return found


def count_all(counting: Counting) -> tuple[int, tuple[Facet, ...]]:
    """Return how many deals there are, and the facets that are asked for."""
    cells = _cells(counting)
    total = sum(n for cell, n in cells if _fits(cell, counting.query))
    if not counting.query.facets:
        return total, ()
    return total, tuple(
        _narrow(name, cells, counting.query)
        if name in NARROW
        else _of_column(name, counting, cells)
        for name in SHOWN
    )


def _cells(counting: Counting) -> list[tuple[Cell, int]]:
    """Return how many deals each cell has with the filters on that are not in cells."""
    wide = counting.wide()
    if counting.is_kept and len(wide) <= 1 and not wide & {"party", "systems"}:
        rows = counting.connection.execute(_kept_cells(counting.query, wide))
    else:
        line = counting.register.line
        query = counting.select(line.cell, func.count().label("n")).group_by(line.cell)
        rows = counting.connection.execute(query.where(*but(counting.conditions(), NARROW)))
    return [(cell_of(row.cell), row.n) for row in rows]


def _kept_cells(query: DealQuery, wide: Iterable[str]) -> Select[Any]:
    cell = facet_counts.c.cell
    found = select(cell, func.sum(facet_counts.c.n).label("n")).group_by(cell)
    found = found.where(cell.not_in((ANY, FIRM, THIN)))
    for name in wide:
        values = [facet_value(value) for value in getattr(query, name)]
        return found.where(facet_counts.c.dim == COLUMNS[name], facet_counts.c.value.in_(values))
    return found.where(facet_counts.c.dim == ALL, facet_counts.c.value == "")


def _fits(cell: Cell, query: DealQuery, but_for: str = "") -> bool:
    """Tell whether a cell has what the question wants, one filter left out."""
    for name in NARROW:
        wanted = getattr(query, name)
        if name == but_for or wanted is None or wanted == ():
            continue
        held = getattr(cell, name)
        if held not in wanted if isinstance(wanted, tuple) else (held == "yes") is not wanted:
            return False
    return True


def _narrow(name: str, cells: Sequence[tuple[Cell, int]], query: DealQuery) -> Facet:
    counts: dict[str, int] = {}
    for cell, n in cells:
        if _fits(cell, query, name):
            value = getattr(cell, name)
            counts[value] = counts.get(value, 0) + n
    return _facet(name, counts.items())


def _facet(name: str, counted: Iterable[tuple[str, int]], more: int = 0) -> Facet:
    ordered = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return Facet(name, tuple(FacetValue(value, n) for value, n in ordered if n), more)


def _of_column(name: str, counting: Counting, cells: Sequence[tuple[Cell, int]]) -> Facet:
    """Return the facet of a filter with many values."""
    if counting.is_kept and not counting.wide() - {name}:
        return _kept(name, counting, cells)
    column = counting.register.line[COLUMNS[name]]
    query = counting.select(column.label("value"), func.count().label("n")).group_by(column)
    found = query.where(*but(counting.conditions(), (name,)))
    return _most(name, counting.connection, found)


def _most(name: str, connection: Connection, grouped: Select[Any]) -> Facet:
    """Return the facet of the most frequent values of a query that groups by them."""
    found = grouped.subquery()
    query = select(found.c.value, found.c.n, func.count().over().label("values"))
    query = query.order_by(found.c.n.desc(), found.c.value.desc()).limit(FACET_VALUES)
    rows = connection.execute(query).all()
    more = rows[0]._mapping["values"] - len(rows) if rows else 0
    return _facet(name, ((facet_value(row.value), row.n) for row in rows), more)


def _kept(name: str, counting: Counting, cells: Sequence[tuple[Cell, int]]) -> Facet:
    """Return a facet from the numbers that are kept."""
    scope = _scope(counting.query)
    here = facet_counts.c.dim == COLUMNS[name]
    columns = facet_counts.c.value, facet_counts.c.n
    if scope is None:
        wanted = {cell for cell, _ in _all_cells(counting) if _fits(cell, counting.query)}
        return _in_cells(name, counting.connection, [cell.text() for cell in sorted(wanted)])
    held = here, facet_counts.c.cell == scope
    query = select(*columns).where(*held)
    query = query.order_by(facet_counts.c.n.desc(), facet_counts.c.value.desc())
    rows = counting.connection.execute(query.limit(FACET_VALUES + 1)).all()
    more = 0
    if len(rows) > FACET_VALUES:
        number = select(func.count()).select_from(facet_counts).where(*held)
        more = counting.connection.execute(number).scalar_one() - FACET_VALUES
    return _facet(name, ((row.value, row.n) for row in rows[:FACET_VALUES]), more)


def _scope(query: DealQuery) -> str | None:
    """Return for which cells a question's number is kept in one; None: it has to be added up."""
    is_on: Callable[[str], bool] = lambda name: getattr(query, name) not in (None, ())  # noqa: E731
    if any(is_on(name) for name in NARROW if name != "thin"):
        return None
    return ANY if query.thin is None else THIN if query.thin else FIRM


def _all_cells(counting: Counting) -> list[tuple[Cell, int]]:
    rows = counting.connection.execute(_kept_cells(counting.query, ()))
    return [(cell_of(row.cell), row.n) for row in rows]


def _in_cells(name: str, connection: Connection, cells: Sequence[str]) -> Facet:
    counts: dict[str, int] = {}
    value, n = facet_counts.c.value, facet_counts.c.n
    for batch in batches(cells):
        query = select(value, func.sum(n).label("n")).group_by(value)
        query = query.where(facet_counts.c.dim == COLUMNS[name], facet_counts.c.cell.in_(batch))
        for row in connection.execute(query):
            counts[row.value] = counts.get(row.value, 0) + row.n
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return _facet(name, ordered[:FACET_VALUES], max(0, len(ordered) - FACET_VALUES))
