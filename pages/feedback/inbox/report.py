"""The report “What readers say”."""

import datetime
from collections.abc import Sequence

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from pages.feedback import figures
from pages.feedback.models import FeedbackEntry

TITLE = "What readers say"
NAME = "feedback_report"
WEEKS_SHOWN = 12
LONGEST = datetime.timedelta(days=3 * 366)
BAR_WIDTH = 20
CHART_HEIGHT = 100


def may_see(user) -> bool:
    """Whether the person belongs to the team or may change some page."""
    return figures.sees_everything(user) or page_permission_policy.user_has_permission(user, "change")


class DayField(forms.DateField):
    """A day that this site can have lived through."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(datetime.date(2000, 1, 1)),
        MaxValueValidator(datetime.date(2199, 12, 31)),
    ]


class PeriodForm(forms.Form):
    """Which days are counted, and of which page."""

    first = DayField(label="From")
    last = DayField(label="To")
    page = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31 - 1)

    def clean(self):
        """Refuse an end before the beginning, and more weeks than anyone reads."""
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "Enter a date that is not before the first.")
        elif first and last and last - first > LONGEST:
            self.add_error("last", "Choose three years or less.")


def usual_period() -> dict[str, datetime.date]:
    """Return the last weeks, this one included."""
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    return {"first": monday - datetime.timedelta(weeks=WEEKS_SHOWN - 1), "last": today}


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """Usefulness by page and by week, as tables and a chart."""

    page_title = TITLE
    header_icon = "comment"
    template_name = "feedback/admin/report.html"

    def dispatch(self, request, *args, **kwargs):
        """Refuse those who neither belong to the team nor may change a page."""
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """Name the report."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs):
        """Count."""
        usual = usual_period()
        form = PeriodForm({**usual, **self.request.GET.dict()})
        period = form.cleaned_data if form.is_valid() else usual
        first, last = period["first"], period["last"]
        everything = figures.visible_entries(self.request.user)
        entries = figures.received_between(everything, first, last)
        pages = figures.by_page(entries)
        chosen = next((tally for tally in pages if tally.page and tally.page == period.get("page")), None)
        if chosen:
            entries = entries.filter(page=chosen.page).exclude(about=FeedbackEntry.About.SITE)
        weeks = figures.by_week(entries, first, last)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "period": period,
            "pages": pages,
            "chosen": chosen,
            "weeks": weeks,
            "chart": chart(weeks),
            "answers": FeedbackEntry.Useful.choices,
            "sees_everything": figures.sees_everything(self.request.user),
        }


def chart(weeks: Sequence[figures.Tally]) -> dict:
    """Return the bars of a chart in which each week is a column, with “yes” at the bottom."""
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
