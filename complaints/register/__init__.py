"""The register, the list of recommendations and the public pages; may use models and states."""
