"""Where the notices of a Federal Register text begin and end, and their numbered fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from armsledger.extract.forms.notices import TRANSMITTAL, Field, compact, find_fields
from armsledger.extract.forms.view import View

# What opens a notice's numbered fields.
_OPENING: Final = re.compile(
    r"\(\s*[iIl1]\s*\)\s*(?:Prospective\s+)?(?P<who>Purchasers?|Lessees?)\s*[:;.\u2014-]",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(
    r"36\s*\(\s*b\s*\)|\bSec(?:tion|\.)?\s*6[12]\b|Arms\s+Export\s+Control|Letter\s+of\s+Offer",
    re.IGNORECASE,
)
_FIELDS_END: Final = re.compile(
    r"POLICY\s+JUSTIFICATION\s*\n|\nAnnex\s*\n\s*Item|Item\s+No\.\s*vii", re.IGNORECASE
)
_FOOTNOTE: Final = re.compile(r"\s\*?\s*As\s+defined\s+in\s+Section\s+47", re.IGNORECASE)
_HEADING_END: Final = re.compile(r"[:;]|\s(?:[\u2013\u2014-]|--)(?=\s)")
_HEAD_REACH: Final = 1_500  # characters between a notice's number and its first field
_MIN_FIELDS: Final = 3  # a news text that quotes "(i) Purchaser:" alone is no form


@dataclass(frozen=True, slots=True)
class Stretch:
    """One notice in a view: from its number to the next notice."""

    view: View
    start: int
    opening: int  # of field (i)
    end: int
    number: re.Match[str] | None
    fields: tuple[Field, ...] = ()

    def named(self, pattern: str) -> Field | None:
        """Return the field whose heading a pattern matches."""
        form = re.compile(rf"\s*{pattern}", re.IGNORECASE)
        return next((f for f in self.fields if form.match(self.view.text, f.body, f.end)), None)

    def body(self, found: Field | None) -> tuple[int, int]:
        """Return a field's contents: what stands behind its heading's colon or dash."""
        if found is None:
            return (self.end, self.end)
        colon = _HEADING_END.search(self.view.text[found.body : found.end])
        at = found.body + colon.end() if colon else found.body
        note = _FOOTNOTE.search(self.view.text, at, found.end)
        return self.view.trimmed(at, note.start() if note else found.end)


def find_notices(view: View) -> Iterator[Stretch]:
    """Yield the notices of a view in order; nothing where the layout isn't the form's."""
    openings = list(_OPENING.finditer(view.text))
    heads = [_head(view.text, m.start()) for m in openings]
    for index, opening in enumerate(openings):
        number = heads[index]
        start = number.start() if number else opening.start()
        later = heads[index + 1] if index + 1 < len(openings) else None
        end = openings[index + 1].start() if index + 1 < len(openings) else len(view.text)
        end = later.start() if later else end
        stretch = Stretch(view, start, opening.start(), end, number)
        fields = find_fields(view.text, opening.start(), _fields_end(stretch))
        if _is_form(stretch, fields):
            yield replace(stretch, fields=fields)


def _head(text: str, opening: int) -> re.Match[str] | None:
    """Return the number of the notice whose first field stands at a place."""
    found = list(TRANSMITTAL.finditer(text, max(0, opening - _HEAD_REACH), opening))
    if not found:
        return None
    same = [m for m in found if compact(m["number"]) == compact(found[-1]["number"])]
    return same[0]


def _fields_end(stretch: Stretch) -> int:
    """Return where the numbered fields end: at the justification or the annex."""
    found = _FIELDS_END.search(stretch.view.text, stretch.opening, stretch.end)
    return found.start() if found else stretch.end


def _is_form(stretch: Stretch, fields: tuple[Field, ...]) -> bool:
    """Return whether the numbered fields are a notice's: at least three, and the law is named."""
    near = stretch.view.text[max(0, stretch.opening - _HEAD_REACH) : stretch.end]
    return len(fields) >= _MIN_FIELDS and (
        stretch.number is not None or _SECTION.search(near) is not None
    )
