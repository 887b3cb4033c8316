"""What is moderated like a page without being one."""

from django.db import models, transaction
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from pages.moderation.moderated import Moderated, change_note_field, minor_correction_field
from pages.moderation.publishing.publication_rules import PublishableForm, check_for_publication


class ModeratedSnippet(
    Moderated, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """The abstract parent of snippets with drafts, a workflow and rules of publication."""

    base_form_class = PublishableForm

    change_note = change_note_field()
    minor_correction = minor_correction_field()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **options):
        """Save it; what is published must keep the rules of publication.

        Raises ``ValidationError`` listing everything that stops the publication.
        """
        if self.live:
            self.full_clean()
            check_for_publication(self)
        super().save(*args, **options)
