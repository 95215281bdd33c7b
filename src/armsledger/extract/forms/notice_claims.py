"""The claims of a notice: approval, interest in each item, the sale as possible."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from armsledger.extract.forms.drafts import GUESSED, SURE, Draft, Place, quantity_of, weapon_in
from armsledger.extract.forms.reading import FormKind, Item, Notification
from armsledger.extract.forms.releases import CERTIFIED
from armsledger.extract.forms.requests import find_requests
from armsledger.extract.forms.view import View
from armsledger.model import Event, Factuality
from armsledger.vocabulary.weapons import load_weapons

SUPPLIER: Final = "USA"

_CONSIDERED: Final = re.compile(
    r"(?:under\s+)?Consideration(?:\s+for\s+Purchase)?|Description", re.IGNORECASE
)
# What a heading or a determination says besides the weapon.
_TAIL: Final = re.compile(
    r",|\s+(?:and|with)\s+(?:(?:related|associated|other|support|supporting|various|logistics|training)\b)"
    r"|\s+(?:and|&)\s+(?:Support|Related|Associated|Equipment|Sustainment|Training)\b|;|\(",
    re.IGNORECASE,
)
_DASH: Final = re.compile(r"\s*(?:\u2014|\u2013|--|\s-\s|-\s|\s-)\s*")
_SALE: Final = re.compile(
    r"\b(?:proposed|possible|potential)\s+(?:Foreign\s+Military\s+)?sale\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<=[a-z)\d\"])\.(?=\s+[A-Z(\u201c])|\.\s*$|\.\s*\n(?=\n)")
_NO_SALE: Final = re.compile(
    r"^\s*(?:Also|Included|The\s+following|Additionally)\b|\bcontractor|required\s+by\s+law"
    r"|offset\s+agreement|has\s+requested|determination\s+approving|notif(?:ying|ied)\s+Congress",
    re.IGNORECASE,
)

_NUMBERED: Final = re.compile(r"\s*(?:[\w,-]+\s+){1,7}\(\s*[\d,]+\s*\)\s*")  # "up to four (4) "
_LISTED: Final = re.compile(r"[,;]|\band\b")  # between two weapons of a list
_ANNEX: Final = re.compile(r"\nAnnex\s*\n\s*Item|\bItem\s+No\.\s*vii", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Main:
    """The weapon that a notice as a whole is about."""

    at: Place | None
    system: str | None
    category: str | None
    confidence: float


def drafts_of(notice: Notification, view: View, text: str) -> Iterator[Draft]:
    """Yield the claims of a notice, for each of its purchasers.

    Args:
        notice: as read.
        view: of the text that it was read from.
        text: of the report, as archived.
    """
    main = _main(notice, text)
    bounds = _bounds(notice, view)
    for code in notice.purchasers or (None,):
        yield from _approvals(notice, view, main, code, bounds)
        yield from _listed(notice, view, code)
        yield from _requested(notice, view, main, code, bounds)
        if notice.kind in (FormKind.SALE, FormKind.RELEASE):
            yield from _sales(view, main, code, bounds)


def _bounds(notice: Notification, view: View) -> Place:
    """Return the notice's stretch of the view, without its technical annex."""
    start, end = view.at(notice.start), view.at(notice.end)
    annex = _ANNEX.search(view.text, start, end)
    return start, annex.start() if annex else end


def _at(notice: Notification, role: str) -> Place | None:
    return next(((s.start, s.end) for s in notice.spans if s.role == role), None)


def _main(notice: Notification, text: str) -> Main:
    """Return the weapon of the determination, of the heading, else of the first item."""
    context = context_of(notice)
    for role in ("what", "title"):
        place = _at(notice, role)
        found = _phrase(text, place, behind_dash=role == "title") if place else None
        system, category = (
            weapon_in(" ".join(text[slice(*found)].split()), context) if found else (None, None)
        )
        if found and (system or category):
            return Main(found, system, category, SURE)
    item = next(iter(notice.items), None)
    if item is None:
        return Main(None, None, None, GUESSED)
    system, category = weapon_in(item.weapon, context)
    return Main((item.weapon_start, item.weapon_end), system, category, SURE if system else GUESSED)


def _phrase(text: str, place: Place, *, behind_dash: bool) -> Place | None:
    """Return the weapon's own words in a heading ("Poland - M1A2 tanks") or a determination."""
    start, end = place
    if behind_dash:
        dash = _DASH.search(text, start, end)
        if dash is None:
            return None
        start = dash.end()
    lead = _NUMBERED.match(text, start, end)
    start = lead.end() if lead else start
    tail = _TAIL.search(text, start, end)
    end = tail.start() if tail and tail.start() > start else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _approvals(
    notice: Notification, view: View, main: Main, code: str | None, bounds: Place
) -> Iterator[Draft]:
    approval = _approval(notice, code)
    value = notice.lease_value if notice.kind is FormKind.LEASE else notice.total_value
    role = "lease_value" if notice.kind is FormKind.LEASE else "total_value"
    yield replace(
        approval,
        weapon_at=main.at,
        system=main.system,
        category=main.category,
        value=value,
        value_at=_at(notice, role) if value else None,
        confidence=main.confidence,
    )
    yield from _also_approved(notice, view, main, code)
    match = CERTIFIED.search(view.text, *bounds) if notice.kind is FormKind.RELEASE else None
    if match is not None:
        yield replace(
            approval,
            quote=view.span(*match.span()),
            trigger=view.span(*match.span("trigger")),
            system=main.system,
            category=main.category,
            confidence=main.confidence,
        )


def _approval(notice: Notification, code: str | None) -> Draft:
    """Return the approval that a notice tells, in its headline, without the weapon."""
    quote, trigger = _headline(notice)
    return Draft(
        event=Event.APPROVAL,
        factuality=Factuality.FACT,
        quote=quote,
        trigger=trigger,
        supplier=SUPPLIER,
        recipient=code,
        recipient_at=_at(notice, "purchaser"),
        when=notice.delivered,
        when_at=_at(notice, "delivered"),
    )


def _also_approved(
    notice: Notification, view: View, main: Main, code: str | None
) -> Iterator[Draft]:
    """Yield the approval of a determination's other systems; the sum is the first one's."""
    place, approval = _at(notice, "what"), _approval(notice, code)
    if place is None:
        return
    first, last = view.at(place[0]), view.at(place[1] - 1) + 1
    words, seen, behind = view.text[first:last], {main.system}, 0
    for mention in load_weapons().find(words):
        apart = _LISTED.search(words, behind, mention.start) is not None
        behind = mention.end
        if mention.system is None or mention.system.name in seen or not apart:
            continue
        seen.add(mention.system.name)
        yield replace(
            approval,
            weapon_at=view.span(first + mention.start, first + mention.end),
            system=mention.system.name,
            category=mention.category,
        )


def _headline(notice: Notification) -> tuple[Place, Place]:
    """Return the words that state the notification, and those in them that name it."""
    sentence, trigger = _at(notice, "sentence"), _at(notice, "trigger")
    if sentence and trigger:
        return sentence, trigger
    heading = _at(notice, "heading") or (notice.start, notice.end)
    who, total = _at(notice, "purchaser") or heading, _at(notice, "total_value")
    end = max(who[1], total[1] if total else 0)
    return (heading[0], end), heading


def _listed(notice: Notification, view: View, code: str | None) -> Iterator[Draft]:
    """Yield the interest in each item of a numbered list of articles."""
    if notice.kind not in (FormKind.SALE, FormKind.ENHANCEMENT):
        return
    items = _goods(notice.items, context_of(notice))
    if not items:
        return
    heading = list(_CONSIDERED.finditer(view.text, view.at(notice.start), view.at(items[0].start)))
    if not heading:
        return
    trigger = view.span(*heading[-1].span())
    for item in items:
        yield _interest(
            notice, item, (item.start, item.end), trigger, code, _at(notice, "purchaser")
        )


def context_of(notice: Notification) -> str:
    """Return what a notice names: a name that is a common word too is known beside its item."""
    major = (item.words for item in notice.items if item.major)
    return "; ".join((notice.title or "", *major))


def _goods(items: Sequence[Item], context: str) -> list[Item]:
    """Return the items that are weapons; beside counted ones those without number are additions."""
    found = [item for item in items if _counts(item, context)]
    counted = [item for item in found if item.quantity is not None]
    return counted or found


def _counts(item: Item, context: str) -> bool:
    """Return whether an item is a weapon: major equipment, or a counted weapon beside it."""
    system, category = weapon_in(item.weapon, context)
    if item.major:
        return item.quantity is not None or system is not None or category not in (None, "other")
    return item.quantity is not None and system is not None


def _interest(
    notice: Notification,
    item: Item,
    quote: Place,
    trigger: Place,
    code: str | None,
    who: Place | None,
) -> Draft:
    context = context_of(notice)
    system, category = weapon_in(item.weapon, context)
    counted = quantity_of(item.quantity, item.words)
    return Draft(
        event=Event.INTEREST,
        factuality=Factuality.FACT,
        quote=quote,
        trigger=trigger,
        supplier=SUPPLIER,
        recipient=code,
        recipient_at=who,
        weapon_at=(item.weapon_start, item.weapon_end),
        system=system,
        category=category,
        quantity=counted,
        quantity_at=(item.start, item.weapon_end) if counted else None,
        confidence=SURE if system or category else GUESSED,
    )


def _requested(
    notice: Notification, view: View, main: Main, code: str | None, bounds: Place
) -> Iterator[Draft]:
    """Yield the interest that "has requested to buy" tells, one for each item."""
    if notice.kind not in (FormKind.SALE, FormKind.RELEASE):
        return
    for request in find_requests(view, *bounds):
        quote, trigger = view.span(request.start, request.end), view.span(*request.trigger)
        who = view.span(*request.who)
        items = _goods(request.items, context_of(notice))
        for item in items:
            inside = quote[0] <= item.start < quote[1]
            own = quote if inside else (item.start, item.end)
            yield _interest(notice, item, own, trigger, code, who)
        if not items:
            yield Draft(
                event=Event.INTEREST,
                factuality=Factuality.FACT,
                quote=quote,
                trigger=trigger,
                supplier=SUPPLIER,
                recipient=code,
                recipient_at=who,
                system=main.system,
                category=main.category,
                confidence=GUESSED,
            )


def _sales(view: View, main: Main, code: str | None, bounds: Place) -> Iterator[Draft]:
    """Yield the sale as a possible order, for each sentence that only names it."""
    start = bounds[0]
    ends = [m.start() + 1 for m in _SENTENCE.finditer(view.text, *bounds)]
    for end in [*ends, bounds[1]]:
        first, last = view.trimmed(start, end)
        words = view.text[first:last]
        sale = _SALE.search(words)
        if sale is not None and words.endswith(".") and not _NO_SALE.search(words):
            first += _headless(words[: sale.start()])
            yield Draft(
                event=Event.ORDER,
                factuality=Factuality.POSSIBLE,
                quote=view.span(first, last),
                trigger=view.span(last - len(words) + sale.start(), last - len(words) + sale.end()),
                supplier=SUPPLIER,
                recipient=code,
                system=main.system,
                category=main.category,
                confidence=main.confidence,
            )
        start = end


def _headless(before: str) -> int:
    """Return the length of what stands before a sentence without a full stop: a heading."""
    breaks = [m.end() for m in re.finditer(r"\n(?=The\s|This\s|Implementation|There\s)", before)]
    return breaks[-1] if breaks else 0
