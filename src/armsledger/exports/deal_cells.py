"""What is known of a deal, cell by cell, in words: for the dossier and the desk."""

from collections.abc import Iterator, Sequence

from armsledger.exports.words import (
    SUPPORT_WORDS,
    actor_name,
    date_words,
    listing,
    money_words,
    quantity_words,
    with_article,
)
from armsledger.model import Deal


def cells_of(deal: Deal) -> Iterator[tuple[str, str, str]]:
    """Yield the name in `Deal.evidence`, the label and the words of each cell that has a value."""
    values = (
        ("supplier", "Supplier", deal.supplier and actor_name(deal.supplier)),
        ("recipient", "Recipient", deal.recipient and actor_name(deal.recipient)),
        ("system", "System", _names(deal)),
        ("category", "Category", deal.category),
        ("batch", "Batch", deal.batch),
        ("stage", "Furthest stage told as a fact", deal.stage and str(deal.stage)),
        ("support", "Who supports that", deal.support and SUPPORT_WORDS[deal.support]),
        ("next", "Ahead, planned or possible", deal.next and str(deal.next)),
        ("state", "State", str(deal.state)),
        ("ordered", "Ordered", date_words(deal.ordered)),
        ("delivered", "First delivered", date_words(deal.delivered)),
        ("quantity", "Number", quantity_words(deal.quantity)),
        ("value", "Price", money_words(deal.value)),
        ("sanctioned", "Sanctions by", _actors(deal.sanctioned)),
        ("opposed", "Objections by", _actors(deal.opposed)),
    )
    for name, label, value in values:
        if value:
            yield name, label, value


def _names(deal: Deal) -> str | None:
    if deal.system is None:
        return deal.weapon
    also = f" (also {', '.join(deal.aliases)})" if deal.aliases else ""
    return deal.system + also


def _actors(codes: Sequence[str]) -> str:
    return listing([with_article(actor_name(code)) for code in codes])
