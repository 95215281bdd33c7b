"""Search: words in reports, and names of deals and actors."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from armsledger.web.access.needs import Reader
from armsledger.web.asked import Cursor, Text
from armsledger.web.views.marked import pieces

router: Final = APIRouter(include_in_schema=False)

ROWS: Final = 20


@router.get("/search")
def show_search(
    desk: Reader, q: Annotated[Text, Query()] = "", cursor: Cursor | None = None
) -> Response:
    """Show what has the words, or the empty form."""
    asked = q.strip()
    if not asked:
        return desk.page("search.html", asked="", found=None, reports=())
    found = desk.ledger.search(asked, limit=ROWS, cursor=cursor or None, as_of=desk.as_of)
    reports = [(hit, list(pieces(hit.snippet))) for hit in found.reports]
    is_first = not cursor
    return desk.page("search.html", asked=asked, found=found, reports=reports, is_first=is_first)
