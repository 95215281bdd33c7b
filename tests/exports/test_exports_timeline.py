"""The timeline's geometry, and marks in texts."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from armsledger.exports.passages import Mark, cut
from armsledger.exports.timeline import WIDTH, Happening, draw_timeline
from armsledger.model import Event, Factuality, Side


def happening(when=None, reported="2019-07-13", event=Event.DELIVERY, **changes):
    given = {"sides": (Side.SUPPLIER,), "count": 1, "factuality": Factuality.FACT} | changes
    return Happening(
        anchor=f"event-{when}-{reported}",
        label="",
        event=event,
        when=when,
        reported=reported,
        **given,
    )


def test_without_any_time_there_is_no_drawing():
    assert draw_timeline([happening(reported=None)]) is None


def test_an_undated_event_stands_at_its_report():
    item = draw_timeline([happening(), happening("2017")]).items[-1]

    assert not item.is_dated
    assert item.marks == (item.reported,)


def test_a_day_is_a_point_and_a_year_a_stretch():
    drawn = draw_timeline([happening("2019-07-12"), happening("2017")])
    spans = {item.of.when: item.span for item in drawn.items}

    assert spans["2019-07-12"] is None
    assert spans["2017"].left < spans["2017"].right


def test_further_steps_are_drawn_higher_and_reactions_below():
    events = [Event.SANCTION, Event.TALKS, Event.DELIVERY]
    lanes = draw_timeline([happening("2019", event=event) for event in events]).lanes

    assert [lane.event for lane in lanes] == [Event.DELIVERY, Event.TALKS, Event.SANCTION]
    assert [lane.is_across for lane in lanes] == [False, False, True]


DAYS = st.integers(0, 20_000).map(lambda n: (date(1980, 1, 1) + timedelta(days=n)).isoformat())
WHENS = st.none() | DAYS | DAYS.map(lambda d: d[:4]) | DAYS.map(lambda d: f"{d[:7]}/..")
HAPPENINGS = st.builds(
    happening,
    WHENS,
    DAYS,
    st.sampled_from(Event),
    sides=st.sets(st.sampled_from(Side), min_size=1).map(lambda s: tuple(sorted(s))),
    count=st.integers(1, 99),
)


@given(st.lists(HAPPENINGS, min_size=1, max_size=30))
def test_everything_is_drawn_inside_and_later_is_further_right(happenings):
    drawn = draw_timeline(happenings)

    assert len(drawn.items) == len(happenings)
    for item in drawn.items:
        lane = next(lane for lane in drawn.lanes if lane.event is item.of.event)
        assert lane.top <= item.y <= lane.top + lane.height <= drawn.height
        assert 0 <= min(item.marks) <= max(item.marks) <= WIDTH
    seen = sorted((item.of.reported, item.reported) for item in drawn.items)
    assert [x for _, x in seen] == sorted(x for _, x in seen)


@given(st.lists(HAPPENINGS, min_size=2, max_size=20))
def test_marks_in_one_row_do_not_overlap(happenings):
    rows = {}
    for item in draw_timeline(happenings).items:
        rows.setdefault(item.y, []).append((item.marks[0], item.marks[-1]))
    for places in rows.values():
        ordered = sorted(places)
        assert all(a[1] < b[0] for a, b in pairwise(ordered))


@given(st.text(max_size=60), st.data())
def test_pieces_are_the_text_and_marks_are_whole_pieces(text, data):
    place = st.integers(0, len(text))
    start, end = sorted((data.draw(place), data.draw(place)))
    drawn = data.draw(st.lists(st.tuples(st.sampled_from("abc"), place, place), max_size=5))
    marks = [Mark(name, *sorted((a, b))) for name, a, b in drawn]

    pieces = cut(text, start, end, marks)

    assert "".join(piece.text for piece in pieces) == text[start:end]
    for name in "abc":
        covered = {
            n for m in marks if m.name == name for n in range(max(m.start, start), min(m.end, end))
        }
        where, at = set(), start
        for piece in pieces:
            if name in piece.roles:
                where |= set(range(at, at + len(piece.text)))
            at += len(piece.text)
        assert where == covered
