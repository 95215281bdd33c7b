"""Two analysts decide on one deal at once: both are in the log, and the second is told."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from html import unescape
from itertools import combinations
from threading import Barrier

import httpx
import pytest
from web_material import (
    HERE,
    TestClient,
    app_on,
    client_of,
    log_in,
    serving,
    team_app,
    token_in,
)

from armsledger.ledger import Ledger
from armsledger.model.decision import Kind
from armsledger.web.views.review import MADE_WORDS

DEAL = "usa-tur-patriot"
OTHER = "fra-tur-samp-t"
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
WHYS = {"Ann": "Ann has read the contract", "Ada": "Ada asked the ministry"}

# What each can do, with what of the deal it is about.
ACTS = {
    "accept": {"kind": "accept"},
    "reject": {"kind": "reject"},
    "date": {"kind": "correct", "field": "when", "value": "2018-03"},
    "other date": {"kind": "correct", "field": "when", "value": "2018-04"},
    "category": {"kind": "correct", "field": "category", "value": "missiles"},
    "note": {"kind": "note"},
    "merge": {"kind": "merge"},
    "split": {"kind": "split"},
}
ON_DEALS = {"merge", "split"}

# Of acts on one claim of one deal: those of which the second overrules the first.
AGAINST = {
    ("accept", "accept"), ("accept", "reject"),
    ("reject", "accept"), ("reject", "reject"), ("reject", "date"), ("reject", "category"),
    ("date", "reject"), ("date", "date"), ("date", "other date"),
    ("category", "reject"), ("category", "category"),
    ("merge", "merge"), ("merge", "split"), ("split", "split"), ("split", "merge"),
    ("reject", "split"),
}  # fmt: skip
BESIDE = (
    ("accept", "date"), ("date", "category"), ("note", "note"), ("date", "note"),
    ("merge", "accept"), ("split", "date"), ("accept", "merge"),
)  # fmt: skip
PAIRS = (*sorted(AGAINST), *BESIDE)

# What cannot be done once more, even by somebody who knows.
DONE_ALREADY = {("merge", "merge"), ("split", "split"), ("reject", "split")}

# Every order in which two who look and then decide can take turns; "a" is the one who begins.
ORDERS = sorted(
    {tuple("a" if at in place else "b" for at in range(4)) for place in combinations(range(4), 2)}
)


class Analyst:
    """Somebody in a browser of their own, who looks at the deal and then decides."""

    def __init__(self, app, name):
        self.name = name
        self.client = TestClient(app, base_url=HERE, follow_redirects=False)
        log_in(self.client, name)
        self.page = self.answer = None

    def look(self):
        self.page = self.client.get(f"/review/deals/{DEAL}")
        assert self.page.status_code == 200

    def decide(self, act, claim):
        form = ACTS[act] | {"why": WHYS[self.name], "back": f"/review/deals/{DEAL}"}
        if act not in ON_DEALS or act == "split":
            form["claim"] = claim
        if act in ON_DEALS:
            form["deal"] = [DEAL, OTHER] if act == "merge" else DEAL
        form["csrf"] = token_in(self.page)
        self.answer = self.client.post("/review/decide", data=form, headers={"Origin": HERE})

    def insist(self):
        """Send the form of the page that told of the other's decision."""
        form = hidden_fields(self.answer)
        self.answer = self.client.post("/review/decide", data=form, headers={"Origin": HERE})


@pytest.fixture(scope="module")
def prepared(_accounts_ledger, tmp_path_factory):
    """The path of a ledger, and a claim of the deal."""
    path = tmp_path_factory.mktemp("two") / "team.db"
    shutil.copy(_accounts_ledger, path)
    with Ledger.open(path) as ledger:
        claims = ledger.claims_of_deal(ledger.deal(DEAL))
        ids = {deal.id for deal in ledger.deals()}
    assert OTHER in ids
    return path, claims[0].id


@pytest.fixture
def desk(prepared, tmp_path):
    """A desk with accounts on a ledger of its own, the ledger's path and the claim."""
    path = shutil.copy(prepared[0], tmp_path / "team.db")
    app = team_app(path)
    with client_of(app):
        yield app, path, prepared[1]


def log_of(path):
    with Ledger.open(path) as ledger:
        return [(one.decision.who, one.decision.why) for one in ledger.decisions()]


def expected(*names):
    return [(name, WHYS[name]) for name in names]


@pytest.mark.parametrize("pair", PAIRS, ids=" then ".join)
def test_the_second_is_told_of_the_first(desk, pair):
    app, path, claim = desk
    ann, ada = Analyst(app, "Ann"), Analyst(app, "Ada")
    ann.look()
    ada.look()
    ann.decide(pair[0], claim)
    assert ann.answer.status_code == 303
    ada.decide(pair[1], claim)
    if pair not in AGAINST:
        assert ada.answer.status_code == 303
        page = ada.client.get(ada.answer.headers["location"]).text
        assert WHYS["Ann"] in page  # the deal's history
        assert log_of(path) == expected("Ann", "Ada")
        return
    assert_told(ada, pair[0])
    assert log_of(path) == expected("Ann")
    ada.insist()
    if pair in DONE_ALREADY:
        assert ada.answer.status_code == 422
        assert log_of(path) == expected("Ann")
    else:
        assert ada.answer.status_code == 303
        assert log_of(path) == expected("Ann", "Ada")


@pytest.mark.parametrize("order", ORDERS, ids="".join)
@pytest.mark.parametrize("pair", [("date", "other date"), ("merge", "split")], ids=" then ".join)
def test_in_whatever_order_two_look_and_decide(desk, pair, order):
    app, path, claim = desk
    people = {"a": Analyst(app, "Ann"), "b": Analyst(app, "Ada")}
    decided = []
    for turn in order:
        if people[turn].page is None:
            people[turn].look()
        else:
            people[turn].decide(pair[len(decided)], claim)
            decided.append(people[turn])
    first, second = decided
    assert first.answer.status_code == 303
    assert_told(second, pair[0], by=first.name)
    second.insist()
    assert second.answer.status_code == 303
    assert log_of(path) == expected(first.name, second.name)


def test_decisions_of_one_moment_do_not_pass_each_other(own_ledger):
    """Two desks on one ledger, two threads: of two decisions on one field one is told."""
    with Ledger.open(own_ledger) as ledger:
        claims = [claim.id for claim in ledger.claims_of_deal(ledger.deal("chn-tur-hq-9"))][:8]
    with browser_of(own_ledger, "Ann") as ann, browser_of(own_ledger, "Ada") as ada:
        for claim in claims:
            answers = at_once([partial(one.correct, claim) for one in (ann, ada)])
            assert sorted(answer.status_code for answer in answers) == [303, 409]
            was_ann = answers[0].status_code == 303
            late, by = (ada, "Ann") if was_ann else (ann, "Ada")
            told = answers[was_ann]
            assert f"<strong>{by}</strong> corrected a claim" in told.text
            assert late.insist(told).status_code == 303
    with Ledger.open(own_ledger) as ledger:
        log = ledger.decisions()
        ledger.refresh()
        before = ledger.dump()
        ledger.rebuild()
        assert ledger.dump() == before
    assert len(log) == 2 * len(claims)
    assert {one.decision.who for one in log} == {"Ann", "Ada"}
    assert sum(one.overruled_by is not None for one in log) == len(claims)
    assert not any(one.conflict for one in log)


def test_many_hands_at_once_on_one_deal(own_ledger):
    """Decisions that are about different things are all taken, none waits in vain."""
    with Ledger.open(own_ledger) as ledger:
        claims = [claim.id for claim in ledger.claims_of_deal(ledger.deal("chn-tur-hq-9"))]
    with browser_of(own_ledger, "Ann") as ann:
        answers = at_once([partial(ann.correct, claim) for claim in claims])
    assert {answer.status_code for answer in answers} == {303}
    with Ledger.open(own_ledger) as ledger:
        decided = {one.decision.anchors[0].claim for one in ledger.decisions() if one.counts}
    assert decided == set(claims)


class Browser:
    """Somebody who sends forms over the network."""

    def __init__(self, client, name):
        self._client = client
        self._name = name
        client.get("/review/log")  # from here on it has the cookie that its forms belong to

    def correct(self, claim):
        form = {"kind": "correct", "claim": claim, "field": "when", "why": WHYS[self._name]}
        return self._send(form | {"value": "2013-09" if self._name == "Ann" else "2013-10"})

    def insist(self, answer):
        return self._send(hidden_fields(answer))

    def _send(self, form):
        token = token_in(self._client.get("/review/log"))
        origin = {"Origin": str(self._client.base_url).rstrip("/")}
        return self._client.post("/review/decide", data=form | {"csrf": token}, headers=origin)


@contextmanager
def browser_of(path, name):
    """Serve a desk of this person's own on the ledger, and give the browser."""
    with (
        serving(app_on(path, who=name)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield Browser(client, name)


def at_once(acts):
    """Do all of it in threads that begin together; return what each gave."""
    begin = Barrier(len(acts))

    def act(one):
        begin.wait(timeout=10)
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def hidden_fields(answer):
    """Return the hidden fields of a page's form, by name."""
    form = {}
    for name, value in HIDDEN.findall(answer.text):
        form.setdefault(name, []).append(unescape(value))
    return form


def assert_told(analyst, act, by="Ann"):
    answer = analyst.answer
    assert answer.status_code == 409
    assert "<h1>Somebody was faster</h1>" in answer.text
    assert "Nothing has been written" in answer.text
    assert f"<strong>{by}</strong> {MADE_WORDS[Kind(ACTS[act]['kind'])]}" in answer.text
    assert WHYS[by] in answer.text
