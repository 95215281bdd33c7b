"""Registers for the pages of register, deal and report."""

from dataclasses import replace

from dossier_views import hostile_view, view_of


def hostile_read_view():
    """Return the hostile register in a language that is read, so that its claim counts."""
    view = hostile_view()
    reports = {key: replace(report, language=None) for key, report in view.reports.items()}
    return view_of(list(view.claims.values()), reports)
