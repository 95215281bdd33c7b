"""Which outlet sends a message, if its headers say that it is an outlet."""

import re
from email.header import decode_header, make_header
from typing import Final

# The name before the identifier, RFC 2919.
_LIST: Final = re.compile(r"\s*\"?(?P<name>[^<>\"]*[^<>\"\s])\"?\s*<[^<>]*>\s*")
_MAX_NAME_CHARS: Final = 100
_MAX_HEADER_CHARS: Final = 1_000
_MACHINE_MADE: Final = re.compile(r"@|://|\d{5,}|\b[0-9a-f]{8,}", re.IGNORECASE)
# Words that say what a list is, not whose it is.
_GENERIC: Final = frozenset(
    {"announce", "announcements", "customers", "emails", "list", "mail", "mailing", "media"}
    | {"members", "news", "newsletter", "newsletters", "press", "subscribers", "the", "updates"}
)

# What a name must end with to be a publication's; a domain must bear out another of its words.
_PUBLICATIONS: Final = frozenset(
    {"agency", "alert", "brief", "briefing", "bulletin", "chronicle", "courier", "daily", "digest"}
    | {"dispatch", "gazette", "herald", "insider", "journal", "letter", "magazine", "monitor"}
    | {"news", "newsletter", "observer", "post", "press", "report", "review", "times", "today"}
    | {"tribune", "update", "weekly", "wire"}
)
_MIN_BORNE_OUT: Final = 4  # letters of the word that the domain has to have too
_WORD: Final = re.compile(r"[^\W\d_]+")


def outlet_of_mail(sender: str, address: str, list_id: str) -> str | None:
    """Return the outlet that sends a message; None for a sender who may be a person.

    In this order: a known outlet, by the sender's name or domain; the name of the mailing list; the
    sender's name if it is a publication's and the domain bears it out.

    Args:
        sender: the name in `From`, decoded.
        address: the address in `From`.
        list_id: the header `List-Id` as it stands, "" for none.
    """
    from armsledger.vocabulary.outlets import outlet_of  # lazy: a table, only for mails

    domain = address.rpartition("@")[2].lower()
    known = outlet_of(sender) or outlet_of(domain)
    if known is not None:
        return known.name
    return _list_name(list_id) or (sender if _is_publication(sender, domain) else None)


def _list_name(list_id: str) -> str | None:
    match = _LIST.fullmatch(list_id) if len(list_id) <= _MAX_HEADER_CHARS else None
    if match is None:
        return None
    name = " ".join(_decoded(match["name"]).split())
    words = {word.casefold() for word in _WORD.findall(name)}
    tells = bool(words - _GENERIC) and not _MACHINE_MADE.search(name)
    return name if tells and len(name) <= _MAX_NAME_CHARS else None


def _decoded(name: str) -> str:
    try:
        return str(make_header(decode_header(name)))
    except (LookupError, ValueError):
        return name


def _is_publication(sender: str, domain: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(sender)]
    if not words or words[-1] not in _PUBLICATIONS or "@" in sender:
        return False
    return any(len(word) >= _MIN_BORNE_OUT and word in domain for word in words[:-1])
