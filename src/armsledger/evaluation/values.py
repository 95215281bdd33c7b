"""When two values of a role count as the same: designations, dates, money, speakers.

The rules are the gold set's; `tests/evaluation` holds the proof that both scorers agree.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from armsledger.evaluation.rows import ScoredClaim, Speaker
from armsledger.extract.edtf import interval_of

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
_DROPPED: Final = re.compile(r"[^0-9a-zа-яıçğöşüè]+")

# Two dates agree when both ends lie within a month of each other.
_MONTH: Final = dt.timedelta(days=31)

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
    if claim.system:
        return designation(claim.system, aliases)
    return f"[{claim.category}]" if claim.category else "[]"


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


def same_time(one: str, other: str) -> bool:
    """Return whether two EDTF strings agree to within a month at both ends."""
    a, b = interval_of(one), interval_of(other)
    if a is None or b is None:
        return False
    return abs(a[0] - b[0]) <= _MONTH and abs(a[1] - b[1]) <= _MONTH


def same_speaker(one: Speaker, other: Speaker) -> bool:
    """Return whether two speakers share a name or a part of it, or are both unnamed."""
    if one.kind == other.kind == "unnamed":
        return True
    a, b = squash(one.name), squash(other.name)
    return bool(a and b) and (a in b or b in a)
