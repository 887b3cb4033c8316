"""Deletes requests, and people who were removed, some time after their end."""

from datetime import timedelta

from django.utils import timezone

from pages.moderation.records.outside_approver import OutsideApprover

from .models import OpinionRequest

DAYS_KEPT = 90
"""After the link has ended. The log of decisions keeps who was asked by post and what they said."""


def delete_old_requests() -> None:
    """Delete requests whose link ended ``DAYS_KEPT`` days ago, with the address and the comment.

    So long after somebody was removed from those who approve by link, their name and address go as well.
    """
    long_ago = timezone.now() - timedelta(days=DAYS_KEPT)
    OpinionRequest.objects.filter(expires_at__lt=long_ago).delete()
    OutsideApprover.objects.filter(removed_at__lt=long_ago).delete()
