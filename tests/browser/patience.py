"""How long a reader waits."""

PATIENCE = 60
"""Seconds until something that a reader waits for counts as not happening."""
