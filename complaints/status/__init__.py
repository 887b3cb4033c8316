"""The states of recommendations, derived from what was published; reads no database."""
