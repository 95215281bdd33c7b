"""The mark of a side: its form and colour tell who speaks, its filling how the event is told."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from armsledger.exports.words import SIDE_WORDS
from armsledger.model import Factuality, Side
from armsledger.web.drawings.svg import element, group, join, line, path, short

MARK: Final = 20.0  # the square that a mark of scale 1 fills, with its air

# The same forms as in the dossier.
_FORMS: Final = {
    Side.SUPPLIER: "M0-7.5 7.5 6H-7.5z",
    Side.RECIPIENT: "M-6-6H6V6H-6z",
    Side.THIRD: "M0-8 8 0 0 8-8 0z",
    Side.UNNAMED: "M0 7.5 7.5-6H-7.5z",
    Side.REPORT: "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z",
}
_CROSS: Final = "M-9-9 9 9M9-9-9 9"

TOLD_WORDS: Final = {
    Factuality.FACT: "filled: told as a fact",
    Factuality.PLANNED: "hollow: planned",
    Factuality.POSSIBLE: "dashed: possible",
    Factuality.DENIED: "crossed: denied",
}


def slug(words: str) -> str:
    """Return a value of the model as a part of a class: "third party" is "third-party"."""
    return words.replace(" ", "-")


def mark(side: Side, told: Factuality, x: float, y: float, *, scale: float = 1) -> Markup:
    """Return the mark of a side with its middle at x, y."""
    crossed = [path(_CROSS, "dr-cross")] if told is Factuality.DENIED else []
    sized = "" if scale == 1 else f" scale({scale:g})"
    return group(
        path(_FORMS[side]),
        *crossed,
        class_=f"dr-mark dr-side-{slug(side)} dr-told-{told}",
        transform=f"translate({short(x)} {short(y)}){sized}",
    )


def icon(side: Side, told: Factuality = Factuality.FACT) -> Markup:
    """Return a mark as a small picture of its own for running text; words must stand beside it."""
    return _icon(mark(side, told, 10, 10))


def _icon(*children: Markup, width: int = 20) -> Markup:
    return element(
        "svg",
        *children,
        class_="dr-icon",
        viewBox=f"0 0 {width} 20",
        width=round(width * 0.8),
        height=16,
        aria_hidden="true",
        focusable="false",
    )


def draw_legend(
    sides: Sequence[Side] = tuple(Side),
    tellings: Sequence[Factuality] = tuple(Factuality),
    *,
    is_timeline: bool = False,
) -> Markup:
    """Return the key to the marks as a list: sides, ways of telling, the timeline's signs."""
    entries = [(icon(side), SIDE_WORDS[side]) for side in Side if side in sides]
    entries += [
        (icon(Side.REPORT, told), TOLD_WORDS[told]) for told in Factuality if told in tellings
    ]
    if is_timeline:
        entries += _timeline_signs()
    items = [element("li", sign, " ", element("span", words)) for sign, words in entries]
    return element("ul", join(items), class_="dr-legend", aria_label="Legend")


def _timeline_signs() -> list[tuple[Markup, str]]:
    within = _icon(line(3, 10, 33, 10, "dr-span"), width=36)
    seen = _icon(line(2, 10, 32, 10, "dr-lag"), line(32, 4, 32, 16, "dr-seen"), width=36)
    return [
        (within, "happened at some time within"),
        (seen, "first reported"),
        (element("b", "\N{MULTIPLICATION SIGN}3 +2"), "3 claims and 2 copies of them"),
        (element("b", "?"), "no date told: placed at its first report"),
    ]
