"""The feedback page, what readers sent and how long it is kept, and the improvements that followed."""

import datetime
import logging
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import Page

from pages.content.models import TextPage
from pages.content.models.snippet import ModeratedSnippet
from pages.core.cache_policy import CachePolicy
from pages.moderation.moderated import CHANGE_PANEL

from .forms import TEXT_LIMIT, About, FeedbackForm, Useful


class FeedbackPage(TextPage):
    """The text around the feedback form. Nobody may keep a copy: the form holds when it was opened."""

    cache_policy = CachePolicy.PRIVATE
    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    template = "feedback/feedback_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        form = FeedbackForm.for_link(request.GET)
        return {**super().get_context(request, *args, **kwargs), "form": form}

    @property
    def improvements(self) -> "QuerySet[Improvement]":
        return Improvement.objects.filter(live=True).order_by("-first_published_at")


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

    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    page_path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    about = models.CharField(max_length=10, choices=About, blank=True)
    useful = models.CharField(max_length=10, choices=Useful, blank=True)
    text = models.TextField(blank=True, max_length=TEXT_LIMIT)
    state = models.CharField(max_length=15, choices=State, default=State.NEW, db_index=True)
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
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, help_text="For the team. Do not include personal details.")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "feedback entry"
        verbose_name_plural = "feedback"
        permissions = [("export_feedbackentry", "Can export feedback")]

    def __str__(self) -> str:
        return f"{self.get_about_display() or 'Feedback'}, {timezone.localtime(self.created_at):%-d %B %Y}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save the entry, and record when it was closed, from which its retention is counted."""
        if self.state not in self.CLOSED:
            self.closed_at = None
        elif self.closed_at is None:
            self.closed_at = timezone.now()
        super().save(*args, **options)


class Improvement(ModeratedSnippet):
    """A “You said, we did” entry: what readers said, in our words, and what we did about it."""

    you_said = models.CharField(
        max_length=300, help_text="Use your own words. Do not include anything that could identify them."
    )
    we_did = models.CharField(max_length=300)
    entry = models.ForeignKey(
        FeedbackEntry, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    correctable_fields = frozenset({"you_said", "we_did"})
    # Readers must not learn which entry a line comes from.
    internal_fields = frozenset({"entry"})

    panels = [FieldPanel("you_said"), FieldPanel("we_did"), CHANGE_PANEL, PublishingPanel()]

    class Meta:
        ordering = ["-pk"]
        verbose_name = "“You said, we did” entry"
        verbose_name_plural = "“You said, we did” entries"

    def __str__(self) -> str:
        return self.you_said

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "feedback/improvement_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "improvements": [self]}


logger = logging.getLogger(__name__)

SPAM_RETENTION_DAYS = 30


def delete_expired_entries() -> int:
    """Delete entries closed over FEEDBACK_DAYS ago, spam over SPAM_RETENTION_DAYS; return how many."""
    now, is_spam = timezone.now(), Q(state=FeedbackEntry.State.SPAM)
    is_expired = Q(closed_at__lt=now - datetime.timedelta(days=settings.FEEDBACK_DAYS))
    is_expired_spam = Q(closed_at__lt=now - datetime.timedelta(days=SPAM_RETENTION_DAYS))
    expired = FeedbackEntry.objects.filter((is_spam & is_expired_spam) | (~is_spam & is_expired))
    count, _ = expired.delete()
    if count:
        logger.info("Deleted %s feedback entries whose time of retention is over", count)
    return count
