"""The extractor behind which a language model stands."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from armsledger.errors import ExtractionError
from armsledger.extract.scene import Vocabularies
from armsledger.llm.cache import AnswerCache
from armsledger.llm.check import check
from armsledger.llm.endpoint import CutAnswerError, Endpoint, NoAnswerError
from armsledger.llm.grounds import Grounds, grounds_of
from armsledger.llm.passages import Passage, passages_of
from armsledger.llm.prompt import PROMPT_VERSION, system_prompt, user_message
from armsledger.llm.rejections import Cause, RejectedError
from armsledger.llm.schema import Candidate, read_answer, read_cut_answer
from armsledger.llm.settings import ModelSettings
from armsledger.model import Claim, Report

NAME: Final = "llm"

# Of the code that checks; the prompt and the model have parts of their own in the label.
VERSION: Final = "1"

_REJECTED: Final = "language model: claim rejected: "
_UNREAD: Final = "language model: left empty: "
_WITHHELD: Final = "language model: paragraph withheld that speaks to a model"
_HALVED: Final = "language model: answer too long, passage asked about in halves"
_CUT: Final = "language model: answer broken off, a paragraph not read to its end"

_NOT_IN_LABEL: Final = re.compile(r"[^\w.:-]+")


@dataclass(frozen=True, slots=True)
class LanguageModelReader:
    """Asks a language model about each passage and keeps what is written in the report."""

    settings: ModelSettings
    vocabularies: Vocabularies
    endpoint: Endpoint

    @property
    def name(self) -> str:
        """The name that the command line knows."""
        return NAME

    @property
    def version(self) -> str:
        """The version of code and prompt, the model, and a digest of the other settings."""
        model = _NOT_IN_LABEL.sub("-", self.settings.model)
        rest = (self.settings.address, self.settings.chunk_chars, self.settings.overlap_chars)
        told = repr((self.settings.model, *rest, self.settings.confidence))
        digest = hashlib.sha256(told.encode()).hexdigest()[:6]
        return f"{VERSION}.{PROMPT_VERSION}+{model}+{digest}"

    def extract(self, report: Report) -> list[Claim]:
        """Return the report's claims in reading order; no claims is `[]`.

        Raises:
            ExtractionError: the endpoint gave no usable answer on a passage. What it answered on
                the others is in the cache.
        """
        return self.extract_noted(report)[0]

    def extract_noted(self, report: Report) -> tuple[list[Claim], tuple[str, ...]]:
        """Return the claims, and a note on each that was rejected or not read in full.

        Raises:
            ExtractionError: as `extract`.
        """
        asked = passages_of(
            report,
            self.vocabularies,
            chunk_chars=self.settings.chunk_chars,
            overlap_chars=self.settings.overlap_chars,
        )
        notes: Counter[str] = Counter([_WITHHELD] * len(asked.withheld))
        if not asked.passages:
            return [], tuple(notes.elements())
        reading = _Reading(self, grounds_of(report, self.vocabularies, asked.withheld), notes)
        found: dict[str, Claim] = {}
        for number, passage in enumerate(asked.passages, 1):
            told = f"passage {number} of {len(asked.passages)}"
            for claim in reading.claims_of(passage, told):
                found.setdefault(claim.id, claim)
        claims = sorted(found.values(), key=lambda c: (c.part != "title", c.start, c.id))
        return claims, tuple(sorted(notes.elements()))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One report being read; the notes grow."""

    reader: LanguageModelReader
    grounds: Grounds
    notes: Counter[str]

    def claims_of(self, passage: Passage, told: str) -> Iterator[Claim]:
        """Yield the claims of a passage, asked about in parts where the answer is too long."""
        try:
            content = self._answer(passage)
        except NoAnswerError as error:
            raise ExtractionError(self.grounds.report.id, f"{told}: {error}") from error
        except CutAnswerError as error:
            yield from self._in_halves(passage, told, error)
        else:
            yield from self._checked(read_answer(content), passage)

    def _in_halves(self, passage: Passage, told: str, cut: CutAnswerError) -> Iterator[Claim]:
        """Yield the claims of a passage that is too long, of one paragraph as far as they go."""
        halves = passage.halves()
        if halves is not None:
            self.notes[_HALVED] += 1
            for half in halves:
                yield from self.claims_of(half, told)
            return
        if not cut.content:
            raise ExtractionError(self.grounds.report.id, f"{told}: {cut}") from cut
        self.notes[_CUT] += 1
        yield from self._checked(read_cut_answer(cut.content), passage)

    def _answer(self, passage: Passage) -> str:
        """Return the answer on a passage: the one that is kept, else the endpoint's."""
        report = self.grounds.report
        title = " ".join(piece.text for piece in passage.title)
        data = user_message(title, report.date, (piece.text for piece in passage.pieces))
        messages = (
            {"role": "system", "content": system_prompt()},
            {"role": "user", "content": data},
        )
        cache = AnswerCache(self.reader.settings)
        content = cache.get(messages)
        if content is None:
            content = self.reader.endpoint.ask(messages)
            cache.put(messages, content)
        return content

    def _checked(self, candidates: Iterable[Candidate | None], passage: Passage) -> Iterator[Claim]:
        label = f"{self.reader.name}/{self.reader.version}"
        confidence = self.reader.settings.confidence
        for candidate in candidates:
            try:
                if candidate is None:
                    raise RejectedError(Cause.SCHEMA)
                checked = check(
                    candidate, passage, self.grounds, extractor=label, confidence=confidence
                )
            except RejectedError as error:
                self.notes[_REJECTED + error.cause] += 1
                continue
            self._count(_UNREAD + what for what in checked.unread)
            yield checked.claim

    def _count(self, notes: Iterable[str]) -> None:
        self.notes.update(notes)


def make_reader(settings: ModelSettings) -> LanguageModelReader:
    """Return the reader of these settings, with the package's vocabularies.

    Raises:
        MissingExtraError: the package that speaks HTTP is not installed.
    """
    from armsledger.extract.vocabularies import load_vocabularies

    return LanguageModelReader(settings, load_vocabularies(), Endpoint(settings))
