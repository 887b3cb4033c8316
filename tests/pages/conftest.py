"""Fixtures for the tests of all packages of ``pages``."""

import pytest


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return a context: what is done in it counts as committed when it is left, and its emails are sent."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
