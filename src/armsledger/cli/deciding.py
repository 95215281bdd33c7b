"""What `review` and `decisions` share: taking decisions and telling of them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from armsledger.cli import options as opt

if TYPE_CHECKING:
    from armsledger.ledger import Ledger
    from armsledger.model.decision import Decision, Logged, Wish

Who = Annotated[
    str | None,
    typer.Option("--who", envvar="ARMSLEDGER_WHO", metavar="NAME", help="Who decides."),
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why.")]
Basis = Annotated[
    list[str] | None,
    typer.Option("--basis", metavar="ID", help="A decision that this one knowingly overrules."),
]


def who_of(given: str | None) -> str:
    """Return who decides.

    Raises:
        ConfigurationError: nobody is named.
    """
    if given is None or not given.strip():
        from armsledger.errors import ConfigurationError

        raise ConfigurationError("say who decides: --who NAME, or set ARMSLEDGER_WHO")
    return given


def take(ledger: "Ledger", wish: "Wish") -> "Decision":
    """Let a wish count and return its decision.

    Without a basis, a person overrules only decisions of the same name: those are known.

    Raises:
        OvertakenError: somebody else has decided on the same thing.
    """
    if not wish.basis:
        standing = ledger.standing_against(wish)
        if standing and all(decision.who == wish.who.strip() for decision in standing):
            wish = replace(wish, basis=tuple(decision.id for decision in standing))
    return ledger.decide(wish)


def summary(decision: "Decision") -> str:
    """Return a decision in one line: what, on what, by whom, when, why."""
    about = [one for one in (_subject(decision), _change(decision)) if one]
    told = f"{decision.kind} {' '.join(about)}".strip()
    why = f": {decision.why}" if decision.why else ""
    return f"{decision.id}  {told}; {decision.who}, {decision.when[:16]}{why}"


def fate(logged: "Logged") -> str:
    """Return what became of a decision, in words."""
    if logged.withdrawn_by is not None:
        return f"withdrawn by {logged.withdrawn_by}"
    if logged.overruled_by is not None:
        return f"overruled by {logged.overruled_by}"
    against = f"; not knowing of {', '.join(logged.conflict)}" if logged.conflict else ""
    return f"{logged.found}{against}"


def tell(decision: "Decision", form: opt.Form) -> None:
    """Print a decision that was just taken."""
    from armsledger.cli.output import print_json, print_line, printable
    from armsledger.decide.codec import decision_to_json

    if form is opt.Form.JSON:
        print_json(decision_to_json(decision))
    elif form is opt.Form.JSONL:
        print_line(decision_to_json(decision))
    else:
        typer.echo(printable(summary(decision)))


def wish_of(kind: str, who: str | None, why: str, **more: Any) -> "Wish":  # noqa: ANN401
    """Return what is wanted, from a command's arguments."""
    from armsledger.model.decision import Kind, Wish

    return Wish(kind=Kind(kind), who=who_of(who), why=why, **more)


def _subject(decision: "Decision") -> str:
    if decision.target is not None:
        return decision.target
    deals = " ".join(deal.id for deal in decision.deals)
    claims = " ".join(anchor.claim for anchor in decision.anchors)
    return " ".join(one for one in (deals, claims) if one)


def _change(decision: "Decision") -> str:
    return f"{decision.field} = {decision.value}" if decision.field is not None else ""
