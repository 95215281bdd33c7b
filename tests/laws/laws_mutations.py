"""Reports as no writer left them: sentences lost, doubled and swapped, texts spliced, cut, spoilt.

Every mutation is a function of a random source and of reports alone, so that a number names one
mutated report for ever, as long as the reports stay the same.
"""

import random
import re
import textwrap

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[\"\u201d\u2019')\]]*\s*|\n+|$)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"\b[A-Z][\w-]*[a-z0-9]\b")
# Half a surrogate pair is left out: no such text can be stored, and reading one fails as it should.
ODD = [
    "\u200b", "\ufeff", "\u202e", "\u0301", "\xa0", "\u2028", "\u2029", "\x85", "\xad", "\ufffd",
    "\U0001f680", "\U0001f1f9\U0001f1f7", "\u05e9\u05dc\u05d5\u05dd", "\u4e2d\u56fd", "\u00df",
    "\u0130", "\ufb01", "\u2161", "$", "\u20ac1", "9999-99-99", "((((", '"', "\u201c", "x" * 3_000,
]  # fmt: skip
CONTROL = [chr(c) for c in (0, 1, 7, 8, 9, 10, 11, 12, 13, 27, 28, 31, 127, 144)]


def sentences(text):
    return SENTENCE.findall(text) or [text]


def drop(rng, text, _):
    parts = sentences(text)
    return "".join(part for part in parts if rng.random() > 0.3)


def double(rng, text, _):
    return "".join(part * rng.choice((1, 1, 2)) for part in sentences(text))


def swap(rng, text, _):
    parts = sentences(text)
    for _ in range(3):
        a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return "".join(parts)


def splice(rng, text, other):
    return text[: rng.randint(0, len(text))] + other[rng.randint(0, len(other)) :]


def interleave(rng, text, other):
    theirs = sentences(other)
    return "".join(part + rng.choice(theirs) for part in sentences(text)[:60])


def insert(rng, text, pieces):
    for _ in range(rng.randint(1, 12)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(pieces) + text[at:]
    return text


def spoil(rng, text, _):
    return insert(rng, text, ODD)


def control(rng, text, _):
    return insert(rng, text, CONTROL)


def garble(rng, text, _):
    return insert(rng, text, [chr(rng.randint(1, 0xD7FF)), chr(rng.randint(0xE000, 0x10FFFF))])


def cut(rng, text, _):
    start = rng.randint(0, len(text))
    return text[start : rng.randint(start, len(text))]


def renumber(rng, text, _):
    new = ("0", "1", "7", "1,000", "3.5", "2019", "99999999999", "1e9", "00", "12,34")
    return NUMBER.sub(lambda m: rng.choice(new) if rng.random() < 0.5 else m.group(), text)


def rename(rng, text, other):
    names = NAME.findall(other) or ["Ruritania"]
    return NAME.sub(lambda m: rng.choice(names) if rng.random() < 0.3 else m.group(), text)


def wrap(rng, text, _):
    return textwrap.fill(text, rng.choice((40, 60, 72, 80)))


def flatten(rng, text, _):
    return " ".join(text.split()) if rng.random() < 0.5 else text.replace(" ", "\n")


def shout(rng, text, _):
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


MUTATIONS = (
    drop, double, swap, splice, interleave, spoil, control, garble, cut, renumber, rename, wrap,
    flatten, shout,
)  # fmt: skip


def mutated(rows, number, *, seed="grounding"):
    """Return the mutated report of a number, as a row of a file of reports."""
    rng = random.Random(f"{seed}-{number}")
    row, other = rng.choice(rows), rng.choice(rows)
    text, title = row["text"], row.get("title")
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(MUTATIONS)(rng, text, other["text"])
    if title and rng.random() < 0.3:
        title = rng.choice(MUTATIONS)(rng, title, other.get("title") or "A sale")
    date = rng.choice((row.get("date"), other.get("date"), None))
    return {"id": f"mutated-{number}", "title": title, "text": text, "date": date}
