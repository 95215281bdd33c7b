"""Which claims to weigh for the review queue: those whose guessed stakes are highest."""

from sqlalchemy import Connection, select

from armsledger.decide.effects import SHORTLIST_FACTOR, SHORTLIST_LEAST, WhatIf
from armsledger.store.conditions import Register
from armsledger.store.derivation import Derivation
from armsledger.store.gathering import gather_reports
from armsledger.store.pages import read_by_id
from armsledger.store.reader import find_claims
from armsledger.store.schema import claims, deal_claims, placements, reports


def what_if(connection: Connection, derivation: Derivation, limit: int) -> list[WhatIf]:
    """Return what deciding on the claims that seem most worth a look would make of their deals.

    The stakes are guessed when a deal is made (`decide.effects.guess_of`) and kept, so that the
    work depends on how many claims are asked for and on the size of their deals.

    Args:
        connection: to the ledger.
        derivation: the rules.
        limit: how many are asked for in the end; more are weighed.
    """
    wanted = _shortlist(connection, max(SHORTLIST_LEAST, SHORTLIST_FACTOR * limit))
    deals = read_by_id(connection, sorted(wanted), Register(None), derivation)
    found: list[WhatIf] = []
    for key, deal in sorted(deals.items()):
        held = find_claims(connection, deal.claims)
        told = {claim.report for claim in held}
        query = select(reports.c.seq).where(reports.c.id.in_(sorted(told)))
        material = gather_reports(connection, connection.scalars(query))
        found += derivation.what_if_of(deal, held, material, wanted[key])
    return found


def _shortlist(connection: Connection, size: int) -> dict[str, list[str]]:
    """Return by deal the open claims with the highest stakes."""
    query = (
        select(claims.c.id, deal_claims.c.deal)
        .select_from(deal_claims)
        .join(claims, claims.c.seq == deal_claims.c.claim)
        .join(placements, placements.c.claim == deal_claims.c.claim)
        .where(placements.c.verdict.is_(None))
        .order_by(deal_claims.c.stake.desc(), claims.c.id)
        .limit(size)
    )
    chosen: dict[str, list[str]] = {}
    for row in connection.execute(query):
        chosen.setdefault(row.deal, []).append(row.id)
    return chosen
