"""The dossier: a folder of pages that opens from disk, without a network or a server."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from armsledger.errors import ConfigurationError
from armsledger.exports.deal_page import build_deal_page
from armsledger.exports.file_names import file_stem
from armsledger.exports.index_page import ReportRow, build_index_page, report_row
from armsledger.exports.report_page import build_report_page
from armsledger.exports.story import headline
from armsledger.exports.view import RegisterView, remembering
from armsledger.exports.words import SIDE_WORDS, counted, day_words
from armsledger.model import Claim, Deal
from armsledger.version import __version__

STATIC_FILES: Final = ("dossier.css", "dossier.js")
MARKER: Final = ".armsledger-dossier"  # says that a folder is ours to write into again
_FOLDERS: Final = ("deals", "reports", "static")


def write_dossier(view: RegisterView, out: Path, *, title: str, as_of: str | None) -> None:
    """Write the register as pages; the same view gives the same bytes.

    Pages are written one at a time, so memory does not grow with their number.

    Args:
        view: the register with its evidence.
        out: folder to write; it is made, or must be empty or an older dossier, which it replaces.
        title: of the whole.
        as_of: the ISO date that the register was asked for, None: no limit.

    Raises:
        ConfigurationError: the folder holds something else.
        OSError: the disk refuses.
    """
    _prepare(out)
    view = remembering(view)
    site = {"title": title, "as_of": as_of and day_words(as_of), "version": __version__}
    for name in STATIC_FILES:
        data = files("armsledger.exports").joinpath("static", name).read_bytes()
        (out / "static" / name).write_bytes(data)
    _write_deals(view, out / "deals", site)
    rows = list(_write_reports(view, out / "reports", site))
    page = build_index_page(view, rows, title=title, as_of=as_of)
    _write(out / "index.html", "index.html", site, page=page, root="")


def _prepare(out: Path) -> None:
    """Make the folder, without the pages of an older dossier."""
    if out.exists() and not out.is_dir():
        raise ConfigurationError(f"{out} is a file: name a folder for the dossier")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise ConfigurationError(
            f"{out} holds other things: name a new or empty folder for the dossier"
        )
    # Without its first page an unfinished dossier cannot be taken for a whole one.
    (out / "index.html").unlink(missing_ok=True)
    for name in _FOLDERS:
        folder = out / name
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
    (out / MARKER).write_text("A dossier of armsledger; export writes over it.\n", encoding="utf-8")


def _write_deals(view: RegisterView, folder: Path, site: dict[str, str | None]) -> None:
    related = _Related(view.deals)
    for deal in view.deals:
        page = build_deal_page(deal, view, related.of(deal))
        path = folder / f"{file_stem(deal.id)}.html"
        _write(path, "deal.html", site, page=page, root="../")


class _Related:
    """Which deals the same reports tell of; copies do not count."""

    def __init__(self, deals: Sequence[Deal]) -> None:
        self._in_report: dict[str, list[Deal]] = defaultdict(list)
        for deal in deals:
            for report in _own_reports(deal):
                self._in_report[report].append(deal)

    def of(self, deal: Deal) -> list[tuple[Deal, int]]:
        """Return the deals that share reports with this one, those with most first."""
        others = {other.id: other for r in _own_reports(deal) for other in self._in_report[r]}
        counts = Counter(other.id for r in _own_reports(deal) for other in self._in_report[r])
        del counts[deal.id]
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(others[key], shared) for key, shared in ranked]


def _own_reports(deal: Deal) -> list[str]:
    return sorted(set(deal.reports) - set(deal.copies))


def _write_reports(
    view: RegisterView, folder: Path, site: dict[str, str | None]
) -> Iterator[ReportRow]:
    """Write a page for each report and yield its line for the list."""
    deal_of = {
        claim: (f"../deals/{file_stem(deal.id)}.html", headline(deal))
        for deal in view.deals
        for claim in deal.claims
    }
    claims: dict[str, list[Claim]] = defaultdict(list)
    for key in deal_of:
        claims[view.claims[key].report].append(view.claims[key])
    copies: dict[str, list[str]] = defaultdict(list)
    for key, original in view.originals.items():
        if key != original and key in view.reports:
            copies[original].append(key)
    for key in sorted(view.reports):
        report = view.reports[key]
        mine = claims.get(key, [])
        page = build_report_page(report, mine, view, deal_of, copies.get(key, []))
        _write(folder / f"{file_stem(key)}.html", "report.html", site, page=page, root="../")
        yield report_row(report, len(mine), view)


def _write(path: Path, template: str, site: dict[str, str | None], **context: object) -> None:
    stream = _environment().get_template(template).stream(site=site, **context)
    stream.enable_buffering()
    with path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
        out.writelines(stream)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("armsledger.exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["counted"] = counted
    environment.filters["day"] = day_words
    environment.globals["side_words"] = SIDE_WORDS
    return environment
