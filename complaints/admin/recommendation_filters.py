"""The filters of the CMS's lists of recommendations."""

from itertools import chain
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page, WorkflowState

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import CHOICE_FILTERS, ChoiceFilter
from complaints.models.recommendation_state import DUE_DAY
from complaints.reminders.due import (
    ATTENTION,
    led_by,
    needing,
    recommendations_seen_by,
    super_complaints_seen_by,
)
from complaints.vocabulary import LEADS


def visible_super_complaints(request: HttpRequest) -> QuerySet[SuperComplaintPage]:
    """Return the super-complaints that the user may see, drafts included."""
    return super_complaints_seen_by(request.user).order_by("title")


class SuperComplaintFilter(django_filters.ModelMultipleChoiceFilter):
    """Finds the recommendations below the chosen super-complaints."""

    def get_filter_predicate(self, v: SuperComplaintPage) -> dict[str, Any]:
        return {"path__startswith": v.path}


class DeclaredFilter(django_filters.MultipleChoiceFilter):
    """A filter that the register has, too."""

    def __init__(self, declared: ChoiceFilter) -> None:
        super().__init__(
            label=declared.label,
            choices=declared.choices,
            widget=CheckboxSelectMultiple,
        )
        self.declared = declared

    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        if not self.declared.is_of_state:
            return self.declared.select(qs, value)
        rows = self.declared.select(self.declared.state_rows(), value)
        return qs.filter(pk__in=rows.values("page"))


DeclaredFilters: Any = type(
    "DeclaredFilters",
    (WagtailFilterSet,),
    {declared.name: DeclaredFilter(declared) for declared in CHOICE_FILTERS},
)


def visible_leads(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the posts that lead something that the user may see, as choices."""
    rows = [
        *visible_super_complaints(request).order_by().values_list(*LEADS).distinct(),
        *recommendations_seen_by(request.user)
        .order_by()
        .values_list(*LEADS)
        .distinct(),
    ]
    posts = set(chain.from_iterable(rows)) - {"", None}
    return [(post, post) for post in sorted(posts)]


class RecommendationFilterSet(DeclaredFilters):
    """The register's filters, and those by super-complaint, lead, what is due, and who has it."""

    attention = django_filters.MultipleChoiceFilter(
        label="Needs attention",
        choices=list(ATTENTION.items()),
        widget=CheckboxSelectMultiple,
        method=lambda pages, name, kinds: needing(pages, kinds) if kinds else pages,
    )
    lead = django_filters.MultipleChoiceFilter(
        label="Lead",
        widget=CheckboxSelectMultiple,
        method=lambda pages, name, posts: led_by(pages, posts) if posts else pages,
    )
    super_complaint = SuperComplaintFilter(
        label="Super-complaint",
        queryset=visible_super_complaints,
        widget=CheckboxSelectMultiple,
    )
    due = django_filters.DateFromToRangeFilter(
        label="Due", widget=DateRangePickerWidget, method="filter_due"
    )
    work = django_filters.ChoiceFilter(
        label="Page status",
        choices=[
            ("draft", "Draft"),
            ("review", "In moderation"),
            ("approved", "Scheduled"),
            ("nobody", "Live, without a draft"),
        ],
        empty_label="Any",
        widget=RadioSelect,
        method="filter_work",
    )

    class Meta:
        model = RecommendationResponsePage
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["lead"].extra["choices"] = lambda: visible_leads(self.request)

    def filter_due(self, pages: QuerySet, name: str, value: slice) -> QuerySet:
        limits = {"gte": value.start, "lte": value.stop}
        days = {f"next_date__{name}": day.date() for name, day in limits.items() if day}
        rows = (
            RecommendationState.objects.overall()
            .annotate(next_date=DUE_DAY)
            .filter(**days)
        )
        return pages.filter(pk__in=rows.values("page"))

    def filter_work(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        in_review = Exists(
            WorkflowState.objects.filter(
                status=WorkflowState.STATUS_IN_PROGRESS,
                base_content_type=ContentType.objects.get_for_model(Page),
                object_id=Cast(OuterRef("pk"), CharField()),
            )
        )
        found = {
            "draft": pages.filter(
                ~in_review, has_unpublished_changes=True, approved_for=None
            ),
            "review": pages.filter(in_review),
            "approved": pages.filter(approved_for__isnull=False),
            "nobody": pages.filter(live=True, has_unpublished_changes=False),
        }
        return found[value]
