"""Checks and cleans uploads before they are stored.

Uses nothing of the site but settings.
"""
