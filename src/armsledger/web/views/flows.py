"""Who supplies whom: the ledger's flows as the map, the network and the table show them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from armsledger.exports.words import actor_name, listing, money_words
from armsledger.model import Money
from armsledger.store.queries import UNKNOWN, Flow
from armsledger.web.drawings import Flow as DrawnFlow
from armsledger.web.drawings import Party, Tie

# The address of the register with one supplier and one recipient.
AddressOf = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line of the table."""

    supplier: str  # name, "not stated" where nobody tells
    recipient: str
    supplier_id: str  # code; "" where nobody tells
    recipient_id: str
    deals: int
    delivered: int
    value: str | None
    href: str


def value_words(flow: Flow) -> str | None:
    """Return the sums of a flow by currency; None where no deal says one."""
    sums = (money_words(Money(Decimal(str(amount)), code, "=")) for code, amount in flow.values)
    told = [words for words in sums if words is not None]
    return listing(told) if told else None


def lines_of(flows: Iterable[Flow], address: AddressOf) -> list[FlowLine]:
    """Return the table's lines, most deals first."""
    ordered = sorted(flows, key=lambda f: (-f.deals, f.supplier, f.recipient))
    return [
        FlowLine(
            supplier=_name(flow.supplier),
            recipient=_name(flow.recipient),
            supplier_id=flow.supplier,
            recipient_id=flow.recipient,
            deals=flow.deals,
            delivered=flow.delivered,
            value=value_words(flow),
            href=address(flow.supplier, flow.recipient),
        )
        for flow in ordered
    ]


def drawn(flows: Iterable[Flow], address: AddressOf) -> list[DrawnFlow]:
    """Return what the map draws: the flows of which both ends are told."""
    return [
        DrawnFlow(
            supplier=flow.supplier,
            recipient=flow.recipient,
            supplier_name=actor_name(flow.supplier),
            recipient_name=actor_name(flow.recipient),
            deals=flow.deals,
            value=value_words(flow),
            href=address(flow.supplier, flow.recipient),
        )
        for flow in flows
        if is_whole(flow)
    ]


def is_whole(flow: Flow) -> bool:
    """Return whether both ends of a flow are told."""
    return UNKNOWN not in (flow.supplier, flow.recipient)


def network_of(
    flows: Sequence[DrawnFlow], address: Callable[[str], str]
) -> tuple[list[Party], list[Tie]]:
    """Return the parties and ties of the network.

    Args:
        flows: those of the map.
        address: the page of a party by its code.
    """
    names = {flow.supplier: flow.supplier_name for flow in flows}
    names |= {flow.recipient: flow.recipient_name for flow in flows}
    parties = [Party(code, name, address(code)) for code, name in sorted(names.items())]
    ties = [Tie(f.supplier, f.recipient, f.deals, f.value, f.href) for f in flows]
    return parties, ties


def _name(code: str) -> str:
    return actor_name(code) if code else "not stated"
