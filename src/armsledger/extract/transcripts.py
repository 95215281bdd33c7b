"""Transcripts: who holds the floor in a press briefing, an interview or a speech printed in full.

A label in capitals ("MS. SMITH:", "THE PRESIDENT:", "Q") gives the floor to a speaker until the
next one. Where the title names the only speaker ("Remarks by President Smith"), the floor is
theirs from the start; but a question that no label gives to them is asked, not answered, where
the press is there.
"""

import re
from collections.abc import Iterator
from typing import Final

from armsledger.extract.mentions import Mention
from armsledger.text.document import ParsedReport, Sentence

# Words for a questioner whom the transcript does not name.
QUESTIONER: Final = "questioner"

_TITLE: Final = re.compile(
    r"\b(?:(?:press\s+(?:briefing|gaggle|call|conference)|gaggle|interview)\b[^|:]*?\s(?:by|with|from)"
    r"|(?:remarks|testimony|transcript|speech|address)\b[^|:]*?\s(?:by|of|with|from))"
    r"\s+(?:an?\s+|the\s+)?(.+)",
    re.IGNORECASE,
)
_ANSWERS_THE_PRESS: Final = re.compile(
    r"\b(?:press\s+(?:briefing|gaggle|call|conference)|gaggle|interview)\b", re.IGNORECASE
)
_QUESTION: Final = re.compile(r"\?[\s)\]\"\u201d]*$")
# A title with the word for a transcript further in, or a longer one, is a sentence of its own.
_MAX_LEAD_CHARS: Final = 45
_MAX_TITLE_CHARS: Final = 220

# What follows the speakers in a title: the place, the topic, the date.
_AFTER_SPEAKERS: Final = re.compile(
    r",|\||\s(?:(?i:en\s+route|aboard|ahead\s+of)|Previewing|to\s+Preview|on|in|at|before|after|during|following"
    r"|regarding|about|to)\s"
)
_JOINED: Final = re.compile(r"\s+and\s+")
# Who opens a joint briefing and leaves its subject to the guest.
_HOST: Final = re.compile(r"\bpress\s+secretary\b", re.IGNORECASE)

_LABEL: Final = re.compile(
    r"(?:^|(?<=[.?!…)\]\"”]\s)|(?<=\n))"
    r"(?:(Q)(?:[:.]|\s{1,3}(?=[A-Z“\"(]))|([A-Z][A-Z.\u2019'\- ]{2,45}):\s)"
)
_HONORIFIC: Final = re.compile(
    r"^(?:MR|MS|MRS|DR|SEC|SECRETARY|PRESIDENT|ADM|ADMIRAL|GEN|GENERAL)\.?\s+"
)
_OFFICE_LABELS: Final = frozenset({"THE PRESIDENT", "PRESIDENT", "THE VICE PRESIDENT"})
# Credit lines in capitals are no speakers.
_NO_SPEAKER: Final = frozenset(
    {"SOURCE", "UPDATE", "NOTE", "RELATED", "READ MORE", "PHOTO", "CAPTION"}
)


def title_floor(parsed: ParsedReport) -> tuple[Sentence, Mention] | None:
    """Return the title and the words in it that name who speaks, None for no transcript."""
    title = next(parsed.of_part("title"), None)
    match = _TITLE.search(title.text) if title is not None else None
    if title is None or match is None:
        return None
    if match.start() > _MAX_LEAD_CHARS or len(title.text) > _MAX_TITLE_CHARS:
        return None
    return title, _speaking(match[1], match.start(1))


def is_asked(title: Sentence, sentence: Sentence) -> bool:
    """Return whether a sentence of a transcript with this title asks whoever holds the floor."""
    answers = _ANSWERS_THE_PRESS.search(title.text) is not None
    return answers and _QUESTION.search(sentence.text) is not None


def _speaking(words: str, at: int) -> Mention:
    """Return the first of the speakers, or the guest of a press secretary."""
    end = _AFTER_SPEAKERS.search(words)
    speakers = words[: end.start()] if end is not None else words
    joined = _JOINED.search(speakers)
    if joined is not None and _HOST.search(speakers[: joined.start()]):
        return Mention(at + joined.end(), at + len(speakers))
    return Mention(at, at + (joined.start() if joined is not None else len(speakers)))


def find_floors(text: str) -> Iterator[tuple[Mention, str]]:
    """Yield the stretches after each speaker's label, and the label without its honorific."""
    labels = [m for m in _LABEL.finditer(text) if (m[2] or "").strip() not in _NO_SPEAKER]
    ends = [*(m.start() for m in labels[1:]), len(text)][: len(labels)]
    for match, end in zip(labels, ends, strict=True):
        label = QUESTIONER if match[1] else match[2].strip()
        if label not in _OFFICE_LABELS:
            label = _HONORIFIC.sub("", label)
        yield Mention(match.end(), end), label
