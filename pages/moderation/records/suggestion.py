"""Other wording that a reviewer suggests for a text in review."""

from typing import Self

from django.conf import settings
from django.db import models
from wagtail.models import DraftStateMixin, Revision


class SuggestionQuerySet(models.QuerySet):
    """Suggestions, filtered by object."""

    def for_object(self, obj: DraftStateMixin) -> Self:
        """Return the suggestions for ``obj``, the oldest first."""
        return self.filter(revision__in=obj.revisions.all())


class Suggestion(models.Model):
    """One text of a revision, as it is and as a reviewer would write it.

    It stands in no log and names no author. The row is deleted when the author uses or refuses it, when what
    was reviewed is published, and with the revision; at the latest after a year.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", help_text="Who suggests it."
    )
    place = models.JSONField(
        help_text="The names and numbers that lead to the text in the revision’s content."
    )
    label = models.CharField(max_length=255, help_text="What people call the place.")
    is_rich = models.BooleanField(help_text="Whether the text is stored as HTML.")
    before = models.TextField()
    after = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        """Name the place."""
        return self.label
