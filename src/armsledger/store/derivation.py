"""What the store asks of linking and assessing: the rules that make the register from claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final, Protocol

from armsledger.model import Claim, Deal, ReportHead
from armsledger.version import __version__


@dataclass(frozen=True, slots=True)
class Material:
    """All that the deals of one partition follow from."""

    claims: tuple[Claim, ...]  # by report and place
    heads: Mapping[str, ReportHead]  # of the claims' reports and of all copies of these
    pairs: tuple[tuple[str, str], ...]  # ids of reports with one text, sorted


# What a deal depends on beside its claims: the rules, the records, the names and families.
_RULES: Final = (
    "armsledger.assess",
    "armsledger.link",
    "armsledger.model",
    "armsledger.vocabulary",
    "armsledger.vocabulary.data",
)


@cache
def fingerprint(packages: tuple[str, ...]) -> str:
    """Return 8 hex digits that change with any file of these packages.

    Deals are stored; a version number that somebody forgot to raise would leave stale ones.
    """
    digest = sha256()
    for package in packages:
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".csv")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


class Derivation(Protocol):
    """The pure rules behind the derived tables."""

    @property
    def version(self) -> str:
        """Return what changes whenever the same claims may give other deals."""
        ...

    def copy_keys(self, text: str) -> Sequence[str]:
        """Return the keys under which texts that may be copies of each other meet."""
        ...

    def is_copy(self, text_a: str, text_b: str) -> bool:
        """Return whether two texts are one text."""
        ...

    def partition_of(self, claim: Claim) -> str:
        """Return the name of the part of the register that the claim belongs to."""
        ...

    def originals(self, material: Material) -> Mapping[str, str]:
        """Return report id to the id of its original, for the copies only."""
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

    @property
    def version(self) -> str:
        """Return the program's version and a fingerprint of its rules."""
        return f"{__version__}+{fingerprint(_RULES)}"

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

    def originals(self, material: Material) -> Mapping[str, str]:
        """Return report id to the id of its original, for the copies only."""
        from armsledger.link.copies import copy_sets, originals_of

        return originals_of(copy_sets(material.heads.values(), material.pairs))

    def build(self, material: Material, *, as_of: str | None = None) -> tuple[Deal, ...]:
        """Return the deals of one partition, as known on a date."""
        from armsledger.assess.register import build_partition

        originals = self.originals(material)
        return build_partition(material.claims, material.heads, originals, as_of=as_of)

    def to_json(self, deal: Deal) -> dict[str, Any]:
        """Return a deal as a JSON object, whole."""
        from armsledger.assess.codec import deal_to_json

        return deal_to_json(deal)

    def from_json(self, row: Mapping[str, Any]) -> Deal:
        """Return the deal that `to_json` wrote."""
        from armsledger.assess.codec import deal_from_json

        return deal_from_json(row)
