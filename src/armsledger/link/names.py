"""Names as keys: one state, group or system under several spellings gives one key."""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import Final

_BREAK: Final = re.compile(r"[^a-z0-9]+")
_LETTER_DIGIT: Final = re.compile(r"(?<=[a-z])(?=[0-9])")

# Hex digits that stand for a name which no Latin letter spells: enough for names in one ledger.
HASH_DIGITS: Final = 8

# Names whose key is remembered: more than any partition has.
NAMES_KEPT: Final = 65536


def fold(text: str) -> str:
    """Return the text without case, accents and compatibility forms."""
    if text.isascii():
        return text.lower()  # what the lines below give, without a look at each character
    # First the plain letters: of a compatibility form only these show that it is a capital.
    plain = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=NAMES_KEPT)
def squash(name: str) -> str:
    """Return the name's letters and digits only: "S-400", "S 400" and "s400" are equal."""
    return "".join(c for c in fold(name) if c.isalnum())


def slug(name: str) -> str:
    """Return the name for use in an id: lower-case Latin letters, digits and single hyphens."""
    plain = _BREAK.sub("-", fold(name)).strip("-")
    return plain or sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def designation_slug(name: str) -> str:
    """Return the slug of a designation, the same for all its spellings: "F16" gives "f-16"."""
    return slug(_LETTER_DIGIT.sub("-", squash(name)))


@lru_cache(maxsize=NAMES_KEPT)
def party_key(name: str | None) -> str:
    """Return the key of a supplier or recipient; "" for none."""
    return "" if name is None else slug(name)
