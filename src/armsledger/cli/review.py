"""`armsledger review`: the queue of claims in doubt, and the decisions on claims and deals."""

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger
from armsledger.cli.deciding import Basis, Who, Why, take, tell, who_of, wish_of
from armsledger.cli.short import ShortIds, short_ids

if TYPE_CHECKING:
    from armsledger.model.decision import Doubt, Wish

ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id.")]
Claims = Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims' ids.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many claims.")]

_LIMIT: Final = 20

app: Final = typer.Typer(
    help="Decide on claims and deals: one key a claim on a terminal, or one decision a call.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def review(
    ctx: typer.Context,
    *,
    who: Who = None,
    limit: Limit = _LIMIT,
    as_json: opt.Json = False,
    as_jsonl: opt.Jsonl = False,
) -> None:
    """Go through the claims in doubt: on a terminal key by key, else as a list."""
    if ctx.invoked_subcommand is not None:
        return
    form = opt.form_of(json=as_json, jsonl=as_jsonl, csv=False)
    with open_ledger(ctx) as ledger:
        if form is opt.Form.TABLE and sys.stdin.isatty():
            from armsledger.cli.session import Session

            Session.on_terminal(ledger, who_of(who)).run(limit)
            return
        queue = ledger.review_queue(limit)
        if form is opt.Form.TABLE:
            _print_queue(queue, short_ids(ledger))
            return
    from armsledger.cli.output import print_data
    from armsledger.decide.log import doubt_to_json

    print_data((doubt_to_json(doubt) for doubt in queue), form, ())


@app.command("accept")
def accept(
    ctx: typer.Context,
    claim: ClaimId,
    *,
    who: Who = None,
    why: Why = "",
    basis: Basis = None,
    as_json: opt.Json = False,
) -> None:
    """The claim is right: it counts fully."""
    _decide(ctx, wish_of("accept", who, why, claims=(claim,), basis=_ids(basis)), as_json=as_json)


@app.command("reject")
def reject(
    ctx: typer.Context,
    claim: ClaimId,
    *,
    who: Who = None,
    why: Why = "",
    basis: Basis = None,
    as_json: opt.Json = False,
) -> None:
    """The claim is wrong: it leaves the register."""
    _decide(ctx, wish_of("reject", who, why, claims=(claim,), basis=_ids(basis)), as_json=as_json)


@app.command("correct")
def correct(
    ctx: typer.Context,
    claim: ClaimId,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="supplier, value, when, ...")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is; - is nothing.")],
    *,
    who: Who = None,
    why: Why = "",
    basis: Basis = None,
    as_json: opt.Json = False,
) -> None:
    """One field of the claim has another value."""
    from armsledger.asking_values import value_of

    more = {"field": field, "value": value_of(field, value), "basis": _ids(basis)}
    _decide(ctx, wish_of("correct", who, why, claims=(claim,), **more), as_json=as_json)


@app.command("merge")
def merge(
    ctx: typer.Context,
    deals: Annotated[
        list[str], typer.Argument(metavar="DEAL DEAL...", help="The one that stays comes first.")
    ],
    *,
    who: Who = None,
    why: Why = "",
    basis: Basis = None,
    as_json: opt.Json = False,
) -> None:
    """These deals are one."""
    _decide(ctx, wish_of("merge", who, why, deals=tuple(deals), basis=_ids(basis)), as_json=as_json)


@app.command("split")
def split(
    ctx: typer.Context,
    deal: Annotated[str, typer.Argument(metavar="DEAL", help="The deal that they are in.")],
    claims: Claims,
    *,
    who: Who = None,
    why: Why = "",
    basis: Basis = None,
    as_json: opt.Json = False,
) -> None:
    """These claims of a deal are a deal of their own."""
    more = {"deals": (deal,), "claims": tuple(claims), "basis": _ids(basis)}
    _decide(ctx, wish_of("split", who, why, **more), as_json=as_json)


@app.command("note")
def note(
    ctx: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="CLAIM|DEAL", help="What it is about.")],
    *,
    who: Who = None,
    why: Why = "",
    as_json: opt.Json = False,
) -> None:
    """Put words on a claim or a deal: --why holds them."""
    from armsledger.errors import NotFoundError

    with open_ledger(ctx) as ledger:
        try:
            about = {"deals": (ledger.deal(subject).id,)}
        except NotFoundError:
            about = {"claims": (subject,)}
        decision = take(ledger, wish_of("note", who, why, **about))
    tell(decision, opt.form_of(json=as_json, jsonl=False, csv=False))


@app.command("withdraw")
def withdraw(
    ctx: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id.")],
    *,
    who: Who = None,
    why: Why = "",
    as_json: opt.Json = False,
) -> None:
    """A decision counts no more; it stays in the log."""
    _decide(ctx, wish_of("withdraw", who, why, target=decision), as_json=as_json)


def _decide(ctx: typer.Context, wish: "Wish", *, as_json: bool) -> None:
    with open_ledger(ctx) as ledger:
        decision = take(ledger, wish)
    tell(decision, opt.form_of(json=as_json, jsonl=False, csv=False))


def _ids(given: list[str] | None) -> tuple[str, ...]:
    return tuple(given or ())


def _print_queue(queue: "tuple[Doubt, ...]", ids: ShortIds) -> None:
    from armsledger.cli.output import console, print_wrapped
    from armsledger.cli.phrases import counted
    from armsledger.cli.session import lines_on

    out = console()
    for doubt in queue:
        first, *others = lines_on(doubt, ids)
        print_wrapped(out, first, style="bold")
        for line in others:
            print_wrapped(out, line, indent=2)
    out.print(counted(len(queue), "claim"), style="dim")
