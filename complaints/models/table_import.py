"""Tables that people are importing, and what they chose that the next table need not ask."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

DAYS_KEPT = 14
"""How long an import is kept after its last step: long enough for a holiday in the middle of one."""


class TableImport(models.Model):
    """One table that a person is importing, with what they chose so far.

    Nobody else sees it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    super_complaint = models.ForeignKey(
        "complaints.SuperComplaintPage",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    """Empty until the super-complaint of a new response is made."""
    file_name = models.CharField(max_length=255)
    document = models.JSONField()
    """What ``read_source`` returned. It is emptied once it is saved as drafts."""
    choices = models.JSONField(default=dict)
    """The fields of ``Choices``."""
    saved_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class SavedChoice(models.Model):
    """What a column, a name, a status or a colour means in the tables of this force."""

    step = models.CharField(max_length=20, editable=False)
    asked = models.CharField(
        max_length=255, editable=False, verbose_name="in the force’s table"
    )
    answer = models.CharField(max_length=255, blank=True, verbose_name="what it means")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "saved import choice"
        verbose_name_plural = "saved import choices"
        ordering = ["step", "asked"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "asked"], name="one_saved_choice_each"
            )
        ]

    def __str__(self) -> str:
        return self.asked


def delete_old_imports() -> None:
    """Delete imports that nobody has gone on with for ``DAYS_KEPT`` days."""
    TableImport.objects.filter(
        changed_at__lt=timezone.now() - timedelta(days=DAYS_KEPT)
    ).delete()
