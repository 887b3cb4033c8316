"""What readers sent."""

import factory
from django.utils import timezone

from pages.feedback.models import FeedbackEntry, Improvement

from .published import PublishedSnippetMixin


class FeedbackEntryFactory(factory.django.DjangoModelFactory):
    """A new entry; ``page`` gives it its path, and ``created_at`` is kept."""

    page = None
    page_path = factory.LazyAttribute(
        lambda entry: entry.page.url if entry.page else ""
    )
    about = factory.LazyAttribute(lambda entry: "page" if entry.page else "site")
    useful = "no"
    text = "No dates."

    class Meta:
        model = FeedbackEntry
        skip_postgeneration_save = True

    @factory.post_generation
    def created_at(self, create, extracted, **kwargs):
        """Set the time, which the model takes from the clock."""
        if extracted:
            self.created_at = extracted
            FeedbackEntry.objects.filter(pk=self.pk).update(created_at=extracted)


class ImprovementFactory(PublishedSnippetMixin, factory.django.DjangoModelFactory):
    """A published “You said, we did” entry."""

    you_said = "There were no dates."
    we_did = "Every action has a date."
    first_published_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Improvement
