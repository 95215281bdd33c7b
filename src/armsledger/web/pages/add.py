"""Add: drop files or paste a text, and see what becomes of each."""

import io
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, File, Form, HTTPException, Response, UploadFile
from fastapi.responses import RedirectResponse

from armsledger.errors import ConfigurationError
from armsledger.sources.options import ReadOptions
from armsledger.web.access.needs import Analyst
from armsledger.web.adding.jobs import Upload

router: Final = APIRouter(include_in_schema=False)

RECENT: Final = 10
MOST_FILES: Final = 500

_MOST_LETTERS: Final = 4_000

Words = Annotated[str, Form(max_length=_MOST_LETTERS)]


@router.get("/add")
def show_form(desk: Analyst) -> Response:
    """Show the form and the newest uploads."""
    return desk.page("add.html", jobs=desk.workplace.jobs.recent(RECENT))


@router.post("/add")
def add(
    desk: Analyst,
    *,
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - FastAPI copies it
    text: Annotated[str, Form()] = "",
    title: Words = "",
    date: Words = "",
    outlet: Words = "",
) -> Response:
    """Take files or a text and have them read; lead to their progress."""
    given = {"title": title.strip(), "date": date.strip(), "outlet": outlet.strip()}
    ReadOptions(date=given["date"] or None)  # refuses what is no day
    uploads = [Upload(one.filename, one.file) for one in files if one.filename]
    if text.strip():
        uploads.append(Upload("pasted text.txt", io.BytesIO(text.encode("utf-8", "replace"))))
    if not uploads:
        raise ConfigurationError("choose a file or paste a text: there is nothing to add")
    if len(uploads) > MOST_FILES:
        raise ConfigurationError(
            f"{len(uploads)} files at once are more than {MOST_FILES}: pack them into one archive"
        )
    job = desk.workplace.jobs.start(uploads, desk.who, _told(given))
    return RedirectResponse(f"/add/{job.id}", 303)


@router.get("/add/{job_id}")
def show_job(desk: Analyst, job_id: str) -> Response:
    """Show how far an upload is and what became of each document."""
    job = desk.workplace.jobs.get(job_id)
    if job is None:
        raise HTTPException(
            404, "This upload is not known any more. What it added is in the ledger."
        )
    template = "parts/job.html" if "hx-request" in desk.request.headers else "add_job.html"
    return desk.page(template, job=job)


def _told(given: Mapping[str, str]) -> dict[str, str]:
    """Return what the form says; an empty field says nothing."""
    return {name: value for name, value in given.items() if value}
