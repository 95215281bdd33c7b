"""The parts of a partition are linked one by one with the same deals as all together."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armsledger.assess.register import build_partition
from armsledger.link.reach import parts_of, reaches_of
from armsledger.model import Claim, Event, Factuality, ReportHead, claim_id

SUPPLIERS = (None, "RUS", "USA", "FRA")
SYSTEMS = (None, "S-400", "S400", "Patriot", "Patriot-2", "Su-35")
WEAPONS = (None, "missile systems", "fighter jets", "helicopters", "submarines")
CATEGORIES = (None, "air defence systems", "aircraft", "ships", "other")
EVENTS = (Event.ORDER, Event.DELIVERY, Event.CANCELLATION, Event.TALKS)
DATES = (None, "2011-01-01", "2012-06-01", "2016-03-01", "2019-07-01")


@st.composite
def claims(draw):
    report, number = draw(st.integers(0, 6)), draw(st.integers(0, 10**6))
    event, when = draw(st.sampled_from(EVENTS)), draw(st.sampled_from((None, "2010", "2017")))
    return Claim(
        id=claim_id(f"r{report}", "t/1", number, event),
        report=f"r{report}", event=event, factuality=draw(st.sampled_from(Factuality)),
        trigger="t", start=number, end=number + 1, part="text", quote="a second one",
        extractor="t/1", confidence=draw(st.sampled_from((0.3, 0.9))), recipient="TUR",
        supplier=draw(st.sampled_from(SUPPLIERS)), system=draw(st.sampled_from(SYSTEMS)),
        weapon=draw(st.sampled_from(WEAPONS)), category=draw(st.sampled_from(CATEGORIES)),
        when=when, batch=draw(st.sampled_from((None, None, None, "2"))),
    )  # fmt: skip


def head(report, date):
    return ReportHead(
        id=report, date=date, date_inferred=False, outlet=None, title=None, url=None, language=None
    )


def reaches(found):
    by_report = {}
    for claim in found:
        by_report.setdefault(claim.report, []).append(claim)
    out = {}
    for group in by_report.values():
        out |= {c.id: r for c, r in zip(group, reaches_of(group), strict=True)}
    return out


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    found=st.lists(claims(), min_size=1, max_size=14, unique_by=lambda c: c.id),
    dates=st.lists(st.sampled_from(DATES), min_size=7, max_size=7),
    as_of=st.sampled_from((None, "2012-12-31", "2018-01-01")),
)
def test_parts_give_the_deals_of_the_whole(found, dates, as_of):
    heads = {f"r{n}": head(f"r{n}", date) for n, date in enumerate(dates)}
    whole = build_partition(found, heads, {}, as_of=as_of)
    parts = parts_of(reaches(found))
    assert sorted(key for part in parts for key in part) == sorted(c.id for c in found)
    apart = [
        deal
        for part in parts
        for deal in build_partition([c for c in found if c.id in part], heads, {}, as_of=as_of)
    ]
    assert len({deal.id for deal in apart}) < len(apart) or sorted(
        apart, key=lambda deal: deal.id
    ) == list(whole)


def test_complete_claims_of_two_deals_are_two_parts():
    found = [
        Claim(
            id=str(n), report="r1", event=Event.ORDER, factuality=Factuality.FACT, trigger="t",
            start=0, end=1, part="text", quote="q", extractor="t/1", confidence=1.0,
            supplier="RUS", recipient="TUR", system=system,
        )
        for n, system in enumerate(("S-400", "Su-35"))
    ]  # fmt: skip
    assert len(parts_of(reaches(found))) == 2
