"""Deletes requests some time after their end."""

from datetime import timedelta

from django.utils import timezone

from .models import OpinionRequest

DAYS_KEPT = 90
"""After the link has ended. The log of decisions keeps who was asked by post and what they said."""


def delete_old_requests() -> None:
    """Delete requests whose link ended ``DAYS_KEPT`` days ago, with the address and the comment."""
    OpinionRequest.objects.filter(expires_at__lt=timezone.now() - timedelta(days=DAYS_KEPT)).delete()
