"""What respondents answer, and what they report later."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from complaints.vocabulary import NEEDS_REASON, NOT_IN_SOURCE, Position
from pages.content.blocks import NarrativeBlock
from pages.core.partial_date_fields import PartialDateField
from pages.core.rich_text import has_text

from .rules import refuse_future


class Response(ClusterableModel, Orderable):
    """One answer to a recommendation, by one respondent or by several together."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage", on_delete=models.CASCADE, related_name="responses"
    )
    respondents = ParentalManyToManyField(
        "complaints.Organisation", blank=True, related_name="+", limit_choices_to={"live": True}
    )
    position = models.CharField(
        max_length=20,
        choices=Position,
        blank=True,
        help_text="Leave empty only if the published response does not state a position.",
    )
    reason = models.TextField(
        blank=True,
        help_text="Needed for “Accepted in part”, “Not accepted” and “Not applicable”.",
    )
    narrative = StreamField(NarrativeBlock(), blank=True)
    date = PartialDateField(blank=True, verbose_name="date of the response")
    approving_post = models.CharField(
        max_length=120, blank=True, help_text="The post, not the person: “Deputy Chief Constable”."
    )

    panels = [
        FieldPanel("respondents", widget=forms.CheckboxSelectMultiple),
        FieldPanel("position"),
        FieldPanel("reason"),
        FieldPanel("narrative"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("approving_post")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "response"

    def __str__(self):
        """Return the position."""
        return self.position_label

    @property
    def position_label(self) -> str:
        """The position in words, or that the source states none."""
        return self.get_position_display() or NOT_IN_SOURCE

    def clean(self):
        """Refuse a response from the future."""
        super().clean()
        refuse_future(self, "date")

    def clean_for_publication(self):
        """Refuse a response from nobody, or a position without the reason that it needs."""
        errors = {}
        if not self.respondents.all():
            errors["respondents"] = "Choose who responds."
        if self.position in NEEDS_REASON and not self.reason.strip():
            errors["reason"] = f"Give the reason for the position “{self.get_position_display()}”."
        report = self.page.report_published
        if self.date and report and self.date.is_certainly_before(report):
            errors["date"] = f"This is before the report was published ({report.words})."
        if errors:
            raise ValidationError(errors)


class ProgressUpdate(Orderable):
    """What a respondent reports later; once published it stays as it was."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage",
        on_delete=models.CASCADE,
        related_name="progress_updates",
    )
    as_at = PartialDateField(blank=True, verbose_name="as at")
    text = RichTextField(editor="narrative", blank=True)

    panels = [FieldPanel("as_at"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = "progress update"

    def __str__(self):
        """Return the date that the update speaks of."""
        return f"Update as at {self.as_at.words}" if self.as_at else "Update"

    def clean(self):
        """Refuse an update from the future."""
        super().clean()
        refuse_future(self, "as_at")

    def clean_for_publication(self):
        """Refuse an update without date or text, and a change to one that has been published."""
        errors = {}
        if not self.as_at:
            errors["as_at"] = "Enter the date that this update speaks of."
        if not has_text(self.text):
            errors["text"] = "Say what has happened."
        if errors:
            raise ValidationError(errors)

    @property
    def content(self) -> tuple[str, str]:
        """What a reader sees of it: the editor's own numbers for paragraphs are left out."""
        return str(self.as_at), re.sub(' data-block-key="[^"]*"', "", self.text)

    @classmethod
    def keep_published(cls, page) -> None:
        """Raise ``ValidationError`` if an update of the live ``page`` was changed or removed."""
        kept = {update.content for update in page.progress_updates.all()}
        for published in cls.objects.filter(page_id=page.pk, page__live=True):
            if published.content not in kept:
                raise ValidationError(
                    "Published progress updates stay as they are. Put back the update as at "
                    f"{published.as_at.words}, and add a new one to correct it."
                )
