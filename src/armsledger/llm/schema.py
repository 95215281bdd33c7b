"""What an answer must look like, and the reading of one: JSON text in, candidates out."""

import json
import re
from dataclasses import dataclass, fields
from typing import Any, Final

from armsledger.model import Event, Factuality, SourceKind

SCHEMA_NAME: Final = "arms_transfer_claims"

# Claims of one passage; a passage of 6,000 characters has about 40 sentences.
MAX_CLAIMS: Final = 60
# A long sentence, and the longest words that name something.
MAX_QUOTE_CHARS: Final = 1_000
MAX_WORDS_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim as the model proposes it: words only. "" is nothing."""

    quote: str
    trigger: str
    event: str
    factuality: str
    supplier: str
    recipient: str
    weapon: str
    quantity: str
    value: str
    when: str
    actor: str
    speaker: str
    speaker_kind: str


FIELDS: Final = tuple(field.name for field in fields(Candidate))

_CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "event": tuple(Event),
    "factuality": tuple(Factuality),
    "speaker_kind": ("", *SourceKind),
}


_START: Final = re.compile(r'\s*\{\s*"claims"\s*:\s*\[\s*')
_BETWEEN: Final = re.compile(r"[\s,]*")


class BrokenAnswerError(Exception):
    """An answer that is no JSON object with a list of claims."""


def answer_schema(*, bounded: bool) -> dict[str, Any]:
    """Return the JSON schema of an answer.

    Args:
        bounded: with the lengths of strings and lists, which not every endpoint takes.
    """
    claim = {
        "type": "object",
        "properties": {name: _property(name, bounded=bounded) for name in FIELDS},
        "required": list(FIELDS),
        "additionalProperties": False,
    }
    claims: dict[str, Any] = {"type": "array", "items": claim}
    return {
        "type": "object",
        "properties": {"claims": claims | ({"maxItems": MAX_CLAIMS} if bounded else {})},
        "required": ["claims"],
        "additionalProperties": False,
    }


def _property(name: str, *, bounded: bool) -> dict[str, Any]:
    if name in _CLOSED:
        return {"type": "string", "enum": [str(value) for value in _CLOSED[name]]}
    return {"type": "string"} | ({"maxLength": _limit(name)} if bounded else {})


def _limit(name: str) -> int:
    return MAX_QUOTE_CHARS if name == "quote" else MAX_WORDS_CHARS


def read_answer(content: str) -> tuple[Candidate | None, ...]:
    """Return the claims of an answer; None for each that is not of the schema.

    Raises:
        BrokenAnswerError: it is no JSON, or no object with a list `claims` and nothing else.
    """
    try:
        answer = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BrokenAnswerError(f"the answer is no JSON: {error}") from error
    if not isinstance(answer, dict) or answer.keys() != {"claims"}:
        raise BrokenAnswerError("the answer is no object with 'claims' alone")
    claims = answer["claims"]
    if not isinstance(claims, list) or len(claims) > MAX_CLAIMS:
        raise BrokenAnswerError(f"'claims' is no list of at most {MAX_CLAIMS}")
    return tuple(_candidate(claim) for claim in claims)


def read_cut_answer(content: str) -> tuple[Candidate | None, ...]:
    """Return the whole claims of an answer that breaks off, as `read_answer` does."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    found: list[Candidate | None] = []
    start = _START.match(content)
    at = start.end() if start else len(content)
    while at < len(content) and len(found) < MAX_CLAIMS:
        try:
            claim, at = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            break  # here it breaks off
        found.append(_candidate(claim))
        at = _BETWEEN.match(content, at).end()  # type: ignore[union-attr]  # it matches ""
    return tuple(found)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _candidate(claim: object) -> Candidate | None:
    if not isinstance(claim, dict) or claim.keys() != set(FIELDS):
        return None
    values = {name: "" if claim[name] is None else claim[name] for name in FIELDS}
    return Candidate(**values) if all(_fits(*item) for item in values.items()) else None


def _fits(name: str, value: object) -> bool:
    if not isinstance(value, str):
        return False
    return value in _CLOSED[name] if name in _CLOSED else len(value) <= _limit(name)
