"""The register, the list of recommendations and their pages; may use models and states."""
