"""All drawings: well-formed and inert whatever the words, within their frames, always the same."""

import gzip
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate

import drawing_cases as cases
import pytest
from drawing_boxes import clashes, outside, parsed, words_in
from hypothesis import given, settings
from hypothesis import strategies as st

from armsledger.model import STAGES, Event, Factuality, Side, State
from armsledger.web.drawings import (
    Bar,
    Carrier,
    Flow,
    Happening,
    OriginNode,
    Party,
    Passing,
    Rung,
    Step,
    Steps,
    Stop,
    Tie,
    Version,
    draw_as_of,
    draw_figures,
    draw_flows,
    draw_ladder,
    draw_legend,
    draw_network,
    draw_origins,
    draw_roles,
    draw_timeline,
    flow_words,
    flows,
    network,
    network_words,
)
from armsledger.web.drawings.svg import clean
from armsledger.web.drawings.timeline_layout import CROWDED

FLOWS = cases.some_flows(75)
NETWORK = cases.some_network(FLOWS)

EXAMPLES = {
    "ladder": lambda: draw_ladder(cases.RUNGS),
    "ladder broken off": lambda: draw_ladder(cases.RUNGS, state=State.CANCELLED),
    "timeline": lambda: draw_timeline(cases.HAPPENINGS, as_of="2020-01-01"),
    "crowded timeline": lambda: draw_timeline(cases.many_happenings(500)),
    "origins": lambda: draw_origins(cases.ORIGINS),
    "money": lambda: draw_figures(cases.MONEY, title="Price in US dollars", key="money"),
    "batteries": lambda: draw_figures(cases.BATTERIES, title="Batteries", key="batteries"),
    "flows": lambda: draw_flows(FLOWS),
    "few flows": lambda: draw_flows(FLOWS[:3]),
    "network": lambda: draw_network(*NETWORK),
    "slider": lambda: draw_as_of(cases.STOPS, "2019-07-13", action="/"),
}
# What the drawings' own words are held to; names on a map stand over arrows, never over names.
DRAWN = [pytest.param(cache(draw), id=name) for name, draw in EXAMPLES.items()]


@pytest.mark.parametrize("draw", DRAWN)
def test_drawings_are_well_formed_and_named(draw):
    for svg in parsed(draw()):
        title, desc = svg[0], svg[1]
        assert (title.tag.rpartition("}")[2], desc.tag.rpartition("}")[2]) == ("title", "desc")
        assert title.text
        assert desc.text
        assert svg.get("aria-labelledby") == title.get("id")
        assert svg.get("aria-describedby") == desc.get("id")
        has_links = any(element.tag.endswith("}a") for element in svg.iter())
        assert svg.get("role") == ("group" if has_links else "img")


@pytest.mark.parametrize("draw", DRAWN)
def test_drawings_are_the_same_every_time(draw):
    first = draw()
    for module in (flows, network):
        module._both.cache_clear()

    assert first == draw.__wrapped__()


@pytest.mark.parametrize("draw", DRAWN)
def test_drawings_stay_in_their_frames(draw):
    assert [outside(svg) for svg in parsed(draw())] == [[] for _ in parsed(draw())]


@pytest.mark.parametrize("draw", DRAWN)
def test_words_stand_beside_each_other(draw):
    assert [clashes(words_in(svg)) for svg in parsed(draw())] == [[] for _ in parsed(draw())]


@pytest.mark.parametrize("draw", DRAWN)
def test_ids_are_unique_and_nothing_is_styled_or_scripted(draw):
    markup = draw()
    ids = re.findall(r'\sid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    assert re.findall(r'\s(style|on\w+)="', markup) == []
    assert "<script" not in markup


@pytest.mark.parametrize("draw", DRAWN)
def test_every_link_has_a_name(draw):
    for svg in parsed(draw()):
        links = [element for element in svg.iter() if element.tag.endswith("}a")]
        assert all(one.get("href") and one[0].tag.endswith("}title") for one in links)
        assert all(one[0].text for one in links)


def test_there_is_nothing_to_draw():
    assert draw_timeline([]) is None
    assert draw_origins([]) is None
    assert draw_figures([Bar("ordered")], title="Batteries", key="q") is None
    assert draw_network([], []) is None


# --- whatever the words


HOSTILE = st.one_of(
    st.text(max_size=25),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "' onload='alert(1)",
            "]]></svg><a href='javascript:alert(1)'>",
            "&lt;b&gt; &#0; \x00\x0b\ud800\ufffe",
            "\u202egnp.exe",
            "{{ 7 * 7 }}{% raw %}",
            "\N{ARABIC LETTER BEH}\N{COMBINING ACUTE ACCENT}" * 20,
            "W" * 300,
        ]
    ),
)
SIDES = st.lists(st.sampled_from(Side), unique=True, max_size=5).map(tuple)
HREFS = st.none() | HOSTILE.map(lambda words: f"/deals/{words}")
DAYS = st.dates(date(1950, 1, 1), date(2040, 12, 31)).map(date.isoformat)
WHENS = st.none() | DAYS | DAYS.map(lambda d: d[:7]) | DAYS.map(lambda d: d[:4])
OPEN = DAYS.map(lambda d: f"{d[:7]}/..") | DAYS.map(lambda d: f"../{d[:4]}")

RUNGS = st.builds(
    Rung,
    st.sampled_from(STAGES),
    st.sampled_from(["not told", "reached", "planned", "possible", "denied"]),
    SIDES,
    st.none() | HOSTILE,
    st.none() | HOSTILE,
    HREFS,
    st.booleans(),
)
HAPPENINGS = st.builds(
    Happening,
    label=HOSTILE,
    event=st.sampled_from(Event),
    factuality=st.sampled_from(Factuality),
    when=WHENS | OPEN,
    reported=st.none() | DAYS,
    sides=SIDES,
    count=st.integers(0, 99_999),
    copies=st.integers(0, 99_999),
    href=HREFS,
)
CARRIERS = st.builds(Carrier, HOSTILE, HOSTILE, st.sampled_from(Passing), HREFS)
ORIGINS = st.builds(
    OriginNode,
    HOSTILE,
    HOSTILE,
    st.sampled_from(Side),
    st.integers(0, 999),
    st.lists(CARRIERS, max_size=6).map(tuple),
    HREFS,
)
AMOUNTS = st.floats(0, 1e13) | st.integers(0, 500).map(float)
VERSIONS = st.builds(
    Version, AMOUNTS, HOSTILE, HOSTILE, st.sampled_from(Side), st.sampled_from(Factuality), HREFS
)
BARS = st.builds(
    Bar,
    st.sampled_from(["offered", "ordered", "delivered"]),
    st.none() | AMOUNTS,
    st.none() | HOSTILE,
    st.sampled_from(Factuality),
    HREFS,
    st.lists(VERSIONS, max_size=5).map(tuple),
)
CODES = st.sampled_from(["RUS", "TUR", "USA", "SGP", "TUV", "NATO", "SUN", "", "<b>"])
FLOW = st.builds(
    Flow, CODES, CODES, HOSTILE, HOSTILE, st.integers(1, 500), st.none() | HOSTILE, HREFS
)
IDS = st.integers(0, 30).map(str)
PARTIES = st.builds(Party, IDS, HOSTILE, HREFS)
TIES = st.builds(Tie, IDS, IDS, st.integers(1, 50), st.none() | HOSTILE, HREFS)


def inert(markup, *, is_framed=True):
    """Assert that some markup is well-formed, keeps to its frame and has no words over words."""
    for svg in parsed(markup or ""):
        assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= KNOWN
        assert all(not name.startswith("on") for one in svg.iter() for name in one.attrib)
        if is_framed:
            assert outside(svg) == []
            assert clashes(words_in(svg)) == []


KNOWN = {
    *("svg", "title", "desc", "g", "a", "text", "path", "rect", "line", "circle"),
    *("clipPath",),
}


@settings(max_examples=25, deadline=None)
@given(st.lists(RUNGS, min_size=1, max_size=11), st.sampled_from(State), HOSTILE)
def test_any_ladder(rungs, state, title):
    inert(draw_ladder(rungs, state=state, title=title))


@settings(max_examples=30, deadline=None)
@given(st.lists(HAPPENINGS, max_size=25), st.none() | DAYS)
def test_any_timeline(happenings, as_of):
    inert(draw_timeline(happenings, as_of=as_of))


@settings(max_examples=25, deadline=None)
@given(st.lists(ORIGINS, max_size=8))
def test_any_origins(origins):
    inert(draw_origins(origins))


@settings(max_examples=30, deadline=None)
@given(st.lists(BARS, max_size=4))
def test_any_figures(bars):
    inert(draw_figures(bars, title="Any", key="any"))


@settings(max_examples=10, deadline=None)
@given(st.lists(FLOW, max_size=12))
def test_any_flows(flows):
    inert(draw_flows(flows))
    assert flow_words(flows).endswith(".")


@settings(max_examples=12, deadline=None)
@given(st.lists(PARTIES, max_size=25), st.lists(TIES, max_size=40))
def test_any_network(parties, ties):
    inert(draw_network(parties, ties))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.builds(Stop, DAYS, st.none() | HOSTILE), max_size=8),
    st.none() | DAYS,
    st.lists(st.tuples(HOSTILE, HOSTILE), max_size=3),
    st.none() | st.builds(Steps, st.none() | st.builds(Step, st.just("/x"), HOSTILE)),
)
def test_any_slider(stops, chosen, keep, steps):
    ordered = sorted(stops, key=lambda stop: stop.day)
    inert(draw_as_of(ordered, chosen, action="/", keep=keep, steps=steps))


@given(HOSTILE)
def test_cleaned_words_are_plain(words):
    assert clean(clean(words)) == clean(words)
    assert clean(words).encode("utf-8").decode("utf-8") == clean(words)


# --- the timeline


def timeline_of(*happenings, **options):
    wide = parsed(draw_timeline(happenings, **options))[0]
    return wide, [one for one in wide.iter() if "dr-item" in one.get("class", "").split()]


def lines(item, name):
    found = [one for one in item.iter() if name in one.get("class", "").split()]
    return [(float(one.get("x1")), float(one.get("x2"))) for one in found]


def test_a_year_is_a_stretch_and_a_day_a_point():
    day = cases.happening(Event.ORDER, "2017-09-12", "2017-09-13", Side.SUPPLIER)
    year = cases.happening(Event.DELIVERY, "2019", "2019-12-31", Side.SUPPLIER)
    _, items = timeline_of(day, year)
    spans = {item.get("href"): lines(item, "dr-span") for item in items}

    assert spans["#order-2017-09-12"] == []
    ((left, right),) = spans["#delivery-2019"]
    assert right - left > 200  # a third of three years


def test_the_report_stands_behind_the_event_or_before_it():
    told = cases.happening(Event.ORDER, "2017-09-12", "2019-09-13", Side.SUPPLIER)
    ahead = cases.happening(Event.DELIVERY, "2020-01", "2018-01-01", Side.SUPPLIER)
    _, items = timeline_of(told, ahead)
    lags = {item.get("href"): lines(item, "dr-lag")[0] for item in items}

    assert lags["#order-2017-09-12"][0] < lags["#order-2017-09-12"][1]
    assert lags["#delivery-2020-01"][0] > lags["#delivery-2020-01"][1]


def test_as_of_is_marked_only_within_the_time():
    day = cases.happening(Event.ORDER, "2017-09-12", "2019-09-13", Side.SUPPLIER)

    assert 'class="dr-now"' in draw_timeline([day], as_of="2018-05-01")
    assert 'class="dr-now"' not in draw_timeline([day], as_of="2031-05-01")


def test_five_hundred_marks_stay_small_and_apart():
    happenings = cases.many_happenings(500)
    markup = draw_timeline(happenings)
    (svg,) = parsed(markup)

    assert len(markup) < 400_000
    assert len(gzip.compress(markup.encode())) < 45_000
    assert markup.count('class="dr-item') == len(happenings)
    assert clashes(words_in(svg)) == []


def test_only_crowded_timelines_have_one_width():
    assert len(parsed(draw_timeline(cases.many_happenings(CROWDED)))) == 2
    assert len(parsed(draw_timeline(cases.many_happenings(CROWDED + 1)))) == 1


# --- the others


def test_a_broken_off_deal_has_a_barrier():
    assert "dr-wall" not in draw_ladder(cases.RUNGS)
    for state in (State.SUSPENDED, State.CANCELLED, State.DENIED):
        assert f">{state}</text>" in draw_ladder(cases.RUNGS, state=state)


def test_outlets_collapse_to_origins():
    words = parsed(draw_origins(cases.ORIGINS))[0][1].text

    assert words.startswith("8 outlets, 10 reports: 4 independent origins.")
    assert "copied by 3: Delta Affairs, Vistula Tribune, Northern Arms Bulletin" in words


def test_more_origins_than_drawn_are_counted():
    many = [cases.ORIGINS[1]] * 43

    assert "3 further origins not drawn." in draw_origins(many)


def test_bars_share_one_scale():
    bars = [Bar("offered", 4.0), Bar("ordered", 2.0), Bar("delivered", float(Decimal(1)))]
    wide = parsed(draw_figures(bars, title="Ships", key="ships"))[0]
    widths = [
        float(one.get("width")) for one in wide.iter() if "dr-beam" in one.get("class", "").split()
    ]

    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    assert widths[0] == pytest.approx(4 * widths[2], abs=0.2)


def test_what_is_not_delivered_is_said():
    assert ">not told</text>" in draw_figures(cases.MONEY, title="Price", key="m")


def test_the_map_says_what_it_leaves_out():
    flows = [
        *(Flow("USA", code, "United States", name, 1) for code, name in cases.NAMES.items()),
        Flow("USA", "NATO", "United States", "NATO", 2),
    ]

    assert flow_words(flows) == (
        "29 flows drawn; 1 not on the map, which has no place for NATO; 1 within one state."
    )
    assert flow_words(FLOWS) == "60 flows drawn; 15 smaller flows left out."


def test_states_that_are_gone_have_a_place():
    assert flow_words([Flow("SUN", "DDR", "Soviet Union", "East Germany", 3)]) == "1 flow drawn."


def test_the_network_says_what_it_leaves_out():
    parties = [Party(str(n), f"Party {n}") for n in range(70)]
    ties = [Tie("0", str(n), 71 - n) for n in range(1, 70)]

    assert network_words(parties, ties) == (
        "60 parties and 59 ties drawn; 10 parties with fewer deals left out, and 10 ties with them."
    )
    assert draw_network(parties, ties).count('class="dr-party"') == 2 * 60


def test_the_slider_keeps_the_other_parameters_and_works_without_scripts():
    steps = Steps(Step("/deals/x?as_of=2017-12-29", "29 December 2017"))
    kept = [("supplier", "RUS"), ("as_of", "x")]
    form = draw_as_of(cases.STOPS, "2018-01-01", action="/deals/x", keep=kept, steps=steps)

    assert '<input type="hidden" name="supplier" value="RUS"/>' in form
    assert form.count('name="as_of"') == 1
    assert '<input type="date" name="as_of" id="stops-day" value="2018-01-01"/>' in form
    assert 'href="/deals/x?as_of=2017-12-29" class="dr-as-of-step dr-as-of-prev"' in form
    assert form.count("<a ") == 1
    assert 'class="dr-as-of-range" hidden=""' in form


def places_of(form):
    """Read the places of the stops as the script does."""
    steps = re.search('data-stops="([^"]*)"', form)[1].split()
    return list(accumulate(int(step, 36) for step in steps))


@given(st.lists(DAYS, min_size=2, max_size=40, unique=True))
def test_the_slider_knows_each_stop(days):
    ordered = sorted(days)
    form = draw_as_of([Stop(day) for day in ordered], None, action="/")
    first = date.fromisoformat(re.search('data-first="([^"]*)"', form)[1])

    told = [(first + timedelta(days=place)).isoformat() for place in places_of(form)]
    assert told == ordered


def test_thousands_of_stops_are_small():
    days = [date(2001, 1, 1) + timedelta(days=2 * n) for n in range(5000)]
    form = draw_as_of([Stop(day.isoformat()) for day in days], "2011-01-01", action="/")

    assert len(form) < 25_000
    assert len(gzip.compress(form.encode())) < 4_000


def test_the_columns_lie_over_the_slider():
    form = draw_as_of([Stop("2017-01-01"), Stop("2017-12-31")], "2017-06-30", action="/")
    (svg,) = parsed(form)
    before, after = (one for one in svg.iter() if one.tag.endswith("}path"))

    assert 'max="365"' in form
    assert (before.get("class"), after.get("class")) == ("dr-month", "dr-month dr-later")
    assert float(before.get("d")[1:].split()[0]) < 600 / 24
    assert float(after.get("d")[1:].split()[0]) > 600 * 11 / 12


def test_of_a_stretch_every_day_can_be_chosen():
    form = draw_as_of([Stop("2017-01-01"), Stop("2017-12-31")], None, action="/", is_stretch=True)

    assert 'data-every=""' in form
    assert "<svg" not in form


@pytest.mark.parametrize("stops", [[], [Stop("2017-01-01")]])
def test_one_stop_needs_no_slider(stops):
    assert 'type="range"' not in draw_as_of(stops, None, action="/")


def test_legends_tell_only_what_is_asked_for():
    legend = draw_legend([Side.SUPPLIER], [Factuality.DENIED])

    assert legend.count("<li>") == 2
    assert "crossed: denied" in legend
    assert draw_roles().count("<li>") == 4


def test_one_day_may_be_all_there_is():
    lone = cases.happening(Event.ORDER, None, "2017-09-12", Side.SUPPLIER)
    later = date(2017, 9, 12) + timedelta(days=1)

    inert(draw_timeline([lone]))
    assert draw_timeline([lone], as_of=later.isoformat()) is not None
