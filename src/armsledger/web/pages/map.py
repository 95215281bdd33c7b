"""The map: what flows from whom to whom, for chosen filters and years."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from armsledger.model.events import CATEGORIES, STAGES
from armsledger.web.access.needs import Reader
from armsledger.web.asked import NOT_STATED, DealParameters, deal_query
from armsledger.web.drawings import draw_flows, draw_network, draw_roles, flow_words, network_words
from armsledger.web.known_by import bar_of
from armsledger.web.views.flows import drawn, is_whole, lines_of, network_of

router: Final = APIRouter(include_in_schema=False)

# Lines of the table; the register has the rest.
ROWS: Final = 100


@router.get("/map")
def show_map(desk: Reader, asked: Annotated[DealParameters, Query()]) -> Response:
    """Show flows between states on a map, as a network and as a table."""
    query = deal_query(asked, desk.ledger, as_of=desk.as_of)
    flows = desk.ledger.flows(query)
    kept = desk.kept("supplier", "recipient", "cursor", "as_of")

    def address(supplier: str, recipient: str) -> str:
        return desk.link(
            "/",
            **_grouped(kept),
            supplier=supplier or NOT_STATED,
            recipient=recipient or NOT_STATED,
        )

    arrows = drawn(flows, address)
    network = network_of(arrows, desk.actor)
    lines = lines_of(flows, address)
    return desk.page(
        "map.html",
        bar=bar_of(desk, query),
        map=draw_flows(arrows) if arrows else None,
        map_words=flow_words(arrows),
        legend=draw_roles(),
        network=draw_network(*network),
        network_words=network_words(*network),
        lines=lines[:ROWS],
        lines_total=len(lines),
        not_drawn=sum(flow.deals for flow in flows if not is_whole(flow)),
        asked=asked,
        categories=CATEGORIES,
        stage_names=STAGES,
    )


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
