"""Copies in a ledger of notices in one form: found as ever, with few comparisons."""

import random

import pytest

from armsledger.pipeline import process
from armsledger.store import StandardDerivation, Store, register
from armsledger.store.copying import CopyFinder
from armsledger.store.engine import writing
from ledger_fakes import LineExtractor, report_of

FORM = (
    "The office told the members of a possible sale of equipment to {name}, with spare parts, the"
    " training of crews, technical help and other parts of support, for {cost} million dollars."
    " {name} will have no difficulty in taking it into its forces. RUS sells S-{lot} to TUR."
)


def texts(count):
    """Return notices in one form, one in eight of them again with another ending."""
    chance = random.Random(11)
    made = []
    for number in range(count):
        name = "".join(chance.choice("BDFGKLM") + chance.choice("aeiou") for _ in range(4)).title()
        text = FORM.format(name=name, cost=chance.randint(1000, 9999), lot=100 + number)
        made += [text, f"{text} It said no more."] if number % 8 == 0 else [text]
    return made


class Counting(StandardDerivation):
    """Counts the comparisons."""

    def __init__(self, *, sieves=True):
        self.compared = 0
        self._sieves = sieves

    def is_copy(self, text_a, text_b):
        self.compared += 1
        return super().is_copy(text_a, text_b)

    def sieves(self):
        return super().sieves() if self._sieves else ()


def fill(path, derivation, made):
    store = Store.open(str(path), create=True, derivation=derivation, timeout=5)
    for number, text in enumerate(made):
        store.record(process(report_of(text, id=f"r{number}"), LineExtractor()))
    store.refresh()
    return store


def test_the_sieves_change_no_verdict(tmp_path):
    plain, quick = Counting(sieves=False), Counting()
    made = texts(40)
    dumps = []
    for derivation in (plain, quick):
        store = fill(tmp_path / f"{len(dumps)}.db", derivation, made)
        assert len(store.originals()) == 5
        before = store.dump()
        store.rebuild()
        assert store.dump() == before
        dumps.append(before)
        store.close()
    assert dumps[0] == dumps[1]
    assert quick.compared < plain.compared / 20


@pytest.mark.parametrize("count", [40, 80])
def test_comparisons_grow_with_the_copies_only(tmp_path, count):
    derivation = Counting()
    store = fill(tmp_path / "ledger.db", derivation, texts(count))
    assert len(store.originals()) == count / 8
    assert derivation.compared <= count / 4
    derivation.compared = 0
    store.rebuild()
    assert derivation.compared <= count / 4
    store.close()


def test_without_room_nothing_is_remembered_and_the_copies_are_the_same(location):
    store = fill(location, Counting(), texts(16))
    before = store.dump()
    with writing(store._engine, timeout=5) as connection:
        register.rebuild(connection, store._derivation, CopyFinder(store._derivation, kept=0))
    assert store.dump() == before
    store.close()


class FailingAt(StandardDerivation):
    """Fails at claims on one weapon."""

    def partition_of(self, claim):
        if claim.system == "Lost":
            raise RuntimeError("a transaction fails")
        return super().partition_of(claim)


def test_a_report_that_was_not_stored_is_not_remembered(location):
    """The row of a transaction that failed is another report's later."""
    known, lost, later, *_ = (text for text in texts(9) if "no more" not in text)
    store = fill(location, FailingAt(), [known])
    lost = lost.replace("S-1", "Lost ").replace("Lost 01", "Lost")
    with pytest.raises(RuntimeError):
        store.record(process(report_of(lost, id="lost"), LineExtractor()))
    for name, text in (("later", later), ("copy", f"{later} It said no more.")):
        store.record(process(report_of(text, id=name), LineExtractor()))
    assert sorted([*store.originals(), *store.originals().values()]) == ["copy", "later"]
    store.close()
