"""Who publishes a PDF, where its XMP metadata says so in so many words."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

# A packet of metadata is some kilobytes; one that is longer is left alone.
_MAX_PACKET: Final = 1024 * 1024
_MAX_PACKETS: Final = 64
_START: Final = b"<x:xmpmeta"
_END: Final = b"</x:xmpmeta>"
_MAX_NAME_CHARS: Final = 200

# The periodical (PRISM), then who makes the document available (Dublin Core). Both are statements
# of who publishes it; author, producer, creator tool and company are not.
_NAMES: Final = (
    re.compile(r"<prism:publicationName\b[^<>]*>([^<>]+)</prism:publicationName>"),
    re.compile(r"\bprism:publicationName\s*=\s*[\"']([^\"'<>]+)[\"']"),
    re.compile(
        r"<dc:publisher>\s*<rdf:(?:Bag|Seq|Alt)>\s*<rdf:li\b[^<>]*>([^<>]+)</rdf:li>\s*</rdf:"
    ),
)


def publisher_in(data: bytes) -> str | None:
    """Return the publication's or publisher's name in a PDF's XMP packets.

    None if there is none, or if several names stand there (a figure taken from elsewhere brings
    its own metadata), or if the packets are packed.
    """
    packets = [packet.decode("utf-8", "replace") for packet in _packets(data)]
    for pattern in _NAMES:
        found = {_name(match) for packet in packets for match in pattern.findall(packet)} - {""}
        if len(found) == 1:
            return found.pop()
    return None


def _packets(data: bytes) -> Iterator[bytes]:
    start = data.find(_START)
    for _ in range(_MAX_PACKETS):
        if start < 0:
            return
        end = data.find(_END, start, start + _MAX_PACKET)
        if end >= 0:
            yield data[start:end]
        start = data.find(_START, max(start, end) + 1)


def _name(written: str) -> str:
    name = " ".join(unescape(written).split())
    return name if len(name) <= _MAX_NAME_CHARS and "\ufffd" not in name else ""
