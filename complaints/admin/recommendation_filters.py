"""The filters of the CMS's lists of recommendations."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page, WorkflowState
from wagtail.permissions import page_permission_policy

from complaints.models import RecommendationResponsePage, RecommendationState, SuperComplaintPage
from complaints.models.recommendation_state import DUE_DAY, MONTHS_WITHOUT_UPDATE
from complaints.vocabulary import OVERALL_POSITION_CHOICES, State

DAYS_SOON = 30


def visible_super_complaints(request: HttpRequest) -> QuerySet[SuperComplaintPage]:
    """Return the super-complaints that the user may see, drafts included."""
    visible = page_permission_policy.explorable_instances(request.user)
    return SuperComplaintPage.objects.filter(pk__in=visible.order_by().values("pk")).order_by("title")


class SuperComplaintFilter(django_filters.ModelMultipleChoiceFilter):
    """Finds the recommendations below the chosen super-complaints."""

    def get_filter_predicate(self, v: SuperComplaintPage) -> dict[str, Any]:
        """Look for pages below ``v``."""
        return {"path__startswith": v.path}


class RecommendationFilterSet(WagtailFilterSet):
    """Filters by super-complaint, status, position, what is due, and who has it."""

    super_complaint = SuperComplaintFilter(
        label="Super-complaint", queryset=visible_super_complaints, widget=CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=State.choices, widget=CheckboxSelectMultiple, method="filter_status"
    )
    position = django_filters.MultipleChoiceFilter(
        label="Position",
        choices=OVERALL_POSITION_CHOICES,
        widget=CheckboxSelectMultiple,
        method="filter_position",
    )
    attention = django_filters.ChoiceFilter(
        label="Needs attention",
        choices=[
            ("overdue", "Overdue"),
            ("passed", "Deadline passed, no update"),
            ("soon", f"Due within {DAYS_SOON} days"),
            ("silent", f"No update for {MONTHS_WITHOUT_UPDATE} months"),
        ],
        empty_label="Any",
        widget=RadioSelect,
        method="filter_attention",
    )
    due = django_filters.DateFromToRangeFilter(label="Due", widget=DateRangePickerWidget, method="filter_due")
    work = django_filters.ChoiceFilter(
        label="Who has it",
        choices=[
            ("draft", "An editor: draft"),
            ("review", "A reviewer: in review"),
            ("approved", "Approved, not yet published"),
            ("nobody", "Nobody: live, without a draft"),
        ],
        empty_label="Anybody",
        widget=RadioSelect,
        method="filter_work",
    )

    class Meta:
        model = RecommendationResponsePage
        fields: list[str] = []

    def filter_status(self, pages: QuerySet, name: str, values: Iterable[str]) -> QuerySet:
        """Find what is in one of the states today."""
        rows = RecommendationState.objects.overall()
        found = [rows.in_state(value).values("page") for value in values]
        return pages.filter(pk__in=found[0].union(*found[1:])) if found else pages

    def filter_position(self, pages: QuerySet, name: str, values: Iterable[str]) -> QuerySet:
        """Find what has one of the positions."""
        rows = RecommendationState.objects.overall()
        return pages.filter(pk__in=rows.filter(position__in=values).values("page")) if values else pages

    def filter_attention(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        """Find what is overdue, has passed without an update, is due soon, or without an update for long."""
        rows, today = RecommendationState.objects.overall(), timezone.localdate()
        found = {
            "overdue": rows.overdue(),
            "passed": rows.deadline_passed(),
            "soon": rows.annotate(next_date=DUE_DAY).filter(
                next_date__range=(today, today + timedelta(days=DAYS_SOON))
            ),
            "silent": rows.not_updated_for_six_months(),
        }
        return pages.filter(pk__in=found[value].values("page"))

    def filter_due(self, pages: QuerySet, name: str, value: slice) -> QuerySet:
        """Find what is due from the first day to the last one."""
        limits = {"gte": value.start, "lte": value.stop}
        days = {f"next_date__{name}": day.date() for name, day in limits.items() if day}
        rows = RecommendationState.objects.overall().annotate(next_date=DUE_DAY).filter(**days)
        return pages.filter(pk__in=rows.values("page"))

    def filter_work(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        """Find drafts, what is in review, what is approved and waits, or the rest."""
        in_review = Exists(
            WorkflowState.objects.filter(
                status=WorkflowState.STATUS_IN_PROGRESS,
                base_content_type=ContentType.objects.get_for_model(Page),
                object_id=Cast(OuterRef("pk"), CharField()),
            )
        )
        found = {
            "draft": pages.filter(~in_review, has_unpublished_changes=True, approved_for=None),
            "review": pages.filter(in_review),
            "approved": pages.filter(approved_for__isnull=False),
            "nobody": pages.filter(live=True, has_unpublished_changes=False),
        }
        return found[value]
