"""Run every benchmark; each writes benchmarks/results/NAME.json. Exits 1 if a bound is broken.

python benchmarks/run_all.py [--quick]
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from bench_common import RESULTS

HERE = Path(__file__).parent
FULL = {
    "startup": ("startup.py",),
    "speed": ("speed.py",),
    "ledger_growth": ("ledger_growth.py",),
    "desk_load": ("desk_load.py",),
}
QUICK = {
    "startup": ("startup.py", "--runs", "3"),
    "speed": ("speed.py", "--runs", "1"),
    "ledger_growth": ("ledger_growth.py", "--large", "2000", "--additions", "20"),
    "desk_load": ("desk_load.py", "--reports", "1000", "--small", "100", "--seconds", "20"),
}
AT_LEAST = frozenset({"stream_speedup"})  # the other bounds are upper ones


def broken(name: str) -> list[str]:
    """Return a line for each bound of a result that does not hold."""
    figures = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return [
        f"{name}: {key} is {figures[key]}, bound {bound}"
        for key, bound in figures["bounds"].items()
        if (figures[key] < bound if key in AT_LEAST else figures[key] > bound)
    ]


def main() -> int:
    """Run the benchmarks; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one run")
    lines: list[str] = []
    for name, (script, *options) in (QUICK if parser.parse_args().quick else FULL).items():
        subprocess.run([sys.executable, str(HERE / script), *options], check=True)
        lines += broken(name)
    sys.stdout.write("\n".join(lines or ["all bounds hold"]) + "\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
