"""What is moderated like a page without being one."""

from django.db import models
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from pages.publication_rules import PublishableForm, check_for_publication


class ModeratedSnippet(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """The abstract parent of snippets with drafts, a workflow and rules of publication."""

    base_form_class = PublishableForm

    class Meta:
        abstract = True

    def save(self, *args, **options):
        """Save it; what is published must keep the rules of publication.

        Raises ``ValidationError`` listing everything that stops the publication.
        """
        if self.live:
            self.full_clean()
            check_for_publication(self)
        super().save(*args, **options)
