"""Who makes a request."""

from dataclasses import dataclass
from enum import StrEnum

from armsledger.web.access.roles import Role


class Way(StrEnum):
    """How it is known who somebody is."""

    LOCAL = "local"  # whoever sits at this machine
    SESSION = "session"  # logged in
    TOKEN = "token"  # an API token
    PROXY = "proxy"  # named by the proxy


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known."""

    name: str
    role: Role
    way: Way
    login: str | None = None  # the login's digest
