"""The register for programs: JSON over HTTP, one module a resource."""
