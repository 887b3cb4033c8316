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

from pages.moderation.log.decisions import record_decision
from pages.moderation.notifications import messages
from pages.moderation.records.decision import Decision
from pages.moderation.records.locks import lock

from .publish import HeldError, due, is_due, say_that_it_waits
from .take_down import expire
from .write_permit import PublicationRefusedError

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Publish what was approved for a time that has come, unless a hold keeps it waiting.

    What a rule refuses is logged and stays due; what nobody approved is called off, and moderators are told.
    """
    for revision in due():
        try:
            _publish_if_still_due(revision)
        except PublicationRefusedError as error:
            _call_off(revision, " ".join(error.messages))
        except ValidationError as error:
            logger.error("Not published at its time: %s. %s", revision, " ".join(error.messages))


def _call_off(revision, reason: str) -> None:
    """Take off the schedule what nobody approved, such as what was scheduled before approvals were kept."""
    obj = revision.content_object
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    record_decision(Decision.Action.UNSCHEDULED, obj=obj, reason=reason, revision=revision.pk)
    messages.tell_of_refusal(obj, reason)
    logger.error("Not published at its time, and called off: %s. %s", revision, reason)


@transaction.atomic
def _publish_if_still_due(revision) -> None:
    """Publish ``revision`` or say what holds it, unless it was published or called off a moment ago."""
    obj = lock(revision.content_object)
    if not is_due(revision):
        return
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except HeldError as held:
        say_that_it_waits(obj, revision, held.hold)


def expire_due() -> None:
    """Take down what has expired."""
    with_drafts = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in with_drafts if not issubclass(model, Page))]:
        for expired in model.objects.filter(live=True, expire_at__lte=timezone.now()):
            try:
                expire(expired)
            except ValidationError as error:
                logger.error("Not taken down at its time: %s. %s", expired, " ".join(error.messages))
