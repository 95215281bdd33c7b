"""How a desk is served: where, to whom, and how much it takes."""

import getpass
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from armsledger.errors import ConfigurationError

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8400

# A form is text that a person typed; an upload may hold a folder of reports as one archive.
MAX_FORM_BYTES: Final = 1 << 20
MAX_UPLOAD_BYTES: Final = 64 << 20

# Hours that a login lasts: a working day and its evening.
SESSION_HOURS: Final = 14.0
# Minutes without a request after which a login is over.
IDLE_MINUTES: Final = 120.0

_HEADER: Final = re.compile(r"[A-Za-z0-9-]+")
_LOCAL_NAME: Final = "localhost"
_NOBODY: Final = "local user"


class Access(StrEnum):
    """Who gets in."""

    LOCAL = "local"  # everybody on this machine, as one analyst; never beyond loopback
    ACCOUNTS = "accounts"  # who has an account in the ledger
    PROXY = "proxy"  # whom a trusted proxy names


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. Frozen: a desk keeps what it was started with."""

    ledger: str  # a path or a postgresql:// address
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    access: Access = Access.LOCAL
    who: str = ""  # under local access, whose decisions these are; "": the system's user name
    url: str | None = None  # the desk's own address where a proxy shows it under another one
    proxy_header: str = "X-Forwarded-User"  # under proxy access, where the user's name stands
    proxy_peers: tuple[str, ...] = ("127.0.0.1", "::1")  # addresses or networks of the proxy
    proxy_role: str | None = "reader"  # of a named user without an account; None: no access
    max_form_bytes: int = MAX_FORM_BYTES
    max_upload_bytes: int = MAX_UPLOAD_BYTES
    session_hours: float = SESSION_HOURS
    idle_minutes: float = IDLE_MINUTES

    @property
    def name(self) -> str:
        """Who decides under local access."""
        return self.who.strip() or system_user()


def system_user() -> str:
    """Return the name of the user that the program runs as."""
    name = os.environ.get("ARMSLEDGER_WHO", "").strip()
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id without an entry, as in some containers
        return _NOBODY


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach what listens on a host."""
    if host.lower() == _LOCAL_NAME:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:  # a name, which may lead anywhere
        return False


def check_settings(settings: Settings) -> None:
    """Refuse settings that make no sense or let in everybody.

    Raises:
        ConfigurationError: with the ways out.
    """
    _check_reach(settings)
    check_networks(settings.proxy_peers)
    if not _HEADER.fullmatch(settings.proxy_header):
        raise ConfigurationError(f"--proxy-header {settings.proxy_header}: this names no header")
    if settings.url is not None:
        parts = urlsplit(settings.url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise ConfigurationError(
                f"--url {settings.url}: write it as https://desk.example.org, without a path"
            )


def check_networks(networks: Iterable[str]) -> None:
    """Refuse what is no address and no network.

    Raises:
        ConfigurationError: naming it.
    """
    for network in networks:
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise ConfigurationError(
                f"--proxy-peer {network}: give an address or a network such as 10.0.0.0/8"
            ) from error


def _check_reach(settings: Settings) -> None:
    if settings.access is Access.LOCAL and not is_loopback(settings.host):
        raise ConfigurationError(
            f"--host {settings.host} is reachable from other machines, and without access control"
            " everybody there could read and decide: add --access accounts (make accounts with"
            " 'armsledger users add'), or --access proxy behind a proxy that knows its users,"
            f" or leave out --host to listen on {DEFAULT_HOST} only"
        )
