"""What stands where in a drawing: boxes of words and marks, read back from its SVG."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from armsledger.web.drawings.measure import room

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {  # of type, as in static/css/drawings.css
    "dr-name": 12.5,
    "dr-small": 11,
    "dr-head": 16,
    "dr-value": 13,
    "dr-count": 11,
}
BOLD = {"dr-name", "dr-head", "dr-count", "dr-place", "dr-alarm"}
_SHIFT = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
_SCALE = re.compile(r"scale\(([\d.]+)\)")


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float


def parsed(markup):
    """Return the drawings in some markup, which must be well-formed XML."""
    root = ElementTree.fromstring(f"<div>{markup}</div>")
    return [svg for svg in root.iter(f"{SVG}svg") if "dr" in svg.get("class", "").split()]


def size_of(svg):
    _, _, width, height = map(float, svg.get("viewBox").split())
    return width, height


def words_in(svg):
    """Yield the box of every text that is drawn."""
    yield from _walk(svg, 0.0, 0.0, 1.0)


def _walk(element, dx, dy, scale):
    for child in element:
        x, y, more = _moved(child, dx, dy, scale)
        if child.tag == f"{SVG}text" and child.text:
            yield _box(child, x, y, more)
        elif child.tag not in (f"{SVG}title", f"{SVG}desc"):
            yield from _walk(child, x, y, more)


def _moved(element, dx, dy, scale):
    transform = element.get("transform", "")
    if shift := _SHIFT.search(transform):
        dx, dy = dx + float(shift[1]) * scale, dy + float(shift[2]) * scale
    if more := _SCALE.search(transform):
        scale *= float(more[1])
    return dx, dy, scale


def _box(text, dx, dy, scale):
    classes = set(text.get("class", "").split())
    size = next((SIZES[name] for name in SIZES if name in classes), 12)
    width = room(text.text, size, is_bold=bool(classes & BOLD)) * scale
    x, y = dx + float(text.get("x", 0)) * scale, dy + float(text.get("y", 0)) * scale
    left = x - (width if "dr-end" in classes else width / 2 if "dr-mid" in classes else 0)
    return Box(text.text, left, y - size * 0.8 * scale, left + width, y + size * 0.25 * scale)


def marks_in(svg):
    """Yield the middle of every side's or party's mark."""
    yield from _marks(svg, 0.0, 0.0, 1.0)


def _marks(element, dx, dy, scale):
    for child in element:
        x, y, more = _moved(child, dx, dy, scale)
        if "dr-mark" in child.get("class", "").split():
            yield x, y
        yield from _marks(child, x, y, more)


def clashes(boxes):
    """Return the pairs of words that stand over each other."""
    found = []
    ordered = sorted(boxes, key=lambda box: box.left)
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.left >= one.right - 0.5:
                break
            if one.top < other.bottom - 0.5 and other.top < one.bottom - 0.5:
                found.append((one.words, other.words))
    return found


def outside(svg, slack=1.0):
    """Return the words and marks that lie outside the drawing."""
    width, height = size_of(svg)
    found = [
        box
        for box in words_in(svg)
        if box.left < -slack
        or box.right > width + slack
        or box.top < -slack
        or box.bottom > height + slack
    ]
    found += [
        (x, y)
        for x, y in marks_in(svg)
        if not (-slack <= x <= width + slack and -slack <= y <= height + slack)
    ]
    return found
