"""The choice of light or dark, kept in a cookie so that it works without scripts."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from armsledger.web.access.needs import Anyone
from armsledger.web.cookies import THEME, drop_cookie
from armsledger.web.redirects import local_path
from armsledger.web.themes import Theme

_YEAR: Final = 31_536_000  # seconds

router: Final = APIRouter(include_in_schema=False)


@router.post("/theme")
def set_theme(
    desk: Anyone, theme: Annotated[Theme, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Keep the choice and go back."""
    response = RedirectResponse(local_path(back), 303)
    if theme is Theme.AUTO:
        drop_cookie(desk.request, response, THEME)
    else:
        desk.set_cookie(response, THEME, theme, max_age=_YEAR)
    return response
