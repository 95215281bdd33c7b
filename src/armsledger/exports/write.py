"""One way in to all export formats."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from armsledger.errors import ConfigurationError
from armsledger.exports.view import RegisterView
from armsledger.model import Claim, Deal, ReportHead, head_of

_TABLES: Final = ("csv", "jsonl", "parquet")
FORMATS: Final = (*_TABLES, "html")


def write_export(
    form: str,
    view: RegisterView,
    out: Path,
    *,
    title: str = "Arms Ledger",
    as_of: str | None = None,
) -> None:
    """Write the register in one of `FORMATS`.

    Args:
        form: the format's name.
        view: the register with its evidence.
        out: for tables a file with the format's ending (deals alone) or a folder (deals and
            claims); for html a folder.
        title: of the dossier.
        as_of: the ISO date that the register was asked for; the dossier says it.

    Raises:
        ConfigurationError: there is no such format, or the place holds something else.
        MissingExtraError: Parquet without pyarrow.
    """
    # Here, so that asking for a table loads no templates, and for pages no table code.
    if form in _TABLES:
        from armsledger.exports.tabular import write_tables

        write_tables(form, _Tables(view), out)
    elif form == "html":
        from armsledger.exports.dossier import write_dossier

        write_dossier(view, out, title=title, as_of=as_of)
    else:
        raise ConfigurationError(
            f"there is no export format '{form}': choose one of {', '.join(FORMATS)}"
        )


@dataclass(frozen=True, slots=True)
class _Tables:
    """A view as the table writers read it."""

    view: RegisterView

    def deals(self) -> tuple[Deal, ...]:
        return self.view.deals

    def claims(self) -> Iterable[Claim]:
        return (self.view.claims[key] for key in sorted(self.view.claims, key=self._place))

    def heads(self, reports: Iterable[str]) -> dict[str, ReportHead]:
        return {key: head_of(self.view.reports[key]) for key in reports}

    def _place(self, key: str) -> tuple[str, bool, int, str]:
        claim = self.view.claims[key]
        return claim.report, claim.part != "title", claim.start, key
