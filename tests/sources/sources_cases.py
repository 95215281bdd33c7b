"""Reading, and small documents, that the reading tests share."""

import io
import zipfile

from armsledger.sources import ReadOptions, read_all

PARAGRAPH = (
    "The ministry of defence said that the contract for four batteries was signed after long "
    "negotiations with the manufacturer, who will deliver them in two years."
)


def read(*paths, stdin=None, **options):
    """Return all outcomes, after checking what must hold for each."""
    outcomes = list(read_all([str(p) for p in paths], options=ReadOptions(**options), stdin=stdin))
    for outcome in outcomes:
        assert (outcome.report is None) != (outcome.error is None)
        shown = f"{outcome.error}{outcome.notes}"
        assert "\n" not in shown
        shown.encode("utf-8")
        if outcome.error is not None:
            assert str(outcome.error).startswith(outcome.name)
        else:
            f"{outcome.report}".encode()
    return outcomes


def read_one(*paths, **options):
    """Return the only outcome."""
    (outcome,) = read(*paths, **options)
    return outcome


def read_bytes(folder, name, data, **options):
    """Return the outcomes of a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return read(path, **options)


def zip_of(members):
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
