"""Review: the queue of claims in doubt, and every decision that people make."""

from dataclasses import replace
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from armsledger.asking_values import value_of
from armsledger.decide.errors import OvertakenError
from armsledger.decide.fields import CORRECTABLE
from armsledger.errors import NotFoundError
from armsledger.ledger import Ledger
from armsledger.model import Deal, Event, Factuality
from armsledger.model.decision import Decision, Kind, Wish
from armsledger.model.events import CATEGORIES
from armsledger.store.queries import UNKNOWN, DealQuery, LogPage, LogQuery
from armsledger.web.access.needs import Analyst
from armsledger.web.asked import Cursor
from armsledger.web.desk import Desk
from armsledger.web.redirects import local_path
from armsledger.web.views.review import MADE_WORDS, ReviewCard, card_of, doubt_card, log_lines

router: Final = APIRouter(include_in_schema=False)

QUEUE: Final = 20
LOG: Final = 50  # decisions on a page of the log
OTHERS: Final = 50  # deals that are suggested to be merged with

# Ids of claims and deals, and words of people, that a form may hold at most.
_MOST_IDS: Final = 500
_MOST_LETTERS: Final = 4000
_ID_LETTERS: Final = 100  # of a decision's id

Words = Annotated[str, Field(max_length=_MOST_LETTERS)]
Ids = Annotated[list[Words], Field(max_length=_MOST_IDS)]


@router.get("/review")
def show_queue(
    desk: Analyst,
    claim: Annotated[str | None, Query(max_length=_MOST_LETTERS)] = None,
    done: Annotated[str | None, Query(max_length=_ID_LETTERS)] = None,
) -> Response:
    """Show the claims that are most worth a look, or the one that is asked for."""
    ledger = desk.ledger
    cards = [_one(ledger, claim)] if claim else _queue(ledger)
    history = ledger.history(cards[0].claim.id) if claim else ()
    return desk.page(
        "review.html",
        cards=cards,
        is_one=claim is not None,
        history=log_lines(history),
        done=_made(ledger, done),
        correctable=CORRECTABLE,
        known_values=(*map(str, Event), *map(str, Factuality), *CATEGORIES),
    )


@router.get("/review/log")
def show_log(
    desk: Analyst,
    cursor: Cursor | None = None,
    decision: Annotated[str | None, Query(max_length=_ID_LETTERS)] = None,
    done: Annotated[str | None, Query(max_length=_ID_LETTERS)] = None,
) -> Response:
    """Show a page of the decisions, the newest first, or the one that is asked for."""
    ledger = desk.ledger
    if decision:
        page = LogPage(entries=(ledger.decision(decision),), total=1, next=None, previous=None)
    else:
        page = ledger.log_page(LogQuery(limit=LOG, cursor=cursor or None))
    return desk.page(
        "review_log.html",
        lines=log_lines(page.entries),
        page=page,
        is_one=bool(decision),
        done=_made(ledger, done),
    )


@router.get("/review/deals/{deal_id:path}")
def show_deal(
    desk: Analyst, deal_id: str, done: Annotated[str | None, Query(max_length=_ID_LETTERS)] = None
) -> Response:
    """Show what can be decided on a deal: merge it, split it, put a note on it."""
    ledger = desk.ledger
    deal = ledger.deal(deal_id)
    claims = ledger.claims_of_deal(deal)
    heads = ledger.heads({claim.report for claim in claims})
    return desk.page(
        "review_deal.html",
        deal=deal,
        cards=[card_of(claim, heads.get(claim.report), deal.id) for claim in claims],
        others=_likely_others(ledger, deal),
        history=log_lines(ledger.history(deal.id)),
        done=_made(ledger, done),
    )


class Decided(BaseModel):
    """The form of a decision."""

    kind: Kind
    claim: Ids = []
    deal: Ids = []
    basis: Ids = []  # decisions of others that this one knowingly overrules
    field: Words = ""
    value: Words = ""
    target: Words = ""
    why: Words = ""
    back: Words = "/review"

    def wish(self, who: str) -> Wish:
        """Return what somebody wants.

        Raises:
            ConfigurationError: the value is none of the field.
        """
        return Wish(
            kind=self.kind,
            who=who,
            why=self.why.strip(),
            claims=tuple(one for one in self.claim if one),
            deals=tuple(one.strip() for one in self.deal if one.strip()),
            field=self.field or None,
            value=value_of(self.field, self.value.strip()) if self.field else None,
            target=self.target or None,
            basis=tuple(self.basis),
        )


@router.post("/review/decide")
def decide(desk: Analyst, form: Annotated[Decided, Form()]) -> Response:
    """Log a decision and lead back; tell of a decision of somebody else that stands against it."""
    wish = form.wish(desk.who)
    try:
        made = _take(desk.ledger, wish)
    except OvertakenError as error:
        return _tell_overtaken(desk, wish, form, error)
    return RedirectResponse(_with_done(local_path(form.back), made.id), 303)


def _take(ledger: Ledger, wish: Wish) -> Decision:
    """Log a wish. A person knows of the own decisions: only others' have to be named."""
    if not wish.basis:
        standing = ledger.standing_against(wish)
        if standing and all(one.who == wish.who for one in standing):
            wish = replace(wish, basis=tuple(one.id for one in standing))
    return ledger.decide(wish)


def _tell_overtaken(desk: Desk, wish: Wish, form: Decided, error: OvertakenError) -> Response:
    return desk.page(
        "review_overtaken.html",
        status=409,
        wish=wish,
        value=form.value,
        others=[(one, MADE_WORDS[one.kind]) for one in error.others],
        made=MADE_WORDS[wish.kind],
        back=local_path(form.back),
    )


def _likely_others(ledger: Ledger, deal: Deal) -> list[Deal]:
    """Return the deals that this one is most likely to be merged with: of the same recipient."""
    recipient = deal.recipient or UNKNOWN
    found = ledger.page(DealQuery(recipient=(recipient,), limit=OTHERS, facets=False))
    return [one for one in found.deals if one.id != deal.id]


def _queue(ledger: Ledger) -> list[ReviewCard]:
    queue = ledger.review_queue(QUEUE)
    heads = ledger.heads({doubt.claim.report for doubt in queue})
    return [doubt_card(doubt, heads.get(doubt.claim.report)) for doubt in queue]


def _one(ledger: Ledger, claim_id: str) -> ReviewCard:
    """Return the card of a claim that stands in the register or was rejected.

    Raises:
        NotFoundError: there is no such claim.
    """
    found, deal = ledger.claim(claim_id)
    head = ledger.heads([found.report]).get(found.report)
    return card_of(found, head, deal)


def _made(ledger: Ledger, done: str | None) -> tuple[str, str] | None:
    """Return the id and the words of the decision that was just made."""
    if not done:
        return None
    try:
        return done, MADE_WORDS[ledger.decision(done).decision.kind]
    except NotFoundError:  # an old or invented address
        return None


def _with_done(path: str, decision: str) -> str:
    """Return a page's address that tells of a decision."""
    parts = urlsplit(path)
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key != "done"]
    return f"{parts.path}?{urlencode([*kept, ('done', decision)])}"
