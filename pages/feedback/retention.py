"""How long feedback is kept."""

import datetime
import logging

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import FeedbackEntry

logger = logging.getLogger(__name__)

SPAM_DAYS = 30


def due() -> QuerySet[FeedbackEntry]:
    """Return the entries to delete: FEEDBACK_DAYS after they were closed, spam after SPAM_DAYS."""
    now, spam = timezone.now(), Q(state=FeedbackEntry.State.SPAM)
    closed_for = Q(closed_at__lt=now - datetime.timedelta(days=settings.FEEDBACK_DAYS))
    spam_for = Q(closed_at__lt=now - datetime.timedelta(days=SPAM_DAYS))
    return FeedbackEntry.objects.filter((spam & spam_for) | (~spam & closed_for))


def purge() -> int:
    """Delete what is due, for good, and log how many; return the number. Once more does nothing more."""
    count, _ = due().delete()
    if count:
        logger.info("Deleted %s feedback entries whose time of retention is over", count)
    return count
