"""Forms, whoever reads them first: what kind of body they are, and what they leave behind."""

from collections.abc import AsyncIterator
from typing import Final

from fastapi import Depends, Request

# The kinds of bodies that hold a form's fields.
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def kind_of(request: Request) -> str:
    """Return the media type of a request's body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def close_form(request: Request) -> AsyncIterator[None]:
    """Close the files of a form when the request is over, also of one that is refused."""
    try:
        yield
    finally:
        await request.close()


ClosedForm: Final = Depends(close_form)
