"""Run the commands of the README's session and write what they print under them.

    python docs/make_session.py [--check]

The session is the README's `console` block: a line that starts with `$ ` is a command. `--check`
writes nothing and exits with 1 if the block tells something else than the program.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PROMPT = "$ "
WIDTH = "104"  # columns
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def commands_of(text: str) -> list[str]:
    """Return the commands of the session in a page's text."""
    block = BLOCK.search(text)
    lines = block[0].splitlines() if block else []
    return [line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT)]


def run(command: str, ledger: Path) -> str:
    """Return all that a command prints, without blanks at the ends of lines."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    settings = {"ARMSLEDGER": str(ledger), "COLUMNS": WIDTH, "PATH": programs}
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env=os.environ | settings | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,  # what a failing command prints is shown like any other
    )
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines()).lstrip("\n")


def session(commands: list[str]) -> str:
    """Return the block: each command with what it prints, on one fresh ledger."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.db"
        told = [f"{PROMPT}{command}\n{run(command, ledger)}" for command in commands]
    return "\n".join(told)


def renew(text: str) -> str:
    """Return a page's text with the session as the program prints it today."""
    new = session(commands_of(text))
    return BLOCK.sub(lambda _: new, text, count=1)


def main() -> int:
    """Write the README's session, or check it."""
    text = README.read_text("utf-8")
    new = renew(text)
    if "--check" not in sys.argv[1:]:
        README.write_text(new, "utf-8")
        return 0
    return int(new != text)


if __name__ == "__main__":
    sys.exit(main())
