"""Random secrets of logins and API tokens. The ledger keeps only their digests."""

import hashlib
import secrets
from typing import Final

# 256 bits: nobody guesses them, so a fast digest is enough.
_BYTES: Final = 32

# By this beginning a token is recognised where it should not be: in a repository, in a log.
TOKEN_START: Final = "armsledger_"


def new_key() -> str:
    """Return a fresh secret for a login."""
    return secrets.token_urlsafe(_BYTES)


def new_token() -> str:
    """Return a fresh API token."""
    return TOKEN_START + new_key()


def digest_of(key: str) -> str:
    """Return the digest under which a secret is kept."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
