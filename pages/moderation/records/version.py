"""What was public, and from when."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .decision import key_of

REDACTIONS = [
    ("personal_data", "personal data"),
    ("safety", "somebody’s safety"),
    ("legal", "a legal reason"),
    ("error", "an error"),
]
"""Why the words of a published version are no longer shown; readers see it."""


class PublishedVersionQuerySet(models.QuerySet):
    """Published versions, by object."""

    def of(self, obj):
        """Return the versions of ``obj``, the newest first."""
        return self.filter(**key_of(obj))

    def awaiting_review(self):
        """Return what was published urgently and is public without its second review.

        A newer version is reviewed in its place, or was approved by everybody with what it contains; a minor
        correction is neither.
        """
        settles = Q(minor_correction=False) | Q(withdrawn_at__isnull=False)
        return self._urgent_before_no(settles).filter(withdrawn_at=None)

    def never_reviewed(self):
        """Return what was published urgently, if the missing role has approved neither it nor a newer one."""
        complete = Q(minor_correction=False) & (Q(awaited_roles=[]) | Q(reviewed_at__isnull=False))
        return self._urgent_before_no(complete)

    def _urgent_before_no(self, newer: Q):
        """Return what has no second review, unless one like ``newer`` follows it."""
        following = PublishedVersion.objects.filter(
            newer,
            model=models.OuterRef("model"),
            object_id=models.OuterRef("object_id"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.exclude(awaited_roles=[]).filter(~models.Exists(following), reviewed_at=None)


class PublishedVersion(models.Model):
    """One publication of a page or a snippet, made in its own transaction.

    It names everything by value: Wagtail purges revisions, and a deleted page takes its own along.
    """

    class Withdrawal(models.TextChoices):
        """Why something is no longer public; readers see it."""

        PERSONAL_DATA = "personal_data", "it contained personal data"
        SAFETY = "safety", "it could have put somebody at risk"
        LEGAL = "legal", "there was a legal reason"
        ERROR = "error", "it contained an error"
        EXPIRED = "expired", "it was only published for a time"

    uuid = models.UUIDField(default=uuid4, editable=False, unique=True)
    number = models.PositiveIntegerField(help_text="First, second, third … of its object.")
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    revision_id = models.BigIntegerField()
    path = models.CharField(max_length=500, blank=True, db_index=True, help_text="Its address.")
    identifier = models.CharField(
        max_length=150,
        blank=True,
        db_index=True,
        default="",
        help_text="What it is called in the data; stays when its words are redacted.",
    )
    title = models.CharField(max_length=255)
    snapshot = models.JSONField()
    schema_version = models.PositiveSmallIntegerField(default=1)
    change_note = models.TextField()
    minor_correction = models.BooleanField(default=False)
    approvals = models.JSONField(default=list, help_text="Role and time of each.")
    published_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=20, choices=Withdrawal, blank=True)
    awaited_roles = models.JSONField(default=list, help_text="Steps that an urgent publication left out.")
    reviewed_at = models.DateTimeField(null=True)
    redacted_at = models.DateTimeField(null=True)
    redacted_because = models.CharField(max_length=20, choices=REDACTIONS, blank=True)
    told_at = models.DateTimeField(null=True, help_text="When the digest or the last reminder named it.")

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="version_object_idx")]
        default_permissions = ()

    def __str__(self):
        """Name it and its time."""
        return f"{self.title}, {timezone.localtime(self.published_at):%-d %B %Y}"
