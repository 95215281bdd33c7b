"""`armsledger deal`: one deal with everything it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from armsledger import asking
from armsledger.cli import options as opt
from armsledger.cli.claims import headline, one_line, told_by, with_heads
from armsledger.cli.context import open_ledger
from armsledger.cli.output import console, print_json, print_wrapped
from armsledger.cli.short import ShortIds, short_ids
from armsledger.model.events import STAGES

if TYPE_CHECKING:
    from rich.console import Console

    from armsledger.model import Claim, Deal, Fact, ReportHead


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The deal's claims with the numbers under which the page refers to them."""

    claims: "Sequence[tuple[Claim, ReportHead | None]]"
    numbers: Mapping[str, int]
    ids: ShortIds

    def refer(self, ids: Sequence[str]) -> str:
        """Return "[1]-[4] [7]"."""
        from armsledger.cli.phrases import references

        return references(self.numbers[i] for i in ids if i in self.numbers)


def deal(
    ctx: typer.Context,
    deal_id: Annotated[str, typer.Argument(metavar="ID", help="As `deals` prints it.")],
    *,
    as_of: opt.AsOf = None,
    as_json: opt.Json = False,
) -> None:
    """Print one deal with its facts, sources and quotes."""
    with open_ledger(ctx) as ledger:
        found = ledger.deal(deal_id, as_of=asking.day(as_of))
        claims = list(with_heads(ledger.claims_of_deal(found), ledger))
        ids = short_ids(ledger)
    claims.sort(key=lambda pair: ((pair[1] and pair[1].date) or "9999", pair[0].report))
    if as_json:
        print_json(_to_json(found, claims))
        return
    numbers = {claim.id: number for number, (claim, _) in enumerate(claims, 1)}
    _print(console(), found, _Numbered(claims, numbers, ids))


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
    from armsledger.cli.phrases import amount, counted, figure, party

    cells = dict(deal.evidence)
    names = f" (also {', '.join(deal.aliases)})" if deal.aliases else ""
    _title(out, f"{deal.id}: {deal.system or deal.weapon or 'weapons'}{names}")
    parties = f"{party(deal.supplier)} to {party(deal.recipient)}"
    print_wrapped(out, parties + (f", batch {deal.batch}" if deal.batch else ""))
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
        ("rests on", f"{counted(len(deal.claims), 'claim')} in {_reports(deal)}", ""),
    )
    for name, value, cell in rows:
        if value:
            _line(out, f"  {name:<14}{value} {numbered.refer(cells.get(cell, ()))}")


def _reports(deal: "Deal") -> str:
    from armsledger.cli.phrases import counted

    copies = f", {len(deal.copies)} of them copies" if deal.copies else ""
    return counted(len(deal.reports), "report") + copies


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
    if not deal.disagreements:
        return
    _title(out, "Disagreements")
    for one in deal.disagreements:
        of = f" of the {one.event}" if one.event and one.subject != "event" else ""
        subject = f"{one.event}: did it happen" if one.subject == "event" else one.subject + of
        _line(out, f"  {subject}")
        for position in one.positions:
            speakers = ", ".join(map(numbered.ids.name, position.speakers))
            print_wrapped(out, position.value, indent=4, style="bold")
            _line(out, f"      {speakers} {numbered.refer(position.claims)}")


def _print_origins(out: "Console", deal: "Deal", numbered: _Numbered) -> None:
    _title(out, "Origins (a copy is not a witness)")
    for origin in deal.origins:
        copies = f"; repeated by {len(origin.copies)}" if origin.copies else ""
        publisher = numbered.ids.name(origin.publisher)
        own = origin.speaker == origin.publisher
        who = publisher if own else f"{origin.speaker}, in {publisher}"
        _line(out, f"  {who} ({origin.side}){copies} {numbered.refer(origin.claims)}")


def _print_claims(out: "Console", numbered: _Numbered) -> None:
    _title(out, "Claims")
    for claim, head in numbered.claims:
        _line(out, f"  [{numbered.numbers[claim.id]}] {headline(claim)}")
        _line(out, "      " + one_line(claim.quote))
        for line in told_by(claim, head, numbered.ids):
            _line(out, "      " + line)


def _title(out: "Console", text: str) -> None:
    out.print()
    print_wrapped(out, text, style="bold")


def _line(out: "Console", text: str) -> None:
    """Print a line that is as much indented, wherever it wraps, as its text begins."""
    print_wrapped(out, text.strip(), indent=len(text) - len(text.lstrip()))
