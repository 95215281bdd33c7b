"""A report in, its form read; None for every report that is no form."""

import re
from collections.abc import Iterator
from typing import Final

from armsledger.extract.forms.commercial import read_commercial
from armsledger.extract.forms.drafts import Draft, to_claim
from armsledger.extract.forms.licence_tables import read_licences
from armsledger.extract.forms.notice_claims import drafts_of
from armsledger.extract.forms.reading import FormKind, FormReading, Notification
from armsledger.extract.forms.register_tables import read_registers
from armsledger.extract.forms.releases import read_releases
from armsledger.extract.forms.table_claims import licence_drafts, transfer_drafts
from armsledger.extract.forms.transmittals import read_transmittals
from armsledger.extract.forms.view import make_view
from armsledger.model import Claim, Report

# Words without which no notice is read further; cheap, so that news costs one scan.
_NOTICE_SIGNS: Final = re.compile(
    r"\(\s*[iIl1]\s*\)(?:[\s*]|<[^<>]{1,40}>)*(?:Prospective\s+)?(?:Purchaser|Lessee)|Sections?\s+36\s*\(\s*c\s*\)"
    r"|possible\s+(?:Foreign\s+Military\s+Sale|FMS)",
    re.IGNORECASE,
)
# A header line of a table names a state's column; or a sentence tells of a nil report.
_STATE_COLUMN: Final = re.compile(
    r"import(?:er|ing)|export(?:er|ing)|destination|recipient|country|member\s+state", re.IGNORECASE
)
_NIL_SIGNS: Final = re.compile(
    r"\bnil\s+(?:report|return)|reports?:?\s+nil\b|nothing\s+to\s+report", re.IGNORECASE
)
_DELIMITERS: Final = "|;,\t"
_MAX_HEADER: Final = 2_000  # characters of a header line; a longer line is a paragraph


def read_form(report: Report) -> FormReading | None:
    """Return what an official form says; None when the report is not one.

    A text may hold several forms. A report about a form, by a news outlet, is none.
    """
    notices, drafts = _read_notices(report)
    if notices:
        return FormReading(
            report=report.id,
            kinds=tuple(dict.fromkeys(n.kind for n in notices)),
            notifications=notices,
            claims=tuple(_claims(drafts, report)),
        )
    return _read_tables(report) if _may_hold_table(report.text) else None


def _may_hold_table(text: str) -> bool:
    """Return whether a text is worth searching for tables; one pass over its lines."""
    lines = (line for line in text.split("\n") if len(line) <= _MAX_HEADER)
    headed = any(
        _STATE_COLUMN.search(line) for line in lines if any(mark in line for mark in _DELIMITERS)
    )
    return headed or _NIL_SIGNS.search(text) is not None


def _read_notices(report: Report) -> tuple[tuple[Notification, ...], list[Draft]]:
    if not _NOTICE_SIGNS.search(report.text):
        return (), []
    view = make_view(report.text)
    found = (*read_transmittals(view), *read_commercial(view), *read_releases(view, report))
    notices = tuple(sorted(found, key=lambda n: n.start))
    return notices, [d for n in notices for d in drafts_of(n, view, report.text)]


def _read_tables(report: Report) -> FormReading | None:
    transfers, odd_transfers = read_registers(report)
    licences, odd_licences = ((), ()) if transfers else read_licences(report)
    if not transfers and not licences:
        return None
    drafts = [d for row in transfers for d in transfer_drafts(row)]
    drafts += [d for row in licences for d in licence_drafts(row)]
    return FormReading(
        report=report.id,
        kinds=(FormKind.REGISTER,) if transfers else (FormKind.LICENCES,),
        transfers=transfers,
        licences=licences,
        claims=tuple(_claims(drafts, report)),
        unread=(*odd_transfers, *odd_licences),
    )


def _claims(drafts: list[Draft], report: Report) -> Iterator[Claim]:
    """Yield the claims in reading order, each once."""
    found: dict[str, Claim] = {}
    for draft in drafts:
        claim = to_claim(draft, report)
        found.setdefault(claim.id, claim)
    yield from sorted(found.values(), key=_reading_order)


def _reading_order(claim: Claim) -> tuple[int, int, int, str]:
    places = [span.start for span in claim.spans if span.role in ("weapon", "trigger")]
    return claim.start, claim.end, max(places), claim.id
