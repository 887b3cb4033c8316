"""Reads a table of a force by the meanings that a person chose, and asks for those that are missing.

``read_plan`` in ``records`` does it. Nothing here reads a database or the clock.
"""
