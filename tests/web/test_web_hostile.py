"""Texts of reports that try to break out of the page come out inert, on every page there is."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from dossier_views import HOSTILE
from lxml import html
from web_material import HERE, app_on, client_of

# More pages than the desk has for a few reports and a deal, and the views of each that are tried:
# filters can be put together without end.
MOST_PAGES = 200
MOST_VIEWS = 6
LENIENT = {"raise_server_exceptions": False}  # a page that fails is found at the end
STARTS = ("/", "/about", "/account", "/search?q=jets", "/?as_of=2030-01-01", "/nowhere")
HOSTILE_QUERY = "q=%3Cscript%3E%22'&supplier=%3Cscript%3E&cursor=%3Cscript%3E"
SAFE_SCHEMES = {"http", "data"}
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster")


@pytest.fixture(scope="module")
def hostile_pages(hostile_ledger):
    """Every page that can be reached by links and by the forms that only ask, by address."""
    with client_of(app_on(hostile_ledger, who=HOSTILE), **LENIENT) as client:
        waiting = list(STARTS)
        waiting += [f"{path}?{HOSTILE_QUERY}" for path in ("/", "/search", "/map", "/review")]
        found, seen = {}, Counter()
        while waiting and len(found) < MOST_PAGES:
            address = waiting.pop(0)
            path = urlsplit(address).path
            if address in found or seen[path] >= MOST_VIEWS:
                continue
            seen[path] += 1
            answer = client.get(address)
            found[address] = answer
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                waiting += links_of(address, answer)
        return found


def links_of(address, answer):
    links = html.fromstring(answer.content).xpath("//a/@href")
    whole = (urljoin(HERE + address, link).partition("#")[0] for link in links)
    return [link.removeprefix(HERE) for link in whole if link.startswith(HERE)]


def trees(pages):
    for address, answer in pages.items():
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            yield address, html.fromstring(answer.content)


def test_pages_are_found(hostile_pages):
    kinds = {urlsplit(address).path.split("/")[1] for address in hostile_pages}
    assert {"", "deals", "about", "account"} <= kinds
    assert len(hostile_pages) < MOST_PAGES


def test_no_page_fails(hostile_pages):
    failed = {a: r.status_code for a, r in hostile_pages.items() if r.status_code >= 500}
    assert failed == {}


def test_no_element_comes_from_a_text(hostile_pages):
    for address, page in trees(hostile_pages):
        assert page.xpath("//img | //iframe | //object | //embed | //base | //style") == [], address
        for script in page.iter("script"):
            assert script.get("src", "").startswith("/static/"), address
            assert not (script.text or "").strip(), address


def test_no_attribute_runs_anything(hostile_pages):
    for address, page in trees(hostile_pages):
        for element in page.iter("*"):
            names = [name for name in element.keys() if name.lower().startswith("on")]  # noqa: SIM118
            assert names == [], (address, names)
            assert element.get("style") is None, address
            for name in ADDRESSES:
                scheme = urlsplit((element.get(name) or "").strip()).scheme.lower()
                assert not scheme or scheme in SAFE_SCHEMES | {"https"}, (address, scheme)


def test_the_texts_are_there_as_texts(hostile_pages):
    said = [page.text_content() for address, page in trees(hostile_pages) if "/deals/" in address]
    assert any("<script>alert('x')</script>" in text for text in said)
