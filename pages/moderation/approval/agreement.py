"""Agreement of other organisations to words that a page publishes in their name.

A page says in ``organisations_to_agree`` whose words a draft changes. An approving
officer records each agreement at the step of approving officers, with the letter or
email that shows it. It counts for the revision that is reviewed: changed words need another.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.text import get_text_list
from wagtail.models import DraftStateMixin, Revision, TaskState

from . import roles
from .audit_log import AgreementDetails, AuditLogEntry, limit_of_log, record_decision
from .publication_permit import PublicationRefusedError
from .review_policy import OpenReview, decisions_open_to, lock_review


class RecordedAgreement(models.Model):
    """An organisation's agreement to one revision, and the letter or email that shows it."""

    revision_id = models.BigIntegerField(db_index=True)
    organisation_id = models.BigIntegerField()
    organisation = models.CharField(max_length=255)
    name = models.CharField(max_length=100)
    post = models.CharField(max_length=100)
    agreed_on = models.DateField()
    document = models.FileField(upload_to="agreements")
    """``/media/`` serves renditions, documents and pictures of the library alone, never this."""
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        day = format_date(self.agreed_on, "j F Y")
        return f"Agreed by {self.name}, {self.post}, {self.organisation}, on {day}"


def agreements_to(
    draft: DraftStateMixin, revision: int
) -> list[tuple[Any, RecordedAgreement | None]]:
    """Return the organisations that must agree to ``draft``, the content of ``revision``, each with its agreement."""
    recorded = {
        agreement.organisation_id: agreement
        for agreement in RecordedAgreement.objects.filter(revision_id=revision)
    }
    return [
        (organisation, recorded.get(organisation.pk))
        for organisation in draft.organisations_to_agree()
    ]


def missing_agreements(draft: DraftStateMixin, revision: int) -> list[Any]:
    """Return the organisations that have not agreed yet."""
    return [
        organisation
        for organisation, agreement in agreements_to(draft, revision)
        if not agreement
    ]


def check_agreements(draft: DraftStateMixin, revision: Revision) -> None:
    """Raise ``PublicationRefusedError`` if an organisation has not agreed to words in its name."""
    if missing := missing_agreements(draft, revision.pk):
        names = get_text_list(list(map(str, missing)), "and")
        raise PublicationRefusedError(
            f"“{draft}” has words in the name of {names}. Record who agreed to them under “Agreement” on "
            "the review screen, then approve it."
        )


def may_record_agreements(user: User, step: Any, review: OpenReview) -> bool:
    """Return True if ``user`` may approve ``step`` of ``review`` as an approving officer."""
    return (
        roles.has_role(user, roles.APPROVING_OFFICERS)
        and roles.APPROVING_OFFICERS in step.roles
        and "approve" in decisions_open_to(user, step, review)
    )


@transaction.atomic
def record_agreement(
    agreement: RecordedAgreement, task_state: TaskState, user: User
) -> None:
    """Record ``agreement`` for each revision of the review that lacks it.

    Raises ``PermissionDenied`` if ``user`` may not, and ``OutdatedDecisionError`` if
    somebody has changed the draft or decided about it.
    """
    step = task_state.task.specific
    review = lock_review(task_state, step)
    if not may_record_agreements(user, step, review):
        raise PermissionDenied
    agreement.recorded_by = roles.display_name(user)
    for part in review.waiting:
        for organisation in missing_agreements(part.draft, part.revision.pk):
            if organisation.pk == agreement.organisation_id:
                _add(agreement, organisation, part.obj, part.revision, user)


def _add(
    agreement: RecordedAgreement,
    organisation: models.Model,
    obj: DraftStateMixin,
    revision: Revision,
    user: User,
) -> None:
    """Store a row for ``revision``; the rows of one review share the document."""
    agreement.pk = None
    agreement.organisation = str(organisation)
    agreement.revision_id = revision.pk
    agreement.save(force_insert=True)
    record_decision(
        AuditLogEntry.Action.AGREED,
        obj=obj,
        user=user,
        revision=revision.pk,
        data=AgreementDetails(what=str(agreement), agreement=agreement.pk),
    )


def purge_old_agreements() -> None:
    """Delete the agreements, with their documents, whose entries in the audit log are deleted."""
    old = RecordedAgreement.objects.filter(recorded_at__lt=limit_of_log())
    names = set(old.values_list("document", flat=True))
    old.delete()
    for name in names:
        default_storage.delete(name)
