"""The feedback page, how long what readers sent is kept, and the improvements that followed."""

import datetime
import logging
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, PublishingPanel

from pages.content.models import TextPage
from pages.content.models.snippet import ModeratedSnippet
from pages.core.cache_policy import CachePolicy
from pages.moderation.moderated import CHANGE_PANEL

from .entries import FeedbackEntry
from .forms import FeedbackForm


class FeedbackPage(TextPage):
    """The text around the feedback form.

    Nobody may keep a copy: the form holds when it was opened.
    """

    cache_policy = CachePolicy.PRIVATE
    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    template = "feedback/feedback_page.html"

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        form = FeedbackForm.for_link(request.GET)
        return {**super().get_context(request, *args, **kwargs), "form": form}

    @property
    def improvements(self) -> "QuerySet[Improvement]":
        return Improvement.objects.filter(live=True).order_by("-first_published_at")


class Improvement(ModeratedSnippet):
    """A “You said, we did” entry: what readers said, in our words, and what we did about it."""

    you_said = models.CharField(
        max_length=300,
        help_text="Use your own words. Do not include anything that could identify who said it.",
    )
    we_did = models.CharField(max_length=300)
    entry = models.ForeignKey(
        FeedbackEntry,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Readers must not learn which entry a line comes from.
    internal_fields = frozenset({"entry"})

    panels = [
        FieldPanel("you_said"),
        FieldPanel("we_did"),
        CHANGE_PANEL,
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["-pk"]
        verbose_name = "“You said, we did” entry"
        verbose_name_plural = "“You said, we did” entries"

    def __str__(self) -> str:
        return self.you_said

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "feedback/improvement_preview.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        return {
            **super().get_preview_context(request, mode_name),
            "improvements": [self],
        }


logger = logging.getLogger(__name__)

SPAM_RETENTION_DAYS = 30


def delete_expired_entries() -> int:
    """Delete entries closed over FEEDBACK_DAYS ago, spam over SPAM_RETENTION_DAYS; return how many."""
    now = timezone.now()
    is_spam = Q(state=FeedbackEntry.State.SPAM)
    is_expired = Q(closed_at__lt=now - datetime.timedelta(days=settings.FEEDBACK_DAYS))
    is_expired_spam = Q(
        closed_at__lt=now - datetime.timedelta(days=SPAM_RETENTION_DAYS)
    )
    expired = FeedbackEntry.objects.filter(
        (is_spam & is_expired_spam) | (~is_spam & is_expired)
    )
    count, _ = expired.delete()
    if count:
        logger.info(
            "Deleted %s feedback entries whose time of retention is over", count
        )
    return count
