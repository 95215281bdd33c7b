"""Reviewing on a terminal: one claim at a time, one key a decision."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from armsledger.cli.deciding import summary, take, wish_of
from armsledger.cli.short import ShortIds, short_ids
from armsledger.errors import ArmsLedgerError

if TYPE_CHECKING:
    from armsledger.ledger import Ledger
    from armsledger.model.decision import Decision, Doubt

KEYS: Final = "a accept  r reject  c correct  n note  space next  u undo  q quit"

_ENDS: Final = frozenset({"q", "\x04", "\x1b"})  # q, end of input, escape
_FETCHED: Final = 10  # claims a time
_INTERRUPT: Final = "\x03"


def lines_on(doubt: "Doubt", ids: ShortIds) -> list[str]:
    """Return what a reviewer needs to see of a claim."""
    from armsledger.cli.claims import headline

    claim = doubt.claim
    lines = [
        headline(claim),
        " ".join(claim.quote.split()),
        f"- claim {claim.id}, deal {doubt.deal}, report {ids.of(claim.report)}",
        f"- confidence {claim.confidence:.2f}, weight {doubt.weight:.2f}",
    ]
    if claim.inferred:
        lines.append("- not in the sentence: " + ", ".join(claim.inferred))
    for word, cells in (("accepted", doubt.if_accepted), ("rejected", doubt.if_rejected)):
        if cells:
            lines.append(f"- if {word}, the deal changes in: {', '.join(cells)}")
    return lines


@dataclass(slots=True)
class Session:
    """A person at the queue. Undo takes back what this session has decided, last first."""

    ledger: "Ledger"
    who: str
    key: Callable[[], str]  # the next key that is pressed
    ask: Callable[[str], str]  # the line that answers a question
    show: Callable[[str], None]
    made: list["Decision"] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # claims that were decided on or left
    waiting: list["Doubt"] = field(default_factory=list)  # the next ones, the last first

    @classmethod
    def on_terminal(cls, ledger: "Ledger", who: str) -> Self:
        """Return a session that reads keys and lines from the terminal."""
        import typer

        from armsledger.cli.output import printable

        def ask(question: str) -> str:
            return str(typer.prompt(question, default="", show_default=False))

        def show(line: str) -> None:
            typer.echo(printable(line))

        return cls(ledger, who, typer.getchar, ask, show)

    def run(self, limit: int) -> None:
        """Show up to `limit` claims, the most doubtful with the most effect first."""
        for _ in range(limit):
            doubt = self._next()
            if doubt is None:
                self.show("nothing is left in doubt")
                break
            if not self._handle(doubt):
                break
        self.show(f"{len(self.made)} decided")

    def _next(self) -> "Doubt | None":
        if not self.waiting:
            # A decision changes what hangs on the other claims, so not too many are fetched at
            # once; nor too few, for the whole register is weighed each time.
            queue = self.ledger.review_queue(len(self.seen) + _FETCHED)
            fresh = [doubt for doubt in queue if doubt.claim.id not in self.seen]
            self.waiting = fresh[:_FETCHED][::-1]
        return self.waiting.pop() if self.waiting else None

    def _handle(self, doubt: "Doubt") -> bool:
        """Show a claim until it is decided on or left; return whether to go on."""
        self.show("")
        for line in lines_on(doubt, short_ids(self.ledger)):
            self.show(line)
        self.show(KEYS)
        while True:
            pressed = self.key().lower()
            if pressed == _INTERRUPT:
                raise KeyboardInterrupt
            if pressed in _ENDS or not pressed:
                return False
            if self._act(pressed, doubt):
                self.seen.add(doubt.claim.id)
                return True

    def _act(self, pressed: str, doubt: "Doubt") -> bool:
        """Do what a key says; return whether the claim is done with."""
        try:
            if pressed == "u":
                self._undo()
                return False
            if pressed == "n":
                self._note(doubt)
                return False
            if pressed in {"a", "r"}:
                self._decide("accept" if pressed == "a" else "reject", doubt)
                return True
            if pressed == "c":
                return self._correct(doubt)
        except ArmsLedgerError as error:
            self.show(str(error))
            return False
        return pressed in {" ", "\r", "\n"}

    def _decide(self, kind: str, doubt: "Doubt", why: str = "", **more: object) -> None:
        wish = wish_of(kind, self.who, why, claims=(doubt.claim.id,), **more)
        decision = take(self.ledger, wish)
        self.made.append(decision)
        self.show(summary(decision))

    def _correct(self, doubt: "Doubt") -> bool:
        from armsledger.asking_values import value_of

        name = self.ask("field").strip()
        if not name:
            return False
        value = value_of(name, self.ask(f"{name} (- is nothing)").strip())
        self._decide("correct", doubt, self.ask("why").strip(), field=name, value=value)
        return True

    def _note(self, doubt: "Doubt") -> None:
        words = self.ask("note").strip()
        if words:
            self._decide("note", doubt, words)

    def _undo(self) -> None:
        if not self.made:
            self.show("nothing to undo in this session")
            return
        last = self.made.pop()
        self.show(summary(self.ledger.undo(last.id, self.who, "undone")))
        self.seen -= {anchor.claim for anchor in last.anchors}
