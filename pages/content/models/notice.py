"""A notice for a time: something that readers of a part of the site must know now."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PublishingPanel
from wagtail.models import Page

from pages.moderation.moderated import CHANGE_PANEL

from .snippet import ModeratedSnippet


class Notice(ModeratedSnippet):
    """An emergency notice or other news above a page's heading, from one moment until another."""

    class Level(models.IntegerChoices):
        """How urgent it is; each looks and sounds different."""

        INFORMATION = 1, "Information"
        IMPORTANT = 2, "Important"
        EMERGENCY = 3, "Emergency"

    level = models.PositiveSmallIntegerField(choices=Level, default=Level.INFORMATION)
    text = models.CharField(max_length=300, help_text="What readers must know, and what to do.")
    link_address = models.URLField(blank=True, verbose_name="address of more information")
    link_text = models.CharField(max_length=80, blank=True, verbose_name="words of that link")
    section = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="part of the site",
        help_text="Shown on this page and on those below it. Empty: on every page.",
    )
    shown_from = models.DateTimeField(default=timezone.now)
    shown_until = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is taken down.")

    correctable_fields = frozenset({"text", "link_text"})

    panels = [
        FieldPanel("level"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("link_text"), FieldPanel("link_address")]),
        FieldPanel("section"),
        FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")]),
        CHANGE_PANEL,
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["-shown_from"]

    def __str__(self):
        """Give its level and text."""
        return f"{self.get_level_display()}: {self.text}"

    def clean(self):
        """Refuse an end before the beginning, and half a link."""
        super().clean()
        errors = {}
        if self.shown_until and self.shown_from and self.shown_until <= self.shown_from:
            errors["shown_until"] = "Enter a time after the notice begins."
        if bool(self.link_address) != bool(self.link_text):
            errors["link_text"] = "Give both the words and the address of the link, or neither."
        if errors:
            raise ValidationError(errors)

    def get_preview_template(self, request, mode_name):
        """Show the notice above a sample page."""
        return "content/notice_preview.html"
