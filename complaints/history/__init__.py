"""Histories, comparisons, past days and progress, from published versions; may use models and states."""
