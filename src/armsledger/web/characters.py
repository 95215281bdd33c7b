"""Characters that no ledger takes: refused wherever a request holds them, before anybody looks.

PostgreSQL refuses a NUL in any text, and half of a surrogate pair is no character at all.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData

from armsledger.web.forms import FORMS, kind_of

_NUL: Final = "\x00"


async def check_characters(request: Request) -> None:
    """Refuse a request with such a character in its path, its parameters or its form.

    Raises:
        RequestValidationError: naming each place.
    """
    found = [*_in_address(request)]
    if kind_of(request) in FORMS:
        found += _in_form(await request.form())
    if found:
        raise RequestValidationError(found)


def fault_of(text: str) -> str | None:
    """Return what is wrong with a text; None: nothing is."""
    if _NUL in text:
        return f"holds a NUL character at place {text.index(_NUL) + 1}"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"holds half of a surrogate pair at place {error.start + 1}"
    return None


def _in_address(request: Request) -> Iterator[dict[str, Any]]:
    yield from _faults("path", "address", request.scope["path"])
    for name, value in request.query_params.multi_items():
        yield from _faults("query", name, name)
        yield from _faults("query", name, value)


def _in_form(form: FormData) -> Iterator[dict[str, Any]]:
    for name, value in form.multi_items():
        yield from _faults("body", name, name)
        if isinstance(value, str):
            yield from _faults("body", name, value)


def _faults(place: str, name: str, text: str) -> Iterator[dict[str, Any]]:
    fault = fault_of(text)
    if fault is not None:
        shown = name if name.isprintable() else ascii(name)
        yield {"loc": (place, shown), "type": "value_error", "msg": fault, "input": None}


CheckedCharacters: Final = Depends(check_characters)
