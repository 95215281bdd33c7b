"""Schema versions: the migrations make what the tables say, and other versions are refused."""

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from armsledger.errors import LedgerVersionError
from armsledger.pipeline import process
from armsledger.store import Store, migrate
from armsledger.store.engine import reading, writing
from armsledger.store.migrations.versions.v0003_decisions import fill_confidence
from armsledger.store.schema import REVISIONS, metadata
from ledger_fakes import LineExtractor, report_of

UNDO_LATER_VERSIONS = (
    "DROP TABLE named_deals",
    "DROP INDEX ix_decisions_made_at",
    *(f"DROP TABLE {name}" for name in ("audit", "tokens", "sessions", "accounts")),
    "DROP TRIGGER claims_fts_insert",
    *(
        f"DROP TABLE {name}"
        for name in (
            "claims_fts",
            "links",
            "touched",
            "past_touched",
            "lines",
            "deal_claims",
            "facet_counts",
            "past_bodies",
            "past_lines",
            "past_claims",
            "voices",
            "counters",
            "report_days",
        )
    ),
    "DROP INDEX ix_placements_day",
    "ALTER TABLE placements DROP COLUMN event",
    "ALTER TABLE placements DROP COLUMN day",
    "DROP INDEX ix_partitions_past_rules",
    "ALTER TABLE partitions DROP COLUMN built",
    "ALTER TABLE partitions DROP COLUMN past_rules",
    "ALTER TABLE partitions DROP COLUMN entangled",
    "ALTER TABLE deals DROP COLUMN inputs",
    "DROP TABLE bindings",
    "DROP TABLE units",
    "DROP TABLE redirects",
    "DROP INDEX ix_decisions_target",
    "ALTER TABLE decisions DROP COLUMN target",
    "ALTER TABLE placements DROP COLUMN verdict",
    "ALTER TABLE placements DROP COLUMN effective",
    "ALTER TABLE placements DROP COLUMN confidence",
)

# What is only in the other database.
ELSEWHERE = {"sqlite": {"ix_reports_beginning"}, "postgresql": set()}


def test_the_migrations_make_the_tables(store):
    with reading(store._engine) as connection:
        elsewhere = ELSEWHERE[connection.dialect.name]
        options = {
            "include_name": lambda name, kind, _: kind != "table" or "fts" not in name,
            "include_object": lambda _found, name, *_more: name not in elsewhere,
        }
        context = MigrationContext.configure(connection, opts=options)
        found = [d for d in compare_metadata(context, metadata) if "fts" not in str(d)]
    assert found == []


def test_the_known_versions_are_the_migrations():
    folder = migrate.Path(migrate.__file__).parent / "migrations"
    scripts = ScriptDirectory(str(folder))
    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == REVISIONS


@pytest.mark.parametrize(("found", "way_out"), [("0001", "rebuild"), ("0009", "update armsledger")])
def test_another_version_is_refused_with_the_way_out(found, way_out):
    with pytest.raises(LedgerVersionError, match=way_out):
        migrate.check_version("my.db", found, ("0001", "0002"))


def test_the_newest_version_is_fine():
    migrate.check_version("my.db", "0002", ("0001", "0002"))


def test_an_older_ledger_gets_the_confidence_of_its_claims(store):
    store.record(process(report_of("RUS sells S-400 to TUR in 2017."), LineExtractor()))
    before = store.unreviewed()
    with writing(store._engine) as connection:
        connection.execute(text("UPDATE placements SET confidence = NULL"))
        connection.execute(text(fill_confidence(connection.dialect.name)))
    assert store.unreviewed() == before != []


def test_a_ledger_of_the_first_version_is_brought_up_to_date(tmp_path):
    path = str(tmp_path / "old.db")
    opened = Store.open(path, create=True)
    opened.record(process(report_of("RUS sells S-400 to TUR in 2017."), LineExtractor()))
    opened.refresh()
    before, unreviewed = opened.dump(), opened.unreviewed()
    opened.close()
    with sqlite3.connect(path) as raw:
        for line in UNDO_LATER_VERSIONS:
            raw.execute(line)
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.close()
    with pytest.raises(LedgerVersionError, match="rebuild"):
        Store.open(path)
    upgraded = Store.open(path, upgrade=True)
    upgraded.refresh()
    assert upgraded.dump() == before
    assert upgraded.unreviewed() == unreviewed != []
    upgraded.rebuild()
    assert upgraded.dump() == before
    upgraded.close()
