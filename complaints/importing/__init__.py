"""Reads a table of a force: what it means is what a person chose, and what nobody chose is asked.

``read_plan`` in ``records`` does it. Nothing here reads a database or the clock.
"""
