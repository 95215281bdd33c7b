"""The principal contractors that a notice names, without where they are."""

import re
from collections.abc import Iterator
from typing import Final

_SENTENCE: Final = re.compile(
    r"(?:principal|prime)\s+contractors?(?:\s+(?:for\s+\w[^.;:]{0,80}?|involved\s+in\s+this[^.;:]{0,60}?))?"
    r"\s*(?:will\s+be|would\s+be|is\s+expected\s+to\s+be|are\s+expected\s+to\s+be|is|are|include"
    r"|will\s+include|:)\s*:?\s*(?P<who>.{3,1500}?)"
    r"(?=\.\s+(?=[A-Z][a-z]*\s+(?:are|is|will|exact|specific|have|offset|proposed|no|known|time|any|of"
    r"|purchaser|this|final|requested|typically|recipient|government)\b)|\.\s+(?=Transmittal|Annex|This|Implementation|All\s|Media|-|#)|\.?\s*$)",
    re.IGNORECASE | re.DOTALL,
)
_UNKNOWN: Final = re.compile(
    r"not\s+(?:yet\s+)?(?:been\s+)?(?:known|determined|identified|selected)|to\s+be\s+determined|\bTBD\b|unknown"
    r"|will\s+be\s+(?:determined|selected|chosen)|determined\s+(?:by|through|at|during)"
    r"|from\s+(?:approved\s+)?U\.?S\.?\s+(?:Army|Navy|Air|Gov)"
    r"|competit|no\s+principal",
    re.IGNORECASE,
)
_STATES: Final = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia"
    " Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts"
    " Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma"
    " Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Washington Wisconsin Wyoming"
)
_TWO_WORDS: Final = (
    r"New\s+(?:Hampshire|Jersey|Mexico|York)|North\s+(?:Carolina|Dakota)|South\s+(?:Carolina|Dakota)"
    r"|Rhode\s+Island|West\s+Virginia|District\s+of\s+Columbia|D\.C\.|DC"
)
_CODES: Final = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY"
    "|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_ABROAD: Final = (
    "Canada|Germany|France|Italy|Norway|Sweden|Israel|Australia|Netherlands|Switzerland|Finland|Spain"
    "|United\\s+Kingdom|UK|England|Scotland|Japan|Belgium|Denmark|Poland|Greece|Romania|Austria"
    "|Czech\\s+Republic|(?:South\\s+)?Korea|India|Turkey|T\u00fcrkiye|Singapore|Taiwan|Portugal"
)
_PLACE: Final = rf"(?:{_STATES.replace(' ', '|')}|{_TWO_WORDS}|{_CODES}|{_ABROAD})\b\.?"
# A place behind a comma or "of", with the next company or the end behind it.
_PLACE_END: Final = re.compile(
    rf"[,\s(]\s*{_PLACE}\)?\s*(?:\d{{5}})?(?=\s*(?:[;,]|\band\b|$|\n))(?:\s*[;,])?(?:\s*\band\b)?"
)
# A second place of the company before: "Orlando, FL, and Tucson, AZ".
_PLACE_ALONE: Final = re.compile(rf"\s*[A-Z][\w. ]+,\s*{_PLACE}[\s,;]*(?:and\b)?\s*")
_LOCATED: Final = re.compile(
    r"\s+(?:(?:which\s+is\s+)?(?:located|headquartered|based)\s+(?:in|at)|of(?=\s+[A-Z])|in(?=\s+[A-Z])"
    r"|at(?=\s+[A-Z]))\s+"
)
_LEGAL: Final = re.compile(
    r",\s*(?=(?:Inc|LLC|L\.L\.C|Ltd|Corp|Corporation|Co|LP|L\.P|PLC|AB|AS|GmbH)\b\.?)",
    re.IGNORECASE,
)
_HELD: Final = "\x1f"  # stands for the comma before "Inc."
_LEAD: Final = re.compile(r"^(?:and|the)\s+|^[\s;,:\u2022*-]+", re.IGNORECASE)
# A place in brackets, which may have lost its end: "BAE Systems (York".
_IN_BRACKETS: Final = re.compile(r"\s+\((?:[A-Z][\w.]*\s?){1,3}(?:,[^)]*)?\)?$")
_PARTNERSHIP: Final = re.compile(r"\s*\(.*?\)\s*$")


def read_contractors(text: str) -> tuple[str, ...]:
    """Return the names of the principal contractors, in order; () where none is known."""
    match = _SENTENCE.search(text)
    if match is None or _UNKNOWN.search(match["who"]):
        return ()
    who = _LEGAL.sub(_HELD, " ".join(match["who"].split()))
    names = (_name(piece) for piece in _pieces(who))
    return tuple(dict.fromkeys(name for name in names if name and not name[0].islower()))


def _pieces(who: str) -> Iterator[str]:
    """Yield each company with its place."""
    for group in re.split(r"\s*;\s*(?:and\s+)?", who):
        at = 0
        for place in _PLACE_END.finditer(group):
            piece = group[at : place.end()]
            if at == 0 or _LOCATED.search(piece) or not _PLACE_ALONE.fullmatch(piece):
                yield piece
            at = place.end()
        rest = group[at:]
        if at == 0 and ";" in who:  # one company a group
            yield rest
        elif at == 0 and not _LOCATED.search(rest):
            yield from re.split(r",\s*(?:and\s+)?|\s+and\s+(?=the\s+)", rest)
        elif rest.strip(" ,."):
            yield rest


def _name(piece: str) -> str:
    words = piece.strip(" ,.;:\n")
    while (shorter := _LEAD.sub("", words)) != words:
        words = shorter
    words = _IN_BRACKETS.sub("", re.sub(r"[\s,]+and$", "", words))
    located = _LOCATED.search(words)
    words = words[: located.start()] if located else words
    middle = words.split(",")[1:-2]
    # "Boeing Defense, Space & Security, St. Louis, MO": the comma is the name's.
    long_name = len(middle) == 1 and "&" in middle[0]
    name = words.rsplit(",", 2)[0] if long_name else words.split(",")[0]
    name = name.replace(_HELD, ", ").strip()
    return _PARTNERSHIP.sub("", name)
