"""What somebody without an account was asked, and what they answered."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision, TaskState

from pages.moderation.approval.external_approver import ExternalApprover
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.approval.public_content import fingerprint


def digest_of(secret: str) -> str:
    """Return what is stored of a secret that a link carries: who reads the table cannot open the link."""
    return hashlib.sha256(secret.encode()).hexdigest()


class OpinionRequestQuerySet(models.QuerySet):
    """Requests, filtered by what they are about and whether their links work."""

    def not_ended(self) -> "OpinionRequestQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def open(self) -> "OpinionRequestQuerySet":
        """Return those that have not ended, and whose approver, if they need one, is still entered."""
        needs_no_entry = models.Q(
            purpose__in=[OpinionRequest.Purpose.OPINION, OpinionRequest.Purpose.READ]
        )
        is_entered = models.Q(approver__in=ExternalApprover.objects.present())
        return self.not_ended().filter(needs_no_entry | is_entered)

    def with_secret(self, secret: str) -> "OpinionRequest | None":
        """Return the open request whose link has this ``secret``."""
        return self.open().filter(secret_digest=digest_of(secret)).first()

    def about(self, *objects: Any) -> "OpinionRequestQuerySet":
        """Return those that show a draft of one of ``objects``, the newest first."""
        concerns = models.Q(pk=None)
        for obj in objects:
            concerns |= models.Q(
                items__revision__base_content_type=obj.get_base_content_type(),
                items__revision__object_id=str(obj.pk),
            )
        return self.filter(concerns).select_related("made_by").distinct()


class OpinionRequest(models.Model):
    """A link to one email address, to one revision of each of some pages and snippets."""

    class Purpose(models.TextChoices):
        OPINION = "opinion", "Read it and give an opinion"
        APPROVE = "approve", "Approve it"
        AGREE = "agree", "Agree for an organisation"
        READ = "read", "Read only"

    class Verdict(models.TextChoices):
        AGREES = "agrees", "Agrees"
        CHANGES = "changes", "Requests changes"

    post = models.CharField(max_length=100)
    address = models.EmailField()
    approver = models.ForeignKey(
        ExternalApprover,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who approves or agrees by this link, as they were entered.",
    )
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.OPINION)
    question = models.TextField(blank=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = OpinionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.post

    @property
    def is_open(self) -> bool:
        return not self.revoked_at and self.expires_at > timezone.now()

    @property
    def drafts(self) -> list[Any]:
        return [
            item.revision.as_object() for item in self.items.select_related("revision")
        ]

    @property
    def is_outdated(self) -> bool:
        return any(item.is_outdated for item in self.items.select_related("revision"))

    @property
    def is_overwritten(self) -> bool:
        """Return True if one of them is not kept as it was: a form that saves by itself overwrites what it saved."""
        return any(
            item.is_overwritten for item in self.items.select_related("revision")
        )

    @property
    def waiting_step(self) -> TaskState | None:
        """The step that waits for an approval by this link; none once somebody has decided on it."""
        item = self.items.select_related("revision").first()
        obj = item.revision.content_object if item else None
        step = getattr(obj, "current_workflow_task_state", None)
        if self.purpose != self.Purpose.APPROVE or not step or not self.approver:
            return None
        is_open = step.status == TaskState.STATUS_IN_PROGRESS
        if is_open and self.approver.decides(step.task):
            return step
        return None

    @property
    def can_be_answered(self) -> bool:
        """Return True if the person is asked for an answer and has not given one that decided something."""
        if self.purpose == self.Purpose.APPROVE:
            return not self.is_outdated and bool(self.waiting_step)
        return self.purpose != self.Purpose.READ and not self.is_outdated

    @property
    def verdict_words(self) -> str:
        """The answer in words."""
        if self.purpose == self.Purpose.APPROVE:
            if self.verdict == self.Verdict.AGREES:
                return "Approved by link"
            return "Changes requested by link"
        word = self.get_verdict_display()
        if self.purpose == self.Purpose.AGREE and self.approver:
            return f"{word} on behalf of {self.approver.purpose}"
        return word

    @property
    def status(self) -> str:
        if self.answered_at:
            return f"{self.verdict_words}, {_day(self.answered_at)}"
        if self.revoked_at:
            return f"Revoked on {_day(self.revoked_at)}"
        if not self.is_open:
            return f"Expired on {_day(self.expires_at)}"
        if self.opened_at:
            return f"Opened on {_day(self.opened_at)}"
        return "Not opened yet"


class OpinionItem(models.Model):
    """One revision that a link shows."""

    request = models.ForeignKey(
        OpinionRequest, on_delete=models.CASCADE, related_name="items"
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.revision)

    @property
    def is_overwritten(self) -> bool:
        return fingerprint(self.revision.content) != self.digest

    @property
    def is_outdated(self) -> bool:
        return (
            self.is_overwritten
            or self.revision.content_object.latest_revision_id != self.revision_id
        )


@receiver(post_save, sender=ExternalApprover)
def end_links_of_removed_person(instance: ExternalApprover, **kwargs: Any) -> None:
    """End the links of an entry that is removed, for good: it may be made anew, for another mailbox."""
    if instance.removed_at:
        links = OpinionRequest.objects.not_ended().filter(approver=instance)
        links.update(revoked_at=instance.removed_at)


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y}"


DAYS_KEPT = 90
"""After the link has ended.

The audit log keeps who was asked by post and what they said.
"""


def delete_old_requests() -> None:
    """Delete what ended ``DAYS_KEPT`` days ago, and the entries of approvers that were removed then."""
    long_ago = timezone.now() - timedelta(days=DAYS_KEPT)
    ended = models.Q(expires_at__lt=long_ago) | models.Q(revoked_at__lt=long_ago)
    OpinionRequest.objects.filter(ended).delete()
    with opened_for(WritePurpose.RETENTION):
        ExternalApprover.objects.filter(removed_at__lt=long_ago).delete()
