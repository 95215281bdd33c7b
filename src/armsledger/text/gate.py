"""Which paragraphs are worth parsing. Cheap: one pass over the raw text, no parser."""

from typing import Protocol

from armsledger.model import Report
from armsledger.text.parse import Paragraph, split_paragraphs


class Finder(Protocol):
    """Anything that finds weapons in a text."""

    def find(self, text: str) -> tuple[object, ...]:
        """Return what was found, in reading order."""
        ...


def paragraphs_worth_parsing(report: Report, weapons: Finder) -> tuple[Paragraph, ...]:
    """Return all paragraphs of a report that names a weapon, none of one that names none."""
    if not weapons.find(report.part("title")) and not weapons.find(report.text):
        return ()
    return (*split_paragraphs(report.part("title"), "title"), *split_paragraphs(report.text))
