"""The register: all deals as of a date, filtered, sorted, and as files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from tempfile import TemporaryFile
from typing import Annotated, BinaryIO, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import Field

from armsledger.ledger import Ledger
from armsledger.model import Deal
from armsledger.store.queries import DESCENDING, MOST_ROWS, DealQuery, DealSort
from armsledger.version import __version__
from armsledger.web.access.needs import Reader
from armsledger.web.asked import DealParameters, Words, deal_query
from armsledger.web.cookies import read_cookie
from armsledger.web.desk import Desk
from armsledger.web.known_by import bar_of
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
from armsledger.web.views.workbook import About, write_workbook

router: Final = APIRouter(include_in_schema=False)

_VIEWS: Final = "al_views"  # the cookie of the reader's own views
_YEAR: Final = 31_536_000  # seconds
_PART: Final = 65_536  # bytes of a file that are sent at a time


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
    known_at = desk.ledger.version()  # before the page is read: what comes meanwhile is told of
    found = desk.ledger.page(replace(query, facets=True))
    shown = chosen_columns(asked.columns)
    pairs = desk.kept()
    own = _own_views(desk)
    return desk.page(
        "register.html",
        found=found,
        known_at=known_at,
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
        bar=bar_of(desk, query),
    )


@router.get("/register/{form}")
def get_file(desk: Reader, form: str, asked: Asked) -> Response:
    """Return all rows that the filters leave, in the table's order, as a file."""
    sheet = next((sheet for sheet in SHEETS.values() if sheet.file == form), None)
    if sheet is None:
        files = ", ".join(known.file for known in SHEETS.values())
        raise HTTPException(404, f"There is no form {form}; there are {files}.")
    query = replace(_query(desk, asked), cursor=None, limit=MOST_ROWS)
    deals, columns = _every(desk.ledger, query), data_columns(asked.columns)
    name = sheet.file if desk.as_of is None else f"{desk.as_of}-{sheet.file}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    parts = (
        _workbook(desk, deals, columns)
        if sheet.name == "xlsx"
        else sheet_lines(sheet, deals, columns)
    )
    return StreamingResponse(parts, media_type=sheet.kind, headers=headers)


def _workbook(desk: Desk, deals: Iterable[Deal], columns: Sequence[str]) -> Iterator[bytes]:
    """Return the parts of a workbook, which is made whole before the first one is sent."""
    out = TemporaryFile()  # noqa: SIM115 - closed when its parts are sent
    try:
        write_workbook(out, deals, columns, _about(desk))
    except BaseException:
        out.close()
        raise
    return _parts(out)


def _parts(out: BinaryIO) -> Iterator[bytes]:
    with out:
        out.seek(0)
        while part := out.read(_PART):
            yield part


def _about(desk: Desk) -> About:
    pairs = desk.kept("cursor", "limit", "columns", "weak", "as_of", "sort", "order")
    chosen = tuple(("Filter", chip.label) for chip in chips(pairs))
    known = desk.as_of or f"{desk.today} (all that has been reported)"
    weak = desk.request.query_params.get("weak") == "shown"
    return About(
        made=desk.now.replace(tzinfo=None),
        program=f"Arms Ledger {__version__}",
        facts=(
            ("Known by", known),
            *(chosen or (("Filter", "none"),)),
            (
                "Weak lines",
                "among the others" if weak else "left out, unless a filter asks for them",
            ),
            ("Address", f"{desk.request.base_url}?{urlencode(desk.kept('cursor', 'limit'))}"),
        ),
    )


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
