"""Weapons that no table lists, recognised by their form and a weapon noun beside them.

Half of the reports name a system that nobody put in a list: "Kh-77 missile", "Talwar-class
frigates", "Zorawar light tank". The noun gives the category; a stop list keeps roads, viruses,
summits, states and makers out.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from armsledger.vocabulary.squeezed import fold
from armsledger.vocabulary.tables import read_table
from armsledger.vocabulary.weapon_tables import WEAK, Prefix, System, read_prefixes

_TABLE: Final = "weapon_form_stopwords.csv"
_CLOSE: Final = 45  # characters between a name and the noun that it modifies
_MAX_BETWEEN: Final = 4  # words between them
_MAX_NAME_WORDS: Final = 2
_TITLE_CASE: Final = 0.6  # share of capitalised words from which a sentence is a headline

_DESIGNATION: Final = re.compile(
    r"(?<![\w/.@#$€£-])(?:(?:Type|Project|Mk|Mark|Model|Object)[ -]?\d{1,5}[A-Z]{0,3}"
    r"|[A-Z][A-Za-z]?[A-Z]{0,3}[- ]?\d{1,4}(?:[A-Z]{0,4}\d?)(?:-[A-Z]{1,3})?)s?(?![\w/]|-\d|\.\d|%)"
)
_SPACED: Final = re.compile(r"[A-Z][A-Za-z]+ \d")  # "Norway 2" is no designation; "Mk 2" is
_TYPED: Final = re.compile(r"(?:Type|Project|Mk|Mark|Model|Object)[ -]?\d")
_NEVER: Final = re.compile(
    r"(?:[GBDTPNRUQHLMEVWSC]-?\d|[A-Z]\d[A-Z]|IP\d\d|(?:Mk|Mark)[ -]?\d[A-Z]?"
    r"|G-?\d\d?|[BT]-?20|[UV]-?(?:1[5-9]|2[0-3])|[AMI]-?\d{1,2}"
    r"|FY-?\d{2,4}|CY\d{2,4}|Q[1-4]|H[12]|COVID-?\d+|A3[0-9]\d(?:neo)?|B7\d7|[A-Z][a-z]{2,}-?\d{1,2}"
    r"|(?:AFP|BBC|CNN|ITV|TV|CH|ISO|IEC|USD|INR|EUR|GBP|RS|UN|EU|UTC|GMT|AD|BC|PM|AM|NO|SEC|ART)-?\d+)s?"
)
_CLASS: Final = re.compile(
    r"(?<![\w-])((?:[A-Z][\w'\u2019]+[ -])?[A-Z][\w'\u2019]+)[\"\u201d\u2019']?[ -][Cc]lass(?![\w])"
)
_QUOTED: Final = re.compile(r"\s[\"\u201c\u2018']([A-Z][\w-]+(?: [A-Z][\w-]+)?)[\"\u201d\u2019']")
_RUN_BEFORE: Final = re.compile(
    r"((?:[A-Z][\w'\u2019.-]*\s)*[A-Z][\w'\u2019-]{2,})\s((?:[a-z0-9][\w-]*\s){0,3})$"
)
_WORD_BEFORE: Final = re.compile(r"([A-Z][\w'-]+) $")
_WORDS: Final = re.compile(r"[^\W_][\w'\u2019.-]*")
_BREAK: Final = re.compile(r"[.;:!?]\s|\n\n|[()]")
_INTRODUCES: Final = re.compile(
    r"\s*(?:[\"\u201c\u2018'(\u2013\u2014-]\s?|,?\s?"
    r"(?:such as|like|including|called|named|dubbed|known as|i\.e\.,?)\s"
    r"(?:the\s|a\s)?[\"\u201c\u2018']?)?"
)
_STATE_ENDINGS: Final = ("ian", "ians", "ese", "ish", "stan", "istani")
_ADJECTIVE_ENDINGS: Final = (
    "ed", "ing", "able", "ible", "ary", "ory", "ive", "al", "ic", "ment", "tion", "ity", "ers",
    "ist", "ists", "ans", "ville", "burg", "ton",
)  # fmt: skip
_ACRONYM: Final = 5  # letters; shorter words in capitals are organisations and abbreviations
_MADE: Final = re.compile(
    r"-(?:made|built|era|based|led|backed|style|origin|designed|supplied|class|type|launched|guided)$"
)
_SENTENCE_EDGE: Final = re.compile(r"(?:^|[.!?:\"\u201c\u201d]\s+|\n\s*)$")
_ROADS: Final = re.compile(r"^\s*(?:motorway|highway|road|junction|route|interchange|summit)\b")


@dataclass(frozen=True, slots=True)
class Noun:
    """A weapon noun in the text."""

    start: int
    end: int
    category: str | None
    kind: str

    @property
    def weak(self) -> bool:
        """Whether the noun only supports a name and is no weapon by itself."""
        return self.kind.startswith(WEAK)


@dataclass(frozen=True, slots=True)
class Form:
    """An unlisted weapon in the text."""

    start: int
    end: int
    system: System


@dataclass(frozen=True, slots=True)
class FormRules:
    """What the recognition by form goes by; from the vocabulary tables."""

    designations: frozenset[str]  # never weapons
    names: frozenset[str]  # capitalised words that name no weapon
    between: frozenset[str]  # words that part a name from its noun
    nouns: frozenset[str]  # nouns before which capitals mean an owner or a place, not a name
    prefixes: tuple[Prefix, ...]


@cache
def load_form_rules() -> FormRules:
    """Return the rules of the package's tables."""
    rows = read_table(_TABLE, ("word", "use"))

    def words(use: str) -> frozenset[str]:
        return frozenset(row["word"] for row in rows if row["use"] == use)

    return FormRules(
        words("designation"), words("name"), words("between"), words("noun"), read_prefixes()
    )


class FormReader:
    """Recognises unlisted weapons."""

    def __init__(self, rules: FormRules) -> None:
        self._rules = rules
        self._stop_names = frozenset(fold(word) for word in rules.names)
        self._common_nouns = rules.nouns

    def find(
        self,
        text: str,
        nouns: list[Noun],
        taken: list[tuple[int, int]],
        is_actor: Callable[[str], bool] | None,
    ) -> list[Form]:
        """Return the unlisted weapons of a text outside the characters that are taken."""
        free = _Free(taken)
        found = list(self._designations(text, nouns, free))
        found += self._classes(text, nouns, free)
        found += self._proper_names(text, nouns, free, is_actor)
        return found + list(_again(text, found, free))

    def noun_after(self, text: str, end: int, nouns: list[Noun]) -> Noun | None:
        """Return the noun that a name ending here modifies, the last of a chain's first noun."""
        at = bisect_left(nouns, end, key=lambda noun: noun.start)
        if at == len(nouns) or nouns[at].start - end > _CLOSE:
            return None
        noun = nouns[at]
        return noun if self._is_modifier(text[end : noun.start]) else None

    def noun_before(self, text: str, start: int, nouns: list[Noun]) -> Noun | None:
        """Return the noun directly before a name, or before "such as" and the like."""
        at = bisect_left(nouns, start, key=lambda noun: noun.start) - 1
        if at < 0 or not _INTRODUCES.fullmatch(text[nouns[at].end : start]):
            return None
        return nouns[at]

    def has_first_name(self, text: str, start: int) -> bool:
        """Return whether a capitalised word before makes it another name ("Boy Scout")."""
        match = _WORD_BEFORE.search(text, max(0, start - 20), start)
        return match is not None and not self._is_stop(match[1])

    def _is_modifier(self, between: str) -> bool:
        """Return whether the words between a name and a noun let the name modify the noun."""
        if _BREAK.search(between):
            return False
        words = [word.casefold() for word in _WORDS.findall(between)]
        return len(words) <= _MAX_BETWEEN and not self._rules.between.intersection(words)

    def _noun_at(self, text: str, start: int, end: int, nouns: list[Noun]) -> Noun | None:
        found = self.noun_after(text, end, nouns) or self.noun_before(text, start, nouns)
        return found if found and found.category else None

    def _designations(self, text: str, nouns: list[Noun], free: "_Free") -> Iterator[Form]:
        for match in _DESIGNATION.finditer(text):
            start, end = match.span()
            if not free.take(start, end, only_test=True):
                continue
            name = match[0].removesuffix("s")
            if typed := self._typed(name):
                system = _system(name, typed.category, typed.kind, typed.origin)
            elif self._is_no_weapon(text, name, end):
                continue
            elif noun := self._noun_at(text, start, end, nouns):
                system = _system(name, noun.category or "other", noun.kind)
            else:
                continue
            free.take(start, end)
            yield Form(start, end, system)

    def _typed(self, name: str) -> Prefix | None:
        """Return the prefix that makes this designation a weapon's by itself."""
        for prefix in self._rules.prefixes:
            if name.startswith(prefix.text):
                digits = re.match(r"\d+", name[len(prefix.text) :])
                least, most = prefix.digits
                if digits and least <= len(digits[0]) <= most:
                    return prefix
        return None

    def _is_no_weapon(self, text: str, name: str, end: int) -> bool:
        if name in self._rules.designations or _ROADS.match(text, end):
            return True
        if _NEVER.fullmatch(name):
            return True
        return bool(_SPACED.match(name)) and not _TYPED.match(name)

    def _classes(self, text: str, nouns: list[Noun], free: "_Free") -> Iterator[Form]:
        for match in _CLASS.finditer(text) if "lass" in text else ():
            name = self._own_words(match[1].split())
            noun = self._noun_at(text, match.start(), match.end(), nouns)
            category = noun.category if noun else None
            if not name or category != "ships" or noun is None:
                continue
            start = match.start() + match[1].rfind(name)
            if free.take(start, match.end()):
                yield Form(start, match.end(), _system(name, category, noun.kind))

    def _proper_names(
        self,
        text: str,
        nouns: list[Noun],
        free: "_Free",
        is_actor: Callable[[str], bool] | None,
    ) -> Iterator[Form]:
        for noun in nouns:
            if noun.category is None or noun.weak:
                continue
            for start, name in (*self._quoted(text, noun), *self._before(text, noun)):
                end = start + len(name)
                if is_actor and is_actor(name):
                    continue
                if free.take(start, end):
                    yield Form(start, end, _system(name, noun.category, noun.kind))

    def _quoted(self, text: str, noun: Noun) -> Iterator[tuple[int, str]]:
        """Yield the name in quotes directly after a noun."""
        match = _QUOTED.match(text, noun.end)
        if match and self._own_words(match[1].split()) == match[1]:
            yield match.start(1), match[1]

    def _before(self, text: str, noun: Noun) -> Iterator[tuple[int, str]]:
        """Yield the capitalised name directly before a noun."""
        window = text[max(0, noun.start - 60) : noun.start]
        match = _RUN_BEFORE.search(window)
        if not match or not self._is_modifier(match[2]):
            return
        if fold(text[noun.start : noun.end]) in self._common_nouns:
            return
        name = self._own_words(match[1].split())
        offset = noun.start - len(window) + match.start(1) + match[1].rfind(name or "")
        if name and self._is_name(text, offset, name):
            yield offset, name

    def _own_words(self, words: list[str]) -> str | None:
        """Return the words after the last one that is a state, a maker, a rank or the like."""
        own: list[str] = []
        for word in words:
            own = [] if self._is_stop(word) else [*own, word]
        return " ".join(own) if 0 < len(own) <= _MAX_NAME_WORDS else None

    def _is_stop(self, word: str) -> bool:
        folded = fold(word)
        if folded in self._stop_names or folded.endswith(("'s", "s'", ".")):
            return True
        if _MADE.search(folded) or folded.endswith(_STATE_ENDINGS):
            return True
        if not word.replace("-", "").isalpha() or (word.isupper() and len(word) <= _ACRONYM):
            return True
        if len(word) > _ACRONYM and folded.endswith(_ADJECTIVE_ENDINGS):
            return True
        return "-" in word and any(part in self._stop_names for part in folded.split("-"))

    def _is_name(self, text: str, start: int, name: str) -> bool:
        """Return whether capitals mean a name here: no sentence's start, no headline."""
        if _SENTENCE_EDGE.search(text[max(0, start - 3) : start]):
            return False
        if name.isupper() and len(name) > 3 and text.isupper():
            return False
        if re.search(rf"\b{re.escape(name.lower())}\b", text):
            return False
        return not _is_headline(text, start)


class _Free:
    """Which characters no mention has taken yet."""

    def __init__(self, taken: list[tuple[int, int]]) -> None:
        self._taken = sorted(taken)

    def take(self, start: int, end: int, *, only_test: bool = False) -> bool:
        """Take the characters if all are free; return whether they were."""
        at = bisect_left(self._taken, (start, start))
        near = self._taken[max(0, at - 1) : at + 1]
        if any(a < end and start < b for a, b in near):
            return False
        if not only_test:
            self._taken.insert(at, (start, end))
        return True


def _again(text: str, found: list[Form], free: _Free) -> Iterator[Form]:
    """Yield the other places where a name that was recognised once stands."""
    systems = {form.system.name: form.system for form in found}
    for name, system in systems.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}s?(?![\w])", text):
            if free.take(*match.span()):
                yield Form(*match.span(), system)


def _is_headline(text: str, start: int) -> bool:
    """Return whether most words of the line around a place are capitalised."""
    left = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start)) + 1
    ends = [end for end in (text.find("\n", start), text.find(". ", start)) if end >= 0]
    words = [w for w in _WORDS.findall(text[left : min(ends, default=len(text))]) if len(w) > 3]
    return bool(sum(w[0].isupper() for w in words) > _TITLE_CASE * len(words))


def _system(name: str, category: str, kind: str, origin: tuple[str, ...] = ()) -> System:
    return System(
        name, (), name, category, kind.removeprefix(WEAK), origin, ambiguous=False, listed=False
    )
