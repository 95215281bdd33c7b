"""`armsledger deal`: one deal with everything it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from armsledger.cli import filters
from armsledger.cli import options as opt
from armsledger.cli.claims import headline, told_by, with_heads
from armsledger.cli.context import open_ledger
from armsledger.cli.output import console, print_json, printable
from armsledger.model.events import STAGES

if TYPE_CHECKING:
    from rich.console import Console

    from armsledger.model import Claim, Deal, Fact, ReportHead


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The deal's claims with the numbers under which the page refers to them."""

    claims: "Sequence[tuple[Claim, ReportHead | None]]"
    numbers: Mapping[str, int]

    def refer(self, ids: Sequence[str]) -> str:
        """Return "[1][4]"."""
        return "".join(f"[{n}]" for n in sorted(self.numbers[i] for i in ids if i in self.numbers))


def deal(
    ctx: typer.Context,
    deal_id: Annotated[str, typer.Argument(metavar="ID", help="As `deals` prints it.")],
    *,
    as_of: opt.AsOf = None,
    as_json: opt.Json = False,
) -> None:
    """Print one deal: its facts, disagreements, origins, and every claim with its quote."""
    with open_ledger(ctx) as ledger:
        found = ledger.deal(deal_id, as_of=filters.day(as_of))
        claims = list(with_heads(ledger.claims_of_deal(found), ledger))
    claims.sort(key=lambda pair: ((pair[1] and pair[1].date) or "9999", pair[0].report))
    if as_json:
        print_json(_to_json(found, claims))
        return
    numbers = {claim.id: number for number, (claim, _) in enumerate(claims, 1)}
    _print(console(), found, _Numbered(claims, numbers))


def _to_json(found: "Deal", claims: "Sequence[tuple[Claim, ReportHead | None]]") -> dict[str, Any]:
    from armsledger.assess.codec import deal_to_json
    from armsledger.exports.tabular import claim_row

    row = deal_to_json(found)
    row["claims_detail"] = [claim_row(claim, head) for claim, head in claims]
    return row


def _print(out: "Console", deal: "Deal", numbered: _Numbered) -> None:
    _print_head(out, deal, numbered)
    _print_ladder(out, deal)
    _print_facts(out, deal.facts, numbered)
    _print_disagreements(out, deal, numbered)
    _print_origins(out, deal, numbered)
    _print_claims(out, numbered)


def _print_head(out: "Console", deal: "Deal", numbered: _Numbered) -> None:
    from armsledger.cli.phrases import amount, figure

    cells = dict(deal.evidence)
    names = f" (also {', '.join(deal.aliases)})" if deal.aliases else ""
    _title(out, f"{deal.id}: {deal.system or 'weapons'}{names}")
    parties = f"{deal.supplier or '?'} to {deal.recipient or '?'}"
    _line(out, parties + (f", batch {deal.batch}" if deal.batch else ""))
    rows = (
        ("category", deal.category, "category"),
        ("stage", deal.stage and f"{deal.stage} (support: {deal.support})", "stage"),
        ("next", deal.next and str(deal.next), "next"),
        ("state", str(deal.state), "state"),
        ("ordered", deal.ordered, "ordered"),
        ("delivered", deal.delivered, "delivered"),
        ("quantity", figure(deal.quantity) if deal.quantity else None, "quantity"),
        ("value", amount(deal.value) if deal.value else None, "value"),
        ("sanctioned by", ", ".join(deal.sanctioned), "sanctioned"),
        ("opposed by", ", ".join(deal.opposed), "opposed"),
        ("reported", f"{deal.first_reported or '?'} to {deal.last_reported or '?'}", ""),
        ("reports", f"{len(deal.reports)}, of these copies {len(deal.copies)}", ""),
    )
    for name, value, cell in rows:
        if value:
            _line(out, f"  {name:<14}{value} {numbered.refer(cells.get(cell, ()))}".rstrip())


def _print_ladder(out: "Console", deal: "Deal") -> None:
    reached = STAGES.index(deal.stage) if deal.stage else -1
    told = {fact.event for fact in deal.facts}
    steps = []
    for place, stage in enumerate(STAGES):
        mark = "*" if place == reached else "+" if stage in told and place < reached else "."
        steps.append(f"{'>' if stage == deal.next else mark}{stage}")
    _title(out, "Stages (* reached, + told on the way, > next)")
    _line(out, "  " + " ".join(steps))


def _print_facts(out: "Console", facts: "Sequence[Fact]", numbered: _Numbered) -> None:
    _title(out, "Facts")
    for fact in facts:
        actor = f" by {fact.actor}" if fact.actor else ""
        when = fact.when or "no date"
        _line(
            out,
            f"  {fact.event}{actor}, {fact.factuality}: {when}; support: {fact.support};"
            f" first reported {fact.reported or '?'} {numbered.refer(fact.claims)}",
        )


def _print_disagreements(out: "Console", deal: "Deal", numbered: _Numbered) -> None:
    from rich.table import Table
    from rich.text import Text

    if not deal.disagreements:
        return
    _title(out, "Disagreements")
    for one in deal.disagreements:
        of = f" of the {one.event}" if one.event and one.subject != "event" else ""
        subject = f"{one.event}: did it happen" if one.subject == "event" else one.subject + of
        _line(out, f"  {subject}")
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 4))
        for _ in one.positions:
            table.add_column(overflow="fold", ratio=1)
        table.add_row(*(Text(printable(p.value), style="bold") for p in one.positions))
        table.add_row(*(Text(printable(", ".join(p.speakers))) for p in one.positions))
        table.add_row(*(Text(numbered.refer(p.claims)) for p in one.positions))
        out.print(table)


def _print_origins(out: "Console", deal: "Deal", numbered: _Numbered) -> None:
    _title(out, "Origins (a copy is not a witness)")
    for origin in deal.origins:
        copies = f"; repeated by {len(origin.copies)}" if origin.copies else ""
        who = f"{origin.speaker}, in {origin.publisher} ({origin.side})"
        _line(out, printable(f"  {who}{copies} {numbered.refer(origin.claims)}"))


def _print_claims(out: "Console", numbered: _Numbered) -> None:
    _title(out, "Claims")
    for claim, head in numbered.claims:
        _line(out, f"  [{numbered.numbers[claim.id]}] {headline(claim)}")
        _line(out, "      " + printable(claim.quote))
        for line in told_by(claim, head):
            _line(out, "      " + line)


def _title(out: "Console", text: str) -> None:
    from rich.text import Text

    out.print()
    out.print(Text(printable(text), style="bold"))


def _line(out: "Console", text: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    lead = len(text) - len(text.lstrip())
    out.print(Padding(Text(text.lstrip()), (0, 0, 0, lead), expand=False))
