"""What the logic asks of the outside: the interfaces that adapters implement."""

from typing import Protocol

from armsledger.model import Claim, Report


class Extractor(Protocol):
    """Reads reports into claims. Pure: the same report always gives the same claims."""

    @property
    def name(self) -> str:
        """The extractor's registered name, "rules" for instance."""
        ...

    @property
    def version(self) -> str:
        """Its version; changes whenever its claims may change."""
        ...

    def extract(self, report: Report) -> list[Claim]:
        """Return the report's claims, in reading order; no claims is `[]`.

        Raises:
            ExtractionError: this report cannot be read; others can.
        """
        ...
