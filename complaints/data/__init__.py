"""The register as open data; may use register and history."""
