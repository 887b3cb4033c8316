"""The base of snippets that are moderated like pages."""

from typing import Any

from django.db import models, transaction
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from pages.moderation.gate.publication_rules import PublishableForm, check_for_publication
from pages.moderation.moderated import Moderated, change_note_field, minor_correction_field


class ModeratedSnippet(
    Moderated, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """The abstract base of snippets with drafts, a workflow and publication rules."""

    base_form_class = PublishableForm

    change_note = change_note_field()
    minor_correction = minor_correction_field()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        """Save the snippet; a live one must meet the publication rules.

        Raises ``ValidationError`` that lists everything that prevents publication.
        """
        if self.live:
            self.full_clean()
            check_for_publication(self)
        super().save(*args, **options)
