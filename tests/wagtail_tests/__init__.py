"""Wagtail's own tests, run with our patches: ``make test-wagtail``."""
