"""A walk in a real browser: add, read, look back, decide, read anew; by mouse and by keyboard."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from web_material import app_on, serving

from armsledger.ledger import Ledger
from armsledger.model import claim_id

pytestmark = pytest.mark.browser

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
S400, S400_2 = "rus-tur-s-400", "rus-tur-s-400-2"
PATIENCE = 300_000  # milliseconds; the first reading loads the model, and machines may be busy
MOST_TABS = 400
TABS = 20  # pressed at a time: those after the wanted element has been reached do nothing
HALT = """(wanted) => {
  window.halt = (event) => {
    if (event.key === "Tab" && document.activeElement === wanted) event.preventDefault();
  };
  document.addEventListener("keydown", window.halt, true);
}"""
ON = """(wanted) => {
  document.removeEventListener("keydown", window.halt, true);
  return wanted === document.activeElement;
}"""

# What is known of one purchase by a day: stage, on whose word, facts, and what is not yet there.
THEN = (
    ("2017-12-31", "financing", "sides", ("29 December 2017", "$2.5 billion", "4 batteries"),
     ("First delivered", "Sanctions by")),
    ("2019-12-31", "delivery", "both sides", ("12 July 2019", "Objections by"), ("Sanctions by",)),
    ("2021-12-31", "trial", "independent", ("29 December 2017", "12 July 2019", "$2.5 billion",
     "4 batteries", "Sanctions by"), ()),
)  # fmt: skip
DROP = """(form, files) => {
  const given = new DataTransfer();
  for (const [name, body] of files) {
    const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0));
    given.items.add(new File([bytes], name));
  }
  for (const type of ["dragenter", "dragover", "drop"]) {
    const options = { dataTransfer: given, bubbles: true, cancelable: true };
    form.dispatchEvent(new DragEvent(type, options));
  }
}"""


class Mouse:
    """Works a page by pointer."""

    def __init__(self, page):
        self.page = page

    def press(self, target):
        target.click()

    def write(self, target, words):
        target.fill(words)

    def choose(self, target, word):
        target.select_option(word)


class Keyboard(Mouse):
    """Works a page by Tab, letters, Space and Enter alone."""

    def press(self, target):
        self._reach(target)
        is_box = target.evaluate("e => e.type === 'checkbox'")
        self.page.keyboard.press("Space" if is_box else "Enter")

    def write(self, target, words):
        self._reach(target)
        self.page.keyboard.type(words)

    def choose(self, target, word):
        self._reach(target)
        self.page.keyboard.type(word)

    def _reach(self, target):
        wanted = target.element_handle()
        wanted.evaluate(HALT)
        for _ in range(0, MOST_TABS, TABS):
            if wanted.evaluate("e => e === document.activeElement"):
                break
            for _ in range(TABS):
                self.page.keyboard.press("Tab")
        assert wanted.evaluate(ON), f"Tab does not lead to {target}"


@pytest.fixture(params=[Mouse, Keyboard], ids=("mouse", "keyboard"))
def hand(request):
    return request.param


class Renewed:
    """Implements `ports.Extractor`: another version that reads the same, under other ids."""

    name = "people"
    version = "2"

    def __init__(self, ledger):
        self._claims = {key: ledger.machine_claims(key) for key in ledger.report_ids()}

    def extract(self, report):
        return [self._renewed(claim, at) for at, claim in enumerate(self._claims[report.id])]

    def _renewed(self, claim, at):
        mark = f"{self.name}/{self.version}"
        return replace(claim, id=claim_id(claim.report, mark, at, claim.event), extractor=mark)


def outcomes_of(page):
    """Return what became of each document of the upload that a page shows."""
    page.get_by_text("Done.", exact=True).wait_for(timeout=PATIENCE)
    rows = page.locator("#job tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}


def test_a_first_visit_ends_in_the_story(visit, empty_ledger):
    with serving(app_on(empty_ledger)) as address:
        page = visit(address)
        assert "No deals yet." in page.locator("main").inner_text()
        page.locator("main").get_by_role("link", name="Add reports").click()
        page.locator("#files").set_input_files(sorted(REPORTS.iterdir()))
        page.get_by_role("button", name="Add", exact=True).click()
        found = outcomes_of(page)
        broken = [name for name, outcome in found.items() if outcome == "failed"]
        assert broken == ["2021-08-25-broken-download.pdf"]
        assert sum(outcome == "added" for outcome in found.values()) == len(found) - 1
        page.get_by_role("link", name="To the register").click()
        page.goto(f"{address}/deals/{S400}")
        story = page.locator(".deal-story").inner_text()
        for words in ("2017", "2019", "tested", "origins"):
            assert words in story, story
        for day, stage, side, there, not_yet in THEN:
            look_back(page, day)
            status = page.locator(".deal-status").inner_text()
            assert stage in status, status
            assert side in status, status
            facts = page.locator(".deal-key").inner_text()
            assert [words for words in there if words not in facts] == []
            assert [words for words in not_yet if words in facts] == []
        assert page.locator("#differences .dispute").count() > 0


def look_back(page, day):
    """Move the slider of a deal's page to the last stop up to a day."""
    slider = page.locator("input[type=range]")
    places = page.evaluate("""() => [...document.querySelectorAll("datalist option[data-day]")]
        .map((one) => [one.dataset.day, one.value]).filter(([day]) => day)""")
    stop, place = max(pair for pair in places if pair[0] <= day)
    with page.expect_navigation(url=lambda address: f"as_of={stop}" in address):
        slider.fill(place)
    page.locator(f"input[type=date][value='{stop}']").wait_for()


def test_files_can_be_dropped(visit, empty_ledger):
    names = ("2017-09-13-bosphorus-wire.txt", "2019-07-18-potomac-brief.md")
    files = [(name, b64encode((REPORTS / name).read_bytes()).decode()) for name in names]
    with serving(app_on(empty_ledger)) as address:
        page = visit(f"{address}/add")
        with page.expect_navigation():
            page.locator("form[data-drop]").evaluate(DROP, files)
        assert outcomes_of(page) == dict.fromkeys(names, "added")


def test_decisions_last(visit, own_ledger, hand):
    with serving(app_on(own_ledger)) as address:
        page = visit(address)
        worker = hand(page)
        rejected = reject(page, worker, address)
        corrected = correct(page, worker, address)
        merge(page, worker, address)
        split_off = split(page, worker, address)
        with Ledger.open(own_ledger) as ledger:
            assert ledger.rebuild(extractor=Renewed(ledger))
        page.goto(f"{address}/review/log")
        fates = [row.locator("td").nth(5).inner_text() for row in page.locator("tbody tr").all()]
        assert len(fates) == 4
        assert all(fate in {"applied", "moved"} for fate in fates), fates
        assert rejected not in quotes_of(page, address, S400, "deployment")
        page.goto(f"{address}/deals/{S400}?event=order")
        card = page.locator("li.claim").filter(has_text="$3 billion")
        assert corrected.split()[0] in card.locator("blockquote").inner_text()
        page.goto(f"{address}/deals/{S400_2}")
        assert f"You came by {S400_2}" in page.locator(".note").inner_text()
        with Ledger.open(own_ledger) as ledger:
            quotes = [{c.quote for c in ledger.claims_of_deal(deal)} for deal in ledger.deals()]
        assert {split_off} in quotes


def quotes_of(page, address, deal, event):
    page.goto(f"{address}/deals/{deal}?event={event}")
    return [" ".join(one.split()) for one in page.locator("li.claim blockquote").all_inner_texts()]


def to_claim(page, worker, address, event):
    """Open the review of the first claim of an event; return its sentence."""
    page.goto(f"{address}/deals/{S400}?event={event}")
    worker.press(page.locator("li.claim .claim-actions a").first)
    page.locator("#queue").wait_for()
    return " ".join(page.locator("#queue blockquote").inner_text().split())


def reject(page, worker, address):
    quote = to_claim(page, worker, address, "deployment")
    worker.press(page.get_by_role("button", name="Reject"))
    page.get_by_text("You rejected a claim").wait_for()
    return quote


def correct(page, worker, address):
    quote = to_claim(page, worker, address, "order")
    worker.press(page.locator("summary", has_text="Correct"))
    worker.choose(page.get_by_label("Field"), "value")
    worker.write(page.get_by_label("What it is"), "3 billion USD")
    worker.write(page.get_by_label("Why"), "checked")
    worker.press(page.locator("form.correct").get_by_role("button", name="Correct"))
    page.get_by_text("You corrected a claim").wait_for()
    return quote


def merge(page, worker, address):
    page.goto(f"{address}/deals/{S400}")
    worker.press(page.get_by_role("link", name="Decide on this deal"))
    worker.write(page.get_by_label("The same transfer as the deal with this id"), S400_2)
    worker.press(page.get_by_role("button", name="Merge"))
    page.get_by_text("You merged deals").wait_for()


def split(page, worker, address):
    """Split the last claim off; return its sentence."""
    page.goto(f"{address}/review/deals/tur-pol-bayraktar-tb2")
    card = page.locator("ol.queue > li").last
    quote = card.locator("blockquote").inner_text().strip()
    worker.press(card.locator("input[type=checkbox]"))
    worker.press(page.get_by_role("button", name="Split"))
    page.get_by_text("You split a deal").wait_for()
    return quote


def test_the_queue_by_single_keys(visit, own_desk):
    page = visit(f"{own_desk}/review")
    first, second = (one.get_attribute("id") for one in page.locator("[data-item]").all()[:2])
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("[data-item][aria-current]").get_attribute("id") == second
    page.keyboard.press("k")
    assert page.locator("[data-item][aria-current]").get_attribute("id") == first
    page.keyboard.press("r")
    page.get_by_text("You rejected a claim").wait_for()
    assert page.locator(f"[id='{first}']").count() == 0
    page.keyboard.press("u")
    page.get_by_text("You took a decision back").wait_for()
    assert page.locator(f"[id='{first}']").count() == 1
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_text("You accepted a claim").wait_for()


def test_every_page_reads_without_scripts(visit, served):
    paths = (
        "/", "/?recipient=Turkey", f"/deals/{S400}", f"/deals/{S400}?as_of=2017-12-31",
        "/reports/2017-09-13-black-sea-courier", "/actors/TUR", "/map", "/search?q=S-400",
        "/review", "/review/log", f"/review/deals/{S400}", "/add", "/about", "/account",
    )  # fmt: skip
    page = visit(served, java_script_enabled=False)
    for path in paths:
        answer = page.goto(served + path)
        assert answer.ok, path
        assert page.locator("h1").is_visible(), path
        assert len(page.locator("main").inner_text()) > 60, path
        assert page.locator("[hidden]:not([data-live-note]) a, .htmx-indicator").count() == 0, path
