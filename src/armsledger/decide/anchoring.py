"""Where a decision holds on, and finding that claim again among those of another extraction.

A decision must never fall on a wrong claim: where it is not sure which claim is meant, the answer
is that none is. The rules, strictest first:

1. The quote is looked up in the archived part (its offset first, then its context).
2. A claim is a candidate if it stands there (its trigger lies inside the quote, and the anchored
   trigger inside its sentence) and tells the same event, and neither its parties nor its system
   contradict what the anchored claim said; or, at the same trigger, what people have corrected
   it to.
3. It has to share more than the place: the trigger, the system, or both parties.
4. A candidate that is as much like another claim of that sentence as like the anchored one is
   that other claim; if that sentence held its like twice, it is neither.
5. Of the rest the likest is meant; if two are equally like, none.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from armsledger.link.names import fold, squash
from armsledger.model import Claim, Report
from armsledger.model.decision import Anchor, Found, Likeness

# Characters of context on either side of a quote: enough to tell a repeated sentence, and what
# annotation tools commonly store.
CONTEXT: Final = 32

# What agreement on a part says about two claims of one sentence being the same: the trigger and the
# weapon tell claims apart best, the category least.
_TRIGGER: Final = 4
_WEIGHTS: Final = (("system", 3), ("recipient", 2), ("supplier", 2), ("category", 1))

# The parts that two readings of one claim may leave out, but not contradict.
_IDENTITY: Final = ("supplier", "recipient", "system")


class Place(NamedTuple):
    """Half-open offsets into a part."""

    start: int
    end: int


def anchor_of(claim: Claim, report: Report, claims: Iterable[Claim]) -> Anchor:
    """Return the anchor of a claim of the current extraction.

    Args:
        claim: as the machine read it.
        report: the claim's report.
        claims: all claims of that extraction of the report.
    """
    text = report.part(claim.part)
    others = {
        likeness_of(other)
        for other in claims
        if other.id != claim.id and _stands_in(other, claim.part, Place(claim.start, claim.end))
    }
    return Anchor(
        report=report.content_hash,
        part=claim.part,
        start=claim.start,
        exact=claim.quote,
        prefix=text[max(0, claim.start - CONTEXT) : claim.start],
        suffix=text[claim.end : claim.end + CONTEXT],
        claim=claim.id,
        extractor=claim.extractor,
        like=likeness_of(claim),
        others=tuple(sorted(others, key=repr)),
    )


def likeness_of(claim: Claim) -> Likeness:
    """Return what tells a claim from the others of its sentence."""
    return Likeness(
        event=str(claim.event),
        supplier=claim.supplier,
        recipient=claim.recipient,
        system=claim.system,
        category=claim.category,
        trigger=claim.trigger,
        trigger_at=_trigger_at(claim),
    )


def locate(anchor: Anchor, text: str) -> Place | None:
    """Return where the quote stands in the part's text; None: nowhere, or in several places.

    The offset is right in the report that the anchor was made from; in another the context decides.
    """
    end = anchor.start + len(anchor.exact)
    if text[anchor.start : end] == anchor.exact:
        return Place(anchor.start, end)
    framed = _occurrences(text, anchor.prefix + anchor.exact + anchor.suffix)
    if len(framed) == 1:
        start = framed[0] + len(anchor.prefix)
        return Place(start, start + len(anchor.exact))
    bare = _occurrences(text, anchor.exact)
    return Place(bare[0], bare[0] + len(anchor.exact)) if len(bare) == 1 else None


def find_claim(
    anchor: Anchor,
    place: Place,
    claims: Sequence[Claim],
    corrected: Mapping[str, str | None] | None = None,
) -> Claim | None:
    """Return the claim that an anchor is about, None where that is not sure.

    Args:
        anchor: of the decision.
        place: where its quote stands.
        claims: those of the report's current extraction.
        corrected: what people have corrected the claim's fields to (event, parties, system,
            category): a newer extractor may have come to the same.
    """
    near = [c for c in claims if _stands_in(c, anchor.part, place) and _reaches(c, anchor.like)]
    mended = {c.id: _mended_at(anchor.like, c, corrected or {}) for c in near}
    fits = [c for c in near if _may_be(anchor.like, c, mended[c.id])]
    same = [c for c in fits if _is_unchanged(anchor, c)]
    if len(same) == 1:
        return same[0]
    ranked = sorted(((_agreement(anchor.like, c, mended[c.id]), c.id) for c in fits), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    best = next(c for c in fits if c.id == ranked[0][1])
    rival = max((_rivalry(other, best) for other in anchor.others), default=-1)
    return best if ranked[0][0] > rival else None


def how_found(anchor: Anchor, claim: Claim | None) -> Found:
    """Return whether a claim that was found is the anchored one itself."""
    if claim is None:
        return Found.ORPHANED
    is_same = claim.id == anchor.claim and claim.start == anchor.start
    return Found.APPLIED if is_same and claim.quote == anchor.exact else Found.MOVED


def _is_unchanged(anchor: Anchor, claim: Claim) -> bool:
    """Tell whether a claim is the anchored one itself; an id may have gone to another claim."""
    is_same = claim.id == anchor.claim and claim.quote == anchor.exact
    return is_same and likeness_of(claim) == anchor.like


def _mended_at(
    like: Likeness, claim: Claim, corrected: Mapping[str, str | None]
) -> Mapping[str, str | None]:
    """Return the corrections that a claim may have come to by itself: those at its trigger.

    At another word, what fits only the correction is likely to be another event.
    """
    return corrected if _has_trigger_of(like, claim) else {}


def _may_be(like: Likeness, claim: Claim, mended: Mapping[str, str | None]) -> bool:
    if claim.event not in {like.event, mended.get("event")}:
        return False
    if any(_contradicts(name, like, claim, mended) for name in _IDENTITY):
        return False
    parties = all(_same(name, like, claim, mended) is True for name in _IDENTITY[:2])
    is_same_system = _same("system", like, claim, mended) is True
    return _has_trigger_of(like, claim) or is_same_system or parties


def _stands_in(claim: Claim, part: str, place: Place) -> bool:
    """Tell whether a claim is told in this place: by its trigger, else by its sentence."""
    if claim.part != part or claim.start >= place.end or claim.end <= place.start:
        return False
    at = _trigger_at(claim)
    if at is not None:
        return place.start <= at < place.end
    return place.start <= claim.start and claim.end <= place.end


def _reaches(claim: Claim, like: Likeness) -> bool:
    """Tell whether the anchored trigger, where its place is known, is in the claim's sentence."""
    return like.trigger_at is None or claim.start <= like.trigger_at < claim.end


def _same(name: str, like: Likeness, claim: Claim, mended: Mapping[str, str | None]) -> bool | None:
    """Return whether a part is the same; None: one of the two does not state it."""
    theirs = getattr(claim, name)
    ours = [value for value in (getattr(like, name), mended.get(name)) if value is not None]
    if theirs is None or not ours:
        return None
    key = squash if name == "system" else fold
    return key(theirs) in {key(value) for value in ours}


def _contradicts(name: str, like: Likeness, claim: Claim, mended: Mapping[str, str | None]) -> bool:
    return _same(name, like, claim, mended) is False


def _agreement(like: Likeness, claim: Claim, mended: Mapping[str, str | None]) -> int:
    """Return how much a claim is like the anchored one; absence on both sides agrees too."""
    score = _TRIGGER if _has_trigger_of(like, claim) else 0
    for name, weight in _WEIGHTS:
        both_absent = getattr(like, name) is None and getattr(claim, name) is None
        if both_absent or _same(name, like, claim, mended) is True:
            score += weight
    return score


def _rivalry(other: Likeness, claim: Claim) -> int:
    """Return how much a claim is like another one of the sentence; -1: it is not that one."""
    if claim.event != other.event or any(_contradicts(n, other, claim, {}) for n in _IDENTITY):
        return -1
    return _agreement(other, claim, {})


def _has_trigger_of(like: Likeness, claim: Claim) -> bool:
    at = _trigger_at(claim)
    if at is None or like.trigger_at is None:
        return fold(claim.trigger) == fold(like.trigger)
    ours = Place(like.trigger_at, like.trigger_at + max(1, len(like.trigger)))
    return at < ours.end and ours.start < at + max(1, len(claim.trigger))


def _trigger_at(claim: Claim) -> int | None:
    starts = [s.start for s in claim.spans if s.role == "trigger" and s.part == claim.part]
    return min(starts, default=None)


def _occurrences(text: str, wanted: str) -> list[int]:
    """Return the starts of at most two occurrences: whether there is one or more is enough."""
    first = text.find(wanted)
    second = text.find(wanted, first + 1) if first >= 0 else -1
    return [at for at in (first, second) if at >= 0]
