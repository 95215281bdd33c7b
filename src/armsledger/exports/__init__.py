"""The register in the formats that others read."""

from armsledger.exports.write import FORMATS, write_export

__all__ = ["FORMATS", "write_export"]
