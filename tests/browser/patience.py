"""How long a reader waits."""

PATIENCE = 20
"""Seconds until something that a reader waits for counts as not happening."""
