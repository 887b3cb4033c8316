"""Moments as people write them."""

from datetime import datetime

from django.utils import timezone


def moment_in_words(moment: datetime, before_time: str = ", ") -> str:
    """Return ``moment`` in Europe/London: 27 March 2025, 14:30. ``before_time`` stands before the time."""
    return f"{timezone.localtime(moment):%-d %B %Y{before_time}%H:%M}"
