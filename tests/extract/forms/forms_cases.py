"""What a reading looks like in the case files."""

from armsledger.extract.forms import FormKind, read_form
from armsledger.model import Report

KINDS = {
    "sale": FormKind.SALE,
    "change": FormKind.ENHANCEMENT,
    "lease": FormKind.LEASE,
    "commercial": FormKind.COMMERCIAL,
    "release": FormKind.RELEASE,
}
TEXTS = ("title", "department", "commission", "sensitivity", "classification", "term", "delivered")


def report_of(case):
    return Report(
        id=case["id"],
        text=case["text"],
        content_hash=case["id"],
        title=case.get("title"),
        date=case.get("date"),
    )


def read(case):
    return read_form(report_of(case))


def money(value):
    if value is None:
        return None
    return f"{'' if value.qualifier == '=' else value.qualifier}{value.amount.normalize():f}"


def wanted(notice):
    """Return every field of a notice as the case wants it; what it leaves out is empty."""
    fields = {name: notice.get(name) for name in TEXTS}
    fields |= {name: notice.get(name) for name in ("transmittal", "amends")}
    fields |= {name: notice.get(name) for name in ("mde", "other", "total", "lease")}
    fields |= {name: notice.get(name, []) for name in ("purchasers", "cases", "prior")}
    fields |= {name: notice.get(name, []) for name in ("contractors", "items")}
    fields |= {name: notice.get(name, False) for name in ("corrected", "open")}
    return fields | {"kind": KINDS[notice["kind"]]}


def shown(notice):
    """Return every field of a notice that was read, as cases write them."""
    fields = {name: getattr(notice, name) for name in (*TEXTS, "kind", "transmittal", "amends")}
    return fields | {
        "mde": money(notice.mde_value),
        "other": money(notice.other_value),
        "total": money(notice.total_value),
        "lease": money(notice.lease_value),
        "open": notice.value_open,
        "corrected": notice.corrected,
        "purchasers": list(notice.purchasers),
        "cases": list(notice.cases),
        "prior": list(notice.prior_cases),
        "contractors": list(notice.contractors),
        "items": [
            {
                "quantity": None if i.quantity is None else int(i.quantity),
                "bound": i.bound,
                "weapon": i.weapon,
                "major": i.major,
            }
            for i in notice.items
        ],
    }


def differences(case):
    """Yield (notice, field, wanted, found) for every field that is not right."""
    reading = read(case)
    found = reading.notifications if reading else ()
    if len(found) != len(case["want"]):
        yield 0, "notices", len(case["want"]), len(found)
        return
    for number, (want, notice) in enumerate(zip(case["want"], found, strict=True)):
        fields, own = wanted(want), shown(notice)
        yield from ((number, k, v, own[k]) for k, v in fields.items() if own[k] != v)


def claim_line(claim):
    """Return a claim as the cases write it: event, factuality, recipient, system, figures, when."""
    parts = (
        claim.event,
        claim.factuality,
        claim.recipient,
        claim.system,
        claim.quantity and int(claim.quantity.value),
        claim.value and f"{claim.value.amount.normalize():f}",
        claim.when,
    )
    return " ".join("-" if part is None else str(part).replace(" ", "_") for part in parts)


def transfer_line(row):
    """Return a row of a register as the cases write it."""
    parts = (row.direction, row.reporter, row.partner, row.year, row.category, row.items)
    parts += (row.origin, row.via, row.description, row.comments, money(row.value))
    flags = [name for name in ("nil", "authorised") if getattr(row, name)]
    return " | ".join(["-" if part is None else str(part) for part in parts] + flags)


def licence_line(row):
    """Return a row of a report on licences as the cases write it."""
    parts = (row.exporter, row.destination, row.year, row.category, row.licences)
    parts += (money(row.licence_value), money(row.export_value), row.refusals)
    return " | ".join(
        "-" if part is None else str(part) for part in (*parts, ",".join(row.criteria) or None)
    )


def rows_of(case):
    reading = read(case)
    if reading is None:
        return []
    return [transfer_line(r) for r in reading.transfers] + [
        licence_line(r) for r in reading.licences
    ]
