"""A numbered item of a report, with the responses to it."""

from django.db import models, transaction
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from complaints.states.published_states import facts_kept_after_redaction
from complaints.vocabulary import ItemKind, Theme
from pages.content.models import BasePage
from pages.core.names import join_names
from pages.core.partial_date_fields import PartialDateField
from pages.moderation.rules.agreements import NeededAgreement
from pages.search.index_fields import IndexedCode, IndexedHeading, IndexedText
from pages.search.page_types import SearchPageType

from . import printed_numbers, recommendation_form
from .actions import Action
from .assurance import AssuranceEntry
from .joint_responses import agreements_to_responses
from .numbered_page import NumberedPageMixin
from .organisation import Organisation
from .recommendation_identifier import RecommendationIdentifierMixin
from .recommendation_queryset import CHILD_RELATIONS, RecommendationQuerySet
from .recommendation_rules import RecommendationRulesMixin
from .response import ProgressUpdate, Response
from .routed_page import RoutedPageMixin
from .state_properties import StatePropertiesMixin
from .state_rows import refresh_related_states, refresh_state_rows

RecommendationManager = PageManager.from_queryset(RecommendationQuerySet)


class RecommendationResponsePage(
    RecommendationRulesMixin,
    RecommendationIdentifierMixin,
    NumberedPageMixin,
    StatePropertiesMixin,
    RoutedPageMixin,
    BasePage,
):
    """One recommendation: what it asks, with the responses, actions and progress updates.

    ``title`` says in a few plain words what the recommendation asks for. The slug follows the printed number.
    """

    number = models.CharField(
        max_length=15,
        blank=True,
        validators=[printed_numbers.validate_number],
        verbose_name="printed number",
        help_text="As the report prints it, such as 7 or 7.1. Leave empty if it is not known.",
    )
    sort_key = models.CharField(max_length=60, editable=False, db_index=True, default="~")
    published_identifier = models.CharField(
        max_length=150,
        blank=True,
        editable=False,
        default="",
        help_text="The identifier in the open data when it was first published. It stays.",
    )
    kind = models.CharField(max_length=15, choices=ItemKind, default=ItemKind.RECOMMENDATION)
    summary = models.TextField(
        blank=True,
        verbose_name="what it asks",
        help_text="In one to three plain sentences of our own.",
    )
    theme = models.CharField(max_length=20, choices=Theme, blank=True, help_text="What it is about.")
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
        help_text="What a reader should know about the wording or the number.",
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
        help_text="The report's own words, such as “by 27 March 2025”. Never calculated.",
    )
    executive_lead = models.CharField(
        max_length=120,
        blank=True,
        help_text="The post, not the person: “Assistant Chief Constable, Crime”.",
    )
    operational_lead = models.CharField(
        max_length=120,
        blank=True,
        help_text="The post, not the person: “Head of Public Protection”.",
    )

    objects = RecommendationManager()

    correctable_fields = BasePage.correctable_fields | {
        *("summary", "wording_note", "narrative", "description", "evidence"),
    }

    content_panels = recommendation_form.TABS
    everyday_tab = "progress"
    promote_panels = [FieldPanel("search_description")]
    search_fields = [
        IndexedHeading("heading"),
        IndexedText("summary"),
        IndexedText("wording"),
        IndexedText("wording_note"),
        IndexedText("wording_source"),
        index.RelatedFields("addressees", Organisation.public_search_fields),
        IndexedText("addressees_printed"),
        IndexedText("deadline_printed"),
        IndexedText("executive_lead"),
        IndexedText("operational_lead"),
        index.RelatedFields("responses", Response.search_fields),
        index.RelatedFields("actions", Action.search_fields),
        index.RelatedFields("progress_updates", ProgressUpdate.search_fields),
        index.RelatedFields("assurances", AssuranceEntry.search_fields),
        IndexedText("super_complaint_title"),
        IndexedCode("identifier"),
        *BasePage.search_fields,
    ]
    """In the order in which excerpts show them."""
    parent_page_types = ["complaints.SuperComplaintPage"]
    naming_fields = ("number", "kind")
    is_named_with_parent = True
    subpage_types: list[str] = []
    # A copy is another item. It needs another number: beside the original, the same one would be refused.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "number", "published_identifier"]
    urlconf_name = "complaints.urls.RECOMMENDATION"
    template = "complaints/recommendation_response_page.html"
    search_type = SearchPageType("recommendations", "recommendation", "recommendations")

    class Meta:
        verbose_name = "recommendation"

    @transaction.atomic
    def save(self, clean: bool = True, **options: object) -> None:
        """Save the page. If it is live, fix its identifier and derive its states anew.

        A recommendation and its parts depend on each other, so the states of those are derived anew too.
        """
        if self.live:
            self.set_published_identifier()
        stored = type(self).objects.filter(pk=self.pk).values_list("live", "number").first()
        super().save(clean=clean, **options)
        if options.get("update_fields") is not None:
            return
        if self.live:
            refresh_state_rows(self)
        was_live, old_number = stored or (False, "")
        if self.live or was_live:
            refresh_related_states(self, {self.number, old_number})

    @classmethod
    def get_indexed_objects(cls) -> RecommendationQuerySet:
        """Return the pages to index with the relations that the index reads, each of them three times."""
        return super().get_indexed_objects().prefetch_related("addressees", *CHILD_RELATIONS)

    # Names

    @property
    def heading(self) -> str:
        """``Recommendation 7.1``, or only ``Recommendation`` if its number is not known."""
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_admin_display_title(self) -> str:
        """Return the title for the editor's lists, with the number; both as in the latest draft."""
        heading = f"{self.get_kind_display()} {self.draft_number}".strip()
        return f"{heading}: {self.draft_title or self.title}"

    @cached_property
    def draft_number(self) -> str:
        """The number in the latest draft: a row stores only the title of a draft. Lists annotate it."""
        if not self.has_unpublished_changes or not self.latest_revision:
            return self.number
        return self.latest_revision.content.get("number", self.number)

    @property
    def full_name(self) -> str:
        """The name in the CMS, with the super-complaint: a number alone does not identify it."""
        return f"{self.get_admin_display_title()} ({self.super_complaint.title})"

    def name_with(self, title: str) -> str:
        """Return the full name with ``title`` in the place of the latest draft's."""
        return f"{self.heading}: {title} ({self.super_complaint.title})"

    @cached_property
    def super_complaint(self) -> Page:
        """The super-complaint that it belongs to."""
        return self.pages_above[-1].specific

    @property
    def addressed_to(self) -> str:
        """The names of the addressees, or else the report's own words; empty if neither is known."""
        if addressee_names := join_names(self.addressees.all()):
            return addressee_names
        return f"“{self.addressees_printed}”" if self.addressees_printed else ""

    @property
    def child_objects(self) -> list[models.Model]:
        """The responses, actions and progress updates: their texts may have links."""
        return [*self.responses.all(), *self.actions.all(), *self.progress_updates.all()]

    def agreements_needed(self) -> list[NeededAgreement]:
        """Return whose agreement its joint responses need."""
        return list(agreements_to_responses(self))

    @classmethod
    def without_words(cls, snapshot: dict[str, object]) -> dict[str, object]:
        """Return what a redacted version keeps: who was complete, since later states depend on it."""
        return facts_kept_after_redaction(snapshot)
