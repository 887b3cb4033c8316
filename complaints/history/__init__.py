"""Histories, comparisons and past days, from published versions; may use models and states."""
