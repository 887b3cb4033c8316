"""What bodies other than the respondents say of the work on a recommendation."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from complaints.vocabulary import Assurance
from pages.core.partial_date_fields import PartialDateField
from pages.search.index_fields import IndexedText

from .validation import refuse_future_date


class AssuranceEntry(Orderable):
    """What one body said on one day, such as the inspectorate after an inspection."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage", on_delete=models.CASCADE, related_name="assurances"
    )
    date = PartialDateField(blank=True, verbose_name="date of the verdict")
    body = models.CharField(max_length=200, blank=True, help_text="Who says it, such as “HMICFRS”.")
    verdict = models.CharField(max_length=20, choices=Assurance, blank=True)
    words = models.TextField(
        blank=True, verbose_name="exact words", help_text="Word for word, without quotation marks around it."
    )
    link = models.URLField(max_length=500, blank=True, verbose_name="address of the verdict")

    panels = [
        FieldRowPanel([FieldPanel("body"), FieldPanel("verdict")]),
        FieldPanel("date"),
        FieldPanel("words"),
        FieldPanel("link"),
    ]

    search_fields = [IndexedText("body"), IndexedText("words")]

    class Meta(Orderable.Meta):
        verbose_name = "external assurance"

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.body}" if self.body else "External assurance"

    def clean(self) -> None:
        super().clean()
        refuse_future_date(self, "date")

    def clean_for_publication(self) -> None:
        """Refuse an entry without a body, a verdict or a date."""
        errors = {}
        if not self.body:
            errors["body"] = "Enter who says it."
        if not self.verdict:
            errors["verdict"] = "Choose what it says."
        if not self.date:
            errors["date"] = "Enter when; the month or year alone will do."
        if errors:
            raise ValidationError(errors)
