"""How long feedback is kept."""

import datetime
import logging

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import FeedbackEntry

logger = logging.getLogger(__name__)

SPAM_RETENTION_DAYS = 30


def expired_entries() -> QuerySet[FeedbackEntry]:
    """Return entries closed more than FEEDBACK_DAYS ago, and spam closed over SPAM_RETENTION_DAYS ago."""
    now, is_spam = timezone.now(), Q(state=FeedbackEntry.State.SPAM)
    is_expired = Q(closed_at__lt=now - datetime.timedelta(days=settings.FEEDBACK_DAYS))
    is_expired_spam = Q(closed_at__lt=now - datetime.timedelta(days=SPAM_RETENTION_DAYS))
    return FeedbackEntry.objects.filter((is_spam & is_expired_spam) | (~is_spam & is_expired))


def delete_expired_entries() -> int:
    """Delete the expired entries for good, log how many they were, and return the number."""
    count, _ = expired_entries().delete()
    if count:
        logger.info("Deleted %s feedback entries whose time of retention is over", count)
    return count
