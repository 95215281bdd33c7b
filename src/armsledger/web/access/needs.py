"""The dependency by which a route says whom it serves; it hands the route its `Desk`.

@router.get("/map")
def show_map(desk: Reader) -> Response: ...
"""

from datetime import date
from typing import Annotated

from fastapi import Depends, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError

from armsledger.web.access.identity import identify
from armsledger.web.access.roles import Role
from armsledger.web.desk import Desk

AsOf = Annotated[
    str | None,
    Query(
        pattern=r"^(\d{4}-\d{2}-\d{2})?$",
        description="Only what was reported by this day (YYYY-MM-DD).",
    ),
]


class Needs:
    """Gives a route its desk, if the person may have it."""

    def __init__(self, role: Role | None) -> None:
        """Remember whom the route serves.

        Args:
            role: the least role; None: everybody, known or not.
        """
        self.role = role

    def __call__(self, request: Request, as_of: AsOf = None) -> Desk:
        """Return the desk of this request.

        Raises:
            HTTPException: 401 for somebody unknown, 403 for a role that is too small.
            RequestValidationError: `as_of` is no day.
        """
        person = identify(request)
        if self.role is not None:
            if person is None:
                raise HTTPException(401, "Log in first.", {"WWW-Authenticate": "Bearer"})
            if not person.role.covers(self.role):
                raise HTTPException(
                    403, f"This needs the role of {self.role}; yours is {person.role}."
                )
        return Desk(request, request.app.state.workplace, person, day_of(as_of))


def day_of(given: str | None) -> str | None:
    """Return the as-of day; "" (an empty field of a form) is none.

    Raises:
        RequestValidationError: there is no such day.
    """
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        told = {"loc": ("query", "as_of"), "type": "value_error", "input": given}
        raise RequestValidationError([told | {"msg": "no day; write it as YYYY-MM-DD"}]) from error


def needs(role: Role | None) -> Needs:
    """Return the dependency that asks for a role; None: open to everybody."""
    return Needs(role)


Anyone = Annotated[Desk, Depends(needs(None))]
Reader = Annotated[Desk, Depends(needs(Role.READER))]
Analyst = Annotated[Desk, Depends(needs(Role.ANALYST))]
Admin = Annotated[Desk, Depends(needs(Role.ADMIN))]
