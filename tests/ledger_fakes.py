"""Extractors for tests: one reads lines such as "RUS delivers S-400 to TUR in 2019"."""

import re

from armsledger.errors import ExtractionError
from armsledger.model import Claim, Event, Factuality, Report, Span, claim_id, hash_content

VERBS = {
    "offers": (Event.OFFER, Factuality.FACT),
    "sells": (Event.ORDER, Factuality.FACT),
    "delivers": (Event.DELIVERY, Factuality.FACT),
    "may deliver": (Event.DELIVERY, Factuality.POSSIBLE),
    "suspends": (Event.SUSPENSION, Factuality.FACT),
}
LINE = re.compile(
    rf"(?P<supplier>[A-Z]{{3}}) (?P<trigger>{'|'.join(VERBS)}) (?P<weapon>[\w-]+)"
    r" to (?P<recipient>[A-Z]{3})(?: in (?P<when>\d{4}))?\."
)
ROLES = ("supplier", "trigger", "weapon", "recipient", "when")


class LineExtractor:
    """Implements `ports.Extractor` without a model. "BROKEN" in a text makes it fail."""

    name = "lines"
    version = "1"
    confidence = 0.9

    def extract(self, report: Report) -> list[Claim]:
        if "BROKEN" in report.text:
            raise ExtractionError(report.id, "the text says so")
        if "BUG" in report.text:
            raise ZeroDivisionError("a bug")
        return [self._claim(report, match) for match in LINE.finditer(report.text)]

    def _claim(self, report, match):
        event, factuality = VERBS[match["trigger"]]
        label = f"{self.name}/{self.version}"
        spans = [Span(role, *match.span(role)) for role in ROLES if match[role]]
        return Claim(
            id=claim_id(report.id, label, match.start(), event),
            report=report.id,
            event=event,
            factuality=factuality,
            trigger=match["trigger"],
            start=match.start(),
            end=match.end(),
            part="text",
            quote=match[0],
            extractor=label,
            confidence=self.confidence,
            supplier=match["supplier"],
            recipient=match["recipient"],
            system=match["weapon"],
            weapon=match["weapon"],
            category="air defence systems",
            when=match["when"],
            spans=tuple(sorted(spans, key=lambda s: (s.role, s.start))),
        )


class NewerExtractor(LineExtractor):
    """The same under another version, so that its claims have other ids."""

    version = "2"


class UnsureExtractor(LineExtractor):
    """The same, less sure of what it reads."""

    confidence = 0.6


class Remembered:
    """Gives the claims that another extractor gave before; one report is read only once."""

    def __init__(self, extractor):
        self.name, self.version = extractor.name, extractor.version
        self._extractor = extractor
        self._claims = {}

    def extract(self, report):
        if report not in self._claims:
            self._claims[report] = self._extractor.extract(report)
        return list(self._claims[report])


def report_of(text, *, id=None, date="2019-07-01", outlet="Paper", title=None, language=None):
    digest = hash_content(title, text, date, outlet)
    return Report(
        id=id or digest,
        text=text,
        content_hash=digest,
        title=title,
        date=date,
        outlet=outlet,
        language=language,
    )
