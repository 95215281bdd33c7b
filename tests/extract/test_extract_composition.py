"""The event that a trigger and the word above it make."""

import pytest

from armsledger.extract.composition import compose, load_composition
from armsledger.model import Event

CASES = [
    ("buying", {"buy"}, set(), (Event.ORDER,)),
    ("wants to buy", {"buy"}, {"want"}, (Event.INTEREST,)),
    ("agreed to buy", {"buy"}, {"agree"}, (Event.ORDER,)),
    ("plans to sell", {"sell"}, {"plan"}, (Event.OFFER,)),
    ("refused to sell", {"sell"}, {"block"}, (Event.SUSPENSION,)),
    ("approved the sale", {"sell"}, {"approve"}, (Event.APPROVAL,)),
    ("talks on a purchase", {"buy"}, {"talk"}, (Event.TALKS,)),
    ("scrapped the deal", {"deal"}, {"cancel"}, (Event.CANCELLATION,)),
    ("lifted sanctions", {"sanction"}, {"lift"}, (Event.SANCTION,)),
    ("a word above that changes nothing", {"buy"}, {"test"}, (Event.ORDER,)),
    ("a word that names no event", {"x"}, {"y"}, ()),
]


@pytest.mark.parametrize(("why", "own", "above", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_compose(why, own, above, wanted):
    assert compose(own, above) == wanted, why


def test_two_groups_give_each_event_once():
    assert compose({"give", "receive"}, ()) == (Event.DELIVERY,)


def test_every_pair_of_the_table_has_a_plain_event():
    table = load_composition()
    plain = {under for over, under in table if not over}
    assert {under for over, under in table} <= plain
