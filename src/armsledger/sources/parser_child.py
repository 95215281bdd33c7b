"""The process in which web pages, PDF and Word files are parsed; run by `parser_process`.

Parsers in C can hang, crash or eat the memory on hostile files. Here they can do so without
harm: the parent sets the time, this process its own memory. One request after the other on
standard input, one answer each on standard output:

    request   8 bytes length, a JSON object {"kind", "name", "size", ...}, then `size` bytes
    ready     8 bytes length, a JSON object {"ready": true}, once
    answer    8 bytes length, a JSON object {"document": ...} or {"error": ...}
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, BinaryIO, Final

from armsledger.errors import InputError, TooLargeError, UnreadableError, UnsupportedFormatError
from armsledger.sources.document import RawDocument, to_json

LENGTH_BYTES: Final = 8
MEMORY_BYTES: Final = 3 * 1024**3  # address space; honest documents were seen to need 0.7 GB


def main() -> None:
    """Answer requests until standard input ends."""
    limit_memory(MEMORY_BYTES)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    sys.excepthook = _answering(answers)
    send(answers, {"ready": True})
    while header := requests.read(LENGTH_BYTES):
        request = json.loads(requests.read(int.from_bytes(header, "big")))
        send(answers, answer(request, requests.read(request["size"])))


def limit_memory(size: int) -> None:
    """Make allocations beyond `size` bytes of address space fail in this process."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def send(stream: BinaryIO, value: dict[str, Any], body: bytes = b"") -> None:
    """Write one message."""
    data = json.dumps(value).encode()
    stream.write(len(data).to_bytes(LENGTH_BYTES, "big") + data + body)
    stream.flush()


def _answering(answers: BinaryIO) -> Callable[..., None]:
    """Return the hook that tells the parent which defect of a parser ends this process."""

    def hook(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        send(answers, {"error": ["UnreadableError", f"made the parser fail ({kind.__name__})"]})

    return hook


def answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return the document, or what is wrong with it, as a JSON object."""
    try:
        return {"document": to_json(_parse(request, data))}
    except TooLargeError as error:
        return {"error": ["TooLargeError", error.what, error.limit, error.unit]}
    except InputError as error:
        return {"error": [type(error).__name__, error.reason]}
    except MemoryError:
        return {"error": ["UnreadableError", "needs more memory to parse than is allowed"]}
    except RecursionError:
        return {"error": ["UnreadableError", "is nested too deeply"]}


def _parse(request: dict[str, Any], data: bytes) -> RawDocument:
    kind, name = request["kind"], request["name"]
    if kind == "html":
        from armsledger.sources.web_page import read_page  # lazy: each parser where it is needed

        return read_page(data, name, charset=request["charset"], max_chars=request["max_chars"])
    if kind == "pdf":
        from armsledger.sources.pdf import read_pdf

        return read_pdf(data, name, max_pages=request["max_pages"])
    from armsledger.sources.word import read_word

    return read_word(data, name, max_bytes=request["max_unpacked"])


def to_error(parts: list[Any], name: str) -> InputError:
    """Return the error that an answer stands for."""
    kind, *rest = parts
    if kind == "TooLargeError":
        return TooLargeError(name, *rest)
    return (UnsupportedFormatError if kind == "UnsupportedFormatError" else UnreadableError)(
        name, *rest
    )


if __name__ == "__main__":
    main()
