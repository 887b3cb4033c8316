"""A numbered item of a report, with the responses to it."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageManager
from wagtail.search import index

from complaints.stated_none import STATED_NONE, contradicted_ticks
from complaints.status import respondent_states as states_today
from complaints.status.respondent_states import row_of_whole
from complaints.status.sentences import sentences_about
from complaints.unknown_names import unknown_named_in
from complaints.vocabulary import (
    KIND_LABELS,
    LEADS,
    THEME_LABELS,
    ItemKind,
    Knowledge,
    Theme,
    knowledge_of,
)
from pages.core.names import join_names
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.search.indexing import (
    IndexedCode,
    IndexedHeading,
    IndexedText,
    SearchPageType,
    TypedInCMS,
)

from . import identifiers, respondents
from .actions import Action, count_by_status
from .base import (
    RoutedPage,
    before_report,
    parent_page_of,
    refuse,
    report_slug_errors_on,
)
from .organisation import Organisation
from .recommendation_panels import TABS
from .recommendation_queryset import CONTENT_RELATIONS, RecommendationQuerySet
from .recommendation_state import RecommendationState
from .response import Answer, AssuranceEntry, ProgressUpdate, ReportResponse, Response
from .state_rows import (
    derive_state_rows,
    refresh_related_states,
)

RecommendationManager = PageManager.from_queryset(RecommendationQuerySet)


class RecommendationResponsePage(RoutedPage):
    """One recommendation: what it asks, with the responses, actions and progress updates.

    ``title`` says in a few plain words what the recommendation asks for. The slug
    follows the printed number.
    """

    number = models.CharField(
        max_length=15,
        blank=True,
        validators=[identifiers.validate_number],
        verbose_name="printed number",
        help_text="As printed in the report, such as 7 or 7.1. Leave blank if you do not know it.",
    )
    sort_key = models.CharField(
        max_length=60, editable=False, db_index=True, default="~"
    )
    published_identifier = models.CharField(
        max_length=150,
        blank=True,
        editable=False,
        default="",
        help_text="The identifier in the open data when it was first published. It stays.",
    )
    item_identifier = models.CharField(
        max_length=80,
        blank=True,
        default="",
        validators=[identifiers.validate_identifier],
        verbose_name="identifier in the data",
        help_text="Used in the open data. It comes from the national catalogue, or else from the printed "
        "number. If there is neither, enter two or three words. It cannot change after publication.",
    )
    kind = models.CharField(
        max_length=15,
        choices=ItemKind,
        default=ItemKind.RECOMMENDATION,
        verbose_name="type",
    )
    summary = models.TextField(
        blank=True,
        verbose_name="what it asks",
        help_text="1 to 3 plain sentences, in our own words.",
    )
    theme = models.CharField(
        max_length=20,
        choices=Theme,
        blank=True,
        help_text="The subject of the recommendation",
    )
    wording = models.TextField(
        blank=True,
        verbose_name="exact wording",
        help_text="Word for word, without quotation marks",
    )
    wording_source = models.CharField(
        max_length=300, blank=True, verbose_name="source of the wording"
    )
    wording_source_link = models.URLField(
        blank=True, verbose_name="address of the source"
    )
    wording_paragraph = models.CharField(
        max_length=60, blank=True, verbose_name="paragraph or page"
    )
    wording_checked = models.BooleanField(
        default=False,
        verbose_name="this wording is checked against the report",
        help_text="Tick this when you have compared the wording with the report. Until then, readers are "
        "told that it is not checked.",
    )
    wording_note = models.TextField(
        blank=True,
        verbose_name="note on the wording",
        help_text="Anything readers should know about the wording or the number",
    )
    addressees = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        limit_choices_to={"live": True},
        verbose_name="who is asked",
    )
    addressees_printed = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="who is asked, in the report’s own words",
        help_text="For example, “chief constables”.",
    )
    no_addressees = STATED_NONE["addressees"].model_field()
    deadline = PartialDateField(blank=True, verbose_name="deadline to implement")
    deadline_printed = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="deadline as printed",
        help_text="The report's own words, such as “by 27 March 2025” or “immediately”.",
    )
    deadline_worked_out = models.BooleanField(
        default=False,
        verbose_name="we calculated this date",
        help_text="Tick this if the report does not print the date. Only calculate a date if the report says "
        "on which day the period starts.",
    )
    no_deadline = STATED_NONE["deadline"].model_field()
    deadline_over = models.BooleanField(
        default=False,
        verbose_name="this deadline has passed",
        help_text="Tick this if the deadline has no date, such as “within six months”, but has passed "
        "however you count it.",
    )
    deadline_note = models.TextField(
        blank=True,
        verbose_name="note on the deadline",
        help_text="How you calculated the date, where it comes from if not from the report, or what you know "
        "without one, such as “The six months have passed.” Readers see this near the top of the page.",
    )
    no_documents_reason = models.CharField(
        max_length=300,
        blank=True,
        verbose_name="reason for no supporting documents",
        help_text="Leave blank if there are any. Add them as evidence of an action.",
    )
    executive_lead = models.CharField(
        max_length=120,
        blank=True,
        help_text="A role, not a name, such as “Assistant Chief Constable, Crime”",
    )
    operational_lead = models.CharField(
        max_length=120,
        blank=True,
        help_text="A role, not a name, such as “Head of Public Protection”",
    )
    no_lead = STATED_NONE["lead"].model_field()

    objects = RecommendationManager()

    content_panels = TABS
    everyday_tab = "progress"
    promote_panels = [FieldPanel("search_description")]
    search_fields = [
        IndexedHeading("heading"),
        IndexedText("summary"),
        IndexedText("wording"),
        IndexedText("wording_note"),
        IndexedText("wording_source"),
        index.RelatedFields("addressees", Organisation.public_search_fields),
        *map(
            IndexedText,
            (
                "addressees_printed",
                "deadline_printed",
                "deadline_note",
                "no_documents_reason",
            ),
        ),
        *map(IndexedText, ("executive_lead", "operational_lead")),
        index.RelatedFields("responses", Response.search_fields),
        index.RelatedFields("actions", Action.search_fields),
        index.RelatedFields("progress_updates", ProgressUpdate.search_fields),
        index.RelatedFields("assurances", AssuranceEntry.search_fields),
        IndexedText("super_complaint_title"),
        IndexedCode("identifier"),
        *map(TypedInCMS, ("heading", "super_complaint_title")),
        *RoutedPage.search_fields,
    ]
    parent_page_types = ["complaints.SuperComplaintPage"]
    naming_fields = ("number", "kind")
    is_named_with_parent = True
    subpage_types: list[str] = []
    # A copy is another item: it has another number, and nobody has promised or said
    # anything of it.
    exclude_fields_in_copy = [
        *RoutedPage.exclude_fields_in_copy,
        "number",
        "item_identifier",
        "published_identifier",
        "no_documents_reason",
        "deadline",
        "deadline_printed",
        "deadline_worked_out",
        "deadline_note",
        "no_deadline",
        "deadline_over",
        "no_lead",
        "responses",
        "actions",
        "progress_updates",
        "assurances",
    ]
    urlconf_name = "complaints.urls.RECOMMENDATION"
    template = "complaints/recommendation_response_page.html"
    search_type = SearchPageType("recommendations", "recommendation", "recommendations")

    class Meta:
        verbose_name = "recommendation"

    def save(self, clean: bool = True, **options: object) -> None:
        """Save the page.

        If it is live, fix its identifier and derive its states, and its parts', anew.
        """
        if options.get("update_fields") is not None or (
            self._state.adding and not self.live
        ):
            return super().save(clean=clean, **options)
        with transaction.atomic():
            if self.live:
                self.set_published_identifier()
            stored = (
                type(self)
                .objects.filter(pk=self.pk)
                .values_list("live", "kind", "number")
                .first()
            )
            super().save(clean=clean, **options)
            was_live, *old_name = stored or (False, "", "")
            if self.live or was_live:
                names = {(self.kind, self.number), tuple(old_name)}
                refresh_related_states(self, names, and_its_own=self.live)

    def is_site_root(self) -> bool:
        return (
            False  # no site begins with one; Wagtail asks the database at each saving
        )

    @classmethod
    def get_indexed_objects(cls) -> RecommendationQuerySet:
        """Return the pages to index, with the relations that the index and the states read."""
        relations = (*CONTENT_RELATIONS, COMMENTS_RELATION_NAME)
        return super().get_indexed_objects().prefetch_related(*relations)

    @property
    def heading(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_kind_display(self) -> str:
        """Return the kind in words.

        Django would put all of them together anew for each card of a page.
        """
        return KIND_LABELS.get(self.kind, self.kind)

    def get_theme_display(self) -> str:
        return THEME_LABELS.get(self.theme, self.theme)

    def get_admin_display_title(self) -> str:
        """Return the title for the editor's lists, with the number; both as in the latest draft."""
        heading = f"{self.get_kind_display()} {self.draft_number}".strip()
        return f"{heading}: {self.draft_title or self.title}"

    @cached_property
    def draft_number(self) -> str:
        """The number in the latest draft: a row stores only the title of a draft.

        Lists annotate it.
        """
        if not self.has_unpublished_changes or not self.latest_revision:
            return self.number
        return self.latest_revision.content.get("number", self.number)

    @property
    def full_name(self) -> str:
        """The name in the CMS, with the super-complaint: a number alone does not identify it."""
        return f"{self.get_admin_display_title()} ({self.super_complaint.title})"

    def name_with(self, title: str) -> str:
        return f"{self.heading}: {title} ({self.super_complaint.title})"

    @property
    def super_complaint_title(self) -> str:
        return self.super_complaint.title

    @cached_property
    def super_complaint(self) -> Page:
        parent: Any = self.get_parent()
        return parent.specific

    @property
    def addressed_to(self) -> str:
        """The names of the addressees, or else the report's own words; empty if neither is known."""
        printed = f"“{self.addressees_printed}”" if self.addressees_printed else ""
        return join_names(self.addressees.all()) or printed

    @property
    def child_objects(self) -> list[models.Model]:
        """The responses, actions and progress updates: their texts may have links."""
        return [
            *self.responses.all(),
            *self.actions.all(),
            *self.progress_updates.all(),
        ]

    # What no draft may hold, and what a publication must have

    def full_clean(
        self, exclude: Collection[str] | None = None, **options: Any
    ) -> None:
        self.derive_names()  # before Wagtail checks the slug
        super().full_clean(exclude, **options)

    def minimal_clean(self) -> None:
        self.derive_names()
        with report_slug_errors_on(self.slug_source_field):
            super().minimal_clean()

    def clean(self) -> None:
        """Refuse a number that another page or draft has, and a deadline before the report."""
        parent = parent_page_of(self)
        if parent and (other := self.find_other_with_number(parent)):
            name = other.get_admin_display_title()
            refuse(
                number=f"“{name}” already has the number {self.number}. Check both and change one."
            )
        with report_slug_errors_on(self.slug_source_field):
            super().clean()
        self.refuse_deadline_before_report()
        self.refuse_contradictions()

    def refuse_contradictions(self) -> None:
        """Refuse something that is stated and is also said not to be stated."""
        refuse(
            **unknown_named_in(self, *LEADS),
            **contradicted_ticks(self),
            deadline_over=self.deadline_over
            and (self.deadline or not self.deadline_printed)
            and "Tick this only for a deadline in the report’s words without a date.",
        )

    def find_other_with_number(self, parent: Page) -> Self | None:
        """Return another recommendation below ``parent``, or draft of one, that has this one's number."""
        if not self.number:
            return None
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        return others.with_number(self.kind, self.number).first()

    def find_namesake_below(self, parent: Page) -> Page | None:
        return self.find_other_with_number(parent) or super().find_namesake_below(
            parent
        )

    @property
    def name_among_siblings(self) -> str:
        if self.number:
            return f"the number {self.number}"
        return super().name_among_siblings

    @property
    def wording_heading(self) -> str:
        """The heading of the wording, which says whether it has been checked."""
        if self.wording_checked:
            return "Exact wording"
        return "Unchecked wording"

    def refuse_deadline_before_report(self) -> None:
        refuse(deadline=before_report(self.deadline, self.report_published))

    def clean_for_publication(self) -> None:
        """Refuse an item that does not say what it asks, and changes of promises and published updates."""
        super().clean_for_publication()
        says_nothing = not self.wording and not self.summary.strip()
        lacks_source = self.wording and not self.wording_source
        lacks_date = self.deadline_worked_out and not (
            self.deadline and self.deadline_printed
        )
        refuse(
            summary=says_nothing and "Enter what it asks, or the exact wording below.",
            wording_source=lacks_source and "Enter where the wording is printed.",
            deadline_printed=lacks_date
            and "Enter the report’s words and the date we calculated from them.",
        )
        respondents.check_others_respond(self)
        Action.check_promised_actions_remain(self)
        ProgressUpdate.check_published_updates_remain(self)

    def organisations_to_agree(self) -> list[Organisation]:
        return respondents.organisations_to_agree(self)

    @property
    def report_published(self) -> PartialDate | None:
        """When the report of its super-complaint was published, if it has a parent and a report."""
        parent = parent_page_of(self)
        return parent.specific.report_published if parent else None

    # What is stated, stated not to exist, or not entered here

    @property
    def shows_printed_deadline(self) -> bool:
        """Return True if the report's words for the deadline say more than its date."""
        if not self.deadline or not self.deadline_printed:
            return False
        return not self.deadline.is_all_that_is_said_by(self.deadline_printed)

    @property
    def lead_known(self) -> Knowledge:
        """Whether a lead is stated, of this recommendation or of the whole plan."""
        known = STATED_NONE["lead"].known_in(self)
        if known != Knowledge.NOT_ENTERED:
            return known
        above = self.super_complaint
        return knowledge_of(
            above.executive_lead or above.operational_lead, stated_none=False
        )

    # Number, slug and identifier

    @property
    def slug_source_field(self) -> str:
        return "number" if self.number else "title"

    def derive_names(self) -> None:
        """Make the sort key from the number, slug and identifier from the number or else the title."""
        self.derive_identifier()
        self.sort_key = identifiers.number_sort_key(self.number)
        if self.number:
            self.slug = f"{self.kind}-{self.number.replace('.', '-')}"
        elif not self.slug or identifiers.is_numbered_slug(self.slug):
            self.slug = f"{self.kind}-{slugify(self.title)}"[:80].rstrip("-")

    def derive_identifier(self) -> None:
        """Make the identifier from the number or, without one, from the title.

        A published one stays, and so does one of the catalogue when the number becomes
        known.
        """
        if self.published_identifier:
            self.item_identifier = self.published_identifier.rpartition("/")[2]
        elif self.number:
            self.item_identifier = self.identifier_by_number()
        elif not self.item_identifier or identifiers.is_numbered_identifier(
            self.item_identifier
        ):
            self.item_identifier = slugify(self.title)[:60].strip("-")

    def identifier_by_number(self) -> str:
        """Return the identifier of an item with a number: that of the catalogue, or else its number."""
        from_number = f"{self.kind}-{self.number}"
        parent = parent_page_of(self)
        if not parent:
            return from_number
        known = ""
        if not identifiers.is_numbered_identifier(self.item_identifier):
            known = identifiers.catalogue_identifier(parent, self.item_identifier)
        return (
            known
            or identifiers.catalogue_identifier(parent, from_number)
            or from_number
        )

    @property
    def identifier(self) -> str:
        """The identifier in the open data, such as ``stalking/recommendation-7.1``; a published one stays."""
        return (
            self.published_identifier
            or f"{self.super_complaint.identifier}/{self.item_identifier}"
        )

    def set_published_identifier(self) -> None:
        """Store the identifier for good, with a number behind it if another page was published under it."""
        if not self.published_identifier:
            self.derive_identifier()
            self.published_identifier = identifiers.first_free_identifier(
                self.identifier,
                lambda name: identifiers.was_published_for_other_page(name, self),
            )

    def serializable_data(self) -> dict[str, object]:
        """Return the content of a draft, without the published identifier, which belongs to the page."""
        content = super().serializable_data()
        return {
            name: value
            for name, value in content.items()
            if name != "published_identifier"
        }

    def with_content_json(self, content: dict[str, object]) -> Self:
        """Return the draft in ``content`` with the published identifier of the page."""
        draft = super().with_content_json(content)
        draft.published_identifier = self.published_identifier
        return draft

    # States

    @cached_property
    def state_rows(self) -> list[RecommendationState]:
        """The stored states; for a page that was never public, the states that it would have."""
        rows = sorted(
            self.states.all(),
            key=lambda row: row.respondent.name if row.respondent else "",
        )
        return rows or derive_state_rows(self)

    @property
    def overall_row(self) -> RecommendationState:
        """The one of ``state_rows`` that is about the recommendation as a whole."""
        return row_of_whole(self.state_rows)

    @property
    def overall_state(self) -> RecommendationState | None:
        """The stored state of the recommendation as a whole; ``None`` if it was never public."""
        return row_of_whole(self.states.all())

    @property
    def is_part(self) -> bool:
        return any(row.is_part for row in self.state_rows)

    @cached_property
    def respondent_states(self) -> list[states_today.RespondentState]:
        return states_today.list_respondent_states(self.state_rows)

    @property
    def plan_in_place_of_response(self) -> bool:
        """Return True if our force announced a plan that is not on this site, and has no response here."""
        return any(state.plan_announced for state in self.respondent_states)

    @property
    def answer_sentence(self) -> str:
        """The sentences about it, the same on its page, in lists, in the feed and in the data."""
        return sentences_about(self)

    @property
    def last_reported(self) -> PartialDate | None:
        """The last date that a response, an update or a completion names, never a publication here."""
        return self.overall_row.last_reported

    @cached_property
    def report_responses(self) -> list[ReportResponse]:
        """The answers to several recommendations, which stand on the page of its super-complaint."""
        # A new page has no place in the tree yet.
        above = self.super_complaint if self.path else parent_page_of(self)
        return list(above.specific.responses.all()) if above else []

    @property
    def all_responses(self) -> list[Answer]:
        """The answers to several recommendations that cover it, and then its own responses."""
        return [
            *respondents.report_responses_covering(self, self.report_responses),
            *self.responses.all(),
        ]

    @cached_property
    def responsible_posts(self) -> list[str]:
        """The posts that are responsible for its actions, each once."""
        posts = []
        for action in self.actions.all():
            posts.extend(action.owners)
        return list(dict.fromkeys(posts))

    @property
    def action_counts(self) -> list[tuple[str, str, int]]:
        """Status, words and number of the actions that have one."""
        return count_by_status(self.actions.all())
