"""Which stored reports have a new one's text: keys for candidates, sieves to leave most of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select

from armsledger.store.derivation import Derivation
from armsledger.store.rows import batches
from armsledger.store.schema import bands, copy_pairs, reports

if TYPE_CHECKING:
    from armsledger.link.sieves import Sieve

# Bytes that marks of texts may take: those of 20,000 reports of news.
MARKS_KEPT: Final = 1 << 26


class CopyFinder:
    """Finds the copies of reports of one ledger, and remembers what tells its texts apart.

    Reports in one form share many keys: each is a candidate of most others. The marks that are
    remembered tell nearly all of these apart without another look at the text. Only reports that
    were stored before are remembered, and these never change: so a mark stays true, even if the
    caller's transaction is rolled back.
    """

    def __init__(self, derivation: Derivation, *, kept: int = MARKS_KEPT) -> None:
        self._derivation = derivation
        self._known: tuple[dict[int, Any], ...] = ()  # marks by report, for each sieve
        self._room = kept

    def find(self, connection: Connection, report: int, text: str) -> tuple[int, ...]:
        """Store under which keys copies of the text meet; return the reports that have the same.

        Args:
            connection: with the write lock.
            report: the row of the report, which has no keys yet.
            text: its text.
        """
        keys = sorted(set(self._derivation.copy_keys(text)))
        if not keys:
            return ()
        copies = self._among(connection, _candidates(connection, keys), text)
        connection.execute(insert(bands), [{"key": key, "report": report} for key in keys])
        if copies:
            pairs = [{"a": min(seq, report), "b": max(seq, report)} for seq in copies]
            connection.execute(insert(copy_pairs), pairs)
        return copies

    def _among(
        self, connection: Connection, candidates: Sequence[int], text: str
    ) -> tuple[int, ...]:
        """Return which of the candidates have the text."""
        new = _Marked(text, self._derivation.sieves())
        self._known = self._known or tuple({} for _ in new.sieves)
        unsure = [seq for seq in candidates if self._may_match(new, seq)]
        return tuple(
            seq
            for seq, other in _texts(connection, unsure)
            if self._may_match(new, seq, other) and self._derivation.is_copy(text, other)
        )

    def _may_match(self, new: "_Marked", seq: int, text: str | None = None) -> bool:
        """Tell whether a stored report may have a new one's text; None: its text is not at hand."""
        for level, sieve in enumerate(new.sieves):
            mark = self._known[level].get(seq)
            if mark is None:
                if text is None:
                    return True
                mark = sieve.mark(text)
                self._remember(level, seq, mark, sieve.size(mark))
            if not sieve.passes(new.mark(level), mark):
                return False
        return True

    def _remember(self, level: int, seq: int, mark: object, size: int) -> None:
        # The first ones stay: in a stream of one form each is asked for again and again, so that
        # dropping the oldest would in the end drop each before its turn.
        if size <= self._room:
            self._room -= size
            self._known[level][seq] = mark


@dataclass(frozen=True, slots=True)
class _Marked:
    """A new text with its marks, each made when it is asked for."""

    text: str
    sieves: "Sequence[Sieve[Any]]"
    made: dict[int, Any] = field(default_factory=dict)

    def mark(self, level: int) -> object:
        """Return the text's mark for a sieve."""
        if level not in self.made:
            self.made[level] = self.sieves[level].mark(self.text)
        return self.made[level]


def _candidates(connection: Connection, keys: Sequence[str]) -> Sequence[int]:
    met = select(bands.c.report).where(bands.c.key.in_(keys)).distinct()
    return connection.scalars(met.order_by(bands.c.report)).all()


def _texts(connection: Connection, seqs: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield reports' texts, in the order of their rows."""
    for batch in batches(seqs):
        query = select(reports.c.seq, reports.c.text).where(reports.c.seq.in_(batch))
        for row in connection.execute(query.order_by(reports.c.seq)):
            yield row.seq, row.text
