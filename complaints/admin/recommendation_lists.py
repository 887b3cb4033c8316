"""The lists of recommendations in the CMS: all of them, and those of one super-complaint."""

import re
from collections.abc import Callable, Iterable
from operator import attrgetter, methodcaller
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, CharField, F, JSONField, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import (
    PARENT_PATH,
    RecommendationQuerySet,
)
from complaints.models.recommendation_state import DUE_DAY
from complaints.reminders.due import attention_words, with_attention
from complaints.status.recorded_facts import children, parse_stored_date
from complaints.vocabulary import FINISHED_ACTIONS, LEADS
from pages.core.partial_dates import PartialDate
from pages.core.text import escape_formula
from pages.moderation.views.base import RestrictedMenuItem
from pages.moderation.views.my_work import annotate_work_state, describe_work_state
from pages.moderation.views.page_viewset import ModeratedPageViewSet
from pages.search.parsed_query import write_out_short_forms

from .recommendation_filters import RecommendationFilterSet

NOT_PUBLIC = "Not public yet"
TAKEN_DOWN = "Taken down"
NO_STATUS = "No status"


def status_words(page: RecommendationResponsePage) -> str:
    """Return the status that readers are shown; what is for other organisations has none."""
    state = page.overall_state
    if not state:
        return TAKEN_DOWN if page.is_taken_down else NOT_PUBLIC
    return state.status_today.label if state.status_today else NO_STATUS


def position_words(page: RecommendationResponsePage) -> str:
    state = page.overall_state
    return state.get_position_display() if state else ""


def due_words(page: RecommendationResponsePage) -> str:
    """Return the date by which something is due, as precisely as it is known.

    Without a date it is the report's own words for the deadline; empty if there are
    none.
    """
    state = page.overall_state
    if not state:
        content = page.draft_content or {}
        first = min(draft_due_dates(content), key=lambda due: due.latest, default=None)
        if first:
            return first.words
        return in_quotation_marks(content.get("deadline_printed"))
    if not state.due_day:
        return "" if page.deadline else in_quotation_marks(page.deadline_printed)
    limits = [page.deadline]
    for action in page.actions.all():
        if action.status not in FINISHED_ACTIONS and action.current_due_date:
            limits.append(action.current_due_date.due)
    for limit in limits:
        if limit and limit.latest == state.due_day:
            return limit.words
    return format_date(state.due_day, "j F Y")


def in_quotation_marks(words: str | None) -> str:
    return f"“{words}”" if words else ""


def draft_due_dates(content: dict[str, Any]) -> list[PartialDate]:
    """Return the dates by which something is due, from the content of a draft that was never public."""
    stored = [content.get("deadline")]
    for action in children(content, "actions"):
        due_dates = children(action, "due_dates")
        if due_dates and action["status"] not in FINISHED_ACTIONS:
            stored.append(due_dates[-1]["due"])
    return list(filter(None, map(parse_stored_date, stored)))


def lead_words(page: RecommendationResponsePage) -> str:
    """Return the posts that lead it: its own, or else those of the plan."""
    posts = (getattr(page, lead) or getattr(page, f"plan_{lead}") for lead in LEADS)
    return "; ".join(dict.fromkeys(filter(None, posts)))


def last_update_words(page: RecommendationResponsePage) -> str:
    state = page.overall_state
    return state.last_reported.words if state and state.last_reported else ""


class RecommendationTitleColumn(PageTitleColumn):
    """Number and title, which lead to the editor.

    Buttons in each row would ask the database for each.
    """

    cell_template_name = "complaints/admin/title_cell.html"


class WordsColumn(Column):
    """A column of words; a dash stands where there are none."""

    empty_value_display = "–"


def status_cell(page: RecommendationResponsePage) -> str:
    """Return the status as a badge, with what else needs attention below it."""
    status = page.overall_state and page.overall_state.status_today
    words = status.short_label if status else status_words(page)
    named = {words, status_words(page)}
    others = [(word,) for word in attention_words(page) if word not in named]
    badge = format_html(
        '<span class="status-badge status-badge--{}">{}</span>', status or "none", words
    )
    return badge + format_html_join(
        "", '<div class="recommendation-list__attention">{}</div>', others
    )


def due_cell(page: RecommendationResponsePage) -> str:
    """Return the due date, which stands out once it has passed."""
    words, state = due_words(page), page.overall_state
    if state and state.passed_limit:
        return format_html(
            '<strong class="recommendation-list__overdue">{}</strong>', words
        )
    return words


def work_state_cell(page: RecommendationResponsePage) -> str:
    lines = format_html_join(
        "", "<li>{}</li>", [(line,) for line in describe_work_state(page)]
    )
    return format_html('<ul class="recommendation-list__work">{}</ul>', lines)


COLUMNS: list[Any] = [
    BulkActionsColumn("bulk_actions", width="4%"),
    RecommendationTitleColumn(
        "title", label="Recommendation", sort_key="number", width="25%"
    ),
    ParentPageColumn("parent", label="Super-complaint", width="14%"),
    WordsColumn("position", label="Position", accessor=position_words, width="10%"),
    WordsColumn("status", label="Status", accessor=status_cell, width="17%"),
    WordsColumn(
        "due",
        label="Deadline or due date",
        accessor=due_cell,
        sort_key="due",
        width="9%",
    ),
    WordsColumn(
        "last_update",
        label="Last update",
        accessor=last_update_words,
        sort_key="last_update",
        width="8%",
    ),
    WordsColumn("lead", label="Lead", accessor=lead_words, width="5%"),
    WordsColumn(
        "work_state", label="Page status", accessor=work_state_cell, width="8%"
    ),
]


LIST_RELATIONS = ("states", "actions__due_dates")
"""What the columns show of each recommendation."""
SORT_FIELDS = {"due": "due_day", "last_update": "reported_day"}
EXPORT: dict[str, tuple[str, Callable[[Any], str]]] = {
    "get_admin_display_title": (
        "Recommendation",
        methodcaller("get_admin_display_title"),
    ),
    "parent_title": ("Super-complaint", attrgetter("parent_title")),
    "position": ("Position", position_words),
    "status": ("Status", status_words),
    "attention": ("Needs attention", lambda page: "; ".join(attention_words(page))),
    "due": ("Deadline or due date", due_words),
    "last_update": ("Last update", last_update_words),
    "lead": ("Lead", lead_words),
    "work_state": ("Page status", lambda page: "; ".join(describe_work_state(page))),
}
"""The columns of a file, each with its heading and what it says of a page."""


def with_draft_numbers(pages: RecommendationQuerySet) -> RecommendationQuerySet:
    """Add the number and the sort key of each latest draft: Wagtail stores only the title of a draft."""

    def from_draft(field: str) -> Coalesce:
        draft = When(
            has_unpublished_changes=True,
            then=KeyTextTransform(field, "latest_revision__content"),
        )
        return Coalesce(Case(draft, default=field, output_field=CharField()), field)

    return pages.annotate(
        draft_number=from_draft("number"), draft_sort_key=from_draft("sort_key")
    )


class RecommendationListMixin:
    """What both lists have in common: columns, filters, search and the order by number."""

    base_columns = COLUMNS
    table_classname = "listing full-width recommendation-list"
    default_ordering = "number"
    is_searchable = True
    list_export = list(EXPORT)
    export_headings = {name: heading for name, (heading, _) in EXPORT.items()}

    # Attributes of the views that use this mixin.
    ordering: str
    search_query: str

    def annotate_queryset(
        self, pages: RecommendationQuerySet
    ) -> RecommendationQuerySet:
        overall = RecommendationState.objects.overall().filter(page=OuterRef("pk"))
        parents = SuperComplaintPage.objects.filter(path=OuterRef("parent_path"))
        return (
            annotate_work_state(with_attention(with_draft_numbers(pages)))
            .prefetch_related("content_type", *LIST_RELATIONS)
            .annotate_site_root_state()
            .annotate(
                parent_path=PARENT_PATH,
                parent_title=Subquery(parents.values("draft_title")[:1]),
                **{
                    f"plan_{lead}": Subquery(parents.values(lead)[:1]) for lead in LEADS
                },
                due_day=Subquery(
                    overall.annotate(next_date=DUE_DAY).values("next_date")[:1]
                ),
                draft_content=Case(
                    When(live=False, then=F("latest_revision__content")),
                    output_field=JSONField(),
                ),
                reported_day=Subquery(overall.values("last_reported")[:1]),
            )
        )

    def order_queryset(self, pages: RecommendationQuerySet) -> RecommendationQuerySet:
        """Sort as asked for, then by super-complaint and number; what has no date comes last."""
        # While searching this is None, by which Wagtail means relevance.
        ordering = self.ordering or self.default_ordering
        name, backwards = ordering.removeprefix("-"), ordering.startswith("-")
        by_number = ["parent_path", "draft_sort_key", "path"]
        if name not in SORT_FIELDS:
            in_order = pages.order_by(*by_number)
            return in_order.reverse() if backwards else in_order
        field = F(SORT_FIELDS[name])
        sorted_by = field.desc if backwards else field.asc
        return pages.order_by(sorted_by(nulls_last=True), *by_number)

    def search_queryset(self, pages: RecommendationQuerySet) -> RecommendationQuerySet:
        """Find a number, or words in the title, what it asks, the wording and the super-complaint's title."""
        query = self.search_query
        if not query:
            return pages
        number = re.sub(
            r"^recommendations?\W+",
            "",
            write_out_short_forms(query),
            flags=re.IGNORECASE,
        )
        found = Q(draft_number__iexact=number)
        for field in ("title", "draft_title", "summary", "wording", "parent_title"):
            found |= Q(**{f"{field}__icontains": query})
        return pages.filter(found)

    def to_row_dict(self, item: RecommendationResponsePage) -> dict[str, str]:
        """Return the row of a file, which no spreadsheet takes for a formula."""
        return {
            name: escape_formula(words(item)) for name, (_, words) in EXPORT.items()
        }


def explain_number(pages: RecommendationQuerySet) -> str:
    """Return how many of ``pages`` the public pages count, and why not all; empty if they count all."""
    rows = RecommendationState.objects.overall().filter(
        page__in=pages.order_by().values("pk")
    )
    public = rows.filter(page__live=True)
    reasons = []
    if parts := public.filter(is_part=True).count():
        are_parts = pluralize(parts, "is a part,are parts")
        reasons.append(f"{parts} {are_parts} such as 7.1, counted with the whole.")
    if drafts := pages.filter(live=False).count():
        reasons.append(f"{drafts} {pluralize(drafts, 'is,are')} not public.")
    if not reasons:
        return ""
    counted = (
        f"The public pages count {public.counted().count()} of these recommendations."
    )
    return " ".join([counted, *reasons])


class AllRecommendationsView(RecommendationListMixin, IndexView):
    """Lists all recommendations, by super-complaint and number."""

    page_title = "Recommendations"
    results_template_name = "complaints/admin/recommendation_results.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add why the public pages count fewer, and links to update rounds of those that are listed."""
        context = super().get_context_data(*args, **kwargs)
        if not self.is_searching:
            context["explanation"] = explain_number(self.get_queryset())
        # The update round takes the filters but no search.
        if self.is_filtering and not self.is_searching:
            context["rounds"] = self.rounds(context["object_list"])
        return context

    def rounds(
        self, listed: Iterable[RecommendationResponsePage]
    ) -> list[tuple[str, str]]:
        """Return the super-complaints of ``listed``, each with the round of those that are listed."""
        parents = {page.parent_path: page.parent_title for page in listed}
        found = Page.objects.filter(path__in=parents).order_by("path")
        query = self.request.GET.urlencode()
        return [
            (parents[page.path], f"{reverse('update_round', args=[page.pk])}?{query}")
            for page in found
        ]


class RecommendationsBelowView(RecommendationListMixin, ExplorableIndexView):
    """Lists the recommendations of a super-complaint in the page explorer; their numbers order them."""

    sort_order_field = None

    @cached_property
    def explorable_columns(self) -> list[Any]:
        """The columns; that of the super-complaint only while all of them are searched."""
        return [
            column
            for column in self.columns
            if column.name != "parent" or self.is_searching_whole_tree
        ]


class RecommendationsUsedView(RecommendationListMixin, ContentTypeUseView):
    """Lists all recommendations in the report on page types."""


def may_list_recommendations(user: User) -> bool:
    """Tell whether ``user`` may work on pages; the Feedback team may not."""
    return page_permission_policy.user_has_any_permission(
        user, AllRecommendationsView.any_permission_required
    )


class AllRecommendationsViewSet(PageListingViewSet):
    """The list of all recommendations, with an item in the menu."""

    model = RecommendationResponsePage
    name = "recommendations"
    icon = "list-ol"
    menu_label = "Recommendations"
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = AllRecommendationsView
    filterset_class = RecommendationFilterSet
    export_filename = "recommendations"

    def get_menu_item(self, order: int | None = None) -> RestrictedMenuItem:
        """Return a menu item for those who may see the list."""
        return RestrictedMenuItem(
            may_list_recommendations,
            self.menu_label,
            self.menu_url,
            icon_name=self.icon,
            order=self.get_menu_item_order(order),
        )


class RecommendationPageViewSet(ModeratedPageViewSet):
    """Wagtail's screens of a recommendation, with the list of its super-complaint in the explorer."""

    model = RecommendationResponsePage
    icon = "list-ol"
    index_view_class = RecommendationsBelowView
    content_type_use_view_class = RecommendationsUsedView
    filterset_class = RecommendationFilterSet
    export_filename = "recommendations"
