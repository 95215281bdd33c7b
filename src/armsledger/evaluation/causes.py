"""What an evaluation got wrong, claim by claim and value by value, with cause and sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.evaluation.missed import missed_cause
from armsledger.evaluation.mistakes import CLAIM, Cause, Evidence, Mistake, Side
from armsledger.evaluation.places import Stretch, place_of
from armsledger.evaluation.roles import role_mistakes
from armsledger.evaluation.rows import ScoredClaim
from armsledger.evaluation.score import CLAIM_KEY, Key, KeyOf, claims_by_key, key_of
from armsledger.evaluation.wrong import EVENT, RECIPIENT, REPORT, WEAPON, nearest_cause, wrong_cause
from armsledger.model import Report

__all__ = ["Cause", "Evidence", "Mistake", "Side", "Tally", "find_mistakes", "tally"]

_ORDER: Final = {cause: number for number, cause in enumerate(Cause)}


def find_mistakes(
    gold: Sequence[ScoredClaim],
    predicted: Sequence[ScoredClaim],
    reports: Mapping[str, Report],
    evidence: Evidence,
) -> tuple[Mistake, ...]:
    """Return what was missed and what was wrong, by event, role, side and cause.

    Args:
        gold: the gold claims.
        predicted: the predicted claims.
        reports: the reports by id, to place gold claims in; one may lack.
        evidence: aliases, sentences, and what the reader saw of the reports.
    """
    both = _Both(gold, predicted, reports, evidence)
    found = [
        *both.missed(),
        *both.wrong(),
        *role_mistakes(gold, predicted, evidence, both.place_of),
    ]
    return tuple(
        sorted(
            found,
            key=lambda m: (m.event, m.role != CLAIM, m.role, m.side, _ORDER[m.cause], str(m)),
        )
    )


class _Both:
    """The claims of both sides by their keys."""

    def __init__(
        self,
        gold: Sequence[ScoredClaim],
        predicted: Sequence[ScoredClaim],
        reports: Mapping[str, Report],
        evidence: Evidence,
    ) -> None:
        self._evidence, self._reports = evidence, reports
        self._gold, self._predicted = claims_by_key(gold, predicted, CLAIM_KEY, evidence.aliases)
        self._all: defaultdict[Key, list[ScoredClaim]] = defaultdict(list)
        self._placed: defaultdict[str | None, list[tuple[Key, Stretch | None]]] = defaultdict(list)
        own: KeyOf = key_of(gold, CLAIM_KEY, evidence.aliases)
        for claim in gold:
            self._all[own(claim)].append(claim)
            self._placed[claim.report].append((own(claim), self.place_of(claim)))

    def place_of(self, claim: ScoredClaim) -> Stretch | None:
        """Return where a claim stands in its report; None where that is not known."""
        if (report := self._reports.get(claim.report)) is None:
            return None
        return place_of(claim, report, self._evidence.sentences.get(claim.report, ()))

    def missed(self) -> Iterator[Mistake]:
        """Yield the claims that only gold has."""
        others = sorted(self._predicted, key=str)
        for key in self._gold.keys() - self._predicted.keys():
            seen = self._evidence.traces.get(str(key[REPORT]))
            if seen is not None:
                told = missed_cause(self._all[key], seen, self._evidence, self.place_of)
            else:
                near = [other for other in others if other[REPORT] == key[REPORT]]
                told = (self._gold[key], *nearest_cause(key, near))
            yield self._mistake(Side.MISSED, key, *told)

    def wrong(self) -> Iterator[Mistake]:
        """Yield the claims that only the prediction has."""
        for key in self._predicted.keys() - self._gold.keys():
            claim = self._predicted[key]
            place = _stretch(claim)
            gold = self._placed[key[REPORT]]
            cause, instead = wrong_cause(key, place, gold, self._predicted.__contains__)
            yield self._mistake(Side.WRONG, key, claim, cause, instead)

    def _mistake(
        self, side: Side, key: Key, claim: ScoredClaim, cause: Cause, instead: str | None
    ) -> Mistake:
        return Mistake(
            side=side,
            role=CLAIM,
            cause=cause,
            report=str(key[REPORT]),
            event=str(key[EVENT]),
            recipient=key[RECIPIENT],
            weapon=str(key[WEAPON]),
            value=None,
            instead=instead,
            quote=self._evidence.quote_of(claim),
        )


def _stretch(claim: ScoredClaim) -> Stretch | None:
    if claim.part is None or claim.start is None or claim.end is None:
        return None
    return Stretch(claim.part, claim.start, claim.end)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mistakes of one kind there are."""

    event: str
    role: str
    side: Side
    cause: Cause
    count: int


def tally(mistakes: Iterable[Mistake]) -> tuple[Tally, ...]:
    """Return the number of mistakes by event, role, side and cause, the most frequent first."""
    counts = Counter((m.event, m.role, m.side, m.cause) for m in mistakes)
    found = [Tally(*kind, count) for kind, count in counts.items()]
    return tuple(sorted(found, key=lambda t: (-t.count, t.event, t.role, t.side, t.cause)))
