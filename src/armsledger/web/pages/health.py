"""Whether the desk is up and its ledger answers."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel

from armsledger.version import __version__
from armsledger.web.access.needs import Anyone
from armsledger.web.api.answers import PROBLEMS

router: Final = APIRouter(tags=["service"])


class Health(BaseModel):
    """The desk's state."""

    status: str  # "ok"
    version: str


@router.get("/healthz", responses=dict(PROBLEMS))
def show_health(desk: Anyone) -> Health:
    """Tell that the desk is up; the ledger is asked first."""
    desk.ledger.heads(())
    return Health(status="ok", version=__version__)
