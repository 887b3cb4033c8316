"""What readers sent."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

TEXT_LIMIT = 1200
"""The most characters of a text. A line break counts as one."""


class About(models.TextChoices):
    """What the feedback is about."""

    PAGE = "page", "The page I was on"
    MISTAKE = "mistake", "A mistake on a page"
    SITE = "site", "This website"
    RESPONSE = "response", "A response to a super-complaint"


class Useful(models.TextChoices):
    """Whether the reader found what they needed."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class FeedbackEntry(models.Model):
    """Feedback of one reader, without address, browser or name."""

    About = About
    Useful = Useful

    class State(models.TextChoices):
        SAFEGUARDING = "safeguarding", "Safeguarding concern"
        NEW = "new", "New"
        IN_PROGRESS = "in_progress", "In progress"
        ACTIONED = "actioned", "Actioned"
        NO_ACTION = "no_action", "No action"
        SPAM = "spam", "Spam"

    CLOSED = [State.ACTIONED, State.NO_ACTION, State.SPAM]

    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    page_path = models.CharField(
        max_length=255, blank=True, editable=False, db_index=True
    )
    about = models.CharField(max_length=10, choices=About, blank=True)
    useful = models.CharField(max_length=10, choices=Useful, blank=True)
    text = models.TextField(blank=True, max_length=TEXT_LIMIT)
    state = models.CharField(
        max_length=15, choices=State, default=State.NEW, db_index=True
    )
    created_at = models.DateTimeField(auto_now_add=True, editable=False, db_index=True)

    digest = models.UUIDField(
        unique=True,
        null=True,
        editable=False,
        help_text="Of the opened form and what was sent: the same press of the button comes twice at times.",
    )
    concerns = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="Which word rules found that a person must look at once; none of the reader's words.",
    )
    examined = models.BooleanField(default=False, editable=False)
    alerted_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    redacted_at = models.DateTimeField(null=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(
        blank=True, help_text="For the team. Do not include personal details."
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "feedback entry"
        verbose_name_plural = "feedback"
        permissions = [("export_feedbackentry", "Can export feedback")]

    def __str__(self) -> str:
        return f"Feedback, {timezone.localtime(self.created_at):%-d %B %Y}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save the entry, and record when it was closed, from which its retention is counted."""
        if self.state not in self.CLOSED:
            self.closed_at = None
        elif self.closed_at is None:
            self.closed_at = timezone.now()
        super().save(*args, **options)
