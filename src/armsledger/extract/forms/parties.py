"""Which states and groups a form's cell or field names."""

import re
from functools import lru_cache
from typing import Final

from armsledger.vocabulary.actors import load_actors

# Offices that stand for a state that is not named as such, and written forms of forms' own.
_OFFICES: Final = (
    (r"\bTECRO\b|Taipei\s+Economic\s+and\s+Cultural|Coordination\s+Council\s+for\s+North"
     r"|Chinese\s+Taipei|Taiwan\b", "TWN"),
    (r"\bNSPA\b|\bNAMSA\b|NATO\s+Support|\bNAPMA\b|NATO\s+Airborne|North\s+Atlantic"
        r"\s+Treaty", "NATO"),
    (r"Democratic\s+People.?s\s+Republic\s+of\s+Korea|Korea\s*,?\s*\(?\s*D\.?P\.?R"
        r"|\bDPRK\b", "PRK"),
    (r"Congo\s*[,(]\s*(?:The\s+)?Democratic|Democratic\s+Republic\s+of\s+(?:the\s+)?Congo", "COD"),
    (r"Korea\s*[,(]\s*(?:The\s+)?Rep|Republic\s+of\s+Korea|\bKorea\b", "KOR"),
    (r"Lao\s+P|Lao\s+People", "LAO"),
    (r"Virgin\s+Islands\s*\(?\s*(?:U\.?S|United\s+States)", "VIR"),
)  # fmt: skip
_TERRITORIES: Final = {
    "new caledonia": "NCL", "gibraltar": "GIB", "jersey": "JEY", "guernsey": "GGY", "aruba": "ABW",
    "bermuda": "BMU", "faroe islands": "FRO", "french polynesia": "PYF", "cayman islands": "CYM",
    "curacao": "CUW", "cura\u00e7ao": "CUW", "isle of man": "IMN", "falkland islands": "FLK",
    "british virgin islands": "VGB", "french guiana": "GUF", "mayotte": "MYT", "reunion": "REU",
    "guadeloupe": "GLP", "martinique": "MTQ", "svalbard": "SJM", "macau": "MAC",
}  # fmt: skip


def purchasers_of(words: str, *, besides: str | None = "USA") -> tuple[str, ...]:
    """Return the codes of the states and groups that a purchaser's field names, each once.

    Args:
        words: the field, as written.
        besides: a state that is named in addresses only ("in the United States").
    """
    for form, code in _OFFICES[:2]:
        if re.search(form, words, re.IGNORECASE):
            return (code,)
    exact = code_of(words)
    if exact is not None:
        return (exact,)
    found = dict.fromkeys(m.code for m in load_actors().find(words) if m.kind in _HOLDERS)
    return tuple(code for code in found if code != besides)


_HOLDERS: Final = ("state", "group", "organ")


@lru_cache(maxsize=4096)
def code_of(cell: str) -> str | None:
    """Return the code of the state that a table's cell names; None if it names no single one."""
    words = " ".join(cell.strip(" *.\u2020").split())
    words = re.sub(
        r"^\s*(?:the\s+)?(?:royal\s+)?governments?\s+of\s+", "", words, flags=re.IGNORECASE
    )
    exact = load_actors().code_of(words) or _TERRITORIES.get(words.lower())
    if exact is not None:
        return exact
    for form, code in _OFFICES:
        if re.match(form, words, re.IGNORECASE):
            return code
    bare = re.sub(r"\s*\([^)]*\)\s*$|\s*\[[^\]]*\]\s*$|\s*\d$", "", words).strip()
    if bare != words and bare:
        return code_of(bare)
    turned = re.fullmatch(r"([^,]+),\s*(.+)", words)
    actors = load_actors()
    if turned is None or actors.find(turned[2]):  # another name behind the comma: a list
        return None
    return actors.code_of(f"{turned[2]} {turned[1]}") or actors.code_of(turned[1])
