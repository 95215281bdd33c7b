"""Where a request comes from: the peer, or whom a trusted proxy names."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from fastapi import Request


def peer_of(request: Request) -> str:
    """Return the address of whoever has connected; "" for a socket without one."""
    return request.client.host if request.client else ""


def is_trusted(request: Request) -> bool:
    """Return whether the peer is the proxy that the settings name."""
    return is_in(peer_of(request), request.app.state.workplace.settings.proxy_peers)


def is_in(address: str, networks: Iterable[str]) -> bool:
    """Return whether an address lies in one of the networks."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network, strict=False) for network in networks)


def address_of(request: Request) -> str:
    """Return the address that the request comes from, for limits and the log.

    A trusted proxy appends it to X-Forwarded-For; what stands before may be made up.
    """
    peer = peer_of(request)
    if not is_trusted(request):
        return peer
    named = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    try:
        return str(ip_address(named))
    except ValueError:  # nothing, or nothing that is an address
        return peer
