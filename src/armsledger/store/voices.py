"""Who says a claim: the actors behind speakers, relays and outlets, and their ids."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from armsledger.link.names import fold, slug
from armsledger.model import Claim, Source, SourceKind
from armsledger.vocabulary.outlets import outlet_of

SPEAKER: Final = "speaker"  # it is the claim's source
OWN: Final = "own"  # it is the outlet in whose own voice the claim is told
VIA: Final = "via"  # it passed the claim on

# Names whose ids are remembered: more than a ledger's outlets and speakers of a day.
_KEPT: Final = 16384


def actor_id(kind: str, name: str) -> str:
    """Return the id of somebody who speaks: kind and name, safe in an address."""
    return f"{kind}:{slug(name)}"


@lru_cache(maxsize=_KEPT)
def outlet_name(name: str) -> str:
    """Return an outlet's usual name, the given one if it is not known."""
    known = outlet_of(name)
    return known.name if known else name


def outlet_id(name: str) -> str:
    """Return the id of an outlet, the same for all its names that are known."""
    return actor_id(str(SourceKind.OUTLET), outlet_name(name))


def speaker_id(source: Source) -> str:
    """Return the id of a claim's source."""
    if source.kind is SourceKind.OUTLET:
        return outlet_id(source.name)
    return actor_id(str(source.kind), source.name)


def voices_of(claim: Claim, outlet: str | None) -> Iterator[dict[str, Any]]:
    """Yield who says a claim, each actor in one role once.

    Args:
        claim: the claim.
        outlet: the outlet of its report.
    """
    seen: set[tuple[str, str]] = set()
    for role, key, kind, name, country, written in _heard(claim, outlet):
        if (key, role) not in seen:
            seen.add((key, role))
            yield {
                "actor": key,
                "role": role,
                "kind": kind,
                "name": name,
                "country": country,
                "folded": fold(written),
            }


def _heard(claim: Claim, outlet: str | None) -> Iterator[tuple[str, ...]]:
    """Yield role, id, kind, usual name, country and name as written."""
    source, paper = claim.source, str(SourceKind.OUTLET)
    if source is not None:
        is_outlet = source.kind is SourceKind.OUTLET
        name = outlet_name(source.name) if is_outlet else source.name
        country = source.country or ""
        yield SPEAKER, speaker_id(source), str(source.kind), name, country, source.name
    elif outlet:
        yield OWN, outlet_id(outlet), paper, outlet_name(outlet), "", ""
    for relay in claim.via:
        yield VIA, outlet_id(relay), paper, outlet_name(relay), "", relay
