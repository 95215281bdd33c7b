"""Sentences and a report to claims. Pure: no I/O, no clock, no network."""
