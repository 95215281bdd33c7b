"""`/api/deals`: the register, and one deal with its evidence."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from armsledger.assess.codec import deal_row, deal_to_json
from armsledger.exports.tabular import claim_row
from armsledger.ledger import Ledger
from armsledger.store.queries import DealPage, DealQuery
from armsledger.web.access.needs import Reader
from armsledger.web.api import models
from armsledger.web.api.answers import PROBLEMS, answer
from armsledger.web.asked import DealParameters, deal_query

router: Final = APIRouter(prefix="/api", tags=["register"])


@router.get("/deals", response_model=models.DealPage, responses=dict(PROBLEMS))
def list_deals(
    desk: Reader,
    asked: Annotated[DealParameters, Query()],
    facets: Annotated[bool, Query(description="Count the values of each filter too.")] = False,  # noqa: FBT002
) -> Response:
    """Return a page of the register."""
    query = deal_query(asked, desk.ledger, as_of=desk.as_of, facets=facets)
    return answer(desk, lambda: _page(desk.ledger, query))


@router.get("/deals/{deal_id:path}", response_model=models.Deal, responses=dict(PROBLEMS))
def show_deal(desk: Reader, deal_id: str) -> Response:
    """Return a deal with all its evidence; an earlier id of it will do."""
    ledger, as_of = desk.ledger, desk.as_of
    return answer(desk, lambda: _deal(ledger, deal_id, as_of))


def _page(ledger: Ledger, query: DealQuery) -> models.DealPage:
    found: DealPage = ledger.page(query)
    facets = [
        models.Facet(
            name=facet.name,
            values=[models.FacetValue(value=v.value, count=v.count) for v in facet.values],
            more=facet.more,
        )
        for facet in found.facets
    ]
    return models.DealPage(
        items=[models.DealRow.model_validate(deal_row(deal)) for deal in found.deals],
        total=found.total,
        next=found.next,
        previous=found.previous,
        facets=facets,
    )


def _deal(ledger: Ledger, deal_id: str, as_of: str | None) -> models.Deal:
    deal = ledger.deal(deal_id, as_of=as_of)
    claims = ledger.claims_of_deal(deal)
    heads = ledger.heads({claim.report for claim in claims})
    rows = [claim_row(claim, heads.get(claim.report)) | {"deal": deal.id} for claim in claims]
    return models.Deal.model_validate(deal_to_json(deal) | {"claims_detail": rows})
