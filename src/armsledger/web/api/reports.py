"""`/api/reports/{id}`: an archived report with its claims."""

from typing import Final

from fastapi import APIRouter, Response

from armsledger.ledger import Ledger
from armsledger.model.codec import claim_to_json, report_to_json
from armsledger.web.access.needs import Reader
from armsledger.web.api import models
from armsledger.web.api.answers import PROBLEMS, answer

router: Final = APIRouter(prefix="/api", tags=["register"])


@router.get("/reports/{report_id:path}", response_model=models.Report, responses=dict(PROBLEMS))
def show_report(desk: Reader, report_id: str) -> Response:
    """Return the report of this id, or of the only id that begins so."""
    return answer(desk, lambda: _report(desk.ledger, report_id))


def _report(ledger: Ledger, report_id: str) -> models.Report:
    found = ledger.report(report_id)
    claims = [claim_to_json(claim) for claim in ledger.claims_of_report(found.id)]
    return models.Report.model_validate(report_to_json(found) | {"claims": claims})
