"""Read and validate the corpus' own text format; write it as reports and gold claims in JSONL.

    python corpus/read_corpus.py corpus/*.txt [--out FOLDER]

The format, made for writing by hand (see corpus/README.md):

    @ id | date | outlet | title
    Sentences of the report, any number of lines.
    > trigger | event | supplier | recipient | system | weapon | category | factuality | more

A claim line belongs to the report above it; `trigger` and `weapon` are words of the report. Empty
fields are null. `more` holds `key=value` pairs separated by `;`: quantity=4 battery,
value=2500000000 USD =, when=2019-07, actor=USA, source=Name/official/TUR, via=TASS, nth=2 (the
second place where the trigger stands; the first counts if absent). A trigger is looked for in the
title too.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from armsledger.model import CATEGORIES, Event, Factuality, SourceKind

FIELDS = ("trigger", "event", "supplier", "recipient", "system", "weapon", "category", "factuality")
# Alliances whose short name has the form of a two-letter code.
GROUPS = {"EU", "UN", "AU"}
KEYS = {"quantity", "value", "when", "actor", "source", "via", "nth"}


@dataclass
class Entry:
    """One report of the corpus with its claim lines."""

    place: str
    id: str
    date: str | None
    outlet: str | None
    title: str | None
    lines: list[str] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def read_entries(path: Path) -> list[Entry]:
    entries: list[Entry] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        place = f"{path.name}:{number}"
        if line.startswith("@ "):
            cells = [cell.strip() or None for cell in line[2:].split("|")]
            if len(cells) != 4 or cells[0] is None:
                raise SystemExit(f"{place}: expected '@ id | date | outlet | title'")
            entries.append(Entry(place, *cells))
        elif line.startswith("> "):
            entries[-1].claims.append((place, line[2:]))
        elif entries and (line.strip() or entries[-1].lines) and not line.startswith("#"):
            entries[-1].lines.append(line)
    return entries


def to_claim(entry: Entry, place: str, line: str) -> dict:
    cells = [cell.strip() or None for cell in line.split("|")]
    if not 8 <= len(cells) <= 9:
        raise ValueError(f"{len(cells)} fields where 8 or 9 are expected")
    claim = dict(zip(FIELDS, cells[:8], strict=True)) | {"report": entry.id}
    Event(claim["event"])
    Factuality(claim["factuality"])
    if claim["category"] is not None and claim["category"] not in CATEGORIES:
        raise ValueError(f"no such category: {claim['category']}")
    more = read_more(cells[8] if len(cells) == 9 and cells[8] else "")
    for role in ("supplier", "recipient"):
        code = claim[role] or ""
        if code not in GROUPS and re.fullmatch(r"[A-Z]{2}|[a-z]{3}", code):
            raise ValueError(f"{role} is no ISO alpha-3 code: {claim[role]}")
    part, start = find_trigger(entry, claim["trigger"], int(more.pop("nth", "1")))
    if claim["weapon"] and claim["weapon"] not in f"{entry.title}\n{entry.text}":
        raise ValueError(f"weapon '{claim['weapon']}' does not stand in the report")
    return claim | more | {"part": part, "start": start, "end": start + len(claim["trigger"])}


def read_more(cell: str) -> dict:
    found = {
        "quantity": None,
        "value": None,
        "when": None,
        "actor": None,
        "source": None,
        "via": [],
    }
    for pair in filter(None, (p.strip() for p in cell.split(";"))):
        key, _, value = (piece.strip() for piece in pair.partition("="))
        if key not in KEYS or not value:
            raise ValueError(f"no such field, or no value: {pair}")
        found[key] = READERS.get(key, str)(value)
    return found


def read_quantity(value: str) -> dict:
    number, _, unit = value.partition(" ")
    return {"value": float(number), "unit": unit or "unit"}


def read_money(value: str) -> dict:
    amount, currency, *qualifier = value.split(" ")
    return {"amount": float(amount), "currency": currency, "qualifier": (qualifier or ["="])[0]}


def read_source(value: str) -> dict:
    name, kind, *country = value.rsplit("/", 2) if value.count("/") >= 2 else value.split("/")
    return {"name": name, "kind": str(SourceKind(kind)), "country": (country or [None])[0] or None}


READERS = {
    "quantity": read_quantity,
    "value": read_money,
    "source": read_source,
    "via": lambda value: [name.strip() for name in value.split(",")],
}


def find_trigger(entry: Entry, trigger: str | None, nth: int) -> tuple[str, int]:
    if not trigger:
        raise ValueError("a claim needs a trigger")
    places = [
        (part, match.start())
        for part, text in (("title", entry.title or ""), ("text", entry.text))
        for match in re.finditer(rf"(?<!\w){re.escape(trigger)}(?!\w)", text)
    ]
    if len(places) < nth:
        raise ValueError(f"trigger '{trigger}' does not stand in the report {nth} time(s)")
    return places[nth - 1]


def convert(paths: list[Path]) -> tuple[list[dict], list[dict], list[str]]:
    """Return reports, claims and problems."""
    reports, claims, problems, seen = [], [], [], set()
    for entry in (e for path in paths for e in read_entries(path)):
        if entry.id in seen:
            problems.append(f"{entry.place}: id {entry.id} stands twice")
        seen.add(entry.id)
        reports.append({k: getattr(entry, k) for k in ("id", "date", "outlet", "title", "text")})
        for place, line in entry.claims:
            try:
                claims.append(to_claim(entry, place, line))
            except ValueError as error:
                problems.append(f"{place}: {error}")
    return reports, claims, problems


def write_jsonl(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args()
    reports, claims, problems = convert(args.paths)
    for line in problems:
        print(line, file=sys.stderr)
    print(f"{len(reports)} reports, {len(claims)} claims, {len(problems)} problems")
    if args.out is not None:
        args.out.mkdir(parents=True, exist_ok=True)
        write_jsonl(args.out / "corpus.reports.jsonl", reports)
        write_jsonl(args.out / "corpus.gold.jsonl", claims)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
