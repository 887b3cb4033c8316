"""Failures of what the site stands on, and what is lost by them."""
