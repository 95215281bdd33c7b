"""What was seen and not understood: places where a claim may have been missed.

Found anew from the archived text with the gate and the vocabulary, without the parser, so it costs
about as much as the gate. A sentence is listed if the gate let it through, no claim stands in it,
and it names a weapon, or a word of trade and two parties. A report that names a weapon and has no
claim at all is listed once, with its most telling sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from armsledger.extract.forms import read_form
from armsledger.model import Claim, Report
from armsledger.text.gate import find_signs, paragraphs_worth_parsing
from armsledger.text.parse import Paragraph, split_paragraphs
from armsledger.text.wrapping import unwrapped
from armsledger.vocabulary.actors import ActorIndex, ActorMention
from armsledger.vocabulary.weapons import WeaponIndex, WeaponMention

# How telling a sentence is: a listed weapon, a designation known by its form, a kind of weapon;
# each of up to two parties; a word of trade. The sum is 9 for a listed weapon with two parties and
# a word of trade: hardly a sentence of that sort tells of no transfer.
LISTED: Final = 4
BY_FORM: Final = 3
KIND: Final = 2
PARTY: Final = 2
TRADE: Final = 1
_MOST_PARTIES: Final = 2

# A sentence ends at a full stop behind a word that is no abbreviation. Not the parser's sentences,
# but near enough to point at.
_END: Final = re.compile(r"[.!?][\"\u201d\u2019')\]]*\s+(?=[\"\u201c\u2018'(]?[A-Z0-9])")
_LAST_WORD: Final = re.compile(r"\w*\Z")
_LONGEST_WORD: Final = 30  # characters before a full stop that are looked at
_ABBREVIATIONS: Final = frozenset({
    *("mr", "mrs", "ms", "dr", "gen", "col", "lt", "maj", "adm", "capt", "sgt", "brig", "sen"),
    *("rep", "gov", "pres", "prof", "st", "no", "vs", "inc", "ltd", "co", "corp", "jan", "feb"),
    *("mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "fig"),
})  # fmt: skip


class Kind(StrEnum):
    """What is unread."""

    SENTENCE = "sentence"
    REPORT = "report"  # one without any claim, shown by its most telling sentence
    LINE = "line"  # of an official form, that its reader could not make out


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A place that may tell of a transfer and gave no claim."""

    report: str
    kind: Kind
    part: str  # "title" or "text"
    start: int
    end: int
    quote: str  # the part's [start:end]
    score: int  # how telling it is, 0 to 9
    weapons: tuple[str, ...] = ()  # as written
    parties: tuple[str, ...] = ()  # codes
    reason: str | None = None  # of a form's line


def queue_order(one: Unread) -> tuple[int, bool, str, bool, int]:
    """Return what a queue is ordered by: the most telling first, reports before sentences."""
    is_sentence = one.kind is Kind.SENTENCE
    return -one.score, is_sentence, one.report, one.part != "title", one.start


def unread_in(
    report: Report, claims: Sequence[Claim], weapons: WeaponIndex, actors: ActorIndex
) -> list[Unread]:
    """Return what of a report may have been missed, in reading order.

    Args:
        report: as archived.
        claims: what was read in it, rejected claims too.
        weapons: finds weapons.
        actors: finds states and groups.
    """
    form = read_form(report)
    if form is not None:
        return [_line(report, u.start, u.end, u.reason) for u in form.unread]
    copy = unwrapped(report)
    named = weapons.find_parts(copy.part("title"), copy.text)
    if not any(named):
        return []
    found = _Finds(copy, named, weapons, actors)
    if not claims:
        return _of_unread_report(copy, found)
    paragraphs = paragraphs_worth_parsing(copy, weapons, actors)
    told = [one for s in _sentences(paragraphs) if (one := found.in_sentence(s)) is not None]
    return [_archived(one, report) for one in told if not _is_read(one, claims)]


def _of_unread_report(copy: Report, found: "_Finds") -> list[Unread]:
    """Return the most telling sentence of a report without claims."""
    parts = (*split_paragraphs(copy.part("title"), "title"), *split_paragraphs(copy.text))
    told = [one for s in _sentences(parts) if (one := found.in_sentence(s)) is not None]
    best = max(told, key=lambda one: one.score, default=None)
    return [replace(best, kind=Kind.REPORT)] if best is not None else []


def _line(report: Report, start: int, end: int, reason: str) -> Unread:
    return Unread(
        report=report.id,
        kind=Kind.LINE,
        part="text",
        start=start,
        end=end,
        quote=report.text[start:end],
        score=LISTED,
        reason=reason,
    )


def _archived(one: Unread, report: Report) -> Unread:
    return replace(one, quote=report.part(one.part)[one.start : one.end])


def _is_read(one: Unread, claims: Iterable[Claim]) -> bool:
    return any(c.part == one.part and c.start < one.end and one.start < c.end for c in claims)


def _sentences(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, int, int, str]]:
    """Yield part, start, end and text of each sentence; a title is one."""
    for paragraph in paragraphs:
        for begin, end in _cuts(paragraph.text, whole=paragraph.part == "title"):
            text = paragraph.text[begin:end]
            start = paragraph.start + begin + len(text) - len(text.lstrip())
            if text.strip():
                yield paragraph.part, start, start + len(text.strip()), text.strip()


def _cuts(text: str, *, whole: bool) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in () if whole else _END.finditer(text):
        if _ends_sentence(text, match.start()):
            yield begin, match.end()
            begin = match.end()
    yield begin, len(text)


def _ends_sentence(text: str, stop: int) -> bool:
    """Return whether the full stop at a place ends a sentence rather than an abbreviation."""
    word = _LAST_WORD.search(text[max(0, stop - _LONGEST_WORD) : stop])
    lower = word[0].lower() if word else ""
    return (len(lower) != 1 or lower.isdigit()) and lower not in _ABBREVIATIONS


class _Finds:
    """The weapons, parties and words of trade of a report, found once."""

    def __init__(
        self,
        report: Report,
        named: tuple[Sequence[WeaponMention], Sequence[WeaponMention]],
        weapons: WeaponIndex,
        actors: ActorIndex,
    ) -> None:
        self._report = report.id
        title, text = report.part("title"), report.text
        self._weapons = dict(zip(("title", "text"), named, strict=True))
        self._actors: dict[str, tuple[ActorMention, ...]] = {
            "title": actors.find(title, context=text),
            "text": actors.find(text, context=title),
        }
        self._shift = {"title": 0, "text": len(title) + 2}
        self._trade = find_signs(f"{title}\n\n{text}", weapons, actors).trade

    def in_sentence(self, sentence: tuple[str, int, int, str]) -> Unread | None:
        """Return a sentence that may tell of a transfer; None for one that hardly does."""
        part, start, end, text = sentence
        weapons = [w for w in self._weapons[part] if start <= w.start < end]
        parties = {a.code for a in self._actors[part] if start <= a.start < end}
        shift = self._shift[part]
        trade = any(start <= at - shift < end for at in self._trade)
        if not weapons and not (trade and len(parties) >= _MOST_PARTIES):
            return None
        score = max(map(_weight, weapons), default=0) + TRADE * trade
        return Unread(
            report=self._report,
            kind=Kind.SENTENCE,
            part=part,
            start=start,
            end=end,
            quote=text,
            score=score + PARTY * min(len(parties), _MOST_PARTIES),
            weapons=tuple(dict.fromkeys(w.text for w in weapons)),
            parties=tuple(sorted(parties)),
        )


def _weight(weapon: WeaponMention) -> int:
    if weapon.system is None:
        return KIND
    return LISTED if weapon.listed else BY_FORM
