"""Take the pictures of the desk's pages: light, dark and at the width of a phone.

    armsledger --ledger demo.db add examples/reports
    armsledger --ledger demo.db serve --port 8411
    echo "$DESK_PASSWORD" | armsledger --ledger demo.db users add Ada --role admin
    armsledger --ledger demo.db serve --port 8412 --access accounts
    python docs/img/make_desk_pictures.py http://127.0.0.1:8411 http://127.0.0.1:8412 Ada

The second desk, whose password is read from DESK_PASSWORD, is for the pages that only a team's
desk has. Needs playwright and a Chromium on the machine.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

HERE: Final = Path(__file__).parent / "desk"
OPTIONS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# form: colours and size in pixels
FORMS: Final = {
    "light": ("light", 1280, 900),
    "dark": ("dark", 1280, 900),
    "phone": ("light", 390, 844),
}
PAGES: Final = {
    "register": "/",
    "register-as-of": "/?as_of=2019-07-20",
    "deal": "/deals/rus-tur-s-400",
    "deal-as-of": "/deals/rus-tur-s-400?as_of=2018-01-01",
    "map": "/map",
    "search": "/search?q=batteries",
    "actor": "/actors/TUR",
    "review": "/review",
    "review-deal": "/review/deals/rus-tur-s-400",
    "log": "/review/log",
    "add": "/add",
    "about": "/about",
}
# Pages of a team's desk.
TEAM_PAGES: Final = {
    "account": "/account",
    "accounts": "/admin/accounts",
    "audit": "/admin/audit",
}
PASTED: Final = "Norway ordered four batteries of NASAMS from Raytheon on 3 May 2019."
PATIENCE: Final = 60_000  # milliseconds until a pasted text is read


def main(address: str, team: str, name: str) -> None:
    """Write the pictures into the folder `desk` beside this file."""
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        for form in FORMS:
            take_pages(new_page(browser, form), form, address)
            take_team_pages(new_page(browser, form), form, team, name)
        browser.close()


def new_page(browser: Browser, form: str) -> Page:
    """Return a page of a form's colours and size."""
    colours, width, height = FORMS[form]
    size = {"width": width, "height": height}
    return browser.new_context(color_scheme=colours, viewport=size).new_page()


def take_pages(page: Page, form: str, address: str) -> None:
    """Take the pages that every desk has."""
    for name, place in PAGES.items():
        page.goto(address + place)
        take(page, name, form)
    page.goto(address + "/search?q=batteries")
    page.goto(address + page.get_attribute(".found-reports h3 a", "href"))
    take(page, "report", form)


def take_team_pages(page: Page, form: str, address: str, name: str) -> None:
    """Take the pages of a team's desk, and what became of a pasted text."""
    page.goto(address + "/login")
    take(page, "login", form)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(os.environ["DESK_PASSWORD"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    for picture, place in TEAM_PAGES.items():
        page.goto(address + place)
        take(page, picture, form)
    page.goto(address + "/add")
    page.get_by_label("Or a text").fill(PASTED)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Done.", exact=True).wait_for(timeout=PATIENCE)
    take(page, "added", form)


def take(page: Page, name: str, form: str) -> None:
    """Write what the page shows."""
    page.screenshot(path=HERE / f"{name}-{form}.png")


if __name__ == "__main__":
    main(*sys.argv[1:4])
