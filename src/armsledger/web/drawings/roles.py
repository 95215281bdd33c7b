"""The mark of a party: whether it gives, takes or does both."""

from enum import StrEnum
from typing import Final

from markupsafe import Markup

from armsledger.web.drawings.arrows import Point
from armsledger.web.drawings.svg import element, group, join, path, short


class Role(StrEnum):
    """What a party does in the deals that are drawn."""

    GIVER = "giver"
    TAKER = "taker"
    BOTH = "both"


# The forms of the sides: supplier and recipient as everywhere; who is both is round.
_FORMS: Final = {
    Role.GIVER: "M0-1.25 1.25 1H-1.25z",
    Role.TAKER: "M-1-1H1V1H-1z",
    Role.BOTH: "M-1.1 0a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0z",
}
_WORDS: Final = {
    Role.GIVER: "supplies",
    Role.TAKER: "receives",
    Role.BOTH: "supplies and receives",
}


def role_of(*, gives: bool, takes: bool) -> Role:
    """Return the role of a party that does one of the two or both."""
    return Role.BOTH if gives and takes else Role.GIVER if gives else Role.TAKER


def role_mark(role: Role, at: Point, reach: float) -> Markup:
    """Return a mark with its middle at a point; `reach` is half of its width."""
    form = path(_FORMS[role], f"dr-node dr-node-{role}")
    return group(form, transform=f"translate({at.text()}) scale({short(reach)})")


def draw_roles() -> Markup:
    """Return the key to the marks of map and network as a list."""
    items = [element("li", _sample(role), element("span", words)) for role, words in _WORDS.items()]
    arrow = element("span", "arrow: from supplier to recipient, broader for more deals")
    return element("ul", join(items), element("li", arrow), class_="dr-legend", aria_label="Legend")


def _sample(role: Role) -> Markup:
    return element(
        "svg",
        role_mark(role, Point(10, 10), 6),
        class_="dr-icon",
        viewBox="0 0 20 20",
        width=16,
        height=16,
        aria_hidden="true",
        focusable="false",
    )
