"""Registers to export: the examples with their annotated claims, and a hostile one."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

from armsledger.assess.register import build_register
from armsledger.exports.view import Failure, RegisterView
from armsledger.model import (
    Claim,
    Event,
    Factuality,
    Money,
    Quantity,
    Report,
    Source,
    SourceKind,
    Span,
    claim_id,
    hash_content,
    head_of,
)

EVAL = Path(__file__).parents[2] / "eval"
COPY, ORIGINAL = "2017-09-13-black-sea-courier", "2017-09-13-bosphorus-wire"
HOSTILE = "</title><script>alert('x')</script><img src=x onerror=alert(1)>\"'&"


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@cache
def example_view() -> RegisterView:
    reports = {row["id"]: report_of(row) for row in read_lines(EVAL / "examples.reports.jsonl")}
    found = [
        claim_of(row, reports[row["report"]]) for row in read_lines(EVAL / "examples.gold.jsonl")
    ]
    failures = (Failure("broken.pdf", "is a PDF cut short"),)
    return view_of(found, reports, {COPY: ORIGINAL}, failures)


def view_of(claims, reports, originals=None, failures=()):
    originals = originals or {}
    heads = {key: head_of(report) for key, report in reports.items()}
    return RegisterView(
        deals=build_register(claims, heads, originals),
        claims={claim.id: claim for claim in claims},
        reports=reports,
        originals=originals,
        failures=failures,
    )


def report_of(row) -> Report:
    title, date, outlet = row.get("title"), row.get("date"), row.get("outlet")
    digest = hash_content(title, row["text"], date, outlet)
    return Report(
        id=row.get("id") or digest,
        text=row["text"],
        content_hash=digest,
        title=title,
        date=date,
        outlet=outlet,
        url=row.get("url"),
    )


def claim_of(row, report: Report) -> Claim:
    """Return an annotated claim; its fields' places are looked up in its sentence."""
    quote = row["quote"]
    part = "title" if quote == report.title else "text"
    start = report.part(part).index(quote)
    words = {
        "trigger": row["trigger"],
        "weapon": row["weapon"],
        "source": (row["source"] or {}).get("name"),
    }
    spans = tuple(
        Span(role, start + quote.index(text), start + quote.index(text) + len(text), part)
        for role, text in words.items()
        if text and text in quote
    )
    quantity, value, source = row["quantity"], row["value"], row["source"]
    return Claim(
        id=claim_id(report.id, "people/1", json.dumps(row, sort_keys=True)),
        report=report.id,
        event=Event(row["event"]),
        factuality=Factuality(row["factuality"]),
        trigger=row["trigger"],
        start=start,
        end=start + len(quote),
        part=part,
        quote=quote,
        extractor="people/1",
        confidence=1.0,
        supplier=row["supplier"],
        recipient=row["recipient"],
        system=row["system"],
        weapon=row["weapon"],
        category=row["category"],
        quantity=quantity and Quantity(Decimal(quantity["value"]), quantity["unit"]),
        value=value and Money(Decimal(value["amount"]), value["currency"], value["qualifier"]),
        when=row["when"],
        actor=row["actor"],
        source=source and Source(source["name"], SourceKind(source["kind"]), source["country"]),
        via=tuple(row["via"]),
        batch="2" if " second batch" in quote else None,
        spans=spans,
        inferred=("weapon",) if row["weapon"] and row["weapon"] not in quote else (),
    )


def hostile_view() -> RegisterView:
    """Return a register in which every text field tries to break out of the page."""
    text = f"{HOSTILE} Before. Ruritania ordered {HOSTILE} jets. After {HOSTILE}"
    report = Report(
        id=f"../../{HOSTILE}",
        text=text,
        content_hash="0" * 64,
        title=HOSTILE,
        outlet=HOSTILE,
        byline=HOSTILE,
        url="javascript:alert(1)",
        language='en" onload="x',
        source=HOSTILE,
    )
    start, end = text.index("Ruritania"), text.index(" After ")
    claim = Claim(
        id=HOSTILE,
        report=report.id,
        event=Event.ORDER,
        factuality=Factuality.FACT,
        trigger="ordered",
        start=start,
        end=end,
        part="text",
        quote=text[start:end],
        extractor=HOSTILE,
        confidence=0.5,
        supplier=HOSTILE,
        recipient="TUR",
        system=HOSTILE,
        weapon=HOSTILE,
        category="aircraft",
        actor=HOSTILE,
        source=Source(HOSTILE, SourceKind.OFFICIAL, HOSTILE),
        via=(HOSTILE,),
        reason=HOSTILE,
        spans=(Span("trigger", start + 10, start + 17), Span("weapon", start + 18, end)),
    )
    return view_of([claim], {report.id: report}, failures=(Failure(HOSTILE, HOSTILE),))
