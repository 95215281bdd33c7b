"""What a token is called."""

from typing import Final

from armsledger.errors import InputError

LONGEST: Final = 80


def checked_label(label: str) -> str:
    """Return a token's label without blanks around it.

    Raises:
        InputError: it cannot be one.
    """
    plain = label.strip()
    if not plain or len(plain) > LONGEST or not plain.isprintable():
        raise InputError("label", f"say in 1 to {LONGEST} characters what the token is for")
    return plain
