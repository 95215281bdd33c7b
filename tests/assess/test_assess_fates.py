"""What became of what somebody said."""

import pytest

from armsledger.assess.fates import Fate, fate_of
from armsledger.assess.register import build_partition
from armsledger.model import Claim, Event, Factuality, ReportHead, Source, SourceKind, claim_id

FACT, PLANNED, POSSIBLE = Factuality.FACT, Factuality.PLANNED, Factuality.POSSIBLE


def claim(number, event, factuality, speaker=None, **more):
    source = None if speaker is None else Source(speaker, SourceKind.OFFICIAL, "TUR")
    return Claim(
        id=claim_id(f"r{number}", "t/1", event, factuality), report=f"r{number}", event=event,
        factuality=factuality, trigger="t", start=0, end=1, part="text", quote=f"q{number}",
        extractor="t/1", confidence=0.9, supplier="RUS", recipient="TUR", system="S-400",
        source=source, **more,
    )  # fmt: skip


def head(number, day):
    return ReportHead(
        id=f"r{number}", date=day, date_inferred=False, outlet=f"Paper {number}", title=None,
        url=None, language=None,
    )  # fmt: skip


CASES = [
    ("nothing followed", [(Event.DELIVERY, PLANNED)], Fate.PENDING, None),
    ("it happened", [(Event.DELIVERY, PLANNED), (Event.DELIVERY, FACT)], Fate.CAME_TRUE, 2),
    ("another event", [(Event.DELIVERY, POSSIBLE), (Event.TRIAL, FACT)], Fate.PENDING, None),
    ("it was stopped", [(Event.DELIVERY, PLANNED), (Event.CANCELLATION, FACT)], Fate.CALLED_OFF, 2),
    (
        "it happened, and what followed was stopped",
        [(Event.ORDER, PLANNED), (Event.ORDER, FACT), (Event.CANCELLATION, FACT)],
        Fate.CAME_TRUE,
        2,
    ),
    ("a planned stop is no stop", [(Event.CANCELLATION, PLANNED)], Fate.PENDING, None),
    ("nobody else says so", [(Event.ORDER, FACT)], Fate.ALONE, None),
    ("another paper says so too", [(Event.ORDER, FACT), (Event.ORDER, FACT)], Fate.CONFIRMED, None),
]


@pytest.mark.parametrize(("why", "told", "fate", "when"), CASES, ids=[case[0] for case in CASES])
def test_fates(why, told, fate, when):
    days = {number: f"201{number}-01-01" for number in range(1, len(told) + 1)}
    claims = [claim(n, *one) for n, one in zip(days, told, strict=True)]
    heads = {f"r{n}": head(n, day) for n, day in days.items()}
    (deal,) = build_partition(claims, heads, {})
    found = fate_of(claims[0], deal, days[1])
    assert (found.fate, found.on) == (fate, when and days[when]), why


def test_what_cannot_be_true_beside_it_disputes_a_fact():
    first = claim(1, Event.ORDER, FACT, "A minister")
    other = claim(2, Event.ORDER, Factuality.DENIED, "A general")
    heads = {"r1": head(1, "2020-01-01"), "r2": head(2, "2020-01-02")}
    (deal,) = build_partition([first, other], heads, {})
    found = fate_of(first, deal, "2020-01-01")
    assert (found.fate, found.by) == (Fate.DISPUTED, (other.id,))


def test_a_plan_of_an_undated_report_is_never_earlier_than_a_fact():
    plan, fact = claim(1, Event.ORDER, PLANNED), claim(2, Event.ORDER, FACT)
    heads = {"r1": head(1, None), "r2": head(2, "2020-01-02")}
    (deal,) = build_partition([plan, fact], heads, {})
    assert fate_of(plan, deal, None).fate is Fate.PENDING
