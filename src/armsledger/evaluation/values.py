"""When two values of a role count as the same: designations, dates, money, speakers.

The rules are the gold set's; `tests/evaluation` holds the proof that both scorers agree.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from armsledger.evaluation.dates import same_time
from armsledger.evaluation.rows import ScoredClaim, Speaker

Value: TypeAlias = str | float | tuple[float, str | None] | Speaker

ROLES: Final = (
    "supplier",
    "recipient",
    "system",
    "quantity",
    "value",
    "when",
    "factuality",
    "source",
)

_ARTICLE: Final = re.compile(r"^(the|a|an)\s+")
# What designations and names are told apart by: digits, Latin, Russian and Turkish letters.
_DROPPED: Final = re.compile(r"[^0-9a-z\u0430-\u044f\u0131\u00e7\u011f\u00f6\u015f\u00fc\u00e8]+")

# Two amounts agree when they differ by at most one part in a hundred of the larger.
_MONEY_TOLERANCE: Final = 0.01


def squash(name: str) -> str:
    """Return a name without case, punctuation, leading article and plural s."""
    squashed = _DROPPED.sub("", _ARTICLE.sub("", name.casefold().strip()))
    return squashed[:-1] if len(squashed) > 3 and squashed.endswith("s") else squashed


def read_aliases(path: Path) -> dict[str, str]:
    """Return squashed name -> squashed first name of its group, from a JSON list of lists."""
    groups = json.loads(path.read_text("utf-8"))
    return {squash(name): squash(names[0]) for names in groups for name in names}


def weapon_key(claim: ScoredClaim, aliases: Mapping[str, str]) -> str:
    """Return the designation, else the category in brackets, else "[]"."""
    return weapon_name(claim.system, claim.category, aliases)


def weapon_name(system: str | None, category: str | None, aliases: Mapping[str, str]) -> str:
    """Return the designation, else the category in brackets, else "[]"."""
    if system:
        return designation(system, aliases)
    return f"[{category}]" if category else "[]"


def designation(name: str, aliases: Mapping[str, str]) -> str:
    """Return the squashed name that stands for all aliases of a system."""
    squashed = squash(name)
    return aliases.get(squashed, squashed)


def value_of(claim: ScoredClaim, role: str, aliases: Mapping[str, str]) -> Value | None:
    """Return a claim's value of a role, comparable with `equal`; None where it has none."""
    value: Value | None = getattr(claim, role)
    if value is None or value == "":
        return None
    return designation(str(value), aliases) if role == "system" else value


def equal(role: str, one: Value, other: Value) -> bool:
    """Return whether two values of a role count as the same."""
    match one, other:
        case (Speaker(), Speaker()):
            return same_speaker(one, other)
        case ((float() as a, a_currency), (float() as b, b_currency)):
            close = abs(a - b) <= _MONEY_TOLERANCE * max(abs(a), abs(b))
            return a_currency == b_currency and close
        case (str(), str()) if role == "when":
            return same_time(one, other)
    return one == other


def same_speaker(one: Speaker, other: Speaker) -> bool:
    """Return whether two speakers share a name or a part of it, or are both unnamed."""
    if one.kind == other.kind == "unnamed":
        return True
    a, b = squash(one.name), squash(other.name)
    return bool(a and b) and (a in b or b in a)
