"""A headless Chromium for tests of pages, and what goes wrong while it looks at them."""

import os
import shutil
from contextlib import contextmanager

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@contextmanager
def chromium():
    """Give a headless Chromium; without one on the machine the test is skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield opened
        opened.close()


@contextmanager
def watched(browser, troubles, *, own, expected=()):
    """Give a function that opens an address in a context of its own.

    Args:
        browser: a Chromium.
        troubles: gets what consoles and dialogs say, errors, and requests to foreign addresses.
        own: how the addresses begin that pages may ask for.
        expected: what a console may say: parts of its words.
    """
    contexts = []

    def said(message):
        if not any(words in message.text for words in expected):
            troubles.append(message.text)

    def asked(request):
        if not request.url.startswith(own):
            troubles.append(request.url)

    def opened(address, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", said)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", asked)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
