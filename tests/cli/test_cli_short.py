"""Report ids for people."""

from hypothesis import given
from hypothesis import strategies as st

from armsledger.cli.short import SHORTEST, ShortIds

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
NEAR = st.builds(lambda tail: "a" * 60 + tail, st.text("ab", min_size=4, max_size=4))
IDS = st.lists(st.one_of(HASHES, NEAR, st.text(min_size=1, max_size=9)), min_size=1, unique=True)


@given(IDS)
def test_a_short_id_names_one_report(ids):
    shorter = ShortIds(sorted(ids))
    for key in ids:
        short = shorter.of(key)
        assert key.startswith(short)
        assert short == key or len(short) >= SHORTEST
        # What `report ID` looks for: the id itself, else the only one that begins so.
        assert short == key or [other for other in ids if other.startswith(short)] == [key]


def test_a_given_id_is_shown_whole():
    ids = ["seed-001", "0" * 64, "0" * 63 + "1"]
    shorter = ShortIds(sorted(ids))
    assert shorter.of("seed-001") == shorter.name("seed-001") == "seed-001"
    assert shorter.of("0" * 64) == "0" * 64
    assert ShortIds(["0" * 64]).name("0" * 64) == "report 00000000"


def test_an_id_that_is_not_stored_is_cut_too():
    assert ShortIds([]).of("ab" * 32) == "abababab"
