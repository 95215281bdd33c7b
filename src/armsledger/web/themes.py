"""Light or dark: as the system has it, until somebody chooses."""

from enum import StrEnum

from fastapi import Request

from armsledger.web.cookies import THEME, read_cookie


class Theme(StrEnum):
    """The colours that a browser has asked for."""

    AUTO = "auto"  # what the system says
    LIGHT = "light"
    DARK = "dark"

    @property
    def next(self) -> "Theme":
        """The one that the button in the head leads to."""
        every = list(Theme)
        return every[(every.index(self) + 1) % len(every)]


def theme_of(request: Request) -> Theme:
    """Return what the cookie says."""
    given = read_cookie(request, THEME) or ""
    return Theme(given) if given in list(Theme) else Theme.AUTO
