"""Where the language model is, and the bounds within which it is asked."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from armsledger.errors import ConfigurationError

# What claims of an unmeasured model are given: the lowest confidence that still moves a deal.
DEFAULT_CONFIDENCE: Final = 0.5

# Fewer characters than this hold no sentence with its neighbours.
_MIN_CHUNK_CHARS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """How to reach a language model, and how far to go.

    `url` is the endpoint's base, as its documentation gives it, usually ending in `/v1`. `key` is
    sent as a bearer token; it is never stored, shown or part of the cache.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    cache: Path | None = None  # folder of the answers; None: nothing is kept
    confidence: float = DEFAULT_CONFIDENCE  # of every claim
    timeout_s: float = 120.0  # for one whole answer
    tries: int = 4  # requests for one passage before its report fails
    backoff_s: float = 1.0  # before the second try; doubled for each further one
    max_wait_s: float = 60.0  # longest wait, whatever the server asks for
    max_answer_bytes: int = 1_048_576
    max_tokens: int = 4_096  # of one answer
    chunk_chars: int = 6_000  # of one passage: about 1,500 tokens
    overlap_chars: int = 600  # of a passage that the next one repeats, half of it at most

    def __post_init__(self) -> None:
        _check_url(self.url)
        bounds = (
            (bool(self.model.strip()), "the model needs a name"),
            (_is_plain_key(self.key), "the key has characters that no key has"),
            (0 <= self.confidence <= 1, "the confidence lies between 0 and 1"),
            (self.timeout_s > 0, "the time for an answer is above 0 seconds"),
            (self.tries >= 1, "at least one try is needed"),
            (self.backoff_s >= 0 and self.max_wait_s >= 0, "a wait is 0 seconds or longer"),
            (self.max_answer_bytes > 0 and self.max_tokens > 0, "an answer needs room"),
            (self.chunk_chars >= _MIN_CHUNK_CHARS, f"a passage has {_MIN_CHUNK_CHARS} characters"),
            (self.overlap_chars >= 0, "a passage repeats 0 characters or more"),
        )
        for holds, told in bounds:
            if not holds:
                raise ConfigurationError(f"language model: {told}")

    @property
    def address(self) -> str:
        """The address that chats are sent to."""
        return self.url.rstrip("/") + "/chat/completions"

    @property
    def destination(self) -> str:
        """Where texts go, in words."""
        parts = urlsplit(self.url)
        if _is_loopback(parts.hostname or ""):
            where = "this machine"
        elif parts.scheme == "https":
            where = "another machine"
        else:
            where = "another machine, unencrypted"
        return f"{parts.scheme}://{parts.netloc} ({where}), model {self.model}"


def _check_url(url: str) -> None:
    """Refuse what is no plain base address.

    Raises:
        ConfigurationError: with the way out.
    """
    try:
        parts = urlsplit(url)
        port_fits = parts.port is None or parts.port > 0
    except ValueError as error:
        raise ConfigurationError(f"language model: '{url}' is no address: {error}") from error
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(
            "language model: the address holds a password; give the key in the environment instead"
        )
    if not _is_plain(parts) or not port_fits:
        raise ConfigurationError(
            f"language model: '{url}' is no base address; one is http://127.0.0.1:8080/v1"
        )


def _is_plain_key(key: str | None) -> bool:
    return not key or (key.isascii() and key.isprintable() and " " not in key)


def _is_plain(parts: SplitResult) -> bool:
    known = parts.scheme in ("http", "https") and bool(parts.hostname)
    return known and not parts.query and not parts.fragment


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False
