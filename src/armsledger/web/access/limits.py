"""How often somebody may try: counts within a window, in memory of bounded size.

Failed logins are counted by account, so that one password cannot be guessed from many places, and
by address, so that one place cannot try many accounts. What was tried longest ago is forgotten
first; an address can make so few names count that it cannot push out another's.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final

# Seconds in which tries are counted. With ten tries an account yields under a thousand guesses a
# day: nothing to a password of 15 characters.
WINDOW: Final = 900.0
BY_ACCOUNT: Final = 10
BY_ADDRESS: Final = 50

# Entries that are kept: some megabytes.
_KEPT: Final = 20_000

# One subscriber has a whole network of this size in IPv6 (RFC 6177).
_IPV6_NETWORK: Final = 64


@dataclass(slots=True)
class Limit:
    """Counts tries by key."""

    most: int
    window: float  # seconds
    clock: Callable[[], float]  # seconds, never backwards
    kept: int = _KEPT
    _tries: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, key: str) -> float:
        """Count a try if it is allowed; return 0, or the seconds until one is."""
        with self._lock:
            start, count = self._current(key)
            if count >= self.most:
                return start + self.window - self.clock()
            self._tries[key] = (start, count + 1)
            self._tries.move_to_end(key)
            while len(self._tries) > self.kept:
                self._tries.popitem(last=False)
        return 0.0

    def give_back(self, key: str) -> None:
        """Uncount a try."""
        with self._lock:
            start, count = self._current(key)
            self._tries[key] = (start, max(count - 1, 0))

    def forget(self, key: str) -> None:
        """Count from nothing again."""
        with self._lock:
            self._tries.pop(key, None)

    def __len__(self) -> int:
        return len(self._tries)

    def _current(self, key: str) -> tuple[float, int]:
        now = self.clock()
        start, count = self._tries.get(key, (now, 0))
        return (start, count) if now < start + self.window else (now, 0)


@dataclass(frozen=True, slots=True)
class LoginLimits:
    """The limits of logging in."""

    account: Limit
    address: Limit

    def take(self, name: str, address: str) -> float:
        """Count a try on an account from an address; return 0, or the seconds until it may be."""
        return self.address.take(network_of(address)) or self.account.take(name)

    def succeed(self, name: str, address: str) -> None:
        """Uncount a try whose password was right, and the account's earlier ones."""
        self.account.forget(name)
        self.address.give_back(network_of(address))


def login_limits(clock: Callable[[], float]) -> LoginLimits:
    """Return the limits of a desk."""
    return LoginLimits(Limit(BY_ACCOUNT, WINDOW, clock), Limit(BY_ADDRESS, WINDOW, clock))


def network_of(address: str) -> str:
    """Return what counts as one place: an IPv4 address, an IPv6 network."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, _IPV6_NETWORK), strict=False))
