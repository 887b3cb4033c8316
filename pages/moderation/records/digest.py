"""The daily digest of e-mails: who chose it, and what goes into the next one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import TaskState


class DigestChoice(models.Model):
    """Whether somebody gets one e-mail a day in the place of single ones."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="digest_choice"
    )
    daily_digest = models.BooleanField(
        default=False,
        verbose_name="one e-mail a day",
        help_text="At seven in the morning, in the place of single e-mails. What is urgent, and what a hold "
        "keeps waiting, is still sent at once.",
    )
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        """Say what was chosen."""
        return f"{self.person}: {'daily digest' if self.daily_digest else 'single e-mails'}"


class DigestEntry(models.Model):
    """A line of somebody's next digest. It holds no more than the subject of the e-mail would have."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    step = models.ForeignKey(
        TaskState,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The step that the line asks to decide at: once it is over, the line is left out.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        """Give the words."""
        return self.words
