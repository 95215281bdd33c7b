"""The law that nothing is told without evidence, as a list of what breaks it."""

import json
import re

from armsledger.model import ACTED, CATEGORIES, Event, Factuality, SourceKind
from armsledger.model.codec import claim_from_json, claim_to_json
from armsledger.model.edtf import day_range

ROLES = {
    "trigger",
    "supplier",
    "recipient",
    "weapon",
    "quantity",
    "value",
    "when",
    "actor",
    "source",
    "reason",
}
DATE = re.compile(r"[\d/.~%?-]+")
DECADE = re.compile(r"\d{3}X")


def breaches(report, claims):
    """Yield what is wrong with a report's claims; nothing if the law holds."""
    if len({claim.id for claim in claims}) != len(claims):
        yield "two claims share an id"
    for claim in claims:
        part = report.part(claim.part)
        if not 0 <= claim.start < claim.end <= len(part):
            yield f"{claim.id}: the sentence lies outside the {claim.part}"
        if part[claim.start : claim.end] != claim.quote:
            yield f"{claim.id}: the quote is not at its offsets"
        yield from (f"{claim.id}: {what}" for what in schema_breaches(report, claim))
        yield from (f"{claim.id}: {what}" for what in span_breaches(report, claim))
        yield from (f"{claim.id}: {what}" for what in json_breaches(part, claim))


def span_breaches(report, claim):
    for span in claim.spans:
        part = report.part(span.part)
        if not 0 <= span.start < span.end <= len(part):
            yield f"the {span.role} lies outside the {span.part}"
        stated = getattr(claim, span.role) if span.role in ("trigger", "weapon", "reason") else None
        # Words of a wrapped text are given on one line; the quote keeps its line breaks.
        if stated not in (None, words := part[span.start : span.end], words.replace("\n", " ")):
            yield f"the {span.role} is not at its offsets"
    if not any(span.role == "trigger" for span in claim.spans):
        yield "no span shows the trigger"
    for role in {"supplier", "recipient"} - set(claim.inferred):
        if getattr(claim, role) is not None and all(s.role != role for s in claim.spans):
            yield f"the {role} is called stated, and no span shows it"


def json_breaches(part, claim):
    row = claim_to_json(claim)
    for role, (start, end) in row["spans"].items():
        if not 0 <= start < end <= len(part):
            yield f"the JSON's {role} lies outside the {claim.part}"
    if claim_from_json(json.loads(json.dumps(row))) != claim:
        yield "the claim does not come back from JSON"


def schema_breaches(report, claim):
    """Yield what no claim may be, whatever the report says."""
    if not 0 <= claim.confidence <= 1:
        yield f"confidence {claim.confidence}"
    if claim.report != report.id or "/" not in claim.extractor:
        yield f"report {claim.report}, extractor {claim.extractor}"
    if claim.event not in set(Event) or claim.factuality not in set(Factuality):
        yield f"{claim.event}, {claim.factuality}"
    if claim.category is not None and claim.category not in CATEGORIES:
        yield f"category {claim.category}"
    if claim.when is not None and not is_date(claim.when):
        yield f"date {claim.when}"
    if claim.quantity is not None and not (claim.quantity.value > 0 and claim.quantity.unit):
        yield f"quantity {claim.quantity}"
    yield from money_breaches(claim.value)
    if claim.source is not None and claim.source.kind not in set(SourceKind):
        yield f"kind of source {claim.source.kind}"
    if claim.actor is not None and claim.event not in ACTED:
        yield f"the actor of {claim.event}"
    if {span.role for span in claim.spans} - ROLES or set(claim.inferred) - set(dir(claim)):
        yield "roles or fields that there are not"


def is_date(when):
    """Return whether a date is EDTF of the forms that claims have."""
    plain = DECADE.sub("1950", when)
    return DATE.fullmatch(plain) is not None and day_range(plain) is not None


def money_breaches(value):
    if value is None:
        return
    fits = value.qualifier in ("=", "~", "<", ">") and re.fullmatch("[A-Z]{3}", value.currency)
    if not (fits and value.amount > 0):
        yield f"value {value}"


def assert_law(report, extractor):
    claims = extractor.extract(report)
    assert list(breaches(report, claims)) == [], report.id
    return claims
