"""Writes decisions down; may use records and rules."""
