"""Where a proposed claim stands, and where its words do."""

from dataclasses import dataclass

from armsledger.extract.mentions import Mention
from armsledger.llm.grounds import find_words
from armsledger.llm.rejections import Cause, RejectedError


@dataclass(frozen=True, slots=True)
class Place:
    """The model's quote and the sentence around it; offsets into the part."""

    part: str
    start: int
    end: int
    quote: str
    at: int  # of the quote

    def find(self, words: str) -> Mention | None:
        """Return where words stand in the quote."""
        found = find_words(self.quote, words)
        return None if found is None else Mention(*found).shifted(self.at)


def stated(words: str, place: Place, cause: Cause) -> Mention:
    """Return where words stand in the quote.

    Raises:
        RejectedError: they do not; `cause` tells what they were to be.
    """
    found = place.find(words.strip())
    if found is None:
        raise RejectedError(cause)
    return found
