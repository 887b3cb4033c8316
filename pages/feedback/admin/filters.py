"""The filters of the list of entries."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django_filters.fields import ModelChoiceField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

from pages.feedback import team
from pages.feedback.models import FeedbackEntry


class PersonField(ModelChoiceField):
    """A choice of users by their display names."""

    def label_from_instance(self, obj: Any) -> str:
        return get_user_display_name(obj)


class PersonFilter(django_filters.ModelChoiceFilter):
    """Filters by the colleague, or nobody, that entries are assigned to."""

    field_class = PersonField


def _pages_with_feedback(request: HttpRequest) -> QuerySet[Page]:
    page_ids = FeedbackEntry.objects.filter(page__isnull=False).values("page")
    return Page.objects.filter(pk__in=page_ids).order_by("title")


class EntryFilterSet(WagtailFilterSet):
    """Filters by state, subject, answer, page, date and colleague."""

    state = django_filters.MultipleChoiceFilter(
        label="State",
        choices=FeedbackEntry.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    about = django_filters.MultipleChoiceFilter(
        label="About", choices=FeedbackEntry.About.choices, widget=forms.CheckboxSelectMultiple
    )
    useful = django_filters.MultipleChoiceFilter(
        label="Found what they needed",
        choices=FeedbackEntry.Useful.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    page = django_filters.ModelChoiceFilter(label="Page", queryset=_pages_with_feedback, empty_label="All")
    created_at = django_filters.DateFromToRangeFilter(label="Received", widget=DateRangePickerWidget)
    assigned_to = PersonFilter(
        label="Assigned to",
        queryset=lambda request: team.team_members().order_by("username"),
        empty_label="All",
        null_label="Nobody",
    )

    class Meta:
        model = FeedbackEntry
        fields: list[str] = []
