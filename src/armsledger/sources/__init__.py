"""Files, archives and streams to reports. Nothing is executed or fetched while reading."""
