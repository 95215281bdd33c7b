"""What is read in an official form: notices with all their fields, rows of tables, claims.

Amounts are nominal and in major units; spans are half-open code-point offsets into one part of
the report.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from armsledger.model import Claim, Money, Span


class FormKind(StrEnum):
    """Which official form a notice or a row is from."""

    SALE = "36(b)(1) sale"  # Arms Export Control Act, government-to-government sale
    ENHANCEMENT = "36(b)(5) change"  # a change to a sale that was notified before
    LEASE = "61 lease"  # notified under sections 61 and 62
    COMMERCIAL = "36(c) licence"  # a licence for a direct commercial export
    RELEASE = "press release"  # the agency's release about a 36(b)(1) sale
    REGISTER = "register of transfers"  # UN Register of Conventional Arms, ATT annual report
    LICENCES = "export report"  # EU or national annual report on licences and exports


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a notice's list of articles."""

    words: str  # as written, white space folded
    weapon: str  # the noun phrase without number and additions, exactly as in the report
    quantity: Decimal | None  # a range by its lower end
    bound: str = "="  # "=", "<" for "up to", "~" about, ">" at least
    major: bool = True  # False: listed as other than major defence equipment
    start: int = 0  # of `words`, in the report's text
    end: int = 0
    weapon_start: int = 0
    weapon_end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One notice to the Congress of the United States; None and () where it says nothing."""

    kind: FormKind
    transmittal: str | None = None  # "22-14", "0A-20", "DDTC 19-045"
    corrected: bool = False
    purchasers: tuple[str, ...] = ()  # ISO 3166-1 alpha-3 or a group's short name
    purchaser: str | None = None  # as written
    mde_value: Money | None = None  # major defence equipment
    other_value: Money | None = None
    total_value: Money | None = None  # of a lease: the replacement value
    lease_value: Money | None = None  # of a lease: what is paid for its term
    value_open: bool = False  # True: a value is "to be determined"
    items: tuple[Item, ...] = ()
    title: str | None = None  # what the justification or the release is headed with
    department: str | None = None  # "Navy"
    cases: tuple[str, ...] = ()  # case designators: "AT-P-LEN"
    prior_cases: tuple[str, ...] = ()
    amends: str | None = None  # the transmittal that this one changes
    commission: str | None = None  # sales commission, fee, etc., as written
    sensitivity: str | None = None  # item (vii), as written
    classification: str | None = None  # the highest level that the annex names
    term: str | None = None  # of a lease, as written
    delivered: str | None = None  # ISO date of the delivery to the Congress
    contractors: tuple[str, ...] = ()  # principal contractors
    spans: tuple[Span, ...] = ()  # where the fields stand, by field name
    start: int = 0  # the notice's stretch of the report's text
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """One row of a register of transfers."""

    kind: FormKind
    direction: str | None  # "export" or "import"
    reporter: str | None  # ISO 3166-1 alpha-3
    partner: str | None  # the other state: final importer or exporter
    year: int | None  # calendar year of the report
    category: str | None  # "I" to "VIII" with the subcategory: "I", "IV.b", "small arms 2"
    items: Decimal | None  # number of items
    origin: str | None = None  # state of origin, where not the exporter
    via: str | None = None  # intermediate location, as written
    description: str | None = None
    comments: str | None = None
    value: Money | None = None  # only in reports that give one
    nil: bool = False  # a statement that there was nothing to report
    authorised: bool = False  # True: a licence was given; False: the transfer took place
    spans: tuple[Span, ...] = ()  # cells by field; "trigger" is the header that says what a row is
    start: int = 0  # the row's line
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRow:
    """One row of an annual report on export licences."""

    kind: FormKind
    exporter: str | None
    destination: str | None
    year: int | None
    category: str | None  # "ML10"; None where the row is the destination's total
    licences: int | None = None
    licence_value: Money | None = None
    export_value: Money | None = None
    refusals: int | None = None
    criteria: tuple[str, ...] = ()  # of the refusals: "2", "7"
    spans: tuple[Span, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of a form that looks like content and could not be read."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """Everything read in a report that is an official form."""

    report: str  # id
    kinds: tuple[FormKind, ...]  # in order of first appearance, each once
    notifications: tuple[Notification, ...] = ()
    transfers: tuple[TransferRow, ...] = ()
    licences: tuple[LicenceRow, ...] = ()
    claims: tuple[Claim, ...] = ()  # in reading order
    unread: tuple[UnreadLine, ...] = ()
