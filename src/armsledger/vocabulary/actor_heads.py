"""The nouns that make an organ of a state's name: "Peruvian Air Force", "leader of Malta"."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from armsledger.vocabulary.actor_entries import read_heads

# What may stand between a state's name and the head that makes an organ of it.
_LINK: Final = re.compile(
    r"(?P<link>(?:'s?)? )(?i:(?:first deputy|deputy|former|then|vice|senior|top|acting|new|outgoing"
    r"|incoming|ruling|central|federal|interim|state|chief|high-ranking|high-level|current"
    r"|visiting) |ex-)?"
)
_FIRST_WORD: Final = re.compile(r"[^\s,;:()/]+?(?:(?='s?\b)|(?=[\s,;:()/]|$))")
_STOPS: Final = ".!?'\"\u2019\u201d"
_GOES_ON: Final = re.compile(r"\w|-\w")  # the head is only the start of a longer word
_BEFORE_OF: Final = 64  # characters searched before "... of Turkey", and for a head after it


class HeadIndex:
    """Finds the heads of organs beside a state's name."""

    def __init__(self) -> None:
        self._heads = read_heads()
        self._by_first = _by_first_word(self._heads)
        self._before = _head_before(self._heads)

    def after(self, folded: str, place: int) -> tuple[int, str] | None:
        """Return the end and the kind of the head that follows a name ending at a place."""
        link = _LINK.match(folded, place)
        if link is None:
            return None
        places = dict.fromkeys((link.end(), link.end("link")))
        found = (head for start in places if (head := self._head_at(folded, start)))
        return next(found, None)

    def before(self, folded: str, place: int) -> tuple[int, str] | None:
        """Return the start and the kind of the head before "of" and a name starting at a place."""
        reach = max(0, place - _BEFORE_OF)
        words = folded[reach:place]
        match = self._before.search(words) if words.endswith((" of ", " of the ")) else None
        return (
            None if match is None else (reach + match.start(), self._heads[match["head"].lower()])
        )

    def _head_at(self, folded: str, place: int) -> tuple[int, str] | None:
        """Return the end and the kind of the head that starts at a place, None if none does."""
        word = _FIRST_WORD.match(folded, place)
        first = word[0].lower() if word else ""
        heads = self._by_first.get(first) or self._by_first.get(first.rstrip(_STOPS), ())
        window = folded[place : place + _BEFORE_OF].lower() if heads else ""
        for head in heads:
            rest = window[len(head) : len(head) + 2]
            if window.startswith(head) and not _GOES_ON.match(rest):
                return place + len(head), self._heads[head]
        return None


@cache
def load_heads() -> HeadIndex:
    """Return the index over the package's own data files."""
    return HeadIndex()


def _by_first_word(heads: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the heads by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for head in sorted(heads, key=len, reverse=True):
        found.setdefault(head.split(" ")[0], []).append(head)
    return {word: tuple(listed) for word, listed in found.items()}


def _head_before(heads: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a head before "of" at the end of a text."""
    nouns = "|".join(re.escape(head) for head in sorted(heads, key=len, reverse=True))
    return re.compile(rf"(?i)(?<!\w)(?P<head>{nouns}) of (?:the )?$")
