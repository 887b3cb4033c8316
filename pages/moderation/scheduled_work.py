"""Publications and expiries that are due, each in a transaction of its own.

Wagtail's ``publish_scheduled`` runs them together: a revision that a rule refuses would
lose its schedule and keep the others waiting.
"""

import logging
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision, WorkflowState

from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import AuditLogEntry, record_decision
from pages.moderation.approval.lapsed_approvals import (
    ask_again,
    describe_lapsed,
    lapsed_approvals_of,
)
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.publication_set import (
    PublicationSet,
    first_due_revisions,
    is_due,
    published_with,
    waiting_set,
)
from pages.moderation.approval.publishing import publish_together
from pages.moderation.approval.publishing_pause import (
    PublishingPausedError,
    check_pause,
)
from pages.moderation.approval.set_actions import reopen
from pages.moderation.approval.wagtail_publishing import Publication
from pages.moderation.takedown import expire

from .emails import mail

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Publish what is due, unless publishing is paused; log what breaks a rule, cancel what nobody approved."""
    for revision in first_due_revisions():
        try:
            _publish_if_still_due(revision)
        except PublishingPausedError:
            return
        except PublicationRefusedError as error:
            _cancel_schedule(revision, " ".join(error.messages))
        except ValidationError as error:
            logger.error(
                "Not published at its time: %s. %s", revision, " ".join(error.messages)
            )


@transaction.atomic
def _cancel_schedule(revision: Revision, reason: str) -> None:
    obj = revision.content_object
    if publication_set := waiting_set(revision):
        reopen(publication_set, reason)
        return
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    record_decision(
        AuditLogEntry.Action.UNSCHEDULED, obj=obj, reason=reason, revision=revision.pk
    )
    moderators = roles.users_with_role(roles.MODERATORS)
    mail.SCHEDULE_CANCELLED.send_after_commit(
        moderators, reason=reason, **mail.about(obj)
    )
    logger.error(
        "Not published at its time, and schedule cancelled: %s. %s", revision, reason
    )


@transaction.atomic
def _publish_if_still_due(revision: Revision) -> None:
    """Publish all of what is still due together."""
    check_pause()
    lock_row(revision.content_object)
    if not is_due(revision):
        return
    together, publication_set = published_with(revision)
    if not all(map(is_due, together)):
        raise PublicationRefusedError("Part of it was no longer scheduled.")
    log_action = "wagtail.publish.scheduled"
    publications = [
        Publication.lock(revision, log_action=log_action) for revision in together
    ]
    if any(map(lapsed_approvals_of, together)):
        _return_to_moderation(together, publication_set)
        return
    publish_together(publications, publication_set)


def _return_to_moderation(
    together: list[Revision], publication_set: PublicationSet | None
) -> None:
    """Take scheduled revisions back to the step whose approval no longer counts."""
    if publication_set:
        publication_set.change_state(PublicationSet.State.IN_REVIEW)
    for revision in together:
        reason = describe_lapsed(lapsed_approvals_of(revision))
        reviews = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_APPROVED, task_states__revision=revision
        )
        review = reviews.order_by("-pk").first()
        if not review:
            raise PublicationRefusedError(reason)
        ask_again(review, revision)
        step = review.get_next_task()
        if not step:
            raise PublicationRefusedError(reason)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        record_decision(
            AuditLogEntry.Action.UNSCHEDULED,
            obj=revision.content_object,
            reason=reason,
            revision=revision.pk,
        )
        # Nobody may continue a review that has ended, except this.
        WorkflowState.objects.filter(pk=review.pk).update(
            status=WorkflowState.STATUS_IN_PROGRESS
        )
        review.refresh_from_db()
        review.update(next_task=step)


def expire_due() -> None:
    models: list[Any] = [Page]
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            models.append(model)
    for model in models:
        for expired in model.objects.filter(live=True, expire_at__lte=timezone.now()):
            try:
                expire(expired)
            except ValidationError as error:
                logger.error(
                    "Not taken down at its time: %s. %s",
                    expired,
                    " ".join(error.messages),
                )
