"""`armsledger serve`: the desk in a browser."""

import signal
import socket
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

import typer

from armsledger import asking
from armsledger.cli.context import settings_of
from armsledger.cli.output import say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armsledger.web.settings import Settings

# Connections that wait while all threads are busy: the kernel's usual limit.
_BACKLOG: Final = 128

_NO_ROLE: Final = "none"

# Seconds that open answers get to finish after Ctrl-C; a live page would hold on for ever.
_GRACE: Final = 3

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")]
Port = Annotated[
    int, typer.Option("--port", metavar="N", min=0, max=65535, help="0: one that is free.")
]
Who = Annotated[
    str,
    typer.Option("--who", envvar="ARMSLEDGER_WHO", metavar="NAME", help="Who decides, locally."),
]
AccessName = Annotated[
    str,
    typer.Option(
        "--access",
        metavar="HOW",
        help="local: this machine, one analyst; accounts: by password; proxy: whom a proxy names.",
    ),
]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="The desk's own address, behind a proxy."),
]
ProxyHeader = Annotated[
    str, typer.Option("--proxy-header", metavar="NAME", help="Where the proxy names the user.")
]
ProxyPeer = Annotated[
    list[str] | None,
    typer.Option("--proxy-peer", metavar="ADDRESS", help="The proxy's address or network."),
]
ProxyRole = Annotated[
    str,
    typer.Option("--proxy-role", metavar="ROLE", help="Of users without an account, or none."),
]
MaxUpload = Annotated[
    int, typer.Option("--max-upload", metavar="MB", min=1, help="Limit of one upload.")
]


def serve(
    ctx: typer.Context,
    *,
    host: Host = "127.0.0.1",
    port: Port = 8400,
    who: Who = "",
    access: AccessName = "local",
    url: Url = None,
    proxy_header: ProxyHeader = "X-Forwarded-User",
    proxy_peer: ProxyPeer = None,
    proxy_role: ProxyRole = "reader",
    max_upload: MaxUpload = 64,
) -> None:
    """Serve the desk and the API."""
    from armsledger.web.access.roles import Role
    from armsledger.web.settings import Access, Settings

    role = asking.one_of(proxy_role, [*Role, _NO_ROLE], "--proxy-role")
    settings = Settings(
        ledger=settings_of(ctx).ledger,
        host=host,
        port=port,
        access=Access(str(asking.one_of(access, Access, "--access"))),
        who=who,
        url=url,
        proxy_header=proxy_header,
        proxy_peers=tuple(proxy_peer or ("127.0.0.1", "::1")),
        proxy_role=None if role == _NO_ROLE else role,
        max_upload_bytes=max_upload << 20,
    )
    _serve(settings)


def _serve(settings: "Settings") -> None:
    from armsledger.web.app import create_app
    from armsledger.web.settings import check_settings

    check_settings(settings)
    listening = _listen(settings.host, settings.port)
    try:
        app = create_app(settings, keeps_history=True)
        _check_accounts(app)
        _tell(settings, listening)
        _run(app, listening)
    finally:
        listening.close()


def _check_accounts(app: "FastAPI") -> None:
    """Refuse a desk that nobody could log in to.

    Raises:
        ConfigurationError: with the way out.
    """
    from armsledger.errors import ConfigurationError
    from armsledger.web.settings import Access

    place = app.state.workplace
    if place.settings.access is Access.ACCOUNTS and not place.accounts.all():
        raise ConfigurationError(
            "--access accounts: the ledger has no accounts yet; make the first with"
            " 'armsledger users add NAME --role admin'"
        )


def _run(app: "FastAPI", listening: socket.socket) -> None:
    """Serve until somebody stops it.

    Raises:
        KeyboardInterrupt: it was stopped with Ctrl-C.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """Knows whether Ctrl-C stopped it."""

        interrupted = False

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # type: ignore[explicit-override]
            self.interrupted |= sig == signal.SIGINT
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the desk itself looks whom to trust
        timeout_graceful_shutdown=_GRACE,
    )
    server = Server(config)
    server.run(sockets=[listening])
    # The server raises the signal again, for whoever handled it before it. That is nobody where it
    # was ignored from the start, as in what a script starts in the background.
    if server.interrupted:
        raise KeyboardInterrupt


def _tell(settings: "Settings", listening: socket.socket) -> None:
    from armsledger.store.engine import shown
    from armsledger.web.settings import is_loopback

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = settings.url or f"http://{host}:{listening.getsockname()[1]}/"
    say(f"Arms Ledger is at {address} (ledger: {shown(settings.ledger)})")
    say("Ctrl-C stops it.")
    if not is_loopback(settings.host) and not (settings.url or "").startswith("https:"):
        say("Passwords and pages travel unencrypted: put a proxy with TLS in front (docs/desk.md).")


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        ConfigurationError: the address is not one of this machine's, or the port is taken.
    """
    from armsledger.errors import ConfigurationError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(
            f"cannot listen on {host}, port {port} ({reason}): choose another one with --port"
        ) from error
