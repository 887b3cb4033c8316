"""The report “What readers say”."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from pages.core.reports_database import read_for_report
from pages.feedback import answer_counts
from pages.feedback.models import FeedbackEntry

REPORT_TITLE = "What readers say"
REPORT_ROUTE_NAME = "feedback_report"
WEEKS_SHOWN = 12
MAX_PERIOD = datetime.timedelta(days=3 * 366)
BAR_WIDTH = 20
CHART_HEIGHT = 100


def may_see_report(user: Any) -> bool:
    """Return whether ``user`` belongs to the team or may change some page."""
    return answer_counts.may_see_whole_site(user) or page_permission_policy.user_has_permission(
        user, "change"
    )


class DayField(forms.DateField):
    """A day in this century or the next."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(datetime.date(2000, 1, 1)),
        MaxValueValidator(datetime.date(2199, 12, 31)),
    ]


class PeriodForm(forms.Form):
    """The days, and optionally the page, to count."""

    first = DayField(label="From")
    last = DayField(label="To")
    page = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31 - 1)

    def clean(self) -> None:
        """Refuse an end before the beginning, and a period that is too long to read."""
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "Enter a date that is not before the first.")
        elif first and last and last - first > MAX_PERIOD:
            self.add_error("last", "Choose three years or less.")


def default_period() -> dict[str, datetime.date]:
    """Return the last weeks, including the current one."""
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    return {"first": monday - datetime.timedelta(weeks=WEEKS_SHOWN - 1), "last": today}


class FeedbackReportView(WagtailAdminTemplateMixin, TemplateView):
    """How many readers found what they needed, by page and by week, as tables and a chart."""

    page_title = REPORT_TITLE
    header_icon = "comment"
    template_name = "feedback/admin/report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse users who neither belong to the team nor may change a page."""
        if not may_see_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": REPORT_TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        default = default_period()
        form = PeriodForm({**default, **self.request.GET.dict()})
        period: dict[str, Any] = form.cleaned_data if form.is_valid() else default
        first, last = period["first"], period["last"]
        all_entries = read_for_report(answer_counts.entries_counted_for(self.request.user))
        entries = answer_counts.entries_received_between(all_entries, first, last)
        pages = answer_counts.answers_by_page(entries)
        chosen_page = next((each for each in pages if each.page and each.page == period.get("page")), None)
        if chosen_page:
            entries = entries.filter(page=chosen_page.page).exclude(about=FeedbackEntry.About.SITE)
        weeks = answer_counts.answers_by_week(entries, first, last)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "period": period,
            "pages": pages,
            "chosen": chosen_page,
            "weeks": weeks,
            "chart": chart_of_weeks(weeks),
            "answers": FeedbackEntry.Useful.choices,
            "may_see_whole_site": answer_counts.may_see_whole_site(self.request.user),
        }


def chart_of_weeks(weeks: Sequence[answer_counts.AnswerCounts]) -> dict[str, Any]:
    """Return the bars of a chart. Each week is a column, with “yes” at the bottom."""
    highest = max(week.total for week in weeks)
    bars = []
    for number, week in enumerate(weeks):
        top: float = CHART_HEIGHT
        for answer, count in week.counts.items():
            height = CHART_HEIGHT * count / highest if highest else 0
            top -= height
            if count:
                bars.append({"x": number * BAR_WIDTH + 2, "y": top, "height": height, "answer": answer})
    return {
        "bars": bars,
        "highest": highest,
        "width": BAR_WIDTH * len(weeks),
        "bar_width": BAR_WIDTH - 4,
        "height": CHART_HEIGHT,
    }
