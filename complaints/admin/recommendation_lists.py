"""The lists of recommendations in the CMS: all of them, and those of one super-complaint."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db.models import Case, CharField, F, JSONField, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Left, Length
from django.utils.functional import cached_property
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from complaints.models import RecommendationResponsePage, RecommendationState
from complaints.models.recommendation_queryset import RecommendationQuerySet
from complaints.models.recommendation_state import DUE_DAY
from pages.core.spreadsheets import escape_formula
from pages.moderation.admin.menus import RestrictedMenuItem
from pages.moderation.admin.work_state import annotate_work_state

from . import recommendation_columns as columns
from .recommendation_filters import RecommendationFilterSet

LIST_RELATIONS = ("states", "actions__due_dates", "responses", "progress_updates")
"""What the columns show of each recommendation."""
SORT_FIELDS = {"due": "due_day", "last_update": "reported_day"}
EXPORT = {
    "get_admin_display_title": "Recommendation",
    "parent_title": "Super-complaint",
    "position": "Position",
    "status": "Status",
    "due": "Due",
    "last_update": "Last update",
    "work_state": "Who has it",
}


def with_draft_numbers(pages: RecommendationQuerySet) -> RecommendationQuerySet:
    """Add the number and the sort key of each latest draft: Wagtail stores only the title of a draft."""

    def from_draft(field: str) -> Coalesce:
        draft = When(has_unpublished_changes=True, then=KeyTextTransform(field, "latest_revision__content"))
        return Coalesce(Case(draft, default=field, output_field=CharField()), field)

    return pages.annotate(draft_number=from_draft("number"), draft_sort_key=from_draft("sort_key"))


class RecommendationListMixin:
    """What both lists have in common: columns, filters, search and the order by number."""

    base_columns = columns.COLUMNS
    table_classname = "listing full-width recommendation-list"
    default_ordering = "number"
    is_searchable = True
    list_export = list(EXPORT)
    export_headings = EXPORT

    if TYPE_CHECKING:  # attributes of the views that use this mixin
        ordering: str
        search_query: str

    def annotate_queryset(self, pages: RecommendationQuerySet) -> RecommendationQuerySet:
        """Read what the columns show, in a fixed number of queries."""
        overall = RecommendationState.objects.overall().filter(page=OuterRef("pk"))
        parents = Page.objects.filter(path=OuterRef("parent_path"))
        return (
            annotate_work_state(with_draft_numbers(pages))
            .prefetch_related("content_type", *LIST_RELATIONS)
            .annotate_site_root_state()
            .annotate(
                parent_path=Left("path", Length("path") - Page.steplen),
                parent_title=Subquery(parents.values("draft_title")[:1]),
                due_day=Subquery(overall.annotate(next_date=DUE_DAY).values("next_date")[:1]),
                draft_content=Case(
                    When(live=False, then=F("latest_revision__content")), output_field=JSONField()
                ),
                reported_day=Subquery(overall.values("last_reported")[:1]),
            )
        )

    def order_queryset(self, pages: RecommendationQuerySet) -> RecommendationQuerySet:
        """Sort as asked for, then by super-complaint and number; what has no date comes last."""
        ordering = self.ordering or self.default_ordering  # None while searching: Wagtail means relevance
        name, backwards = ordering.removeprefix("-"), ordering.startswith("-")
        by_number = ["parent_path", "draft_sort_key", "path"]
        if name not in SORT_FIELDS:
            return pages.order_by(*(f"-{each}" if backwards else each for each in by_number))
        field = F(SORT_FIELDS[name])
        return pages.order_by(
            field.desc(nulls_last=True) if backwards else field.asc(nulls_last=True), *by_number
        )

    def search_queryset(self, pages: RecommendationQuerySet) -> RecommendationQuerySet:
        """Find a number, or words in the title, what it asks, the wording and the super-complaint's title."""
        query = self.search_query
        if not query:
            return pages
        found = Q(draft_number__iexact=query)
        for field in ("title", "draft_title", "summary", "wording", "parent_title"):
            found |= Q(**{f"{field}__icontains": query})
        return pages.filter(found)

    def to_row_dict(self, item: RecommendationResponsePage) -> dict[str, str]:
        """Return the row of a file, which no spreadsheet takes for a formula."""
        cells = {
            "get_admin_display_title": item.get_admin_display_title(),
            "parent_title": item.parent_title,
            "position": columns.position_words(item),
            "status": columns.status_words(item),
            "due": columns.due_words(item),
            "last_update": columns.last_update_words(item),
            "work_state": columns.work_state_words(item),
        }
        return {name: escape_formula(cell) for name, cell in cells.items()}


def explain_number(pages: RecommendationQuerySet) -> str:
    """Say how many of ``pages`` the register counts, and why not all; empty if it counts all."""
    rows = RecommendationState.objects.overall().filter(page__in=pages.order_by().values("pk"))
    public = rows.filter(page__live=True)
    parts, drafts = public.filter(is_part=True).count(), pages.filter(live=False).count()
    reasons = []
    if parts:
        reasons.append(
            f"{parts} {'is a part' if parts == 1 else 'are parts'} such as 7.1, counted with the whole"
        )
    if drafts:
        reasons.append(f"{drafts} {'is' if drafts == 1 else 'are'} not public yet")
    counted = public.counted().count()
    return f"The register counts {counted}: of those here, {' and '.join(reasons)}." if reasons else ""


class AllRecommendationsView(RecommendationListMixin, IndexView):
    """Lists all recommendations, by super-complaint and number."""

    page_title = "Recommendations"
    results_template_name = "complaints/admin/recommendation_results.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add why the register shows another number, unless only some are listed."""
        is_whole = not self.is_searching and not self.is_filtering
        explanation = explain_number(self.get_base_queryset()) if is_whole else ""
        return {**super().get_context_data(*args, **kwargs), "explanation": explanation}


class RecommendationsBelowView(RecommendationListMixin, ExplorableIndexView):
    """Lists the recommendations of a super-complaint in the page explorer; their numbers order them."""

    sort_order_field = None

    @cached_property
    def explorable_columns(self) -> list[Any]:
        """The columns; that of the super-complaint only while all of them are searched."""
        return [column for column in self.columns if column.name != "parent" or self.is_searching_whole_tree]


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


class RecommendationPageViewSet(PageViewSet):
    """Wagtail's screens of a recommendation, with the list of its super-complaint in the explorer."""

    model = RecommendationResponsePage
    icon = "list-ol"
    index_view_class = RecommendationsBelowView
    content_type_use_view_class = RecommendationsUsedView
    filterset_class = RecommendationFilterSet
    export_filename = "recommendations"
