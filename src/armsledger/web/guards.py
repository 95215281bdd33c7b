"""What stands before every route: safe headers, the right host, bodies of bounded size."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
    )
)

# On every answer. The referrer is kept within the desk: without one at all, browsers would send
# forms with an Origin of "null".
HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
# Pages may be kept, but are asked for again: they change. With a login they are not kept at all, so
# that after a logout nobody turns back to them.
KEPT: Final = "private, no-cache"
NOT_KEPT: Final = "private, no-store"
# A year: what the preload lists of browsers ask for.
_ONLY_HTTPS: Final = "max-age=31536000"


def add_headers(headers: MutableHeaders, *, is_secure: bool, cache: str = NOT_KEPT) -> None:
    """Add the safe headers to an answer; what it has set itself stays."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", cache)
    if is_secure:
        headers.setdefault("Strict-Transport-Security", _ONLY_HTTPS)


@dataclass(frozen=True, slots=True)
class SafeHeaders:
    """Adds the safe headers to every answer."""

    app: ASGIApp
    is_secure: bool  # whether the desk's own address is https
    cache: str  # Cache-Control of answers that say nothing of it themselves

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_secure = self.is_secure or scope.get("scheme") == "https"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                add_headers(headers, is_secure=is_secure, cache=self.cache)
            await send(message)

        await self.app(scope, receive, send_safely)


@dataclass(frozen=True, slots=True)
class HeadsOfAnswers:
    """Answers HEAD as GET, without the body; an answer without end is broken off."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})
            elif message.get("more_body", False):
                making.cancel()

        making = asyncio.ensure_future(self.app({**scope, "method": "GET"}, receive, send_head))
        try:
            await asyncio.wait([making])
        finally:
            making.cancel()
        if not making.cancelled():
            making.result()


@dataclass(frozen=True, slots=True)
class OwnHost:
    """Refuses requests under another name than the desk's own.

    A page of another site whose name is made to lead to this machine would else count as ours.
    """

    app: ASGIApp
    is_own: Callable[[str], bool]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and not self.is_own(host_in(Headers(scope=scope))):
            told = "This desk serves this machine only; open it as http://127.0.0.1 or localhost.\n"
            await PlainTextResponse(told, 421)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def host_in(headers: Headers) -> str:
    """Return the name in the Host header, without the port."""
    host = headers.get("host", "")
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


@dataclass(frozen=True, slots=True)
class BoundedBodies:
    """Refuses a body that is larger than its route may take, before it is all read."""

    app: ASGIApp
    limit_of: Callable[[Scope], int]  # bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            HTTPException: 413, inside the app, which answers it.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit, taken = self.limit_of(scope), 0
        stated = Headers(scope=scope).get("content-length", "")
        is_over = stated.isdigit() and int(stated) > limit

        async def receive_bounded() -> Message:
            nonlocal taken
            if is_over:
                raise too_large(limit)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise too_large(limit)
            return message

        await self.app(scope, receive_bounded, send)


def too_large(limit: int) -> HTTPException:
    """Return the refusal of a body."""
    return HTTPException(413, f"This is more than the desk takes at once ({limit:,} bytes).")
