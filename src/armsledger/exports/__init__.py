"""The register in the formats that others read."""
