"""Take the pictures of the documentation from a dossier of the examples.

    armsledger --ledger demo.db add examples/reports
    armsledger --ledger demo.db export html -o build/dossier
    python docs/img/make_pictures.py build/dossier

Needs playwright and a Chromium on the machine.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

HERE: Final = Path(__file__).parent
OPTIONS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# picture, page, height in pixels
PICTURES: Final = (
    ("dossier-register.png", "index.html", 1240),
    ("dossier-deal.png", "deals/rus-tur-s-400.html", 1480),
)
WIDTH: Final = 1440


def main(folder: Path) -> None:
    """Write the pictures beside this file."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        for name, page_name, height in PICTURES:
            page = browser.new_page(viewport={"width": WIDTH, "height": height})
            page.goto((folder / page_name).resolve().as_uri())
            page.screenshot(path=HERE / name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
