"""Write the accuracy table of the README and of docs/methods/accuracy.md from baseline.json.

python eval/figures.py [--check]

`--check` writes nothing and exits with 1 if a page tells other figures than the baseline.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
PAGES = (HERE.parent / "README.md", HERE.parent / "docs" / "methods" / "accuracy.md")
SECTION = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)

# What each corpus of the gate is, in the order of the table.
CORPORA = {
    "examples": "our own examples (invented reports)",
    "seeds": "five reports on one affair, learned from (claims F1 about 0.60 when left out)",
    "dev": "reports on other affairs, not learned from",
    "train": "reports that were learned from",
    "passages": "short passages, learned from",
}
FIGURES = ("claims", "deals", "arguments")


def table(baseline):
    if not baseline:
        return "No figures are recorded yet: `python eval/gate.py --update`.\n"
    lines = [
        "| reports | number | claims P / R / F1 | deals F1 | arguments F1 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, words in CORPORA.items():
        if name in baseline:
            lines.append(row(words, baseline[name]))
    return "\n".join(lines) + "\n"


def row(words, record):
    claims, deals, arguments = (record["figures"][name] for name in FIGURES)
    main = " / ".join(f"{claims[key]:.2f}" for key in ("precision", "recall", "f1"))
    figures = f"{main} | {deals['f1']:.2f} | {arguments['f1']:.2f}"
    return f"| {words} | {record['reports']} | {figures} |"


def renew(text, baseline):
    """Return a page's text with the figures of the baseline."""
    return SECTION.sub(lambda _: table(baseline), text)


def read_baseline():
    return json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}


def main():
    stale = 0
    for page in PAGES:
        text = page.read_text("utf-8")
        new = renew(text, read_baseline())
        stale += new != text
        if "--check" not in sys.argv[1:]:
            page.write_text(new, "utf-8")
    return int(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
