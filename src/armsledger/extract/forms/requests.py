"""The sentence in which a state "has requested to buy" a list of articles, and what follows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from armsledger.extract.forms.items import find_items
from armsledger.extract.forms.reading import Item
from armsledger.extract.forms.view import View

# The lists end where a sentence of another kind begins.
_NEXT: Final = (
    r"\.\s+(?=(?:Also|The|This|In\s+addition|There|It|Additional(?:ly)?|Foreign|A|An|These|Any|Total|Included"
    r"|Other|No)\b)|\.?\s*$|\.\s*\n"
)
_REQUEST: Final = re.compile(
    r"(?P<who>(?:The|the)\s+[^.;:]{3,160}?|[A-Z][\w ,()]{2,60}?)\s+(?:has|have|had)\s+"
    r"(?P<trigger>requested\s+(?:(?:the\s+possibility\s+|an\s+urgent\s+need\s+)?to\s+(?:buy|purchase|procure|acquire|upgrade|add"
    r"|extend|lease|continue)|(?:(?:the|a|an?\s+additional)\s+)?(?:possible\s+)?(?:sale|purchase|procurement)"
    r"\s+of|that))(?:\s+and\s+be\s+provided\s+with)?\s*:?",
)
_ALSO: Final = re.compile(
    r"(?:The\s+following\s+)?\bnon-?\s?(?:MDE|major\s+defen[sc]e\s+equipment(?:\s*\([^)]*\))?)"
    r"(?:\s+items?)?[^:.;]{0,80}?\s*:\s*"
    r"|\b(?:Also|Additionally,?|In\s+addition,?)\s+included\b(?:\s+(?:in\s+(?:this|the)\s+(?:possible\s+|proposed\s+)?"
    r"sale))?\s*(?:is|are|with)?(?:\s+the\s+following(?:\s+non-?\s?MDE)?(?:\s+(?:items|equipment|articles))?)?"
    r"\s*:?\s*"
    r"|\b(?:The\s+)?(?:(?:possible|proposed)\s+)?(?:sale|request|package)\s+(?:will\s+)?also\s+includes?\s*:?\s*"
    r"|\bAlso\s+includes?\s*:?\s*|\bIncluded\s+(?:are|is)\s*:?\s*"
    r"|\bIncluded\s+in\s+(?:this|the)\s+(?:possible\s+|proposed\s+)?sale\s+are\s*:?\s*",
    re.IGNORECASE,
)
# Words before the list itself: "Phase II of a two-phase program: ninety-three (93) ...".
_LEAD: Final = re.compile(r"[^:;.()]{1,120}:\s+(?=[\w-]+(?:\s[\w-]+){0,6}\s+\(\d)")
# Of a request that items be added to a case: what the notice is for.
_NOTIFIED: Final = re.compile(
    r"\bThis\s+notification\s+(?:is\s+for|includes|covers|adds)\s+(?:the\s+(?:addition|sale)\s+of\s+)?"
)
_ALSO_REACH: Final = 250  # characters between the request and the first words of "also included"


@dataclass(frozen=True, slots=True)
class Request:
    """One request to buy; offsets into the view."""

    start: int  # of its sentence
    end: int
    who: tuple[int, int]
    trigger: tuple[int, int]
    items: tuple[Item, ...]


def find_requests(view: View, start: int, end: int) -> Iterator[Request]:
    """Yield the requests that a stretch tells, with what they ask for."""
    for match in _REQUEST.finditer(view.text, start, end):
        start_of_list = _list_start(view.text, match, end)
        stop = _sentence_end(view.text, start_of_list, end)
        items = tuple(find_items(view, start_of_list, stop, major=True))
        also = _also(view, stop, end)
        yield Request(
            match.start("who"), stop, match.span("who"), match.span("trigger"), (*items, *also)
        )


def _list_start(text: str, match: re.Match[str], end: int) -> int:
    """Return where the list of a request begins: in a later sentence if items are to be added."""
    added = _NOTIFIED.search(text, match.end(), end) if match["trigger"].endswith("that") else None
    if added is not None:
        return added.end()
    lead = _LEAD.match(text, match.end(), _sentence_end(text, match.end(), end))
    return lead.end() if lead else match.end()


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = re.compile(_NEXT).search(text, start, end)
    return min(stop.start() + 1, end) if stop else end


def _also(view: View, start: int, end: int) -> tuple[Item, ...]:
    """Return the articles that are "also included" behind a request, none of them major.

    "Included are" without "also" breaks the request down: what is counted there is major.
    """
    match = _ALSO.search(view.text, start, min(end, start + _ALSO_REACH))
    if match is None:
        return ()
    stop = _sentence_end(view.text, match.end(), end)
    items = tuple(find_items(view, match.end(), stop, major=False))
    if not match[0].startswith("Included"):
        return items
    return tuple(replace(item, major=item.quantity is not None) for item in items)
