"""Saved web pages: main text by trafilatura, one blank line between paragraphs."""

import re
from collections.abc import Iterator
from typing import Any, Final

from armsledger.errors import TooLargeError, UnreadableError
from armsledger.sources.decode import decode_text
from armsledger.sources.document import RawDocument
from armsledger.sources.page_data import Element, read_page_data
from armsledger.sources.page_tables import as_filled, as_row, is_data, keep_empty_cells

# Below this, trafilatura distrusts its own result (its min_extracted_size).
_SHORT_CHARS: Final = 250
_FURNITURE: Final = re.compile(
    r"cookie|consent|gdpr|newsletter|subscri|share|sharing|social|related|recommend|most-read"
    r"|read-more|promo|advert|\bad-|-ad\b|breadcrumb|sidebar|paywall|disqus|comments",
    re.IGNORECASE,
)
_MAX_FURNITURE_CHARS: Final = 1_500  # a larger block with such a class name wraps the page
_MAX_FURNITURE_SHARE: Final = 0.3
_MAX_TAGS: Final = 400_000  # a 400-page book as one page has about 20,000
_FURNITURE_FACTOR: Final = 2  # what a page shows against its main text, at most
_NOT_TEXT: Final = (
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button",
    "iframe", "svg", "select", "object", "embed", "head", "figcaption", "textarea", "math",
)  # fmt: skip
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "main", "body", "h1", "h2", "h3", "h4", "h5", "h6", "li",
     "ul", "ol", "blockquote", "table", "tr", "pre", "dl", "dt", "dd", "header", "hr", "figure"}
)  # fmt: skip
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[[^\]]{0,4000}\]\s*>", re.IGNORECASE)
_PRESCAN_BYTES: Final = 8_192  # browsers look at 1,024; saved pages carry longer heads
_SPACE: Final = re.compile(r"[ \t\r\f\v\n]+")


def read_page(data: bytes, name: str, *, max_chars: int, charset: str | None = None) -> RawDocument:
    """Return the page's main text and what its metadata say.

    Args:
        data: the page as saved.
        name: its name, for errors.
        max_chars: the limit of a document's text; a page may show twice as much around it.
        charset: what the envelope (a mail part) declares; it goes before the page's own.

    Raises:
        UnreadableError: not a text, nested deeper than the parser reads, or without text.
        TooLargeError: it shows more than twice `max_chars`.
    """
    decoded = decode_text(data, name, declared=charset or _declared(data))
    tree = _parse(decoded.text, name)
    fields = read_page_data(tree)
    text = _without_title(_main_text(tree, name, max_chars), fields.title)
    if not text.strip():
        raise UnreadableError(name, "has no text: the page may need scripts to show it")
    return RawDocument(
        text=text,
        title=fields.title,
        date=fields.date,
        outlet=fields.outlet,
        byline=fields.byline,
        url=fields.url,
        language=fields.language,
        date_texts=fields.date_texts,
        notes=(*decoded.notes, *fields.notes),
    )


def _declared(data: bytes) -> str | None:
    head = data[:_PRESCAN_BYTES]
    match = _CHARSET.search(head) or _XML_CHARSET.search(head)
    charset = match[1].decode("ascii", "replace").lower() if match else None
    # A page that could be searched for ASCII is not UTF-16, whatever it says (WHATWG HTML 13.2.3).
    return None if charset and charset.startswith(("utf-16", "utf-32")) else charset


def _parse(text: str, name: str) -> Element:
    from lxml import etree  # type: ignore[import-untyped]  # lazy: only for pages
    from lxml import html as lxml_html

    if not text.strip():
        raise UnreadableError(name, "is empty")
    if text.count("<") > _MAX_TAGS:  # before the parser: each costs a kilobyte of memory
        raise TooLargeError(name, "the page", _MAX_TAGS, "tags: save its text as .txt")
    # Its internal subset would be read as text by an HTML parser; its entities are never read.
    text = _DOCTYPE.sub("", text[:_PRESCAN_BYTES], count=1) + text[_PRESCAN_BYTES:]
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        tree = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableError(name, "is not a web page that can be parsed") from error
    # The parser stops where elements are nested too deeply; the rest would be lost silently.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(name, "is nested too deeply: save its text as .txt")
    return tree


def _main_text(tree: Element, name: str, max_chars: int) -> str:
    from trafilatura import bare_extraction  # lazy: half a second, only for pages

    _drop_furniture(tree)
    keep_empty_cells(tree)
    plain = _plain_text(tree)
    if len(plain) > max_chars * _FURNITURE_FACTOR:  # before the slow part
        unit = "characters: raise --max-text-chars or split it"
        raise TooLargeError(name, "its text", max_chars * _FURNITURE_FACTOR, unit)
    found = bare_extraction(tree, include_comments=False, include_tables=True)
    body = getattr(found, "body", None)
    main = "" if body is None else "\n\n".join(_blocks(body))
    return plain if len(main) < _SHORT_CHARS else main


def _drop_furniture(tree: Element) -> None:
    """Remove small blocks whose class or id names them as banners, share bars or link lists."""
    total = len(tree.text_content())
    limit = min(_MAX_FURNITURE_CHARS, total * _MAX_FURNITURE_SHARE)
    for element in list(tree.iter("div", "section", "aside", "ul", "ol", "p", "span")):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if not _FURNITURE.search(names) or element.getparent() is None:
            continue
        if len(element.text_content()) <= limit:
            element.drop_tree()


def _blocks(body: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Yield the paragraphs of trafilatura's result."""
    for element in body:
        if element.tag in {"list", "quote", "div"}:
            inner = list(_blocks(element)) if len(element) else [_line(element)]
            yield from filter(None, inner)
        elif element.tag == "table":
            rows = (as_row([_line(cell) for cell in row]) for row in element.iter("row"))
            yield "\n".join(filter(None, rows))
        elif text := _line(element):
            yield text


def _line(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return an element's text; white space is folded, line breaks stay."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "lb":
            parts.append("\n")
        parts.append(_SPACE.sub(" ", node.text or ""))
        if node is not element:
            parts.append(_SPACE.sub(" ", node.tail or ""))
    lines = "".join(parts).split("\n")
    return "\n".join(filter(None, (_SPACE.sub(" ", line).strip() for line in lines)))


def _plain_text(tree: Element) -> str:
    """Return all text of the page but its furniture, one blank line between blocks."""
    from lxml import etree  # lazy: only for pages

    pieces: list[str] = []
    skipped = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        furniture = node.tag in _NOT_TEXT
        if event == "start":
            skipped += furniture
            pieces.append(_opening(node))
            pieces.append("" if skipped else _SPACE.sub(" ", node.text or ""))
        else:
            skipped -= furniture
            pieces.append(_closing(node))
            pieces.append("" if skipped else _SPACE.sub(" ", node.tail or ""))
    lines = (as_filled(line.strip()) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _opening(node: Element) -> str:
    """Return what parts an element from the text before it."""
    if is_data(node):
        return "" if node.tag == "tr" or node.getprevious() is None else " | "
    return "\n\n" if node.tag in _BLOCKS else "\n" if node.tag == "br" else ""


def _closing(node: Element) -> str:
    """Return what parts an element from the text behind it."""
    if is_data(node):
        return "\n" if node.tag == "tr" else ""
    return "\n\n" if node.tag in _BLOCKS else ""


def _without_title(text: str, title: str | None) -> str:
    """Return the text without its first paragraph if that repeats the title."""
    first, _, rest = text.partition("\n\n")
    return rest if title and " ".join(first.split()) == " ".join(title.split()) else text
