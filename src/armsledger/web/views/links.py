"""The addresses that views put into what they make; `web.desk.Desk` gives them."""

from typing import Protocol


class Links(Protocol):
    """Makes addresses of the desk that keep the as-of day."""

    def link(self, path: str, /, **parameters: object) -> str:
        """Return an address; None leaves a parameter out."""
        ...

    def here(self, **changes: object) -> str:
        """Return this page's address with some parameters changed."""
        ...

    def deal(self, deal_id: str, **parameters: object) -> str:
        """Return the address of a deal's page."""
        ...

    def report(self, report_id: str, **parameters: object) -> str:
        """Return the address of a report's page."""
        ...

    def actor(self, actor_id: str, **parameters: object) -> str:
        """Return the address of an actor's page."""
        ...
