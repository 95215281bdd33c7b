"""The OpenAPI document of the JSON API."""

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from armsledger.web.access.needs import Reader

router: Final = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
def show_openapi(desk: Reader) -> Response:
    """Return the document; the app makes it once."""
    return JSONResponse(desk.request.app.openapi())
