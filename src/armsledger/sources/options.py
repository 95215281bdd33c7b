"""What the caller may set for reading, and what comes back for each document."""

from dataclasses import dataclass
from typing import Final

from armsledger.errors import ConfigurationError, InputError
from armsledger.model import Report
from armsledger.sources.dates import is_publication_date

# Guards against hostile or mistaken input, not tuned values; each has an option.
MAX_BYTES: Final = 32 * 1024 * 1024  # one document; the longest official reports stay below 20 MB
MAX_TEXT_CHARS: Final = 1_000_000  # a book of 400 pages has about 800,000
MAX_PAGES: Final = 2_000
MAX_MEMBERS: Final = 100_000
MAX_TOTAL_BYTES: Final = 4 * 1024**3  # what one archive or packed stream may unpack to
MAX_RATIO: Final = 200  # plain text packs 3 to 20 times; deflate can reach 1,032
MAX_DEPTH: Final = 3  # archives inside archives
MAX_SECONDS: Final = 60.0  # the slowest honest page seen took 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What fills the gaps of a document, and the limits of reading.

    Raises:
        ConfigurationError: `date` is no ISO 8601 day between 1900 and 2099, or a limit is
            not positive.
    """

    date: str | None = None  # YYYY-MM-DD, for documents that state none
    outlet: str | None = None
    title: str | None = None
    max_bytes: int = MAX_BYTES
    max_text_chars: int = MAX_TEXT_CHARS
    max_pages: int = MAX_PAGES
    max_members: int = MAX_MEMBERS
    max_total_bytes: int = MAX_TOTAL_BYTES
    max_ratio: int = MAX_RATIO
    max_depth: int = MAX_DEPTH
    max_seconds: float = MAX_SECONDS

    def __post_init__(self) -> None:
        if self.date is not None and not is_publication_date(self.date):
            raise ConfigurationError(f"the date '{self.date}' is not a day written YYYY-MM-DD")
        for name in self.__slots__:
            if name.startswith("max_") and getattr(self, name) <= 0:
                raise ConfigurationError(f"{name} must be above zero, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOutcome:
    """What became of one document: exactly one of `report` and `error` is set."""

    name: str  # as the user gave it; "!member" of an archive, ":line" of a record file
    report: Report | None = None
    error: InputError | None = None
    notes: tuple[str, ...] = ()  # what the reader had to assume, one line each
