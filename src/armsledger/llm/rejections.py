"""Why a proposed claim is none, and what of one that counts is left empty."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a proposed claim is rejected."""

    SCHEMA = "not of the schema"
    QUOTE = "quote not in the text"
    LONG = "quote of many sentences"
    TRIGGER = "trigger not in the quote"
    FIGURE = "number, sum or date not in the quote"
    WEAPON = "no known weapon there"
    SPEAKER = "speaker not in the text"
    UNKNOWN = "party not known"
    ABSENT = "party not in the report"
    SAME = "one party on both sides"
    ALONE = "no party"


class Unread(StrEnum):
    """What of a claim that counts could not be read and is left empty."""

    QUANTITY = "number not understood"
    VALUE = "sum not understood"
    WHEN = "date not understood"


class RejectedError(Exception):
    """A proposed claim that is none."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(str(cause))
