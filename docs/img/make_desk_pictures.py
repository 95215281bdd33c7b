"""Take the pictures of the desk's pages: light, dark and at the width of a phone.

    armsledger --ledger demo.db add examples/reports
    armsledger --ledger demo.db serve --port 8411
    python docs/img/make_desk_pictures.py http://127.0.0.1:8411

Needs playwright and a Chromium on the machine.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

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
    "log": "/review/log",
    "add": "/add",
    "about": "/about",
}


def main(address: str) -> None:
    """Write the pictures into the folder `desk` beside this file."""
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        for form, (colours, width, height) in FORMS.items():
            size = {"width": width, "height": height}
            page = browser.new_context(color_scheme=colours, viewport=size).new_page()
            for name, place in PAGES.items():
                page.goto(address + place)
                page.screenshot(path=HERE / f"{name}-{form}.png")
            page.goto(address + "/search?q=batteries")
            page.goto(address + page.get_attribute(".found-reports h3 a", "href"))
            page.screenshot(path=HERE / f"report-{form}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
