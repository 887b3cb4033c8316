"""The register as data that others can take away."""
