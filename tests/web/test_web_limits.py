"""Counting tries: windows, keys, and memory that does not grow."""

import pytest

from armsledger.web.access.limits import Limit, network_of


class Ticks:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def ticks():
    return Ticks()


def test_so_many_tries_in_a_window(ticks):
    limit = Limit(3, 60.0, ticks)
    assert [limit.take("a") for _ in range(3)] == [0, 0, 0]
    ticks.now = 20
    assert limit.take("a") == 40
    assert limit.take("b") == 0
    ticks.now = 60
    assert limit.take("a") == 0


def test_a_success_counts_from_nothing_again(ticks):
    limit = Limit(1, 60.0, ticks)
    limit.take("a")
    limit.forget("a")
    assert limit.take("a") == 0
    limit.give_back("a")
    assert limit.take("a") == 0
    assert limit.take("a") == 60


def test_what_was_tried_longest_ago_is_forgotten(ticks):
    limit = Limit(1, 60.0, ticks, kept=3)
    for key in "abcd":
        limit.take(key)
    assert len(limit) == 3
    assert limit.take("d") == 60
    assert limit.take("a") == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("a socket", "a socket"),
        ("", ""),
    ],
)
def test_one_place_has_one_count(address, network):
    assert network_of(address) == network
