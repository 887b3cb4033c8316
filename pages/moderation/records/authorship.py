"""Who wrote what has not been published yet."""

from django.db import models
from django.utils import timezone


class Authorship(models.Model):
    """A user saved a change of an object.

    The row is deleted when the change is published, or a year later if it never is. Files count as objects
    without revisions: their revision is 0.

    Wagtail's revisions cannot tell: they are purged, and each names only its last author.
    """

    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    user_id = models.BigIntegerField()
    revision_id = models.BigIntegerField(help_text="The revision that holds the change.")
    text_digest = models.CharField(
        max_length=64, blank=True, default="", db_index=True, help_text="Digest of the revision’s text."
    )
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "user_id", "revision_id"], name="one_authorship_a_revision"
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        """Name the object and the author."""
        return f"{self.model} {self.object_id} by {self.user_id}"
