"""Files, archives and streams to reports. Nothing is executed or fetched while reading."""

from armsledger.sources.options import ReadOptions, ReadOutcome
from armsledger.sources.reader import read_all

__all__ = ["ReadOptions", "ReadOutcome", "read_all"]
