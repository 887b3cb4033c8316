"""The base of snippets that are moderated like pages, and notices."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PublishingPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from pages.moderation.approval.publication_rules import (
    PublishableForm,
    check_for_publication,
)
from pages.moderation.moderated import (
    CHANGE_PANEL,
    Moderated,
    change_note_field,
)


class ModeratedSnippet(
    Moderated,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """The abstract base of snippets with drafts, a workflow and publication rules."""

    base_form_class = PublishableForm

    change_note = change_note_field()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        """Save; raise ``ValidationError`` if a live one breaks publication rules."""
        if self.live:
            self.full_clean()
            check_for_publication(self)
        super().save(*args, **options)


class Notice(ModeratedSnippet):
    """An emergency notice or other news above the heading of pages, between two moments."""

    class Level(models.IntegerChoices):
        """How urgent the notice is. Each level looks and sounds different."""

        INFORMATION = 1, "Information"
        IMPORTANT = 2, "Important"
        EMERGENCY = 3, "Emergency"

    level = models.PositiveSmallIntegerField(choices=Level, default=Level.INFORMATION)
    text = models.CharField(
        max_length=300, help_text="What readers need to know, and what to do"
    )
    link_address = models.URLField(blank=True, verbose_name="link")
    link_text = models.CharField(max_length=80, blank=True, verbose_name="link text")
    section = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="part of the site",
        help_text="Shown on this page and the pages under it. Leave blank to show it on every page.",
    )
    shown_from = models.DateTimeField(default=timezone.now)
    shown_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Leave blank to show it until it is taken down.",
    )

    panels = [
        FieldPanel("level"),
        FieldPanel("text"),
        FieldRowPanel(["link_address", "link_text"]),
        FieldPanel("section"),
        FieldRowPanel(["shown_from", "shown_until"]),
        CHANGE_PANEL,
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["-shown_from"]

    def __str__(self) -> str:
        """The level and the text, without the full stop: messages end their own sentence after it."""
        return f"{self.get_level_display()}: {self.text}".removesuffix(".")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.shown_until and self.shown_from and self.shown_until <= self.shown_from:
            errors["shown_until"] = "Enter a time after the notice starts."
        if bool(self.link_address) != bool(self.link_text):
            errors["link_text"] = "Enter both the link and the link text, or neither."
        if errors:
            raise ValidationError(errors)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "content/notice_preview.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        """Name the part of the site, which whoever approves the notice has to know."""
        context = super().get_preview_context(request, mode_name)
        return {**context, "section_name": str(self.section or "")}
