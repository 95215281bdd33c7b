"""Codes, dates, money and numbers in plain English."""

from decimal import Decimal

from armsledger.exports.words import (
    actor_name,
    counted,
    date_words,
    day_words,
    listing,
    money_words,
    quantity_words,
    with_article,
)
from armsledger.model import Money, Quantity
from cases import each_case, load_cases

CASES = load_cases("exports_words.jsonl")


def say(case):
    given = case["in"]
    if case["kind"] == "date":
        return date_words(given)
    if case["kind"] == "money":
        return money_words(Money(Decimal(given[0]), given[1], given[2]))
    return quantity_words(Quantity(Decimal(given[0]), given[1]))


@each_case(CASES)
def test_words_of_case(case):
    assert say(case) == case["out"]


def test_an_undated_report_says_so():
    assert day_words(None) == "undated"


def test_states_have_names_and_unknown_codes_are_their_own():
    assert actor_name("USA") == "United States"
    assert actor_name("NATO") == "NATO"
    assert actor_name("Human Rights Watch") == "Human Rights Watch"
    assert actor_name(None) == "unknown"


def test_articles_and_lists_read_as_in_a_sentence():
    names = [with_article(actor_name(code)) for code in ("RUS", "TUR", "USA")]

    assert listing(names) == "Russia, Turkey and the United States"
    assert counted(1, "copy") == "1 copy"
    assert counted(1200, "copy") == "1,200 copies"
