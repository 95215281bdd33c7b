"""What an export reads: the register with the claims and reports that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from armsledger.model import Claim, Deal, Report


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """The register as of one date, with its evidence.

    The mappings may be lazy: an export asks for one report or claim at a time, and iterates over
    `reports` once.
    """

    deals: tuple[Deal, ...]
    claims: Mapping[str, Claim]  # by id
    reports: Mapping[str, Report]  # by id
    originals: Mapping[str, str] = field(default_factory=dict)  # a copy's id -> its original's
    failures: tuple[Failure, ...] = ()
