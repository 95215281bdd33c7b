"""The unit of incremental rebuilding: all deals of one recipient."""

from typing import Final

from armsledger.link.names import party_key
from armsledger.model import Claim

NO_RECIPIENT: Final = "-"  # claims that do not tell the recipient share a partition


def partition_of(claim: Claim) -> str:
    """Return the name of the partition that a claim belongs to: its recipient's code.

    The deals of a partition are a function of the partition's claims alone (with their reports'
    heads and copy sets), so that an added report touches only the partitions of its claims.
    """
    return party_key(claim.recipient).upper() or NO_RECIPIENT
