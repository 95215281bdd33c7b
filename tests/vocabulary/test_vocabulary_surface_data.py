"""The data file of ships, land systems, sensors, naval weapons, engines and small arms."""

import re
import unicodedata
from collections import Counter

import pytest

from armsledger.model import CATEGORIES
from armsledger.vocabulary.tables import read_table, table_version

NAME = "weapons_surface.csv"
COLUMNS = ("system", "aliases", "family", "category", "kind", "origin", "ambiguous")
MINIMUM_ROWS = 700


@pytest.fixture(scope="module")
def rows():
    return read_table(NAME, COLUMNS)


def squeezed(name):
    """Return a name as the matcher compares it: no accents, case, spaces or hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9+]", "", re.sub(r"[\s-]+class$", "", plain.lower()))


def names_of(row):
    return [row["system"], *filter(None, row["aliases"].split("|"))]


def test_source_and_version_are_stated():
    assert all(table_version(NAME))


def test_enough_rows(rows):
    assert len(rows) >= MINIMUM_ROWS


def test_categories_are_of_the_closed_list(rows):
    assert {row["category"] for row in rows} <= set(CATEGORIES)


def test_every_row_has_system_family_kind_and_a_legal_flag(rows):
    bad = [r for r in rows if not (r["system"] and r["family"] and r["kind"])]
    assert bad == []
    assert {row["ambiguous"] for row in rows} <= {"", "1"}


def test_origins_are_codes_of_three_letters(rows):
    bad = [
        row["system"]
        for row in rows
        if not all(re.fullmatch("[A-Z]{3}", code) for code in row["origin"].split("|"))
    ]
    assert bad == []


def test_no_system_twice(rows):
    counts = Counter(row["system"] for row in rows)
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_name_belongs_to_two_systems(rows):
    owners = {}
    for row in rows:
        for name in names_of(row):
            owners.setdefault(squeezed(name), set()).add(row["system"])
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_a_family_is_the_name_of_one_of_its_systems(rows):
    systems = {row["system"] for row in rows}
    assert {row["family"] for row in rows} - systems == set()


def test_names_of_three_signs_or_fewer_are_ambiguous_or_a_designation(rows):
    """A bare word or number this short collides; a letter-hyphen-number designation does not."""
    bad = [
        row["system"]
        for row in rows
        if len(squeezed(row["system"])) <= 2 and "-" not in row["system"] and not row["ambiguous"]
    ]
    assert bad == []
