"""The public recommendations and super-complaints of a section, for lists."""

from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import NullIf
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.models import Site
from wagtail.query import PageQuerySet

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import (
    PARENT_PATH,
    RecommendationQuerySet,
)
from complaints.models.recommendation_state import (
    DEADLINE_IN_WORDS,
    DUE_DAY,
    RecommendationStateQuerySet,
)
from complaints.vocabulary import Status
from pages.core.page_visibility import (
    is_public_descendant,
    public_children,
    public_descendants,
    public_pages,
)
from pages.published.editions import remember

SORT_ORDERS = {
    "number": "super-complaint and number",
    "deadline": "deadline",
    "overdue": "longest past the deadline",
    "changed": "last change to the page",
}
"""The orders in which recommendations can be sorted; the first one is the default."""


def public_section(request: HttpRequest) -> SuperComplaintIndexPage | None:
    """Return the section of the site that ``request`` asks; ``None`` if that has no public one."""

    def find() -> SuperComplaintIndexPage | None:
        site = Site.find_for_request(request)
        if site:
            return public_pages(SuperComplaintIndexPage.objects.in_site(site)).first()
        return None

    return remember(request, "public section", find)


def public_super_complaint(
    index_page: SuperComplaintIndexPage, slug: str
) -> SuperComplaintPage:
    """Return the public super-complaint with ``slug``; raise ``Http404`` if there is none."""
    return get_object_or_404(
        public_children(SuperComplaintPage.objects.filter(slug=slug), index_page)
    )


def listed_recommendations(
    index_page: SuperComplaintIndexPage,
) -> RecommendationQuerySet:
    """Return the public recommendations under ``index_page``, without those that are parts of others."""
    counted = RecommendationState.objects.counted()
    return _public_items(index_page).filter(pk__in=counted.values("page"))


def listed_parts(index_page: SuperComplaintIndexPage) -> RecommendationQuerySet:
    parts = RecommendationState.objects.overall().filter(is_part=True)
    return _public_items(index_page).filter(pk__in=parts.values("page"))


def _public_items(index_page: SuperComplaintIndexPage) -> RecommendationQuerySet:
    return public_descendants(RecommendationResponsePage.objects.all(), index_page)


def listed_states(index_page: SuperComplaintIndexPage) -> RecommendationStateQuerySet:
    return RecommendationState.objects.filter(
        is_public_descendant(index_page, "page__")
    )


def listed_super_complaints(index_page: SuperComplaintIndexPage) -> PageQuerySet:
    return public_children(SuperComplaintPage.objects.all(), index_page).order_by(
        "-submitted", "title", "pk"
    )


def filter_with_parts(
    recommendations: RecommendationQuerySet,
    parts: RecommendationQuerySet,
    *conditions: Q,
) -> RecommendationQuerySet:
    """Return what meets all ``conditions``, itself or by one of its ``parts``."""
    wholes = parts.filter(*conditions).values("states__whole")
    return recommendations.filter(Q(*conditions) | Q(pk__in=wholes))


def _unfinished_state() -> RecommendationStateQuerySet:
    """Return, for a page in an outer query, its state as a whole, unless it is finished."""
    return (
        RecommendationState.objects.overall().unfinished().filter(page=OuterRef("pk"))
    )


def _passed_deadline_day() -> QuerySet:
    """Return, for a page, the last day of its deadline or due date if that has passed."""
    day = "last_day_before_past_deadline"
    return (
        _unfinished_state()
        .filter(**{f"{day}__lt": timezone.localdate()})
        .values(day)[:1]
    )


def _first_passed_day() -> QuerySet:
    """Return, for a page, the last day of the first of its dates that has passed, unless it is finished."""
    rows = _unfinished_state()
    return (
        rows.annotate(first_day=DUE_DAY)
        .filter(first_day__lt=timezone.localdate())
        .values("first_day")[:1]
    )


def sort_recommendations(
    recommendations: RecommendationQuerySet, sort: str
) -> RecommendationQuerySet:
    """Return ``recommendations`` in one of ``SORT_ORDERS``, those without a date last; then by number.

    A deadline in words names no day to count from. What has one follows what has a
    date, and what is past one follows what is past a date. Last comes what is past its
    deadline to respond alone.
    """
    has_no_deadline = Case(When(deadline="", deadline_printed="", then=1), default=0)
    orders = {
        "number": [],
        "deadline": [
            NullIf(F("deadline"), Value("")).asc(nulls_last=True),
            has_no_deadline.asc(),
        ],
        "overdue": [
            F("passed_deadline_day").asc(nulls_last=True),
            F("is_past_in_words").desc(),
            F("first_passed_day").asc(nulls_last=True),
        ],
        "changed": [F("last_published_at").desc(nulls_last=True)],
    }
    by_parent = recommendations.alias(parent_path=PARENT_PATH)
    if sort == "overdue":
        past_in_words = _unfinished_state().filter(deadline_over=True)
        by_parent = by_parent.alias(
            passed_deadline_day=Subquery(_passed_deadline_day()),
            is_past_in_words=Exists(past_in_words),
            first_passed_day=Subquery(_first_passed_day()),
        )
    return by_parent.order_by(*orders[sort], "parent_path", "sort_key", "path")


def find_oldest_passed_date(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> dict[str, Any]:
    """Return the one that is longest past the deadline, that date, and how many share it.

    It is empty if nothing is past a deadline with a date.
    """
    counted = listed_states(index_page).counted()
    dated = counted.filter(last_day_before_past_deadline__lt=timezone.localdate())
    first = dated.order_by("last_day_before_past_deadline", "page__path").first()
    if not first:
        return {}
    page = listed_recommendations(index_page).filter(pk=first.page_id).first()
    if not page:
        return {}
    last_day = first.last_day_before_past_deadline
    passed_date = next(
        date for date in (first.deadline, first.due) if date and date.latest == last_day
    )
    is_one_day = passed_date == first.deadline and bool(passed_date.day)
    in_words = counted.unfinished().past_any_deadline().filter(DEADLINE_IN_WORDS)
    list_address = f"{index_page.get_url(request) or ''}recommendations/"
    return {
        "passed_date": passed_date,
        "page": page,
        "address": page.get_url(request) or "",
        "others": dated.filter(last_day_before_past_deadline=last_day).count() - 1,
        "with_this_deadline": dated.filter(deadline=first.deadline).count()
        if is_one_day
        else 0,
        "list_address": f"{list_address}?status={Status.PAST_DEADLINE}"
        f"&deadline_from={first.deadline}&deadline_to={first.deadline}",
        "in_words": in_words.count(),
        "in_words_address": f"{list_address}?progress=overdue&progress=deadline_in_words",
    }
