"""Which claims to weigh for the review queue: those whose guessed stakes are highest."""

from collections.abc import Mapping

from sqlalchemy import Connection, and_, select

from armsledger.decide.effects import SHORTLIST_FACTOR, SHORTLIST_LEAST, WhatIf
from armsledger.store.conditions import Register
from armsledger.store.derivation import Derivation
from armsledger.store.gathering import gather_reports
from armsledger.store.pages import read_by_id
from armsledger.store.reader import find_claims
from armsledger.store.schema import claims, deal_claims, deals, placements, reports

# By the fingerprint of what a deal was made from, and a claim of it.
Weighed = Mapping[tuple[str, str], WhatIf]


def what_if(connection: Connection, derivation: Derivation, limit: int, known: Weighed) -> Weighed:
    """Return what deciding on the claims that seem most worth a look would make of their deals.

    The stakes are guessed when a deal is made (`decide.effects.guess_of`) and kept, so that the
    work depends on how many claims are asked for and on the size of their deals.

    Args:
        connection: to the ledger.
        derivation: the rules.
        limit: how many are asked for in the end; more are weighed.
        known: what was found before: used again for deals that are made from the same.
    """
    shortlist = _shortlist(connection, max(SHORTLIST_LEAST, SHORTLIST_FACTOR * limit))
    found: dict[tuple[str, str], WhatIf] = {}
    missing: dict[str, tuple[str, list[str]]] = {}
    for claim, home, inputs in shortlist:
        if (inputs, claim) in known:
            found[inputs, claim] = known[inputs, claim]
        else:
            missing.setdefault(home, (inputs, []))[1].append(claim)
    stored = read_by_id(connection, sorted(missing), Register(None), derivation)
    for key, deal in sorted(stored.items()):
        inputs, wanted = missing[key]
        held = find_claims(connection, deal.claims)
        told = {claim.report for claim in held}
        query = select(reports.c.seq).where(reports.c.id.in_(sorted(told)))
        material = gather_reports(connection, connection.scalars(query))
        weighed = derivation.what_if_of(deal, held, material, wanted)
        found |= {(inputs, one.claim.id): one for one in weighed}
    return found


def _shortlist(connection: Connection, size: int) -> list[tuple[str, str, str]]:
    """Return the open claims with the highest stakes: claim, deal and the deal's fingerprint."""
    here = and_(deals.c.partition == deal_claims.c.partition, deals.c.id == deal_claims.c.deal)
    query = (
        select(claims.c.id, deal_claims.c.deal, deals.c.inputs)
        .select_from(deal_claims)
        .join(claims, claims.c.seq == deal_claims.c.claim)
        .join(placements, placements.c.claim == deal_claims.c.claim)
        .join(deals, here)
        .where(placements.c.verdict.is_(None))
        .order_by(deal_claims.c.stake.desc(), claims.c.id)
        .limit(size)
    )
    return [(row.id, row.deal, row.inputs) for row in connection.execute(query)]
