"""Asking the endpoint: one passage, one answer, with bounded patience for what goes wrong.

Nothing of the environment takes part: no proxy, no stored password, no redirect, so that a text
goes to the host that the user named and to no other.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from armsledger.errors import MissingExtraError
from armsledger.llm.dialects import DIALECTS, Dialect
from armsledger.llm.schema import BrokenAnswerError, read_answer
from armsledger.llm.settings import ModelSettings

if TYPE_CHECKING:
    from httpx import Client

# Answers that say "not in this form", so that another dialect may do; and "not now".
_NOT_SO: Final = frozenset({400, 415, 422, 500, 501})
_NOT_NOW: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})

# How servers say that a question and its answer do not fit the model's context.
_TOO_LONG_STATUS: Final = frozenset({400, 413, 422, 500})
_TOO_LONG: Final = re.compile(
    r"context.{0,40}(?:exceed|length|size|window|limit)|exceed\w*.{0,40}context|too (?:long|large)",
    re.IGNORECASE,
)

# Questions in a row that got no answer from which the next ones are tried once only: the endpoint
# is down, and waiting for it with every report would take hours.
_HOPELESS: Final = 3

_SHOWN_CHARS: Final = 200  # of a server's complaint


class NoAnswerError(Exception):
    """The endpoint gave no usable answer; the message says what it did."""


class CutAnswerError(Exception):
    """Question or answer are too long for the model; a shorter passage may do."""

    def __init__(self, content: str = "") -> None:
        self.content = content  # what there is of the answer
        super().__init__("question and answer are longer than the model takes")


class _NextDialectError(Exception):
    """This dialect does not do."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        self.lasting = lasting  # True: the same question would be refused again
        super().__init__(reason)


class _AgainError(Exception):
    """It may do later."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        self.after_s = after_s
        super().__init__(reason)


@dataclass(slots=True)
class Endpoint:
    """A chat endpoint. Remembers which dialect it understands."""

    settings: ModelSettings
    sleep: Callable[[float], None] = time.sleep
    _dialect: Dialect | None = None
    _unanswered: int = 0  # questions in a row
    _http: ModuleType = field(init=False)
    _client: "Client" = field(init=False)

    def __post_init__(self) -> None:
        try:
            import httpx
        except ImportError as error:
            raise MissingExtraError("The reader for language models", "llm") from error
        self._http = httpx
        # No connection is kept: there is none to close, and none that a server has dropped.
        unkept = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(trust_env=False, timeout=self.settings.timeout_s, limits=unkept)

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return the content of the answer, which `read_answer` reads.

        Raises:
            NoAnswerError: after as many tries as the settings allow, or at once if another try
                is useless.
            CutAnswerError: the model had more to say than it may.
        """
        try:
            content = self._ask(messages)
        except NoAnswerError:
            self._unanswered += 1
            raise
        self._unanswered = 0
        return content

    def _ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        tries = 1 if self._unanswered >= _HOPELESS else self.settings.tries
        reason = ""
        for number in range(tries):
            try:
                return self._try(messages, number)
            except _AgainError as again:
                reason = str(again)
                if number + 1 < tries:
                    self.sleep(self._wait(number, again.after_s))
        times = "1 try" if tries == 1 else f"{tries} tries"
        raise NoAnswerError(f"{self.settings.address}: {reason} ({times})")

    def _wait(self, number: int, asked: float | None) -> float:
        wait: float = self.settings.backoff_s * 2**number
        return min(wait if asked is None else max(asked, wait), self.settings.max_wait_s)

    def _try(self, messages: Sequence[Mapping[str, str]], number: int) -> str:
        """Return the answer in the dialect that is known, else in the first that does."""
        refused: list[_NextDialectError] = []
        for dialect in (self._dialect,) if self._dialect else DIALECTS:
            try:
                content = self._say(messages, dialect, number)
            except _NextDialectError as error:
                refused.append(error)
                continue
            self._dialect = dialect
            return content
        reasons = "; ".join(dict.fromkeys(str(error) for error in refused))
        if all(error.lasting for error in refused):
            raise NoAnswerError(f"{self.settings.address}: {reasons}")
        raise _AgainError(reasons)

    def _say(self, messages: Sequence[Mapping[str, str]], dialect: Dialect, number: int) -> str:
        body = dialect.body(self.settings, messages, number)
        status, headers, raw = self._post(body)
        if status != 200:
            raise self._refusal(status, headers, raw)
        try:
            content = _content(raw)
            read_answer(content)
        except BrokenAnswerError as error:
            kind = headers.get("content-type", "no content type")
            raise _NextDialectError(f"{error} ({kind})") from error
        return content

    def _refusal(self, status: int, headers: Mapping[str, str], raw: bytes) -> Exception:
        reason = f"HTTP {status}{self._complaint(raw)}"
        if status in _TOO_LONG_STATUS and _TOO_LONG.search(reason):
            return CutAnswerError()
        if status in _NOT_SO and self._dialect is None:
            return _NextDialectError(reason, lasting=status not in _NOT_NOW)
        if status in _NOT_NOW:
            return _AgainError(reason, _seconds(headers.get("retry-after")))
        return NoAnswerError(f"{self.settings.address}: {reason}")

    def _complaint(self, raw: bytes) -> str:
        """Return the start of what a server says of an error, without the key."""
        told = raw.decode("utf-8", "replace")
        if self.settings.key:
            told = told.replace(self.settings.key, "***")
        shown = " ".join("".join(c if c.isprintable() else " " for c in told).split())
        return f": {shown[:_SHOWN_CHARS]}" if shown else ""

    def _post(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        """Send a question; return status, headers and the whole body.

        Raises:
            _AgainError: nothing came back, or not in time, or too much.
        """
        limit, deadline = self.settings.timeout_s, time.monotonic() + self.settings.timeout_s
        try:
            with self._client.stream(
                "POST",
                self.settings.address,
                content=json.dumps(body).encode(),
                headers=self._headers(),
            ) as response:
                raw = b"".join(self._within(response.iter_bytes(), deadline))
                return response.status_code, response.headers, raw
        except self._http.TimeoutException as error:
            raise _AgainError(f"no answer within {limit:g} seconds") from error
        except (self._http.HTTPError, self._http.InvalidURL) as error:
            raise _AgainError(f"{type(error).__name__}: {error}") from error

    def _within(self, pieces: Iterator[bytes], deadline: float) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > self.settings.max_answer_bytes:
                raise _AgainError(f"an answer of over {self.settings.max_answer_bytes:,} bytes")
            if time.monotonic() > deadline:
                raise _AgainError(f"no whole answer within {self.settings.timeout_s:g} seconds")
            yield piece

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # what comes is as long as it says
        }
        if self.settings.key:
            headers["Authorization"] = f"Bearer {self.settings.key}"
        return headers


def _content(raw: bytes) -> str:
    """Return what the model said.

    Raises:
        BrokenAnswerError: the body is no chat completion.
        CutAnswerError: the model was stopped.
    """
    try:
        choice = json.loads(raw.decode("utf-8"))["choices"][0]
        content, finished = choice["message"]["content"], choice.get("finish_reason")
    except UnicodeDecodeError as error:
        raise BrokenAnswerError("the answer is not in UTF-8") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenAnswerError("the answer is no chat completion") from error
    if not isinstance(content, str):
        raise BrokenAnswerError("the model said nothing")
    if finished == "length":
        raise CutAnswerError(content)
    return content


def _seconds(header: str | None) -> float | None:
    """Return the wait that a server asks for: seconds or a date; None if it does not say."""
    if header is None:
        return None
    try:
        return max(float(int(header)), 0.0)
    except ValueError:
        pass
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)
