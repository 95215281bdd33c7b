"""What a web page says of itself in meta elements, JSON-LD and dated elements."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Element: TypeAlias = Any  # an lxml element; lxml has no types

_TITLE: Final = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_DATE: Final = (
    "article:published_time", "datepublished", "og:published_time", "article.published",
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "date", "dcterms.created", "dc.date.created",
)  # fmt: skip
_OUTLET: Final = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
_BYLINE: Final = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl",
    "sailthru.author", "citation_author",
)  # fmt: skip
_URL: Final = ("og:url",)
_LANGUAGE: Final = ("og:locale", "content-language", "dc.language", "dcterms.language")
_ARTICLE: Final = re.compile(r"article|report|posting|webpage", re.IGNORECASE)
_DATED: Final = re.compile(r"date|time|publish|posted", re.IGNORECASE)
# Class names that the hAtom and h-entry microformats give to the time of publication.
_PUBLISHED_CLASSES: Final = frozenset({"published", "dt-published"})
_AUTHOR: Final = re.compile(r"\b(?:byline|author|p-author)\b", re.IGNORECASE)
_BY: Final = re.compile(r"^(?:written )?by:?\s+", re.IGNORECASE)
_MAX_DATED_CHARS: Final = 80  # a dated element that is longer is text
_MAX_DATED: Final = 5
_MAX_LD_CHARS: Final = 1_000_000
_MAX_LD_NODES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """What the page says of itself; absent is None."""

    title: str | None
    date: str | None
    outlet: str | None
    byline: str | None
    url: str | None
    language: str | None
    date_texts: tuple[str, ...]
    notes: tuple[str, ...]


def read_page_data(tree: Element) -> PageData:
    """Return what the page's head, JSON-LD and dated elements say."""
    meta = _meta(tree)
    linked, notes = _linked_data(tree)
    outlet = _first(meta, _OUTLET) or _name(linked.get("publisher"))
    return PageData(
        title=_title(tree, meta, linked, outlet),
        date=_first(meta, _DATE) or _text(linked.get("datePublished")) or _published_time(tree),
        outlet=outlet,
        byline=_byline(meta, linked) or _shown_byline(tree),
        url=_url(tree, meta),
        language=tree.get("lang") or tree.get("xml:lang") or _first(meta, _LANGUAGE),
        date_texts=tuple(_date_texts(tree)),
        notes=notes,
    )


def _meta(tree: Element) -> dict[str, str]:
    """Return the page's meta elements by lower-case name; the first of a name counts."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                values.setdefault(name, content)
    return values


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if name in values), None)


def _linked_data(tree: Element) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the page's first JSON-LD node that describes an article; {} if there is none."""
    notes: list[str] = []
    best: dict[str, Any] = {}
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads((script.text or "")[:_MAX_LD_CHARS], strict=False)
        except (ValueError, RecursionError):
            notes.append("broken JSON-LD in the page was passed over")
            continue
        nodes = [node for node in _nodes(value) if _ARTICLE.search(str(node.get("@type")))]
        dated = [node for node in nodes if node.get("datePublished")]
        best = best or (dated or nodes or [{}])[0]
    return best, tuple(dict.fromkeys(notes))


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD value: itself, list items, `@graph` items."""
    waiting, seen = [value], 0
    while waiting and seen < _MAX_LD_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting = [*node[:_MAX_LD_NODES], *waiting]
        elif isinstance(node, dict):
            yield node
            waiting.append(node.get("@graph"))


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """Return the name of a JSON-LD person or organisation, or of several."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value[:20]))) or None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _byline(meta: Mapping[str, str], linked: Mapping[str, Any]) -> str | None:
    names = (meta.get(name) for name in _BYLINE)
    shown = next((n for n in names if n and not n.lower().startswith(("http:", "https:"))), None)
    return shown or _name(linked.get("author"))


def _shown_byline(tree: Element) -> str | None:
    """Return the first short text that the page marks as its author."""
    for element in tree.iter("a", "span", "div", "p", "address", "li"):
        names = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('rel', '')}"
        if not _AUTHOR.search(names):
            continue
        text = _BY.sub("", " ".join(element.text_content().split()), count=1)
        if 0 < len(text) <= _MAX_DATED_CHARS and not any(map(str.isdigit, text)):
            return text
    return None


def _url(tree: Element, meta: Mapping[str, str]) -> str | None:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and "://" in address:
            return address
    return _first(meta, _URL)


def _title(
    tree: Element, meta: Mapping[str, str], linked: Mapping[str, Any], outlet: str | None
) -> str | None:
    shown = tree.findtext(".//title")
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    head = heads[0] if len(heads) == 1 else None
    title = _first(meta, _TITLE) or _text(linked.get("headline")) or head or shown
    return _without_site(" ".join((title or "").split()), outlet) or None


def _without_site(title: str, outlet: str | None) -> str:
    """Return the title without " | Outlet" at its end."""
    if not outlet:
        return title
    ending = re.search(rf"\s+[|\u2013\u2014:»-]\s+{re.escape(outlet)}\s*$", title, re.IGNORECASE)
    return title[: ending.start()] if ending else title


def _published_time(tree: Element) -> str | None:
    """Return the time that is marked up as the day of publication."""
    for element in tree.iter("time", "span", "div", "p"):
        marked = (element.get("itemprop") or "").lower() == "datepublished"
        classes = _PUBLISHED_CLASSES & set((element.get("class") or "").lower().split())
        if marked or (element.tag == "time" and (classes or element.get("pubdate") is not None)):
            value = element.get("datetime") or element.get("content") or element.text_content()
            return str(value).strip()[:_MAX_DATED_CHARS] or None
    return None


def _date_texts(tree: Element) -> Iterator[str]:
    """Yield the first short strings that the page marks as dates."""
    found = 0
    for element in tree.iter("time", "span", "div", "p", "li", "small", "em", "abbr", "td"):
        if found == _MAX_DATED:
            return
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
        if element.tag != "time" and not _DATED.search(names):
            continue
        text = element.get("datetime") or " ".join(element.text_content().split())
        if 0 < len(text) <= _MAX_DATED_CHARS and any(map(str.isdigit, text)):
            found += 1
            yield text
