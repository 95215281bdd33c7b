"""The register: all deals as of a date, filtered, sorted, and as files."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import Field

from armsledger.ledger import Ledger
from armsledger.model import Deal
from armsledger.store.queries import DESCENDING, MOST_ROWS, DealQuery, DealSort
from armsledger.web.access.needs import Reader
from armsledger.web.asked import DealParameters, Words, deal_query
from armsledger.web.cookies import read_cookie
from armsledger.web.desk import Desk
from armsledger.web.views.deal_changes import Moved, months_around, moved_deals
from armsledger.web.views.facets import FILTERING, chips, facet_views, ready_views, yes_count
from armsledger.web.views.kept_views import (
    MAX_BYTES,
    MAX_NAME,
    Kept,
    read_views,
    with_view,
    without_view,
    write_views,
)
from armsledger.web.views.register import COLUMNS, chosen_columns, table_heads, table_rows
from armsledger.web.views.sheets import SHEETS, Sheet, data_columns, sheet_lines

router: Final = APIRouter(include_in_schema=False)

# Deals whose changes since the stop before are listed.
_MOVED: Final = 12

_VIEWS: Final = "al_views"  # the cookie of the reader's own views
_YEAR: Final = 31_536_000  # seconds


class RegisterParameters(DealParameters):
    """The filters, and how the table is shown."""

    columns: Words = Field([], description="Names of the table's columns.")
    # Weak lines stand folded unless the address says otherwise.
    weak: Literal["", "shown"] = ""


Asked = Annotated[RegisterParameters, Query()]


@router.get("/")
def show_register(desk: Reader, asked: Asked) -> Response:
    """Show a page of the table."""
    query = _query(desk, asked)
    found = desk.ledger.page(replace(query, facets=True))
    shown = chosen_columns(asked.columns)
    pairs = desk.kept()
    own = _own_views(desk)
    return desk.page(
        "register.html",
        found=found,
        asked=asked,
        rows=list(table_rows(found.deals, found.thin, shown, desk)),
        heads=list(table_heads(shown, query.sort, is_descending=_is_descending(query), links=desk)),
        facets=list(facet_views(found.facets, pairs)),
        chips=list(chips(pairs)),
        views=list(ready_views(pairs)),
        own_views=own,
        columns=[(column, column in shown) for column in COLUMNS.values()],
        is_filtered=any(name in FILTERING for name, _ in pairs),
        folded=yes_count(found.facets, "thin") if query.thin is False else 0,
        files=[(sheet, _file_address(sheet, desk)) for sheet in SHEETS.values()],
        address=f"{desk.request.base_url}{desk.here(cursor=None).lstrip('/')}",
        moved=_moved(desk),
    )


@router.get("/register/{form}")
def get_file(desk: Reader, form: str, asked: Asked) -> Response:
    """Return all rows that the filters leave, in the table's order, as a file."""
    sheet = next((sheet for sheet in SHEETS.values() if sheet.file == form), None)
    if sheet is None:
        files = ", ".join(known.file for known in SHEETS.values())
        raise HTTPException(404, f"There is no form {form}; there are {files}.")
    query = replace(_query(desk, asked), cursor=None, limit=MOST_ROWS)
    lines = sheet_lines(sheet, _every(desk.ledger, query), data_columns(asked.columns))
    name = sheet.file if desk.as_of is None else f"{desk.as_of}-{sheet.file}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type=sheet.kind, headers=headers)


@router.post("/views")
def keep_view(
    desk: Reader,
    name: Annotated[str, Form(min_length=1, max_length=MAX_NAME)],
    query: Annotated[str, Form(max_length=MAX_BYTES)] = "",
    act: Annotated[Literal["keep", "forget"], Form()] = "keep",
) -> Response:
    """Keep a view under a name in this browser, or forget it."""
    views = _own_views(desk)
    views = with_view(views, name, query) if act == "keep" else without_view(views, name)
    packed = write_views(views)
    if packed is None:
        raise HTTPException(422, "There is no room for more views; forget one first.")
    response = RedirectResponse(f"/?{query}" if query else "/", 303)
    desk.set_cookie(response, _VIEWS, packed, max_age=_YEAR)
    return response


def _query(desk: Desk, asked: RegisterParameters) -> DealQuery:
    """Return the question; words are answered by relevance unless an order is asked for."""
    query = deal_query(asked, desk.ledger, as_of=desk.as_of)
    if query.thin is None and asked.weak != "shown":
        query = replace(query, thin=False)
    if query.text and "sort" not in desk.request.query_params:
        query = replace(query, sort=DealSort.RELEVANCE)
    return query


def _is_descending(query: DealQuery) -> bool:
    return query.sort in DESCENDING if query.descending is None else query.descending


def _every(ledger: Ledger, query: DealQuery) -> Iterator[Deal]:
    """Yield the deals of all pages."""
    cursor: str | None = None
    while True:
        found = ledger.page(replace(query, cursor=cursor, facets=False))
        yield from found.deals
        if found.next is None:
            return
        cursor = found.next


def _file_address(sheet: Sheet, desk: Desk) -> str:
    kept = desk.kept("cursor", "limit")
    return f"/register/{sheet.file}" + (f"?{urlencode(kept)}" if kept else "")


def _own_views(desk: Desk) -> Kept:
    return read_views(read_cookie(desk.request, _VIEWS))


def _moved(desk: Desk) -> Moved | None:
    """Return what changed since the end of the month before the page's day; None for now."""
    if desk.as_of is None:
        return None
    before, after = months_around(date.fromisoformat(desk.as_of))
    found = desk.ledger.changed_between(before, desk.as_of, limit=_MOVED + 1)
    return moved_deals(found, (before, desk.as_of, after), most=_MOVED, links=desk)
