"""Who changed what since it was last published."""

from django.db import models
from django.utils import timezone


class Authorship(models.Model):
    """Somebody saved a change of an object; gone when it is published, or a year later if it never is.

    Files are objects, too, and have no revisions: theirs is 0.

    Wagtail's revisions do not keep it: they are purged, and each names only the last of its authors.
    """

    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    user_id = models.BigIntegerField()
    revision_id = models.BigIntegerField(help_text="The one that holds the change.")
    content = models.CharField(
        max_length=64, blank=True, default="", db_index=True, help_text="Digest of its text."
    )
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "user_id", "revision_id"], name="one_authorship_a_revision"
            )
        ]
        default_permissions = ()

    def __str__(self):
        """Name the object and the person."""
        return f"{self.model} {self.object_id} by {self.user_id}"
