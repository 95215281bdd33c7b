"""Which paragraphs are worth parsing. Cheap: a few passes over the raw text, no parser.

Most of a news stream has nothing to do with arms transfers. What does names a weapon, close to it
a word of trade, supply or sanction, and close to both two states or groups, or one and a plain
phrase of supply ("sold weapons to"). Only around such places is a text parsed, and of a report
that is about a transfer every place that may add to it. How well: docs/methods/gate.md.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from armsledger.model import Report
from armsledger.text.parse import Paragraph, split_paragraphs

# Characters from a weapon at which a word of trade still belongs to it: about a clause.
_TRADE_REACH: Final = 100
# Characters from a weapon within which the parties stand: about a sentence to either side.
_PARTY_REACH: Final = 200
# Characters between the words of a plain phrase of supply: "providing more of these missiles".
_PHRASE_REACH: Final = 30
# Evident places from which a report is about transfers, wherever they stand ...
_ABOUT: Final = 3
# ... and characters from its beginning, the title's among them, where one is enough.
_OPENING: Final = 600
# Characters of a long paragraph that are kept or left out as one: two or three sentences.
_PIECE: Final = 300

# Words of a transfer, by stem: getting, giving, agreeing, permitting, forbidding.
_TRADE: Final = re.compile(
    r"\b(?:buy(?:s|ing|er|ers)?|bought|purchas\w+|acqui(?:r|s)\w+|procur\w+|order(?:s|ed|ing)?"
    r"|sell(?:s|ing|er|ers)?|sold|sales?|(?:re-?)?export(?:s|ed|ing|er|ers)?|import(?:s|ed|ing)?"
    r"|suppl(?:y|ies|ied|ier|iers|ying)|deliver\w*|ship(?:ment|ments|ped|ping)|transfer\w*"
    r"|donat\w+|provi(?:d|s)\w+|sen(?:d|t|ds|ding)|g[ia]v(?:e|es|en|ing)|hand(?:ed|ing)? over"
    r"|handover|equip\w*|arm(?:ed|ing)?|lend|lent|loan\w*|leas(?:e|ed|es|ing)|deals?|contracts?"
    r"|contracted|agree\w*|accord|pact|tenders?|bid(?:s|der|ders|ding)?|offer\w*|sanction\w*"
    r"|embargo\w*|licen[sc]\w*|approv\w+|negotiat\w+|talks|co-?produc\w+|receiv\w+|smuggl\w+"
    r"|pledg\w*|packages?|seek\w*|sought|interest\w*|select\w*|winner|request\w*|customers?"
    r"|consignments?|induct\w*|aid|assistance|trade|arms)\b",
    re.IGNORECASE,
)
# Words that beside a weapon make a transfer of it, whoever the parties are.
_SUPPLY: Final = re.compile(
    r"\b(?:buy(?:s|ing)?|bought|purchas\w+|procur\w+|sell(?:s|ing)?|sold|sales?|export\w*"
    r"|suppl(?:y|ies|ied|ier|iers|ying)|deliver\w*|shipments?|ship(?:ped|ping)|transfer\w*"
    r"|donat\w+|provi(?:d|s)\w+|sen(?:d|t|ds|ding)|gave|given|giving|embargo\w*|smuggl\w+"
    r"|sanction\w*|contracts?|deals?|trade|aid|assistance|acqui(?:r|s)\w+|manufacturers?)\b",
    re.IGNORECASE,
)
# Where a paragraph may be cut: behind a sentence whose last word is no abbreviation.
_SAFE_END: Final = re.compile(r"[a-z]{4}[.!?][\"\u201d\u2019')\]]*\s+(?=[\"\u201c\u2018'(]?[A-Z])")


class Place(Protocol):
    """Characters of the text that name something."""

    @property
    def start(self) -> int: ...  # noqa: D102 - the class says it


class Named(Place, Protocol):
    """Characters that name a state, a group or who belongs to one."""

    @property
    def code(self) -> str: ...  # noqa: D102 - of the state or group


class Weapons(Protocol):
    """Finds weapons."""

    def find(self, text: str) -> Sequence[Place]:
        """Return what was found, in reading order."""
        ...


class Actors(Protocol):
    """Finds states, groups and who belongs to them."""

    def find(self, text: str) -> Sequence[Named]:
        """Return what was found, in reading order."""
        ...


@dataclass(frozen=True, slots=True)
class Signs:
    """What a text shows of a transfer; offsets into it, in order."""

    weapons: tuple[int, ...]
    trade: tuple[int, ...]
    parties: tuple[int, ...]
    evident: tuple[int, ...]  # weapons beside which a transfer is told

    @property
    def about_transfers(self) -> bool:
        """Whether the text is about transfers, rather than mentioning one in passing."""
        return len(self.evident) >= _ABOUT or bool(self.evident and self.evident[0] < _OPENING)


_NOTHING: Final = Signs((), (), (), ())


def paragraphs_worth_parsing(
    report: Report, weapons: Weapons, actors: Actors
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a report that may tell of a transfer, and one before and after each.

    None of a report that shows no transfer; else the title is among them. Neighbouring sentences
    of one line stay in one paragraph.

    Args:
        report: any report.
        weapons: finds the weapons that a text names.
        actors: finds the states and groups that a text names.
    """
    title = report.part("title")
    shift = len(title) + 2
    signs = find_signs(f"{title}\n\n{report.text}", weapons, actors)
    if not signs.evident:
        return ()
    wanted = [at - shift for at in _wanted(signs)]
    lines = split_paragraphs(report.text)
    pieces = [piece for line in lines for piece in _pieces(line)]
    return (*split_paragraphs(title, "title"), *_joined(pieces, _kept(pieces, wanted)))


def find_signs(text: str, weapons: Weapons, actors: Actors) -> Signs:
    """Return what a text shows of a transfer; the dear searches only where the cheap ones hit."""
    named = tuple(sorted(w.start for w in weapons.find(text)))
    if not named:
        return _NOTHING
    trade = tuple(m.start() for m in _TRADE.finditer(text))
    near = [at for at in named if _count(trade, at, _TRADE_REACH)]
    if not near:
        return _NOTHING
    found = sorted((a.start, a.code) for a in actors.find(text))
    starts, codes = [start for start, _ in found], [code for _, code in found]
    evident = tuple(at for at in near if _is_evident(text, at, starts, codes))
    return Signs(named, trade, tuple(starts), evident)


def _is_evident(text: str, at: int, starts: Sequence[int], codes: Sequence[str]) -> bool:
    """Return whether two parties stand around a weapon, or one and a plain phrase of supply."""
    first = bisect_left(starts, at - _PARTY_REACH)
    last = bisect_left(starts, at + _PARTY_REACH)
    parties = set(codes[first:last])
    if len(parties) >= 2:
        return True
    around = text[max(0, at - _PHRASE_REACH) : at + 2 * _PHRASE_REACH]
    return bool(parties) and bool(_SUPPLY.search(around))


def _count(places: Sequence[int], at: int, reach: int) -> int:
    return bisect_left(places, at + reach) - bisect_left(places, at - reach)


def _wanted(signs: Signs) -> Iterable[int]:
    """Return the places around which to parse.

    Of a report about transfers, every weapon, and every word of trade beside a party: events of
    the same deal are told without naming the weapon again.
    """
    if not signs.about_transfers:
        return signs.evident
    told = (at for at in signs.trade if _count(signs.parties, at, _PARTY_REACH))
    return sorted({*signs.weapons, *told})


def _pieces(line: Paragraph) -> Iterator[Paragraph]:
    """Yield a paragraph in pieces that end with a sentence."""
    start = 0
    for match in _SAFE_END.finditer(line.text):
        if match.end() - start >= _PIECE:
            yield _slice(line, start, match.end())
            start = match.end()
    if line.text[start:].strip():
        yield _slice(line, start, len(line.text))


def _slice(line: Paragraph, start: int, end: int) -> Paragraph:
    return Paragraph(line.part, line.number, line.start + start, line.text[start:end])


def _kept(pieces: Sequence[Paragraph], wanted: Iterable[int]) -> list[bool]:
    """Return for each piece whether it or a neighbour holds a wanted place."""
    starts = [piece.start for piece in pieces]
    holding = {bisect_left(starts, at + 1) - 1 for at in wanted if at >= 0}
    return [bool({i - 1, i, i + 1} & holding) for i in range(len(pieces))]


def _joined(pieces: Sequence[Paragraph], kept: Sequence[bool]) -> Iterator[Paragraph]:
    """Yield the kept pieces, those that follow each other in one paragraph as one."""
    last: Paragraph | None = None
    for piece, keep in zip(pieces, kept, strict=True):
        if not keep:
            continue
        if last is not None and last.number == piece.number and _end(last) == piece.start:
            last = Paragraph(last.part, last.number, last.start, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _end(piece: Paragraph) -> int:
    return piece.start + len(piece.text)
