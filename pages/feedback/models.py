"""The feedback page and what readers sent."""

from django.db import models
from wagtail.models import Page, Site

from pages.models import TextPage

TEXT_LIMIT = 1200
"""Characters that a reader may send."""


class FeedbackPage(TextPage):
    """The wording around the feedback form."""

    parent_page_types = ["pages.HomePage"]
    max_count_per_parent = 1
    template = "feedback/feedback_page.html"

    def get_context(self, request, *args, **kwargs):
        """Add the form, filled in with the page and answer that a link brought along."""
        from .forms import FeedbackForm

        form = FeedbackForm.for_link(request.GET)
        return {**super().get_context(request, *args, **kwargs), "form": form}


class FeedbackEntry(models.Model):
    """One reader's feedback: no address, no browser, no name."""

    class About(models.TextChoices):
        """What the feedback is about."""

        PAGE = "page", "The page I was on"
        SITE = "site", "This website"
        RESPONSE = "response", "A response to a super-complaint"

    class Useful(models.TextChoices):
        """Whether the reader found what they needed."""

        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    class State(models.TextChoices):
        """How far the team has got with it."""

        NEW = "new", "New"
        IN_PROGRESS = "in_progress", "In progress"
        ACTIONED = "actioned", "Actioned"
        NO_ACTION = "no_action", "No action"

    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    page_path = models.CharField(max_length=255, blank=True, editable=False)
    about = models.CharField(max_length=10, choices=About)
    useful = models.CharField(max_length=10, choices=Useful)
    text = models.TextField(blank=True, max_length=TEXT_LIMIT)
    state = models.CharField(max_length=15, choices=State, default=State.NEW)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "feedback entry"
        verbose_name_plural = "feedback"

    def __str__(self):
        """Say when it came and what it is about."""
        return f"{self.get_about_display()}, {self.created_at:%-d %B %Y}"
