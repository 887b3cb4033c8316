"""Publications and expiries that are due, each in a transaction of its own.

Wagtail's ``publish_scheduled`` runs them together: a revision that a rule refuses would lose its schedule
and keep the others waiting.
"""

import logging

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from pages.moderation.log.decisions import record_decision
from pages.moderation.notifications import emails
from pages.moderation.records.decision import Decision
from pages.moderation.records.row_locks import lock_row

from .due_revisions import due_revisions, is_due
from .holds import HeldError, record_waiting
from .take_down import expire
from .write_permit import PublicationRefusedError

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Publish every due revision, unless a hold keeps it waiting.

    A revision that breaks a publication rule is logged and stays due. The schedule of a revision that nobody
    approved is cancelled, and moderators are told.
    """
    for revision in due_revisions():
        try:
            _publish_if_still_due(revision)
        except PublicationRefusedError as error:
            _cancel_schedule(revision, " ".join(error.messages))
        except ValidationError as error:
            logger.error("Not published at its time: %s. %s", revision, " ".join(error.messages))


def _cancel_schedule(revision: Revision, reason: str) -> None:
    """Cancel what nobody approved, such as a revision scheduled before approvals were recorded."""
    obj = revision.content_object
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    record_decision(Decision.Action.UNSCHEDULED, obj=obj, reason=reason, revision=revision.pk)
    emails.notify_of_cancelled_schedule(obj, reason)
    logger.error("Not published at its time, and schedule cancelled: %s. %s", revision, reason)


@transaction.atomic
def _publish_if_still_due(revision: Revision) -> None:
    """Publish ``revision`` or log its hold, unless it was published or cancelled a moment ago."""
    obj = lock_row(revision.content_object)
    if not is_due(revision):
        return
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except HeldError as held:
        record_waiting(obj, revision, held.hold)


def expire_due() -> None:
    """Take down everything that has expired."""
    with_drafts = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in with_drafts if not issubclass(model, Page))]:
        for expired in model.objects.filter(live=True, expire_at__lte=timezone.now()):
            try:
                expire(expired)
            except ValidationError as error:
                logger.error("Not taken down at its time: %s. %s", expired, " ".join(error.messages))
