"""The page of a super-complaint."""

from itertools import combinations
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.models import Page
from wagtail.search import index

from complaints.unknown_names import unknown_named_in
from complaints.vocabulary import LEADS, STAGES_AFTER_REPORT, ItemKind, Stage
from pages.content.blocks import BodyBlock, LinkBlock, SupportServiceBlock
from pages.content.blocks.links import DocumentBlock
from pages.content.panels import NeededPanel, RowsPanel
from pages.core.partial_date_fields import PartialDateField
from pages.core.stream_field import StreamField
from pages.search.indexing import IndexedText, SearchPageType, reindex_pages

from . import identifiers, respondents
from .base import RoutedPage, parent_page_of, refuse, refuse_future_date
from .blocks import (
    CorrespondenceBlock,
    OtherRecommendationBlock,
)
from .next_update import NextUpdate
from .organisation import Organisation
from .recommendation import RecommendationResponsePage
from .response import OurForcePanel, ReportResponse
from .state_rows import refresh_states_below

RESERVED_SLUGS = {
    "data",
    "history",
    "how-statuses-work",
    "recommendations",
}
"""Slugs under the section that are addresses of the register itself."""
MAX_SLUG_LETTERS = 70
"""Letters of the slug that an identifier is made from: what is left of the field is for a number."""
NAMING_FIELDS = ("title", "identifier")
"""Fields that are in the search entries of recommendations."""
FIELDS_OF_STATES = ("respond_by", "report_published", "plan_announced")
"""Fields on which the states of recommendations depend."""
DATED_EVENTS_IN_ORDER = [
    ("submitted", "it was submitted"),
    ("found_eligible", "it was found eligible"),
    ("report_published", "the report was published"),
    ("respond_by", "the deadline to respond"),
]
"""The dates of a super-complaint, each with its event, in their only possible order."""


class SuperComplaintPage(RoutedPage):
    """One super-complaint. Its recommendations are its child pages.

    ``title`` is the plain title that readers see in lists.
    """

    official_title = models.CharField(
        max_length=300,
        blank=True,
        help_text="The title of the report, if it has its own title",
    )
    identifier = models.SlugField(
        max_length=80,
        blank=True,
        default="",
        verbose_name="identifier in the data",
        help_text=(
            "One or two words for the super-complaint, without the force’s name. Leave blank to use the words "
            "of the address. It cannot change after publication."
        ),
    )
    summary = models.TextField(
        blank=True, help_text="What it is about, in one or two sentences"
    )
    lead_bodies = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        verbose_name="lead body or bodies",
        limit_choices_to={"live": True},
    )
    on_behalf_of = models.CharField(max_length=200, blank=True)
    supporting_bodies = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        limit_choices_to={"live": True},
    )
    stage = models.CharField(max_length=15, choices=Stage, default=Stage.RECEIVED)
    submitted = PartialDateField(blank=True, verbose_name="date submitted")
    found_eligible = PartialDateField(blank=True, verbose_name="date found eligible")
    report_published = PartialDateField(
        blank=True, verbose_name="date the report was published"
    )
    respond_by = PartialDateField(
        blank=True,
        verbose_name="deadline to respond",
        help_text="The date given in the report, or calculated from it",
    )
    respond_by_printed = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="deadline to respond as printed",
        help_text="The report's own words, such as “56 days from publication”.",
    )
    respond_by_worked_out = models.BooleanField(
        default=False,
        verbose_name="we calculated this date",
        help_text="Tick this if the report does not print the date. Only calculate a date if the report says "
        "on which day the period starts.",
    )
    plan_announced = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="announcement of a plan",
        help_text="If our force announced a plan that is not on this site: who announced what, and when. "
        "Readers see it wherever the force’s response is missing.",
    )
    plan_link = models.URLField(
        max_length=500, blank=True, verbose_name="address of the announcement"
    )
    executive_lead = models.CharField(
        max_length=120,
        blank=True,
        help_text="For the whole plan, unless a recommendation names another",
    )
    operational_lead = models.CharField(
        max_length=120,
        blank=True,
        help_text="For the whole plan, unless a recommendation names another",
    )
    report_link = models.URLField(
        max_length=500, blank=True, verbose_name="address of the report"
    )
    recommendations_made = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        verbose_name="number of recommendations in the report",
        help_text="Leave blank if you do not know the number.",
    )
    other_recommendations = StreamField(
        [("recommendation", OtherRecommendationBlock())],
        blank=True,
        help_text="Recommendations for others, and those without a known number. All others have pages.",
    )
    links = StreamField(
        [("link", LinkBlock())], blank=True, verbose_name="official links"
    )
    body = StreamField(BodyBlock(), blank=True)
    correspondence = StreamField([("letter", CorrespondenceBlock())], blank=True)
    documents = StreamField([("document", DocumentBlock())], blank=True)
    sensitive = models.BooleanField(
        default=False,
        help_text="Show support services and the “Leave this site” button",
    )
    support_services = StreamField(
        [("service", SupportServiceBlock())],
        blank=True,
        help_text="Services for this subject. If there are none, those in the site wording are shown.",
    )

    content_panels = [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        *RoutedPage.content_panels,
                        NeededPanel("summary"),
                        "official_title",
                    ],
                    heading="What it is about",
                    help_text="In our own plain words. Lists show the title.",
                ),
                MultiFieldPanel(
                    [NeededPanel("lead_bodies"), "on_behalf_of", "supporting_bodies"],
                    heading="Who raised it",
                    help_text="The organisations that submitted it or support it.",
                ),
                MultiFieldPanel(
                    [
                        "stage",
                        NeededPanel("submitted"),
                        "found_eligible",
                        NeededPanel(
                            "report_published",
                            when="stage",
                            has=sorted(STAGES_AFTER_REPORT),
                        ),
                        "report_link",
                        "respond_by",
                        "respond_by_printed",
                        "respond_by_worked_out",
                        "recommendations_made",
                    ],
                    heading="Stage and dates",
                    help_text="Leave blank what you do not know. You can enter only the month or year.",
                ),
                RowsPanel(
                    "next_updates",
                    label="Date of the next update",
                    heading="Next update",
                    help_text="When readers can expect news. If the date moves, add the new one below with "
                    "the reason. Readers still see the first one.",
                ),
                MultiFieldPanel(
                    [identifiers.IdentifierPanel("identifier")],
                    heading="Identifier in the open data",
                    help_text="You rarely need to change this.",
                    classname="collapsed",
                ),
            ],
            heading="What it is about",
        ),
        ObjectList(
            [
                OurForcePanel(
                    "responses",
                    label="Response to several recommendations",
                    heading="Responses to several recommendations",
                    help_text="A letter or statement that responds to several recommendations, or to all. "
                    "Enter a response to one recommendation on the form of that recommendation.",
                ),
                MultiFieldPanel(
                    ["executive_lead", "operational_lead"],
                    heading="Who leads the work on the whole plan",
                    help_text="By role, not by name.",
                ),
                MultiFieldPanel(
                    ["plan_announced", "plan_link"],
                    heading="A plan that is not on this site",
                    help_text="Only until the plan is on this site.",
                    classname="collapsed",
                ),
            ],
            heading="Responses",
        ),
        ObjectList(
            [
                "body",
                "other_recommendations",
                "links",
                "correspondence",
                "documents",
                MultiFieldPanel(
                    ["sensitive", "support_services"],
                    heading="Help for readers",
                    help_text="For a subject that readers may have experienced themselves.",
                ),
            ],
            heading="Text and documents",
        ),
    ]
    search_fields = [
        *RoutedPage.search_fields,
        *map(IndexedText, ("official_title", "summary")),
        index.RelatedFields("lead_bodies", Organisation.public_search_fields),
        IndexedText("on_behalf_of"),
        index.RelatedFields("supporting_bodies", Organisation.public_search_fields),
        *map(
            IndexedText,
            (
                "plan_announced",
                "body",
                "executive_lead",
                "operational_lead",
            ),
        ),
        index.RelatedFields("responses", ReportResponse.search_fields),
        index.RelatedFields("next_updates", NextUpdate.search_fields),
        *map(
            IndexedText,
            ("other_recommendations", "correspondence", "links", "documents"),
        ),
        index.FilterField("stage"),
    ]
    parent_page_types = ["complaints.SuperComplaintIndexPage"]
    subpage_types = ["complaints.RecommendationResponsePage"]
    # A copy is another super-complaint: its identifier is made from its own slug, and
    # nothing is promised.
    exclude_fields_in_copy = [
        *RoutedPage.exclude_fields_in_copy,
        "identifier",
        "next_updates",
    ]
    urlconf_name = "complaints.urls.SUPER_COMPLAINT"
    template = "complaints/super_complaint_page.html"
    search_type = SearchPageType(
        "super-complaints", "super-complaint", "super-complaints"
    )
    leads_in_search = True

    class Meta:
        verbose_name = "super-complaint"

    @property
    def recommendations_without_page(self) -> int:
        """The number of recommendations, leaving aside actions, that are described without a page."""
        return sum(
            block["value"].get("kind", ItemKind.RECOMMENDATION)
            == ItemKind.RECOMMENDATION
            for block in self.other_recommendations.raw_data
        )

    @property
    def must_have_exit(self) -> bool:
        """Return True if the quick exit is always shown: a sensitive page needs it."""
        return self.offers_help or super().must_have_exit

    @property
    def offers_help(self) -> bool:
        """Return True if its pages lead to people who can help: a sensitive subject, or one that names some."""
        return bool(self.sensitive or self.support_services)

    @transaction.atomic
    def save(self, clean: bool = True, **options: object) -> None:
        """Save the page; an empty identifier is made from the slug.

        Title and identifier are in the search entries of its recommendations, which are
        indexed again. Their states depend on its dates and responses, and are derived
        anew.
        """
        self.identifier = self.identifier or self.first_free_identifier()
        names = self._stored_values(*NAMING_FIELDS)
        facts = self._stored_facts_of_states()
        super().save(clean=clean, **options)
        if names and names != self._stored_values(*NAMING_FIELDS):
            reindex_pages(RecommendationResponsePage.objects.child_of(self))
        if names and facts != self._stored_facts_of_states():
            refresh_states_below(self)

    def _stored_facts_of_states(self) -> tuple[object, ...]:
        answers = ReportResponse.objects.filter(page=self.pk).prefetch_related(
            "respondents"
        )
        return self._stored_values(*FIELDS_OF_STATES), [
            answer.serializable_data() for answer in answers
        ]

    def _stored_values(self, *fields: str) -> tuple[object, ...] | None:
        return (
            SuperComplaintPage.objects.filter(pk=self.pk).values_list(*fields).first()
        )

    def clean(self) -> None:
        """Refuse dates in a wrong order or at odds with the stage, and a slug that the register uses."""
        super().clean()
        for field in ("submitted", "found_eligible"):
            refuse_future_date(self, field)
        errors = {
            **self._stage_errors(),
            **self._order_errors(),
            **self.identifier_errors(),
        }
        errors |= unknown_named_in(self, *LEADS)
        if self.slug in RESERVED_SLUGS:
            errors["slug"] = (
                f"“{self.slug}” is already an address on this site. Choose another."
            )
        refuse(**errors)

    def _order_errors(self) -> dict[str, str]:
        errors = {}
        for (field, event), (later_field, _) in combinations(DATED_EVENTS_IN_ORDER, 2):
            earlier = getattr(self, field)
            later = getattr(self, later_field)
            if earlier and later and later.is_certainly_before(earlier):
                errors[later_field] = (
                    f"This is before {event} ({earlier.words}). Enter a date that is not before it."
                )
        return errors

    def _stage_errors(self) -> dict[str, str]:
        errors = {}
        if self.report_published and self.stage not in STAGES_AFTER_REPORT:
            errors["stage"] = (
                "A report date is given, so the stage is “Report published” or later. "
                "Change the stage or empty the date."
            )
        if self.found_eligible and self.stage == Stage.NOT_ELIGIBLE:
            errors["found_eligible"] = (
                "The stage is “Not eligible”. Change the stage or clear this date."
            )
        return errors

    def clean_for_publication(self) -> None:
        """Refuse a page without a summary, a lead body or the dates that its stage needs, or with a report to come."""
        super().clean_for_publication()
        lacks_date = self.stage in STAGES_AFTER_REPORT and not self.report_published
        first_public_day = max(
            timezone.localdate(), timezone.localdate(self.go_live_at)
        )
        is_report_in_future = (
            self.report_published and self.report_published.earliest > first_public_day
        )
        refuse(
            summary=not self.summary
            and "Enter one or two sentences on what it is about.",
            lead_bodies=not self.lead_bodies.all()
            and "Choose the organisation that raised it.",
            submitted=not self.submitted
            and "Enter when it was submitted. You can enter only the year.",
            report_published=(
                lacks_date
                and f"Enter when, as the stage is “{self.get_stage_display()}”."
            )
            or (
                is_report_in_future
                and "This is in the future. Enter an earlier date, or schedule publication for that day."
            ),
        )
        NextUpdate.check_promised_dates_remain(self)

    def organisations_to_agree(self) -> list[Organisation]:
        return respondents.organisations_to_agree(self)

    def next_updates_in_order(self) -> list[NextUpdate]:
        return sorted(
            self.next_updates.all(), key=lambda update: update.sort_order or 0
        )

    @property
    def child_objects(self) -> list[models.Model]:
        """The responses to several recommendations: their texts may have links."""
        return list(self.responses.all())

    # The identifier in the open data

    def with_content_json(self, content: dict[str, object]) -> Self:
        """Return the draft in ``content``; one begun before the publication gets the page's identifier."""
        draft = super().with_content_json(content)
        draft.identifier = draft.identifier or self.identifier
        return draft

    def identifier_errors(self) -> dict[str, str]:
        """Return an error if a published identifier was changed, or if another page has it."""
        stored = type(self).objects.filter(pk=self.pk).first()
        if (
            stored
            and stored.first_published_at
            and self.identifier not in {"", stored.identifier}
        ):
            return {"identifier": f"It is published. Put back “{stored.identifier}”."}
        if self.identifier and (
            other := self._other_super_complaint_with(self.identifier)
        ):
            return {"identifier": f"“{other}” has this identifier. Choose another."}
        if self.identifier and identifiers.was_published_for_other_page(
            self.identifier, self
        ):
            return {
                "identifier": "This identifier has been used here before. Choose another."
            }
        return {}

    def _other_super_complaint_with(self, identifier: str) -> Page | None:
        parent = parent_page_of(self)
        if not parent:
            return None
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        return others.filter(identifier=identifier).first()

    def first_free_identifier(self) -> str:
        """Return the slug, with a number behind it if that identifier is taken."""
        return identifiers.first_free_identifier(
            self.slug[:MAX_SLUG_LETTERS],
            lambda name: (
                bool(self._other_super_complaint_with(name))
                or identifiers.was_published_for_other_page(name, self)
            ),
        )

    def replace_published_identifier(self) -> str:
        """Give the page and its recommendations an identifier made from its present slug, and return it.

        Only the redaction of an old address does so.
        """
        old = self.identifier
        self.identifier = self.first_free_identifier()
        type(self).objects.filter(pk=self.pk).update(identifier=self.identifier)
        items = RecommendationResponsePage.objects.filter(
            published_identifier__startswith=f"{old}/"
        )
        renamed = []
        for item in items.descendant_of(self.get_parent()):
            new = self.identifier + item.published_identifier.removeprefix(old)
            RecommendationResponsePage.objects.filter(pk=item.pk).update(
                published_identifier=new
            )
            renamed.append(item.pk)
        # The identifier is in the search index, which must not keep the redacted words.
        reindex_pages(RecommendationResponsePage.objects.filter(pk__in=renamed))
        return self.identifier


class SuperComplaintIndexPage(RoutedPage):
    """Introduces super-complaints and lists them. A site has one."""

    introduction = StreamField(BodyBlock(), blank=True)

    content_panels = [*RoutedPage.content_panels, FieldPanel("introduction")]
    search_fields = [*RoutedPage.search_fields, IndexedText("introduction")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["complaints.SuperComplaintPage"]
    max_count_per_parent = 1
    lists_under_section = [
        ("recommendations/", "All recommendations"),
        ("recommendations/?progress=overdue", "Recommendations past a deadline"),
        ("history/", "What changed"),
        ("how-statuses-work/", "How statuses work"),
        ("data/", "Open data: all of it as JSON and CSV files, and a feed of changes"),
    ]
    urlconf_name = "complaints.urls.REGISTER"
    template = "complaints/super_complaint_index_page.html"

    class Meta:
        verbose_name = "super-complaints index page"
