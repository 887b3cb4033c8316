"""What people said once of the tables of their force, so that the next table is not asked about again."""

from django.conf import settings
from django.db import models


class ReadingChoice(models.Model):
    """What the columns below certain headings mean, or what a force means by a word such as “Green”."""

    key = models.CharField(max_length=80, primary_key=True)
    asked = models.TextField(help_text="The headings, or the word.")
    answer = models.JSONField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.asked
