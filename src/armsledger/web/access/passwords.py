"""Passwords: what is accepted as one, and argon2id hashes of them."""

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from armsledger.errors import InputError

# NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where the password is all that is asked for.
SHORTEST: Final = 15
# Longer ones are no safer, and hashing must not be fed megabytes.
LONGEST: Final = 256

# argon2id with 46 MiB, one pass and one lane: the first of the sets that OWASP's Password Storage
# Cheat Sheet holds for equally strong. One lane, so that a login takes one core of the server.
MEMORY: Final = 47_104  # KiB
PASSES: Final = 1
LANES: Final = 1

# Hashes that are made at the same time: some 200 MB at most, whoever knocks.
_AT_ONCE: Final = 4


@dataclass(frozen=True)
class Passwords:
    """Makes and checks hashes."""

    hasher: PasswordHasher
    _gate: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    @cached_property
    def _of_nobody(self) -> str:
        """A hash that unknown names are checked against: as slow as a real one."""
        return self.hasher.hash("nobody has this password")

    def hash(self, password: str, name: str) -> str:
        """Return the hash of a new password.

        Raises:
            InputError: it is no good.
        """
        plain = checked_password(password, name)
        with self._gate:
            return self.hasher.hash(plain)

    def match(self, password: str, stored: str | None) -> bool:
        """Return whether a password has this hash; None takes as long and is nobody's."""
        plain = _normal(password[: LONGEST + 1])
        with self._gate:
            try:
                self.hasher.verify(stored or self._of_nobody, plain)
            except (VerificationError, InvalidHashError):  # also a password that is another one
                return False
        return stored is not None

    def renew(self, password: str, stored: str) -> str | None:
        """Return a new hash of a right password whose stored one is of an older kind, or None."""
        if not self.hasher.check_needs_rehash(stored):
            return None
        with self._gate:
            return self.hasher.hash(_normal(password))


def standard_passwords() -> Passwords:
    """Return the passwords of a desk."""
    return Passwords(PasswordHasher(PASSES, MEMORY, LANES))


def checked_password(password: str, name: str) -> str:
    """Return a new password in its normal form.

    Raises:
        InputError: it is too short, too long, or guessed at once.
    """
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise InputError("password", f"give {SHORTEST} to {LONGEST} characters; words will do")
    if len(set(plain)) <= 3 or plain.casefold().strip("0123456789") == name.casefold():
        raise InputError("password", "this is guessed at once; take several words")
    return plain


def _normal(password: str) -> str:
    """Return a password as it is hashed: the same however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)
