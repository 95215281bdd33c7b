"""SVG elements as safe markup: well-formed whatever the words in them, no styles, no scripts."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from markupsafe import Markup, escape

# What XML 1.0 cannot hold, and the marks that turn the direction of the text around them.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LEAVES: Final = frozenset({"rect", "line", "path", "circle", "input"})  # have no children
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a drawing: its size and its alternative in words."""

    key: str  # unique on the page; makes the ids
    kind: str  # the class: "ladder", "timeline"...
    title: str
    words: str  # what the drawing shows, for those who do not see it
    width: float
    height: float
    is_linked: bool = True  # it holds links, so it is a group and not one picture
    is_stretched: bool = False  # it fills any shape


def clean(text: str) -> str:
    """Return a text on one line, without what XML cannot hold and what turns its direction."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nearly all texts
    legal = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", _TURNING.sub("", text))
    return _SPACES.sub(" ", legal).strip()


def short(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(tag: str, *children: str, **attributes: str | float | None) -> Markup:
    """Return an element; children that are not markup are escaped, attributes always are.

    A name ends in "_" where the word is taken, and "_" within it is written "-"; attributes that
    are None are left out.
    """
    opened = "".join(
        f' {_attribute(name)}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _LEAVES:
        return Markup(f"<{tag}{opened}/>")
    inner = "".join(c if isinstance(c, Markup) else escape(clean(c)) for c in children)
    return Markup(f"<{tag}{opened}>{inner}</{tag}>")


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(clean(value)) if isinstance(value, str) else short(value)


def join(parts: list[Markup]) -> Markup:
    """Return pieces of markup one after the other."""
    return Markup("").join(parts)


def group(*children: str, class_: str | None = None, **attributes: str | float | None) -> Markup:
    """Return a `g` element."""
    return element("g", *children, class_=class_, **attributes)


def label(x: float, y: float, words: str, class_: str | None = None) -> Markup:
    """Return a text that begins at `x`; a class sets its size, weight and anchor."""
    return element("text", words, x=x, y=y, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(d: str, class_: str | None = None) -> Markup:
    """Return a path."""
    return element("path", d=d, class_=class_)


def rect(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), class_=class_)


def link(href: str | None, *children: str, words: str, class_: str | None = None) -> Markup:
    """Return children that tell `words` on hovering and lead to `href`, if there is one."""
    inside = (element("title", words), *children)
    if href is None:
        return group(*inside, class_=class_)
    return element("a", *inside, href=href, class_=class_)


def drawing(frame: Frame, *children: str) -> Markup:
    """Return the whole `svg` element."""
    return element(
        "svg",
        element("title", frame.title, id=f"{frame.key}-title"),
        element("desc", frame.words, id=f"{frame.key}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"dr dr-{frame.kind}",
        viewBox=f"0 0 {short(frame.width)} {short(frame.height)}",
        preserveAspectRatio="none" if frame.is_stretched else None,
        width=frame.width,
        height=frame.height,
        role="group" if frame.is_linked else "img",
        aria_labelledby=f"{frame.key}-title",
        aria_describedby=f"{frame.key}-desc",
    )


def responsive(wide: Markup, narrow: Markup) -> Markup:
    """Return a drawing in two widths, of which the style sheet shows one."""
    return element(
        "div",
        element("div", wide, class_="dr-wide"),
        element("div", narrow, class_="dr-narrow"),
        class_="dr-box",
    )
