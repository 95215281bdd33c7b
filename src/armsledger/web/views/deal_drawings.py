"""The drawings of a deal's page, made from its rows."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from armsledger.exports.deal_events import EventRow, happening_of, rung_of
from armsledger.exports.words import date_words
from armsledger.model import STAGES, Deal, Event, Fact, Factuality, Side, State
from armsledger.web import drawings
from armsledger.web.views.deal_figures import Figure

# Marks that a timeline can hold before nobody can tell them apart.
MAX_MARKS: Final = 240

# Drawings of each kind that are kept: the same deal is looked at again and again, and drawing it is
# half of what its page costs. The richest deals have some 100 kB of drawings each.
_KEPT: Final = 128

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def ladder(deal: Deal, rows: Sequence[EventRow]) -> Markup:
    """Return the ladder."""
    return _ladder(tuple(_rung(event, deal, rows) for event in STAGES), deal.state)


@lru_cache(maxsize=_KEPT)
def _ladder(rungs: tuple[drawings.Rung, ...], state: State) -> Markup:
    return drawings.draw_ladder(rungs, state=state)


def _rung(event: Event, deal: Deal, rows: Sequence[EventRow]) -> drawings.Rung:
    rung = rung_of(event, deal, rows)
    return drawings.Rung(
        event,
        rung.told,
        rung.sides,
        short_date(_date_of(event, deal)),
        rung.note or None,
        rung.href and f"#{rung.href}",
        is_stage=rung.is_stage,
    )


def _date_of(event: Event, deal: Deal) -> str | None:
    own = {Event.ORDER: deal.ordered, Event.DELIVERY: deal.delivered}.get(event)
    if own:
        return own
    for telling in Factuality:
        facts = [f for f in deal.facts if f.event is event and f.factuality is telling]
        if facts:
            return min((f.when for f in facts if f.when), default=None)
    return None


def short_date(edtf: str | None) -> str | None:
    """Return a date in as few words as tell the month: a day's month, else as it is."""
    if edtf and _DAY.fullmatch(edtf):
        return date_words(edtf[:7])
    return date_words(edtf)


def timeline(deal: Deal, rows: Sequence[EventRow], as_of: str | None) -> Markup | None:
    """Return the timeline of what is not told by copies alone; None without any time."""
    pairs = [(f, row) for f, row in zip(deal.facts, rows, strict=True) if row.refs]
    found = [_happening(fact, row) for fact, row in pairs]
    if len(found) > MAX_MARKS:  # the best attested ones
        found = sorted(found, key=lambda h: -h.count)[:MAX_MARKS]
    return _timeline(tuple(found), as_of)


@lru_cache(maxsize=_KEPT)
def _timeline(found: tuple[drawings.Happening, ...], as_of: str | None) -> Markup | None:
    return drawings.draw_timeline(found, as_of=as_of)


def _happening(fact: Fact, row: EventRow) -> drawings.Happening:
    return drawings.Happening(
        label=happening_of(fact, row).label,
        event=fact.event,
        factuality=fact.factuality,
        when=fact.when,
        reported=fact.reported,
        sides=row.sides,
        count=len(row.refs),
        copies=len(row.copies),
        href=f"#{row.anchor}",
    )


def legend(rows: Sequence[EventRow], *, is_timeline: bool = False) -> Markup:
    """Return the key to the marks that these rows have."""
    sides = {side for row in rows for side in row.sides}
    tellings = {row.factuality for row in rows}
    return drawings.draw_legend(
        tuple(side for side in Side if side in sides),
        tuple(telling for telling in Factuality if telling in tellings),
        is_timeline=is_timeline,
    )


@lru_cache(maxsize=_KEPT)
def origins(nodes: tuple[drawings.OriginNode, ...]) -> Markup | None:
    """Return the tree of origins; None for none."""
    return drawings.draw_origins(nodes)


@lru_cache(maxsize=_KEPT)
def figure(of: Figure) -> Markup | None:
    """Return bars."""
    return drawings.draw_figures(of.bars, title=of.title, key=of.key)
