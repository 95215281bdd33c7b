"""What every benchmark writes beside its figures: machine, commit, corpus; and how it repeats."""

import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
Rows = list[dict[str, Any]]


def read_rows(path: Path) -> Rows:
    """Return the reports of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def corpus_hash(rows: Rows) -> str:
    """Return the SHA-256 of titles and texts, in order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row.get('title') or ''}\0{row['text']}\0".encode())
    return digest.hexdigest()


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "commit": _commit(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or "unknown"


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median, least and most of several runs."""
    return {
        "median": round(statistics.median(values), 4),
        "least": round(min(values), 4),
        "most": round(max(values), 4),
        "runs": len(values),
    }


def write(name: str, figures: dict[str, Any]) -> None:
    """Write a benchmark's figures to `results/NAME.json` and print them."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"benchmark": name, "machine": machine(), **figures}, indent=2) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
