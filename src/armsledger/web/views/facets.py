"""The register's filters: what can be chosen, what is chosen, and ready-made choices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlencode

from armsledger.exports.words import SUPPORT_WORDS, actor_name
from armsledger.model import STAGES, Support
from armsledger.store.queries import UNKNOWN, Facet, FacetValue
from armsledger.web.asked import NOT_STATED

Pairs = Sequence[tuple[str, str]]

SHOWN: Final = 7  # values of a filter before one has to ask for more
MOST: Final = 30  # values in all; the search finds the rest

_NOT_STATED_WORDS: Final = "not stated"
_YES: Final = "yes"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter."""

    label: str
    count: int
    href: str  # chooses it, or lets it go
    is_on: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter."""

    title: str
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...]
    hidden: int  # values beyond these
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on."""

    label: str
    href: str  # without it


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A named choice of filters."""

    name: str
    href: str
    is_on: bool


def _support_words(value: str) -> str:
    return SUPPORT_WORDS[Support(value)]


@dataclass(frozen=True, slots=True)
class _Filter:
    """How a filter is shown."""

    parameter: str  # its name in the address
    title: str
    words: Callable[[str], str] = str
    order: Callable[[FacetValue], int] | None = None  # None: most deals first
    is_open: bool = False
    has_unknown: bool = True  # deals that do not state it can be asked for


def _by_stage(one: FacetValue) -> int:
    return [*map(str, STAGES), UNKNOWN].index(one.value)


def _newest(one: FacetValue) -> int:
    return -int(one.value)


# By the facet's name, in the order of the page.
_FILTERS: Final[Mapping[str, _Filter]] = MappingProxyType(
    {
        "supplier": _Filter("supplier", "Supplier", actor_name, is_open=True),
        "recipient": _Filter("recipient", "Recipient", actor_name, is_open=True),
        "systems": _Filter("system", "System"),
        "category": _Filter("category", "Category"),
        "stage": _Filter("stage", "Stage", order=_by_stage, is_open=True),
        "state": _Filter("state", "State"),
        "support": _Filter("support", "On the word of", _support_words),
        "ordered": _Filter("ordered", "Ordered in", order=_newest, has_unknown=False),
        "delivered": _Filter("delivered", "Delivered in", order=_newest, has_unknown=False),
        "reported": _Filter("reported", "First reported in", order=_newest, has_unknown=False),
    }
)
# Those of the answers yes and no, which stand together.
_SIGNS: Final = MappingProxyType(
    {
        "disputed": "sources differ",
        "one_sided": "only one side says so",
        "sanctioned": "sanctioned",
        "opposed": "objected to",
        "thin": "weak lines only",
    }
)
_LABELS: Final = MappingProxyType(
    {f.parameter: f.title for f in _FILTERS.values()} | {"party": "Party", "query": "Words"}
)
# What of an address chooses deals; the rest tells how they are shown.
FILTERING: Final = frozenset({*_LABELS, *_SIGNS})
_WORDS: Final = MappingProxyType(
    {f.parameter: f.words for f in _FILTERS.values()} | {"party": actor_name}
)

READY_VIEWS: Final[tuple[tuple[str, Pairs], ...]] = (
    ("All deals", ()),
    ("Disputed", (("disputed", _YES),)),
    (
        "Delivered, unconfirmed by the recipient",
        (
            *(("stage", stage) for stage in ("delivery", "trial", "deployment")),
            *(("support", one) for one in ("supplier", "third party", "unnamed", "report")),
        ),
    ),
    (
        "Open orders",
        (*(("stage", stage) for stage in ("order", "financing", "production")), ("state", "open")),
    ),
    ("Only one side says so", (("one_sided", _YES),)),
    ("Sanctioned", (("sanctioned", _YES),)),
    ("Stopped", (("state", "suspended"), ("state", "cancelled"))),
)


def facet_views(facets: Iterable[Facet], pairs: Pairs) -> Iterator[FacetView]:
    """Yield the filters with the addresses that choose their values.

    Args:
        facets: as the ledger counts them.
        pairs: the page's own parameters.
    """
    found = {facet.name: facet for facet in facets}
    for name, shape in _FILTERS.items():
        facet = found.get(name)
        if facet is not None and facet.values:
            yield _facet_view(facet, shape, pairs)
    signs = tuple(_signs(found, pairs))
    if signs:
        yield FacetView("Signs", signs, (), 0, is_open=True)


def _facet_view(facet: Facet, shape: _Filter, pairs: Pairs) -> FacetView:
    chosen = {value for name, value in pairs if name == shape.parameter}
    base = _base(pairs, shape.parameter)
    kept = [(shape.parameter, value) for name, value in pairs if name == shape.parameter]
    values = [v for v in facet.values if shape.has_unknown or v.value != UNKNOWN]
    if shape.order is not None:
        values.sort(key=shape.order)
    choices = [
        _choice(value, shape, base=base, chosen=chosen, kept=kept) for value in values[:MOST]
    ]
    ranked = sorted(choices, key=lambda choice: not choice.is_on)
    hidden = facet.more + max(len(values) - MOST, 0)
    is_open = shape.is_open or bool(chosen)
    return FacetView(shape.title, tuple(ranked[:SHOWN]), tuple(ranked[SHOWN:]), hidden, is_open)


def _choice(
    value: FacetValue, shape: _Filter, *, base: str, chosen: set[str], kept: Pairs
) -> Choice:
    written = value.value if value.value != UNKNOWN else NOT_STATED
    is_on = written in chosen
    others = [pair for pair in kept if pair[1] != written]
    wanted = others if is_on else [*others, (shape.parameter, written)]
    words = shape.words(value.value) if value.value != UNKNOWN else _NOT_STATED_WORDS
    return Choice(words, value.count, _address(base, wanted), is_on)


def _signs(found: Mapping[str, Facet], pairs: Pairs) -> Iterator[Choice]:
    for name, label in _SIGNS.items():
        facet = found.get(name)
        count = next((v.count for v in facet.values if v.value == _YES), 0) if facet else 0
        is_on = (name, _YES) in pairs
        if count or is_on:
            href = _address(_base(pairs, name), [] if is_on else [(name, _YES)])
            yield Choice(label, count, href, is_on)


def yes_count(facets: Iterable[Facet], name: str) -> int:
    """Return how many deals a facet of yes and no says yes to."""
    values = next((facet.values for facet in facets if facet.name == name), ())
    return next((value.count for value in values if value.value == _YES), 0)


def chips(pairs: Pairs) -> Iterator[Chip]:
    """Yield the filters that are on, each with the address without it."""
    for pair in pairs:
        name, value = pair
        if name in FILTERING:
            rest = [other for other in pairs if other != pair and other[0] != "cursor"]
            yield Chip(_chip_words(name, value), _address("", rest))


def _chip_words(name: str, value: str) -> str:
    if name in _SIGNS:
        return _SIGNS[name] if value == _YES else f"not: {_SIGNS[name]}"
    words = _NOT_STATED_WORDS if value == NOT_STATED else _worded(name, value)
    return f"{_LABELS[name]}: {words}"


def _worded(name: str, value: str) -> str:
    try:
        return _WORDS.get(name, str)(value)
    except ValueError:  # a word that the user typed, in other letters than the register's
        return value


def ready_views(pairs: Pairs) -> Iterator[ViewLink]:
    """Yield the desk's named views; they keep the as-of day of the page's own parameters."""
    day = [pair for pair in pairs if pair[0] == "as_of"]
    now = sorted(pair for pair in pairs if pair[0] in FILTERING)
    for name, wanted in READY_VIEWS:
        yield ViewLink(name, _address("", [*day, *wanted]), sorted(wanted) == now)


def _base(pairs: Pairs, without: str) -> str:
    """Return the rest of the query, ready to be added to."""
    return urlencode([pair for pair in pairs if pair[0] not in (without, "cursor")])


def _address(base: str, pairs: Pairs) -> str:
    added = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    query = "&".join(part for part in (base, added) if part)
    return f"/?{query}" if query else "/"
