"""Publications and expiries that are due by the clock, each on its own.

Wagtail's ``publish_scheduled`` does them in one go: one that a rule refuses would lose its schedule and
keep the rest waiting.
"""

import logging

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Publish what was approved for a time that has come; log what a rule refuses and leave it due."""
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now())
    for revision in due.order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            logger.error("Not published at its time: %s. %s", revision, " ".join(error.messages))


def expire_due() -> None:
    """Take down what has expired."""
    snippets = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in [Page, *snippets]:
        for expired in model.objects.filter(live=True, expire_at__lte=timezone.now()):
            expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
