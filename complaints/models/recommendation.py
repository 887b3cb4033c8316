"""A numbered item of a report, with the responses to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PageManager

from complaints.states.published_states import what_lasts
from complaints.vocabulary import NOT_IN_SOURCE, Assurance, Kind
from pages.content.models import BasePage
from pages.content.templatetags.rendering import join_names
from pages.core.partial_date_fields import PartialDateField
from pages.moderation.moderated import CHANGE_PANEL
from pages.search.page_types import SearchPageType

from . import numbers
from .actions import Action
from .answered_by_views import AnsweredByViews
from .has_states import HasStates
from .numbered import Numbered
from .querysets import PARTS, RecommendationQuerySet
from .recommendation_identifier import IdentifiedRecommendation
from .response import ProgressUpdate
from .rules import parent_of
from .search_fields import OF_RECOMMENDATION
from .state_rows import refresh_state_rows

RecommendationManager = PageManager.from_queryset(RecommendationQuerySet)


class RecommendationResponsePage(IdentifiedRecommendation, Numbered, HasStates, AnsweredByViews, BasePage):
    """One recommendation: its exact wording, and what is answered, done and reported about it.

    ``title`` says in a few plain words what it asks for. The address follows the printed number.
    """

    number = models.CharField(
        max_length=15,
        blank=True,
        validators=[numbers.validate_number],
        verbose_name="printed number",
        help_text="As the report prints it, such as 7 or 7.1. Leave empty if the source gives none.",
    )
    sort_key = models.CharField(max_length=60, editable=False, db_index=True, default="~")
    published_identifier = models.CharField(
        max_length=150,
        blank=True,
        editable=False,
        default="",
        help_text="What it was called in the data when it was first published: it stays.",
    )
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.RECOMMENDATION)
    wording = models.TextField(
        blank=True,
        verbose_name="exact wording",
        help_text="Word for word, without quotation marks around it.",
    )
    wording_source = models.CharField(max_length=300, blank=True, verbose_name="source of the wording")
    wording_source_link = models.URLField(blank=True, verbose_name="address of the source")
    wording_paragraph = models.CharField(max_length=60, blank=True, verbose_name="paragraph or page")
    wording_note = models.TextField(
        blank=True,
        verbose_name="note on the wording",
        help_text="Why the wording is missing, or what a reader should know about it.",
    )
    addressees = ParentalManyToManyField(
        "complaints.Organisation", blank=True, related_name="+", limit_choices_to={"live": True}
    )
    addressees_printed = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="addressees as printed",
        help_text="The report's own words, such as “chief constables”.",
    )
    deadline = PartialDateField(blank=True, verbose_name="deadline to implement")
    deadline_printed = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="deadline as printed",
        help_text="The report's own words, such as “by 27 March 2025”. Never worked out.",
    )
    assurance = models.CharField(
        max_length=20,
        choices=Assurance,
        default=Assurance.NOT_REVIEWED,
        verbose_name="external assurance",
        help_text="What someone other than the force says.",
    )

    objects = RecommendationManager()

    correctable_fields = BasePage.correctable_fields | {
        *("wording_note", "narrative", "description", "evidence"),
    }

    content_panels = [
        FieldPanel("title", help_text="What it asks for, in a few plain words."),
        CHANGE_PANEL,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")], heading="Item"),
        MultiFieldPanel(
            [
                FieldPanel("wording"),
                FieldPanel("wording_source"),
                FieldPanel("wording_source_link"),
                FieldPanel("wording_paragraph"),
                FieldPanel("wording_note"),
            ],
            heading="Wording",
        ),
        MultiFieldPanel(
            [
                FieldPanel("addressees", widget=forms.CheckboxSelectMultiple),
                FieldPanel("addressees_printed"),
                FieldPanel("deadline"),
                FieldPanel("deadline_printed"),
            ],
            heading="Addressees and deadline",
        ),
        InlinePanel("responses", label="Response", heading="Responses"),
        InlinePanel("actions", label="Action", heading="Actions"),
        InlinePanel("progress_updates", label="Progress update", heading="Progress updates"),
        FieldPanel("assurance"),
    ]
    promote_panels = [FieldPanel("search_description")]
    search_fields = [*OF_RECOMMENDATION, *BasePage.search_fields]
    parent_page_types = ["complaints.SuperComplaintPage"]
    naming_fields = ("number", "kind")
    subpage_types: list[str] = []
    # A copy is another item: its number must be given anew, and would be refused beside the original.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "number", "published_identifier"]
    addresses = "complaints.urls.RECOMMENDATION"
    template = "complaints/recommendation_response_page.html"
    search_type = SearchPageType("recommendations", "recommendation", "recommendations")

    class Meta:
        verbose_name = "recommendation response"

    @transaction.atomic
    def save(self, clean=True, **options):
        """Save the page; of one that is live, keep its states in step, and its identifier for good."""
        if self.live:
            self.keep_identifier()
        result = super().save(clean=clean, **options)
        if self.live and options.get("update_fields") is None:
            refresh_state_rows(self)
        return result

    @classmethod
    def get_indexed_objects(cls):
        """Return what is indexed, with all that it is found by: search asks for it three times over."""
        return super().get_indexed_objects().prefetch_related("addressees", *PARTS)

    # What it is called

    @property
    def heading(self) -> str:
        """``Recommendation 7.1``; without the number where the source gives none."""
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_admin_display_title(self):
        """Show the number in the editor's lists."""
        return f"{self.heading}: {self.draft_title or self.title}"

    @property
    def full_name(self) -> str:
        """What the CMS calls it: its number says nothing without its super-complaint."""
        return f"{self.get_admin_display_title()} ({self.super_complaint.title})"

    @cached_property
    def super_complaint(self):
        """The super-complaint that it belongs to."""
        return self.pages_above[-1].specific

    @property
    def addressed_to(self) -> str:
        """Whom it is addressed to: names, or else the report's own words; empty if it is not known."""
        if named := join_names(self.addressees.all()):
            return named
        printed = self.addressees_printed
        return f"“{printed}”" if printed and printed != NOT_IN_SOURCE else ""

    @property
    def parts(self) -> list[models.Model]:
        """Whatever belongs to it and has texts with links."""
        return [*self.responses.all(), *self.actions.all(), *self.progress_updates.all()]

    @classmethod
    def without_words(cls, snapshot: dict[str, Any]) -> dict[str, Any]:
        """Return what stays of a version whose words are redacted: who was finished, as the page shows it."""
        return what_lasts(snapshot)

    # Rules

    def clean(self):
        """Refuse a number that another item has, be it in a draft, and a deadline before the report."""
        parent = parent_of(self)
        if parent and self.number and (other := self.with_same_number(parent)):
            raise ValidationError(
                {
                    "number": f"“{other.get_admin_display_title()}” already has the number "
                    f"{self.number}. Check both and change one."
                }
            )
        super().clean()
        report = self.report_published
        if self.deadline and report and self.deadline.is_certainly_before(report):
            raise ValidationError({"deadline": f"This is before the report was published ({report.words})."})

    @property
    def report_published(self):
        """When the report came out, if the page stands under a super-complaint that has one."""
        parent = parent_of(self)
        return parent.specific.report_published if parent else None

    def clean_for_publication(self):
        """Refuse an item whose wording is neither given nor explained, or that takes back a promise.

        Run at publication too, when another page may have taken the number meanwhile.
        """
        super().clean_for_publication()
        errors = {}
        if not self.wording and not self.wording_note:
            errors["wording_note"] = "Give the exact wording, or say here why it is missing."
        if self.wording and not self.wording_source:
            errors["wording_source"] = "Say where the wording stands."
        if errors:
            raise ValidationError(errors)
        Action.keep_published(self)
        ProgressUpdate.keep_published(self)
