"""The sentence in which a state "has requested to buy" a list of articles, and what follows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.extract.forms.items import find_items
from armsledger.extract.forms.reading import Item
from armsledger.extract.forms.view import View

# The lists end where a sentence of another kind begins.
_NEXT: Final = (
    r"\.\s+(?=(?:Also|The|This|In\s+addition|There|It|Additional|Foreign|A|An|These|Any|Total|Included"
    r"|Other|No)\b)|\.?\s*$|\.\s*\n"
)
_REQUEST: Final = re.compile(
    r"(?P<who>(?:The|the)\s+[^.;:]{3,160}?|[A-Z][\w ,()]{2,60}?)\s+(?:has|have|had)\s+"
    r"(?P<trigger>requested\s+(?:(?:the\s+possibility\s+)?to\s+(?:buy|purchase|procure|acquire|upgrade|add"
    r"|extend|lease|continue)|(?:(?:the|a|an?\s+additional)\s+)?(?:possible\s+)?(?:sale|purchase|procurement)"
    r"\s+of|that))\s*:?",
)
_ALSO: Final = re.compile(
    r"(?:The\s+following\s+)?\bnon-?\s?(?:MDE|major\s+defen[sc]e\s+equipment(?:\s*\([^)]*\))?)"
    r"(?:\s+items?)?[^:.;]{0,80}?\s*:\s*"
    r"|\b(?:Also|Additionally,?|In\s+addition,?)\s+included\b(?:\s+(?:in\s+(?:this|the)\s+(?:possible\s+|proposed\s+)?"
    r"sale))?\s*(?:is|are|with)?\s*:?\s*"
    r"|\b(?:The\s+)?(?:(?:possible|proposed)\s+)?(?:sale|request|package)\s+(?:will\s+)?also\s+includes?\s*:?\s*"
    r"|\bAlso\s+includes?\s*:?\s*|\bIncluded\s+(?:are|is)\s*:?\s*"
    r"|\bIncluded\s+in\s+(?:this|the)\s+(?:possible\s+|proposed\s+)?sale\s+are\s*:?\s*",
    re.IGNORECASE,
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
        stop = _sentence_end(view.text, match.end(), end)
        items = tuple(find_items(view, match.end(), stop, major=True))
        also = _also(view, stop, end)
        yield Request(
            match.start("who"), stop, match.span("who"), match.span("trigger"), (*items, *also)
        )


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = re.compile(_NEXT).search(text, start, end)
    return min(stop.start() + 1, end) if stop else end


def _also(view: View, start: int, end: int) -> tuple[Item, ...]:
    """Return the articles that are "also included" behind a request, none of them major."""
    match = _ALSO.search(view.text, start, min(end, start + _ALSO_REACH))
    if match is None:
        return ()
    stop = _sentence_end(view.text, match.end(), end)
    return tuple(find_items(view, match.end(), stop, major=False))
