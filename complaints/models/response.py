"""The responses to recommendations, and later progress updates."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import ORDERING_FIELD_NAME
from django.template.defaultfilters import pluralize
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    get_form_for_model,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from complaints.stated_none import STATED_NONE, contradicted_ticks
from complaints.status.recorded_facts import read_numbers
from complaints.unknown_names import unknown_named_in
from complaints.vocabulary import (
    POSITION_LABELS,
    POSITION_NOT_ENTERED,
    POSITIONS_NEEDING_REASON,
    Assurance,
    Coverage,
    Position,
)
from pages.content.blocks import NarrativeBlock
from pages.content.blocks.links import DocumentBlock
from pages.content.panels import FoldedPanel, NeededPanel, RowsPanel
from pages.content.site_wording import site_wording_for
from pages.core.names import join_as_in_a_sentence
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.core.stream_field import StreamField
from pages.core.text import has_text, without_editor_keys
from pages.search.indexing import IndexedText

from .base import before_report, refuse, refuse_future_date
from .identifiers import is_number
from .organisation import Organisation

NUMBERS_ERROR = "Enter the numbers, and choose “The recommendations with these numbers”; otherwise leave both."


class Answer(ClusterableModel, Orderable):
    """What one respondent, or several together, answer."""

    respondents = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        limit_choices_to={"live": True},
        help_text="Other organisations must agree to what we publish in their name. Ask for a letter or email, "
        "unless you give the address of the original response below.",
    )
    position = models.CharField(
        max_length=20,
        choices=Position,
        blank=True,
        help_text="Leave blank if you have not checked. If the response does not say, choose “Does not say "
        "whether it accepts”.",
    )
    position_words = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="position in the response’s own words",
        help_text="For example, “Agreed in principle”. Shown beside our wording.",
    )
    reason = models.TextField(
        blank=True,
        help_text="Needed for “Accepts in part”, “Does not accept” and “Says it does not apply”, unless the "
        "response gives none.",
    )
    no_reason = STATED_NONE["reason"].model_field()
    answered_by = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="who responds on its behalf",
        help_text="Only if another body says that it responds for this organisation, such as “National "
        "Police Chiefs’ Council”. Readers are told so. If the text only points to another response (“See "
        "NPCC response”), leave this blank and link to that response in the text.",
    )
    narrative = StreamField(
        NarrativeBlock(), blank=True, verbose_name="text of the response"
    )
    date = PartialDateField(
        blank=True,
        verbose_name="date of the response",
        help_text="The date given in the response. If you only know when a website published it, leave this "
        "blank and give that date in the text.",
    )
    date_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="date in the response’s own words",
        help_text="Only if it differs from the date, such as “Spring 2025”.",
    )
    source_link = models.URLField(
        max_length=500,
        blank=True,
        verbose_name="address of the original response",
        help_text="Only if this is our summary of the organisation’s own response, published elsewhere. Put "
        "the address of anything else in the text, as a link.",
    )
    source_date = PartialDateField(
        blank=True,
        verbose_name="date of the original response",
        help_text="The date given in it. Leave blank if it gives none: readers are told so. Do not enter "
        "when a website published it.",
    )
    approving_post = models.CharField(
        max_length=120,
        blank=True,
        help_text="A role, not a name, such as “Deputy Chief Constable”",
    )

    panels = [
        "respondents",
        "position",
        "position_words",
        NeededPanel(
            "reason",
            when="position",
            has=sorted(POSITIONS_NEEDING_REASON),
            unless="no_reason",
        ),
        "no_reason",
        "answered_by",
        "narrative",
        FieldRowPanel(["date", "date_words", "approving_post"]),
        FieldRowPanel([NeededPanel("source_link", when="source_date"), "source_date"]),
    ]

    search_fields = [
        index.RelatedFields("respondents", Organisation.public_search_fields),
        *map(
            IndexedText,
            (
                "position_words",
                "reason",
                "answered_by",
                "narrative",
                "date_words",
                "approving_post",
            ),
        ),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.get_position_display() or "Response"

    @property
    def position_label(self) -> str:
        return POSITION_LABELS[self.position or POSITION_NOT_ENTERED]

    @property
    def is_empty(self) -> bool:
        contents = (
            self.position,
            self.position_words,
            self.reason,
            self.narrative,
            self.date,
            self.source_link,
        )
        return not any(contents)

    @property
    def responded_on(self) -> PartialDate | None:
        """The date of the response or, if this only summarises it, of the original."""
        return self.date or self.source_date

    @property
    def source_host(self) -> str:
        return (urlsplit(self.source_link).hostname or "").removeprefix("www.")

    @property
    def lacks_reason(self) -> bool:
        """Return True if its position needs a reason, and neither that nor its absence is entered."""
        return (
            self.position in POSITIONS_NEEDING_REASON
            and not self.reason.strip()
            and not self.no_reason
        )

    def untick_if_contradicted(self) -> None:
        """Clear “The response gives no reason” where a reason was entered, or where none is needed now."""
        if self.reason.strip() or self.position not in POSITIONS_NEEDING_REASON:
            self.no_reason = False

    def clean(self) -> None:
        super().clean()
        refuse_future_date(self, "date")
        refuse_future_date(self, "source_date")
        refuse(
            **unknown_named_in(self, "answered_by", "approving_post"),
            **contradicted_ticks(self),
        )

    def clean_for_publication(self) -> None:
        """Refuse a response that is empty, lacks a respondent or reason, or is dated before the report."""
        lacks_source = self.source_date and not self.source_link
        refuse(
            respondents=not self.respondents.all() and "Choose who responded.",
            position=self.is_empty
            and "This response is empty. Enter its text, or delete it.",
            reason=self.lacks_reason
            and f"Give the reason for the position “{self.get_position_display()}”, or tick that the "
            "response gives none.",
            source_link=lacks_source
            and "Enter the address of the original response, or clear its date.",
            date=before_report(self.date, self.page.report_published),
        )


class Response(Answer):
    """One response to a recommendation."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage",
        on_delete=models.CASCADE,
        related_name="responses",
    )

    coverage = ""
    """It answers the recommendation alone on whose page it stands."""

    class Meta(Answer.Meta):
        abstract = False
        verbose_name = "response"


class ReportResponse(Answer):
    """One response to several recommendations or to the whole report, shown on each that it covers."""

    page = ParentalKey(
        "complaints.SuperComplaintPage",
        on_delete=models.CASCADE,
        related_name="responses",
    )
    coverage = models.CharField(
        max_length=10,
        choices=Coverage,
        default=Coverage.ALL,
        verbose_name="what it responds to",
        help_text=(
            "“All other recommendations” are those not named in another response by the same organisation."
        ),
    )
    numbers = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="printed numbers",
        help_text="Such as “1, 4 and 5”.",
    )
    documents = StreamField([("document", DocumentBlock())], blank=True)

    panels = [
        FieldPanel("coverage"),
        FieldPanel("numbers"),
        *Answer.panels,
        FieldPanel("documents"),
    ]
    search_fields = [*Answer.search_fields, IndexedText("documents")]

    class Meta(Answer.Meta):
        abstract = False
        verbose_name = "response to several recommendations"
        verbose_name_plural = "responses to several recommendations"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.documents

    @property
    def covered_words(self) -> str:
        numbers = read_numbers(self.numbers)
        if self.coverage != Coverage.NAMED:
            return self.get_coverage_display()
        return f"Recommendation{pluralize(numbers)} {join_as_in_a_sentence(numbers)}"

    def clean(self) -> None:
        """Refuse numbers that are none, and numbers beside “all”."""
        super().clean()
        if (self.coverage == Coverage.NAMED) != bool(self.numbers.strip()):
            raise ValidationError({"numbers": NUMBERS_ERROR})
        for number in read_numbers(self.numbers):
            if not is_number(number):
                raise ValidationError(
                    {
                        "numbers": f"“{number}” is not a printed number. Enter numbers like “1, 4 and 5”."
                    }
                )


class SpokespersonForm(WagtailAdminModelForm):
    """The form of something that a respondent says."""

    def has_changed(self) -> bool:
        """Return False for what a stray click added."""
        filled_in = set(self.changed_data) - {"respondents", ORDERING_FIELD_NAME}
        if self.instance.pk:
            return super().has_changed()
        return bool(filled_in)

    def full_clean(self) -> None:
        """Give what a stray click added a place, too: Wagtail sorts all entries when it shows them again."""
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.setdefault(ORDERING_FIELD_NAME, None)


class OurForcePanel(RowsPanel):
    """What respondents say.

    A new entry is one of our force, unless the editor chooses somebody else.
    """

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        form = get_form_for_model(
            self.db_field.related_model, form_class=SpokespersonForm
        )
        options["formsets"][self.relation_name]["form"] = form
        return options

    class BoundPanel(RowsPanel.BoundPanel):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            if self.form is not None:
                self.empty_child.form.initial["respondents"] = self.new_row_depends_on

        @cached_property
        def new_row_depends_on(self) -> tuple[int, ...]:
            """The key of our force, if there is one."""
            force_name = site_wording_for(self.request).force_name
            our_force = Organisation.objects.filter(live=True, name=force_name)
            return tuple(our_force.values_list("pk", flat=True))


class ProgressUpdate(ClusterableModel, Orderable):
    """What a respondent reports later. Once published, it stays unchanged."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage",
        on_delete=models.CASCADE,
        related_name="progress_updates",
    )
    as_at = PartialDateField(blank=True, verbose_name="date of the update")
    respondents = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        limit_choices_to={"live": True},
        verbose_name="organisation",
    )
    as_at_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="date in its own words",
        help_text="Only if it differs from the date, such as “March 26 update”.",
    )
    text = RichTextField(editor="narrative", blank=True)

    panels = [
        FoldedPanel(
            [NeededPanel("as_at"), "as_at_words", "respondents", "text"],
            fields="date, whose it is, and text",
        )
    ]

    search_fields = [
        index.RelatedFields("respondents", Organisation.public_search_fields),
        IndexedText("as_at_words"),
        IndexedText("text"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "progress update"

    def __str__(self) -> str:
        return f"Update of {self.as_at.words}" if self.as_at else "Update"

    def clean(self) -> None:
        super().clean()
        refuse_future_date(self, "as_at")

    def clean_for_publication(self) -> None:
        """Refuse an update without a date, an organisation or text."""
        refuse(
            respondents=not self.respondents.all() and "Choose the organisation.",
            as_at=not self.as_at and "Enter the date that this update is about.",
            text=not has_text(self.text) and "Enter the update.",
        )

    @property
    def published_content(self) -> tuple[str, str, frozenset[int]]:
        """The values that readers see, without the editor's own keys of paragraphs."""
        whose = frozenset(respondent.pk for respondent in self.respondents.all())
        return str(self.as_at), without_editor_keys(self.text), whose

    @classmethod
    def check_published_updates_remain(cls, page: Page) -> None:
        """Raise ``ValidationError`` if an update of the live ``page`` was changed or removed."""
        present = {update.published_content for update in page.progress_updates.all()}
        for published in cls.objects.filter(page_id=page.pk, page__live=True):
            if published.published_content not in present:
                raise ValidationError(
                    "Published progress updates cannot be changed. Put back the update of "
                    f"{published.as_at.words}, and add a new one to correct it."
                )


class AssuranceEntry(Orderable):
    """What one body said on one day, such as the inspectorate after an inspection."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage",
        on_delete=models.CASCADE,
        related_name="assurances",
    )
    date = PartialDateField(blank=True, verbose_name="date of the verdict")
    body = models.CharField(
        max_length=200, blank=True, help_text="For example, “HMICFRS”"
    )
    verdict = models.CharField(max_length=20, choices=Assurance, blank=True)
    words = models.TextField(
        blank=True,
        verbose_name="exact words",
        help_text="Word for word, without quotation marks",
    )
    link = models.URLField(
        max_length=500, blank=True, verbose_name="address of the verdict"
    )

    panels = [FieldRowPanel(["body", "verdict"]), "date", "words", "link"]

    search_fields = [IndexedText("body"), IndexedText("words")]

    class Meta(Orderable.Meta):
        verbose_name = "finding by inspectors"

    def __str__(self) -> str:
        if self.body:
            return f"{self.get_verdict_display()}: {self.body}"
        return "What inspectors say"

    def clean(self) -> None:
        super().clean()
        refuse_future_date(self, "date")

    def clean_for_publication(self) -> None:
        refuse(
            body=not self.body and "Enter who gave it.",
            verdict=not self.verdict and "Choose a verdict.",
            date=not self.date
            and "Enter a date. You can enter only the month or year.",
        )
