"""Origins: who said it first, after copies and repeated quotations have been folded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from armsledger.link.names import fold, squash
from armsledger.model import Claim, ReportHead, Side, Source, SourceKind
from armsledger.vocabulary.outlets import outlet_of

# Speakers of these kinds are somebody: the same name in two outlets is one witness. "Sources"
# and "officials" of two outlets may be different people.
_NAMELESS: Final = frozenset({SourceKind.UNNAMED})

# Kinds of outlets (vocabulary/outlets.py) that speak for their state.
ORGANS: Final = frozenset({"government", "company"})

# Two writers do not hit on the same sentence if it has so many words: an estimate on the safe side.
OWN_WORDS: Final = 8


_GAP: Final = re.compile(r"\W+")


class OriginKey(NamedTuple):
    """A speaker and the first publisher of the words."""

    speaker: str
    publisher: str


def side_of(
    source: Source | None, publisher: str, *, supplier: str | None, recipient: str | None
) -> Side:
    """Return whose interest a source belongs to in a deal between two parties.

    Officials and companies belong to their state. Experts belong to nobody, wherever they live;
    an outlet that is cited speaks like a report's own voice. The own voice of a government's or a
    company's paper is its state's.

    Args:
        source: the claim's source; None: the report's own voice.
        publisher: the outlet whose voice that is.
        supplier: the deal's supplier.
        recipient: the deal's recipient.
    """
    parties = {supplier: Side.SUPPLIER, recipient: Side.RECIPIENT}
    if source is None or source.kind is SourceKind.OUTLET:
        home = _home_of_organ(source.name if source else publisher)
        return Side.REPORT if home is None else parties.get(home, Side.THIRD)
    if source.kind is SourceKind.UNNAMED:
        return Side.UNNAMED
    if source.kind is SourceKind.EXPERT:
        return Side.THIRD
    if source.country is None:
        return Side.THIRD if source.kind is SourceKind.OTHER else Side.UNNAMED
    return parties.get(source.country, Side.THIRD)


def _home_of_organ(outlet: str) -> str | None:
    """Return the state whose government or company publishes under this name, None if no such."""
    known = outlet_of(outlet)
    return known.country if known and known.kind in ORGANS else None


def origin_keys(
    claims: Iterable[Claim], heads: Mapping[str, ReportHead], originals: Mapping[str, str]
) -> dict[str, OriginKey]:
    """Return each claim's origin by claim id.

    A copy's claims count as its original's, and so do those of a sentence that an earlier report
    has word for word: texts are often copied in part. A named speaker is one origin whatever
    outlets carry the words: the publisher is the first. An unnamed one is another in each.
    """
    ordered = sorted(claims, key=lambda c: (_date_of(c, heads), c.id))
    names = _full_names(ordered)
    first: dict[tuple[str, str], OriginKey] = {}
    printed: dict[str, str] = {}
    out = {}
    for claim in ordered:
        publisher = publisher_of(claim, heads, originals)
        if len(claim.quote.split()) >= OWN_WORDS:
            sentence = _GAP.sub("", claim.quote.casefold())
            publisher = printed.setdefault(sentence, publisher)
        speaker, key = _speaker(claim, publisher, names)
        out[claim.id] = first.setdefault(key, OriginKey(speaker, publisher))
    return out


def publisher_of(
    claim: Claim, heads: Mapping[str, ReportHead], originals: Mapping[str, str]
) -> str:
    """Return who first published the words: whom the report cites, else the original's outlet."""
    if claim.via:
        return _outlet_name(claim.via[0])
    if claim.source and claim.source.kind is SourceKind.OUTLET and outlet_of(claim.source.name):
        return _outlet_name(claim.source.name)
    original = originals.get(claim.report, claim.report)
    head = heads.get(original) or heads.get(claim.report)
    return _outlet_name((head.outlet if head else None) or original)


def _outlet_name(name: str) -> str:
    """Return the outlet's name in the vocabulary: "AP" and "Associated Press" are one."""
    known = outlet_of(name)
    return known.name if known else name


def _date_of(claim: Claim, heads: Mapping[str, ReportHead]) -> str:
    head = heads.get(claim.report)
    return (head.date if head else None) or "9999"


def _speaker(
    claim: Claim, publisher: str, names: Mapping[tuple[str, str], str]
) -> tuple[str, tuple[str, str]]:
    """Return the speaker's name as shown and the key that makes two of them one."""
    source = claim.source
    if source is None or source.kind is SourceKind.OUTLET:
        name = _outlet_name(publisher if source is None else source.name)
        return name, (squash(name), "")
    if source.kind in _NAMELESS:
        return source.name, (squash(source.name), squash(publisher))
    name = names[source.name, source.country or ""]
    return name, (squash(name), source.country or "")


def _full_names(claims: Iterable[Claim]) -> dict[tuple[str, str], str]:
    """Return (name, country) -> the longest name of the same country that ends with it.

    "Chemezov" and "Sergey Chemezov" are one speaker. A name that fits two longer ones, neither of
    which ends with the other, stays alone.
    """
    known = {(s.name, s.country or "") for c in claims if (s := c.source)}
    out = {}
    for name, country in known:
        longer = {
            other
            for other, home in known
            if home == country and _ends_with(fold(other).split(), fold(name).split())
        }
        best = max(longer, key=lambda n: (len(n), n))
        alone = all(_ends_with(fold(best).split(), fold(o).split()) for o in longer)
        out[name, country] = best if alone else name
    return out


def _ends_with(words: Sequence[str], tail: Sequence[str]) -> bool:
    return list(words[len(words) - len(tail) :]) == list(tail)
