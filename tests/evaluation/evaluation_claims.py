"""Hypothesis strategies for claims in the form that is scored."""

from hypothesis import strategies as st

EVENTS = ("order", "delivery", "talks")
SYSTEMS = ("S-400", "s 400s", "the Triumf", "F-35", "Patriot")
NAMES = ("Fikri Isik", "Isik", "the minister", "Ministers", "Zoë", "Чемезов")
PARTS = ("2017-04-25", "2017-05", "2017", "2017-13", "2019-22", "2019-24~", "201X", "20x", "..")
ODD_PARTS = ("", " 2017 ", "2017-02-30", "2017-00", "0000", "soon", "198x?", "2016/2017")

small = st.integers(0, 3)
parts = st.one_of(
    st.sampled_from(PARTS + ODD_PARTS),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
)
dates = st.one_of(parts, st.tuples(parts, parts).map("/".join)).filter(
    lambda text: not text.startswith("9999") and "/9999" not in text
)
money = st.fixed_dictionaries(
    {
        "amount": st.one_of(st.none(), st.integers(-2, 2), st.floats(99.0, 102.0)),
        "currency": st.sampled_from(("USD", "EUR", None)),
    }
)
sources = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES), "kind": st.sampled_from(("official", "unnamed"))}
)


def absent_or(strategy):
    return st.one_of(st.none(), strategy)


claims = st.fixed_dictionaries(
    {
        "report": st.sampled_from(("r1", "r2")),
        "event": st.sampled_from(EVENTS),
        "supplier": absent_or(st.sampled_from(("RUS", "USA", ""))),
        "recipient": absent_or(st.sampled_from(("TUR", "IND", ""))),
        "system": absent_or(st.sampled_from((*SYSTEMS, ""))),
        "category": absent_or(st.sampled_from(("missiles", "aircraft", ""))),
        "quantity": absent_or(st.fixed_dictionaries({"value": absent_or(small)})),
        "value": absent_or(money),
        "when": absent_or(dates),
        "factuality": absent_or(st.sampled_from(("fact", "planned"))),
        "source": absent_or(sources),
    }
)
claim_lists = st.lists(claims, max_size=8)
