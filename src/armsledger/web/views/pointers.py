"""Links to claims: to the card on this page where there is one, else to the report's sentence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from armsledger.exports.claim_views import Numbering
from armsledger.exports.file_names import claim_anchor
from armsledger.exports.view import RegisterView
from armsledger.web.views.links import Links

# More links than this in a row say nothing; the rest is counted.
MAX_POINTERS: Final = 8


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link to a claim."""

    number: int
    href: str
    words: str  # who, where, when


@dataclass(frozen=True, slots=True)
class Pointers:
    """Links to some claims."""

    shown: tuple[Pointer, ...]
    more: int  # how many there are beyond these
    more_href: str  # where all of them stand

    @property
    def count(self) -> int:
        """Number of the claims."""
        return len(self.shown) + self.more

    @property
    def first(self) -> str | None:
        """Address of the first claim's sentence."""
        return self.shown[0].href if self.shown else None


class Pointing:
    """Makes the links to a deal's claims on one page."""

    def __init__(
        self, numbering: Numbering, view: RegisterView, cards: Collection[str], links: Links
    ) -> None:
        """Remember what is on the page.

        Args:
            numbering: of the deal's claims.
            view: its claims.
            cards: ids of the claims that have a card on this page.
            links: makes addresses.
        """
        self.numbering = numbering
        self._claims = view.claims
        self._cards = frozenset(cards)
        self._links = links

    def href(self, claim_id: str) -> str:
        """Return where a claim's sentence stands."""
        if claim_id in self._cards:
            return f"#{claim_anchor(claim_id)}"
        return self.report_href(claim_id)

    def anchor(self, claim_id: str) -> str:
        """Return the name of a claim's card."""
        return claim_anchor(claim_id)

    def report_href(self, claim_id: str) -> str:
        """Return a claim's place in the text of its report."""
        return sentence_href(self._links, self._claims[claim_id].report, claim_id)

    def to(self, claims: Sequence[str], *, all_at: str = "#claims") -> Pointers:
        """Return the links to some claims, by number.

        Args:
            claims: their ids.
            all_at: where all of them stand, for those that are only counted.
        """
        refs = {ref.anchor: ref for ref in self.numbering.refs(claims)}
        by_anchor = {claim_anchor(key): key for key in claims}
        ranked = sorted(refs.values(), key=lambda ref: ref.number)
        shown = tuple(
            Pointer(ref.number, self.href(by_anchor[ref.anchor]), ref.words)
            for ref in ranked[:MAX_POINTERS]
        )
        return Pointers(shown, len(ranked) - len(shown), all_at)


def sentence_href(links: Links, report_id: str, claim_id: str) -> str:
    """Return the address of a claim's place in its report; the report opens at this claim."""
    return f"{links.report(report_id, claim=claim_id)}#{claim_anchor(claim_id)}"
