"""Official forms: notices to the Congress, registers of transfers, reports on export licences.

`read_form` tells a form from news about one and reads it field by field. How: docs/methods.
"""

from armsledger.extract.forms.as_json import form_lines
from armsledger.extract.forms.read import read_form
from armsledger.extract.forms.reading import (
    FormKind,
    FormReading,
    Item,
    LicenceRow,
    Notification,
    TransferRow,
    UnreadLine,
)

__all__ = [
    "FormKind",
    "FormReading",
    "Item",
    "LicenceRow",
    "Notification",
    "TransferRow",
    "UnreadLine",
    "form_lines",
    "read_form",
]
