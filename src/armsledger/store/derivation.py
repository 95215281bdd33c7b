"""What the store asks of linking and assessing: the rules that make the register from claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from armsledger.model import Claim, Deal, ReportHead


@dataclass(frozen=True, slots=True)
class Material:
    """All that the deals of one partition follow from."""

    claims: tuple[Claim, ...]  # by report and place
    heads: Mapping[str, ReportHead]  # of the claims' reports and of all copies of these
    pairs: tuple[tuple[str, str], ...]  # ids of reports with one text, sorted


class Derivation(Protocol):
    """The pure rules behind the derived tables."""

    def copy_keys(self, text: str) -> Sequence[str]:
        """Return the keys under which texts that may be copies of each other meet."""
        ...

    def is_copy(self, text_a: str, text_b: str) -> bool:
        """Return whether two texts are one text."""
        ...

    def partition_of(self, claim: Claim) -> str:
        """Return the name of the part of the register that the claim belongs to."""
        ...

    def build(self, material: Material, *, as_of: str | None = None) -> tuple[Deal, ...]:
        """Return the deals of one partition, as known on a date."""
        ...

    def to_json(self, deal: Deal) -> dict[str, Any]:
        """Return a deal as a JSON object, whole."""
        ...

    def from_json(self, row: Mapping[str, Any]) -> Deal:
        """Return the deal that `to_json` wrote."""
        ...


class StandardDerivation:
    """The package's own rules: `link` and `assess`."""

    def copy_keys(self, text: str) -> Sequence[str]:
        """Return the MinHash bands of a text."""
        from armsledger.link.copies import band_keys, sign

        return band_keys(sign(text))

    def is_copy(self, text_a: str, text_b: str) -> bool:
        """Return whether two texts are one text."""
        from armsledger.link.copies import is_copy

        return is_copy(text_a, text_b)

    def partition_of(self, claim: Claim) -> str:
        """Return the claim's recipient as a partition's name."""
        from armsledger.link.partition import partition_of

        return partition_of(claim)

    def build(self, material: Material, *, as_of: str | None = None) -> tuple[Deal, ...]:
        """Return the deals of one partition, as known on a date."""
        from armsledger.assess.register import build_partition
        from armsledger.link.copies import copy_sets, originals_of

        originals = originals_of(copy_sets(material.heads.values(), material.pairs))
        return build_partition(material.claims, material.heads, originals, as_of=as_of)

    def to_json(self, deal: Deal) -> dict[str, Any]:
        """Return a deal as a JSON object, whole."""
        from armsledger.assess.codec import deal_to_json

        return deal_to_json(deal)

    def from_json(self, row: Mapping[str, Any]) -> Deal:
        """Return the deal that `to_json` wrote."""
        from armsledger.assess.codec import deal_from_json

        return deal_from_json(row)
