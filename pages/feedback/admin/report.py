"""The report “What readers say”, without any text or address that a reader typed, and improvements."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from pages.core.moments import end_of_day, start_of_day
from pages.core.stored_content import parse_key
from pages.feedback.models import FeedbackEntry, Improvement
from pages.moderation.views.base import AdminView
from pages.moderation.views.editor import (
    PUBLIC_STATE,
    AddSnippet,
    ModeratedSnippetViewSet,
)

ANSWER_CODES = FeedbackEntry.Useful.values


@dataclass
class AnswerCounts:
    """How many readers gave each answer, for a page or a week."""

    label: str | datetime.date
    page: int | None = None
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(ANSWER_CODES, 0)
    )

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def found_share(self) -> int | None:
        """The percentage who found all they needed; ``None`` without answers."""
        if self.total:
            return round(100 * self.counts["yes"] / self.total)
        return None


def may_see_whole_site(user: Any) -> bool:
    """Return True if ``user`` may see the counts of the whole site, not only of pages they may change."""
    return policy_registry.get_by_type(FeedbackEntry).user_has_permission(user, "view")


def entries_counted_for(user: Any) -> QuerySet[FeedbackEntry]:
    """Return the answers that ``user`` may count; who wrote without one is not counted."""
    entries = (
        FeedbackEntry.objects.exclude(useful="")
        .exclude(state=FeedbackEntry.State.SPAM)
        .order_by()
    )
    policy = policy_registry.get_by_type(FeedbackEntry)
    readable_entries = policy.instances_user_has_permission_for(user, "view")
    editable_pages = page_permission_policy.instances_user_has_permission_for(
        user, "change"
    )
    is_readable = Q(pk__in=readable_entries.order_by().values("pk"))
    is_about_editable_page = Q(page__in=editable_pages.order_by().values("pk"))
    return entries.filter(
        is_readable | (is_about_editable_page & ~Q(about=FeedbackEntry.About.SITE))
    )


def answers_by_page(entries: QuerySet[FeedbackEntry]) -> list[AnswerCounts]:
    """Return the counts by page, most answers first; the whole site and pages that are gone come last."""
    whole_site = AnswerCounts("The whole website")
    no_page = AnswerCounts("Pages that are not public now, or none")
    pages: dict[int, AnswerCounts] = {}
    # The title of a page that is not public may be that of a draft.
    titles = dict(
        Page.objects.filter(live=True, pk__in=entries.values("page")).values_list(
            "pk", "title"
        )
    )
    for row in entries.values("page", "about", "useful").annotate(number=Count("pk")):
        if row["about"] == FeedbackEntry.About.SITE:
            answers = whole_site
        elif row["page"] not in titles:
            answers = no_page
        else:
            answers = pages.setdefault(
                row["page"], AnswerCounts(titles[row["page"]], row["page"])
            )
        answers.counts[row["useful"]] += row["number"]
    most_answered_first = sorted(
        pages.values(), key=lambda page: (-page.total, str(page.label))
    )
    return [
        *most_answered_first,
        *(row for row in (whole_site, no_page) if row.total),
    ]


def answers_by_week(
    entries: QuerySet[FeedbackEntry], first: datetime.date, last: datetime.date
) -> list[AnswerCounts]:
    """Return the counts for each week (from Monday) between two days, oldest first, with empty weeks."""
    monday = first - datetime.timedelta(days=first.weekday())
    weeks = {}
    while monday <= last:
        weeks[monday] = AnswerCounts(monday)
        monday += datetime.timedelta(weeks=1)
    rows = entries.annotate(week=TruncWeek("created_at")).values_list(
        "week", "useful", Count("pk")
    )
    for week, answer, number in rows:
        weeks[timezone.localdate(week)].counts[answer] += number
    return list(weeks.values())


REPORT_TITLE = "Reader feedback"
WEEKS_SHOWN = 12
MAX_PERIOD = datetime.timedelta(days=3 * 366)
BAR_WIDTH = 20
CHART_HEIGHT = 100


def may_see_report(user: Any) -> bool:
    return may_see_whole_site(user) or page_permission_policy.user_has_permission(
        user, "change"
    )


class DayField(forms.DateField):
    """A day in this century or the next."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(datetime.date(2000, 1, 1)),
        MaxValueValidator(datetime.date(2199, 12, 31)),
    ]


class ReportPeriodForm(forms.Form):
    """The days, and optionally the page, to count."""

    first = DayField(label="From")
    last = DayField(label="To")
    page = forms.IntegerField(
        required=False, widget=forms.HiddenInput, max_value=2**31 - 1
    )

    def clean(self) -> None:
        super().clean()
        first = self.cleaned_data.get("first")
        last = self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error(
                "last", "The end date must be the same as or after the start date."
            )
        elif first and last and last - first > MAX_PERIOD:
            self.add_error("last", "Choose 3 years or less.")


class FeedbackReportView(AdminView, TemplateView):
    """How many readers found what they needed, by page and by week, as tables and a chart."""

    page_title = REPORT_TITLE
    header_icon = "comment"
    template_name = "feedback/admin/report.html"
    opens_to = staticmethod(may_see_report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        monday = today - datetime.timedelta(days=today.weekday())
        period: dict[str, Any] = {
            "first": monday - datetime.timedelta(weeks=WEEKS_SHOWN - 1),
            "last": today,
        }
        form = ReportPeriodForm({**period, **self.request.GET.dict()})
        if form.is_valid():
            period = form.cleaned_data
        first = period["first"]
        last = period["last"]
        all_entries = entries_counted_for(self.request.user)
        entries = all_entries.filter(
            created_at__gte=start_of_day(first), created_at__lt=end_of_day(last)
        )
        pages = answers_by_page(entries)
        chosen_page = None
        for page in pages:
            if page.page and page.page == period.get("page"):
                chosen_page = page
        if chosen_page:
            entries = entries.filter(page=chosen_page.page).exclude(
                about=FeedbackEntry.About.SITE
            )
        weeks = answers_by_week(entries, first, last)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "period": period,
            "pages": pages,
            "chosen": chosen_page,
            "weeks": weeks,
            "chart": chart_of_weeks(weeks),
            "answers": FeedbackEntry.Useful.choices,
            "may_see_whole_site": may_see_whole_site(self.request.user),
        }


def chart_of_weeks(weeks: Sequence[AnswerCounts]) -> dict[str, Any]:
    """Return the bars of a chart. Each week is a column, with “yes” at the bottom."""
    highest = max(week.total for week in weeks)
    bars = []
    for number, week in enumerate(weeks):
        top: float = CHART_HEIGHT
        for answer, count in week.counts.items():
            height = CHART_HEIGHT * count / highest if highest else 0
            top -= height
            if count:
                bars.append(
                    {
                        "x": number * BAR_WIDTH + 2,
                        "y": top,
                        "height": height,
                        "answer": answer,
                    }
                )
    return {
        "bars": bars,
        "highest": highest,
        "width": BAR_WIDTH * len(weeks),
        "bar_width": BAR_WIDTH - 4,
        "height": CHART_HEIGHT,
    }


class ImprovementAddView(AddSnippet):
    """Starts a line.

    It refers to the entry it comes from, but does not copy its text.
    """

    def get_initial_form_instance(self) -> Improvement:
        return Improvement(entry=self._entry())

    def get_add_url(self) -> str:
        entry = self._entry()
        address = reverse(self.add_url_name)
        return f"{address}?entry={entry.pk}" if entry else address

    def _entry(self) -> FeedbackEntry | None:
        """Return the entry that the query parameter names, if the user may see it."""
        policy = policy_registry.get_by_type(FeedbackEntry)
        visible_entries = policy.instances_user_has_permission_for(
            self.request.user, "view"
        )
        return visible_entries.filter(
            pk=parse_key(self.request.GET.get("entry"))
        ).first()


class ImprovementViewSet(ModeratedSnippetViewSet):
    """The screens of lines, published or not."""

    model = Improvement
    icon = "success"
    menu_label = "You said, we did"
    menu_order = 310
    add_to_admin_menu = True
    add_view_class = ImprovementAddView
    list_display = ["you_said", "we_did", PUBLIC_STATE]
