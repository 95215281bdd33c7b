"""Which claims of a partition can have a say in where others belong: what is built again together.

Linking looks at a claim's neighbours by a few keys only: the deal that it states, its report, its
system, its supplier with a category. Claims that are joined by no chain of such keys are linked
independently: the deals of a partition are those of its parts, taken one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from armsledger.link.deals import ARMS, UNKNOWN
from armsledger.link.kinds import kind_of
from armsledger.link.names import party_key, slug
from armsledger.link.systems import system_key, system_slug
from armsledger.model import Claim

DEAL: Final = "deal:"  # what the keys of deals begin with


class Reach(NamedTuple):
    """A key under which claims meet.

    One that seeks meets all claims under the key; the others meet only those that seek.
    """

    key: str
    seeks: bool


def reaches_of(claims: Sequence[Claim]) -> list[tuple[Reach, ...]]:
    """Return the reaches of each claim of one report in one partition, in their order.

    What `link.attach` and `link.deals` look at is mirrored here: a change there is one here, and
    a property test compares the parts' deals with the whole's.
    """
    with_gaps = any(map(_has_gap, claims))
    return [tuple(_reaches(claim, with_gaps=with_gaps)) for claim in claims]


def _reaches(claim: Claim, *, with_gaps: bool) -> Iterable[Reach]:
    # Claims of one deal, and deals of one id, which are told apart by a suffix.
    yield Reach(deal_key(claim), seeks=True)
    if with_gaps:
        yield Reach(f"report:{claim.report}", seeks=_has_gap(claim))
    if claim.system is not None:
        yield Reach(f"system:{system_key(claim.system)}", seeks=claim.supplier is None)
    if claim.supplier is not None:
        yield from _of_supplier(claim)


def _of_supplier(claim: Claim) -> Iterable[Reach]:
    """Yield the reaches towards deals of the same supplier; what states no category fits any."""
    supplier = party_key(claim.supplier)
    seeks = claim.system is None and claim.category not in (None, "other")
    yield Reach(f"supplier:{supplier}:{claim.category or ''}", seeks=seeks)
    if seeks:
        yield Reach(f"supplier:{supplier}:", seeks=True)


def _has_gap(claim: Claim) -> bool:
    return claim.system is None or claim.supplier is None


def deal_key(claim: Claim) -> str:
    """Return the key under which the claims meet that would make one deal by themselves.

    It is the beginning of that deal's id, so that deals of one id are in one part.
    """
    supplier = party_key(claim.supplier) or UNKNOWN
    if claim.system is not None:
        return f"{DEAL}{supplier}-{system_slug(claim.system)}"
    what = kind_of(claim.weapon, claim.category) or claim.category or ARMS
    return f"{DEAL}{supplier}-{slug(what)}"


def parts_of(reaches: Mapping[str, Iterable[Reach]]) -> list[frozenset[str]]:
    """Return the claims in parts that no chain of keys joins, largest last.

    Args:
        reaches: by claim id.
    """
    parent = {claim: claim for claim in reaches}
    by_key: dict[str, list[tuple[bool, str]]] = {}
    for claim, found in reaches.items():
        for reach in found:
            by_key.setdefault(reach.key, []).append((reach.seeks, claim))
    for met in by_key.values():
        seekers = [claim for seeks, claim in met if seeks]
        for _, claim in met if seekers else ():
            parent[_root(claim, parent)] = _root(seekers[0], parent)
    parts: dict[str, set[str]] = {}
    for claim in reaches:
        parts.setdefault(_root(claim, parent), set()).add(claim)
    return sorted(map(frozenset, parts.values()), key=lambda part: (len(part), min(part)))


def _root(claim: str, parent: dict[str, str]) -> str:
    while parent[claim] != claim:
        parent[claim] = parent[parent[claim]]
        claim = parent[claim]
    return claim
