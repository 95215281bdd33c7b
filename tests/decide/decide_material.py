"""Reports, extractors and decisions that the tests of decisions share."""

from dataclasses import replace

from armsledger.model import Span, claim_id
from armsledger.model.decision import Kind, Wish
from ledger_fakes import LineExtractor, report_of

S400 = "RUS sells S-400 to TUR in 2017. RUS delivers S-400 to TUR in 2019."
FACES = {
    "r1": S400,
    "r2": "RUS sells S-400 to TUR in 2018. USA offers Patriot to TUR in 2018.",
    "r3": "FRA sells Rafale to IND in 2016. FRA delivers Rafale to IND in 2020.",
    "r4": "RUS sells S-400 to IND in 2018. RUS may deliver S-400 to IND in 2021.",
}


class WiderExtractor(LineExtractor):
    """Another version: takes two sentences for one, so that offsets, quotes and ids differ."""

    version = "wide"

    def extract(self, report):
        return [self._widened(claim, report) for claim in super().extract(report)]

    def _widened(self, claim, report):
        end = min(len(report.text), claim.end + 20)
        return replace(
            claim,
            id=claim_id(report.id, self.version, claim.start, claim.event),
            end=end,
            quote=report.text[claim.start : end],
        )


class BlindExtractor(LineExtractor):
    """Another version that no longer sees deliveries."""

    version = "blind"

    def extract(self, report):
        return [claim for claim in super().extract(report) if claim.event != "delivery"]


class MendedExtractor(LineExtractor):
    """Another version that reads the system's maker from elsewhere: USA, whatever is written."""

    version = "mended"

    def extract(self, report):
        return [replace(claim, supplier="USA") for claim in super().extract(report)]


def reports():
    return [
        report_of(text, id=key, date=f"20{22 + n}-01-01", outlet=f"Paper {n}")
        for n, (key, text) in enumerate(FACES.items())
    ]


def fill(ledger, extractor=None, only=None):
    found = [r for r in reports() if only is None or r.id in only]
    list(ledger.add(found, extractor or LineExtractor()))
    ledger.refresh()
    return ledger


def claim_with(ledger, **fields):
    """Return the only claim with these fields."""
    (found,) = (
        c for c in ledger.claims() if all(getattr(c, name) == v for name, v in fields.items())
    )
    return found


def decide(ledger, kind, *claims, who="Ada", **more):
    wish = Wish(kind=Kind(kind), who=who, claims=tuple(c.id for c in claims), **more)
    return ledger.decide(wish)


def merge(ledger, *deals, who="Ada", **more):
    return ledger.decide(Wish(kind=Kind.MERGE, who=who, deals=deals, **more))


def split(ledger, deal, *claims, who="Ada", **more):
    return decide(ledger, "split", *claims, who=who, deals=(deal,), **more)


def register(ledger):
    """Return all that readers see: deals and claims."""
    return ledger.deals(), tuple(ledger.claims())


def with_trigger(claim, start, **fields):
    """Return a claim with other fields and its trigger elsewhere."""
    span = Span("trigger", start, start + len(claim.trigger), claim.part)
    others = tuple(s for s in claim.spans if s.role != "trigger")
    return replace(claim, spans=(*others, span), **fields)
