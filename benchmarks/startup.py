"""Time until `armsledger --help` answers, against importing spaCy alone.

python benchmarks/startup.py
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence

from bench_common import spread, write

BOUNDS = {"help_ratio": 0.4}
HELP = (sys.executable, "-m", "armsledger", "--help")
SPACY = (sys.executable, "-c", "import spacy")


def wall(line: Sequence[str]) -> float:
    """Return the seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Run both by turns and write the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    wall(HELP), wall(SPACY)  # the first of each fills the file cache
    turns = [(wall(HELP), wall(SPACY)) for _ in range(arguments.runs)]
    ours, theirs = spread([t[0] for t in turns]), spread([t[1] for t in turns])
    ratio = round(ours["median"] / theirs["median"], 3)
    write(
        "startup",
        {"bounds": BOUNDS, "help_ratio": ratio, "help_seconds": ours, "spacy_seconds": theirs},
    )


if __name__ == "__main__":
    main()
