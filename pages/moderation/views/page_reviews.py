"""The screen on which one says that a page is still right, and the report of when each page is looked at."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import page_permission_policy

from pages.moderation.approval import page_review, roles
from pages.moderation.approval.permissions import may_edit

from .base import AdminReport
from .decisions import DecisionView
from .open_reviews import find_moderated_object

SOON = timedelta(days=14)


class PageReviewForm(forms.Form):
    """Takes the day of the next review, and knows the text that was on the screen."""

    next_review = forms.DateField(
        required=False,
        widget=AdminDateInput,
        label="Next review",
        help_text="Leave blank for 6 months after the last review or the first publication.",
    )
    digest = forms.CharField(widget=forms.HiddenInput)

    def clean_next_review(self) -> date | None:
        day: date | None = self.cleaned_data["next_review"]
        if day and day <= timezone.localdate():
            raise ValidationError("Enter a date in the future, or leave this blank.")
        return day


class PageReviewView(DecisionView):
    """Asks whether a public page is still right.

    The second person who says so confirms it.
    """

    page_title = "Review date"
    header_icon = "calendar-check"
    template_name = "moderation/page_review.html"
    form_class = PageReviewForm

    def get_object(self) -> Any:
        page = find_moderated_object("wagtailcore.page", self.kwargs["pk"])
        if not page.live or not hasattr(page, "full_name"):
            raise Http404
        self.digest = page_review.digest_of_public_page(page)
        return page

    def may_open(self) -> bool:
        return may_edit(self.object, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        day = _of_review(self.object, "next_review")
        if day and day <= timezone.localdate():
            day = None
        return {"digest": self.digest, "next_review": day}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = page_review.first_to_say_so(self.object, self.digest)
        due = (
            page_review.with_review_days(Page.objects.filter(pk=self.object.pk))
            .get()
            .review_due
        )
        return super().get_context_data(first=first, due=due, **kwargs)

    def decide(self, chosen: dict[str, Any]) -> str:
        if "correct" not in self.request.POST:
            page_review.set_next_review(
                self.object, chosen["digest"], chosen["next_review"]
            )
            return (
                f"The date of the next review has been saved: {self.object.full_name}."
            )
        if page_review.confirm_page_is_right(
            self.object, self.request.user, chosen["digest"], chosen["next_review"]
        ):
            return f"Confirmed still correct: {self.object.full_name}. Readers see today as “Last reviewed”."
        return f"Saved: {self.object.full_name} is still correct. A second person needs to confirm this."


def pages_seen_by(user: User) -> QuerySet[Page]:
    return page_permission_policy.explorable_instances(user).filter(
        depth__gt=1, live=True
    )


def waiting_for(user: User) -> QuerySet[Page]:
    """Return the pages that somebody else than ``user`` has said to be right, for them to confirm."""
    pages = pages_seen_by(user).filter(page_review__first_person__isnull=False)
    return pages.exclude(page_review__first_person=user)


class PageReviewFilterSet(WagtailFilterSet):
    """Filters by what is due, and by type."""

    review = django_filters.ChoiceFilter(
        label="Review",
        choices=[
            ("due", "Due"),
            ("soon", f"Due within {SOON.days} days"),
            ("waiting", "To be confirmed by a second person"),
            ("usual", "No date set"),
        ],
        empty_label="Any",
        widget=forms.RadioSelect,
        method="filter_review",
    )
    content_type = ContentTypeFilter(
        label="Type",
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def filter_review(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return {
            "due": pages.filter(review_due__lte=today),
            "soon": pages.filter(review_due__gt=today, review_due__lte=today + SOON),
            "waiting": pages.filter(page_review__first_person__isnull=False),
            "usual": pages.filter(page_review__next_review=None),
        }[value]


def _day(day: date | None) -> str:
    return format_date(day, "j F Y") if day else ""


def _of_review(page: Page, field: str) -> Any:
    return getattr(getattr(page, "page_review", None), field, None)


class PageReviewReport(AdminReport):
    """Lists the public pages by the day of their next review."""

    model = Page
    page_title = "Review dates"
    header_icon = "calendar-check"
    index_url_name = "page_reviews"
    opens_to = staticmethod(roles.may_see_sets)
    order_in_menu = 60
    filterset_class = PageReviewFilterSet
    default_ordering = ("review_due", "path")
    columns = [
        TitleColumn(
            "title",
            label="Page",
            width="30%",
            get_url=lambda page: (
                f"{reverse('moderation:page_review', args=[page.pk])}?next={reverse('page_reviews')}"
            ),
        ),
        Column("address", label="Address", accessor=lambda page: page.url or ""),
        Column("type", label="Type", accessor=lambda page: page.page_type_display_name),
        Column(
            "last_reviewed",
            label="Last reviewed",
            accessor=lambda page: _day(_of_review(page, "last_reviewed")),
        ),
        Column(
            "review_due",
            label="Next review",
            accessor=lambda page: _day(page.review_due),
        ),
        Column(
            "first_person",
            label="Checked by",
            accessor=lambda page: roles.display_name(_of_review(page, "first_person")),
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        pages = page_review.with_review_days(pages_seen_by(self.request.user))
        return pages.select_related("content_type", "page_review__first_person")

    def to_row_dict(self, item: Page) -> dict[str, str]:
        return {column.name: column.get_value(item) for column in self.columns}

    def get_filename(self) -> str:
        return f"review-dates-{timezone.localdate():%Y-%m-%d}"


def number_to_review(user: User) -> int:
    return page_review.pages_to_review(pages_seen_by(user)).count()
