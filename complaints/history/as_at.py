"""The register, a super-complaint or a recommendation as at the end of a day (``?as_at=``).

Pages are built again from their published versions alone, and have the states that were
recorded with these.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import group_sub_items, is_part_of
from complaints.models.recommendation_state import StateRecord, last_records
from complaints.status.respondent_states import RespondentState
from complaints.status.sentences import sentences_about_others
from complaints.vocabulary import Status
from pages.core import stored_content
from pages.core.addresses import AS_AT, reads_parameters
from pages.core.grouping import index_by, index_by_text_key
from pages.core.moments import end_of_day
from pages.core.page_visibility import public_descendants
from pages.core.partial_dates import EXAMPLES, UnreadableDateError, read_date
from pages.moderation.models import PublishedVersion

from .published_versions import (
    AnnotatedVersion,
    OrganisationsAsAt,
    annotate_withdrawal,
    build_page_from_version,
    expect_links_of_page,
    last_versions_before,
    report_responses_before,
    versions_of_pages,
    withdrawal_reason,
)
from .recorded_states import respondent_keys, states_on_day, with_status_of_a_part
from .version_texts import ReferencedNames
from .views import PAGE_SIZE, InvalidParameterError, render_subpage

PageView = Callable[[Any, HttpRequest], HttpResponseBase]
MAX_LENGTH_OF_DATE = 60

EXAMPLES_OF_DAYS = "27 March 2025 or 27/3/2025"
DAY_MISSING = "Enter the day as well, for example 31 March 2026."
FUTURE_DATE = "That day is in the future. Choose today or an earlier day."


def support_as_at(view: PageView) -> PageView:
    """Return ``view`` of a page, which then answers ``?as_at=`` with the page as at that day."""

    @reads_parameters(AS_AT)
    @wraps(view)
    def serve(page: Page, request: HttpRequest) -> HttpResponseBase:
        is_preview = getattr(request, "is_preview", False)
        past_day_asked = AS_AT in request.GET and not is_preview
        serve_page = serve_page_as_at if past_day_asked else view
        return serve_page(page, request)

    return serve


def parse_day(text: str) -> date:
    """Return the day that somebody typed, not after today; raise ``InvalidParameterError`` otherwise."""
    try:
        date_asked = read_date(text)
    except UnreadableDateError as error:
        raise InvalidParameterError(
            str(error).replace(EXAMPLES, EXAMPLES_OF_DAYS)
        ) from error
    if not date_asked.day:
        raise InvalidParameterError(DAY_MISSING)
    day = date_asked.earliest
    if day > timezone.localdate():
        raise InvalidParameterError(FUTURE_DATE)
    return day


def serve_page_as_at(page: Page, request: HttpRequest) -> TemplateResponse:
    """Show ``page`` as at the day in the parameter; an invalid day gives the form with a message."""
    typed = request.GET[AS_AT][:MAX_LENGTH_OF_DATE]
    try:
        day = parse_day(typed)
    except InvalidParameterError as error:
        title = "On another day"
        problem = str(error)
        return render_subpage(
            request, page, "as_at_problem", title, problem=problem, typed=typed
        )
    pages = find_pages_as_at(
        type(page).objects.filter(pk=page.pk), day, with_links=True
    )
    title = f"On {day:%-d %B %Y}"
    then = pages.readable[0] if pages.readable else None
    if then:
        expect_links_of_page(then.page)
    context: dict[str, Any] = {
        "day": day,
        "is_today": day == timezone.localdate(),
        "then": then,
        "built": then and then.page,
        # Links to other pages of the section keep the day.
        "keep": f"?as_at={day}",
    }
    if isinstance(page, SuperComplaintIndexPage):
        context |= register_as_at_context(page, day, request.GET.get("page"))
        return render_subpage(
            request, page, "as_at_index", title, **context, query=f"as_at={day}&"
        )
    if pages.hidden:
        context |= {"message": f"{pages.hidden_reason}.", "typed": typed}
        return render_subpage(
            request, page, "as_at_problem", title, status=410, **context
        )
    if not then:
        context |= {"message": _why_nothing_is_shown(page, day), "typed": typed}
        return render_subpage(request, page, "as_at_problem", title, **context)
    if isinstance(page, SuperComplaintPage):
        below = _find_recommendations_as_at(page, day)
        context |= {"recommendations": below.readable, "hidden": below.hidden}
        return render_subpage(request, page, "as_at_super_complaint", title, **context)
    context |= _recommendation_as_at_context(page, then, day)
    return render_subpage(request, page, "as_at_recommendation", title, **context)


def _why_nothing_is_shown(page: Page, day: date) -> str:
    reason = f"Nothing of this page was published by the end of {day:%-d %B %Y}."
    if first := PublishedVersion.objects.for_object(page).order_by("pk").first():
        reason += f" It was first published here on {timezone.localdate(first.published_at):%-d %B %Y}."
    return reason


def _find_recommendations_as_at(
    super_complaint: SuperComplaintPage, day: date
) -> "PagesAsAt":
    recommendations = RecommendationResponsePage.objects.all()
    return find_pages_as_at(public_descendants(recommendations, super_complaint), day)


def _recommendation_as_at_context(
    page: RecommendationResponsePage, then: "PageAsAt", day: date
) -> dict[str, Any]:
    super_complaint = page.super_complaint
    then.page.report_responses = report_responses_before(
        super_complaint, end_of_day(day)
    )
    below = _find_recommendations_as_at(super_complaint, day)
    # What nobody answered as a whole has the status of its parts, which stand beside
    # it.
    beside = next((item for item in below.readable if item.page == page), then)
    hidden = sum(is_part_of(item, then.page) for item in below.hidden_pages)
    return {
        "standings": beside.respondent_states,
        "recommendations": beside.parts,
        "hidden": hidden,
    }


@dataclass
class PageAsAt:
    """A page as at a day, and the version that it was built from."""

    page: Page
    version: AnnotatedVersion
    respondent_states: list[RespondentState] = field(default_factory=list)
    """For a recommendation: the state of each respondent on that day, after that of a part if it decides."""
    parts: list["PageAsAt"] = field(default_factory=list)
    """For a recommendation among those beside it: its readable parts."""
    total: int = 0
    """For a super-complaint in the register: the number of its readable recommendations with a status."""
    about_others: str = ""
    """How many are for other organisations or have no status, in words."""
    hidden: int = 0
    counts: list[tuple[Status, int]] = field(default_factory=list)


@dataclass
class PagesAsAt:
    """The pages as at a day that can be shown, and those whose words are hidden by now."""

    readable: list[PageAsAt]
    hidden_pages: list[Page] = field(default_factory=list)
    hidden_reason: str = ""

    @property
    def hidden(self) -> int:
        return len(self.hidden_pages)


def find_pages_as_at(
    pages: PageQuerySet, day: date, *, with_links: bool = False
) -> PagesAsAt:
    """Return ``pages``, which are public now and of one type, as at the end of ``day``.

    Only ``with_links`` keeps the links and documents of their texts: lists do not show
    them. The number of queries does not depend on the number of pages.
    """
    model = pages.model
    versions = list(_last_versions_on_day(pages, day))
    readable = [version for version in versions if not withdrawal_reason(version)]
    hidden = list(filter(withdrawal_reason, versions))
    records = {}
    if model is RecommendationResponsePage:
        records = last_records(readable, end_of_day(day))
    organisations = OrganisationsAsAt(
        model,
        [version.snapshot for version in readable],
        end_of_day(day),
        respondent_keys(records.values()),
    )
    present = model.objects.filter(pk__in=[version.object_id for version in versions])
    pages_by_key = index_by_text_key(present)
    names = ReferencedNames() if with_links else None
    if names:
        for version in readable:
            names.expect(
                stored_content.link_targets_in_snapshot(model, version.snapshot)
            )
    built = []
    for version in readable:
        if present_page := pages_by_key.get(version.object_id):
            page = build_page_from_version(version, present_page, organisations, names)
            built.append(PageAsAt(page, version))
    if model is RecommendationResponsePage:
        built.sort(key=lambda item: (item.page.sort_key, item.page.path))
        _add_states_and_parts(built, records, day, organisations)
    hidden_pages = [
        pages_by_key[version.object_id]
        for version in hidden
        if version.object_id in pages_by_key
    ]
    reason = withdrawal_reason(hidden[0]) if hidden else ""
    return PagesAsAt(built, hidden_pages, reason)


def _add_states_and_parts(
    recommendations: list[PageAsAt],
    records: Mapping[int, StateRecord],
    day: date,
    organisations: OrganisationsAsAt,
) -> None:
    for item in recommendations:
        if record := records.get(item.version.pk):
            of_respondents = states_on_day(record, day, organisations)
            item.respondent_states = with_status_of_a_part(of_respondents, record, day)
    by_page = index_by(recommendations, "page")
    for page, parts in group_sub_items(by_page).items():
        by_page[page].parts = [by_page[part] for part in parts]


# The register


def register_as_at_context(
    index_page: SuperComplaintIndexPage, day: date, number: str | None
) -> dict[str, object]:
    """Return page ``number`` of the super-complaints, the newest first, with the statuses below them."""
    pages = find_pages_as_at(
        public_descendants(SuperComplaintPage.objects.all(), index_page), day
    )
    by_title = sorted(pages.readable, key=lambda item: item.page.title)
    newest_first = sorted(
        by_title, key=lambda item: str(item.page.submitted or ""), reverse=True
    )
    listed = Paginator(newest_first, PAGE_SIZE).get_page(number)
    _add_state_counts(list(listed), index_page, day)
    return {"listed": listed, "hidden": pages.hidden}


def _last_versions_on_day(pages: PageQuerySet, day: date) -> QuerySet[AnnotatedVersion]:
    return last_versions_before(
        annotate_withdrawal(versions_of_pages(pages)), end_of_day(day)
    )


def _add_state_counts(
    listed: list[PageAsAt], index_page: SuperComplaintIndexPage, day: date
) -> None:
    """Add to each super-complaint the number of its recommendations with each status, and of hidden ones."""
    is_below_listed = Q(pk=None)
    for item in listed:
        is_below_listed |= Q(path__startswith=item.page.path)
    recommendations = public_descendants(
        RecommendationResponsePage.objects.filter(is_below_listed), index_page
    )
    parent_paths = {
        str(pk): path[: -Page.steplen]
        for pk, path in recommendations.values_list("pk", "path")
    }
    # All that is asked of them below.
    needed = ("object_id", "redacted_at", "redacted_because")
    versions = list(_last_versions_on_day(recommendations, day).only(*needed))
    records = last_records(versions, end_of_day(day))
    statuses_by_parent: dict[str, Counter[Status]] = defaultdict(Counter)
    without_status: dict[str, Counter[str]] = defaultdict(Counter)
    for_others = Counter[str]()
    hidden = Counter[str]()
    for version in versions:
        parent_path = parent_paths.get(version.object_id, "")
        if withdrawal_reason(version):
            hidden[parent_path] += 1
            continue
        overall = records[version.pk].overall if version.pk in records else None
        if not overall or overall.is_part:
            continue
        if status := overall.status_on(day):
            statuses_by_parent[parent_path][status] += 1
            if not overall.is_asked:
                for_others[parent_path] += 1
        else:
            without_status[parent_path][overall.who_is_asked] += 1
    for item in listed:
        path = item.page.path
        statuses = statuses_by_parent[path]
        item.total = statuses.total()
        item.about_others = sentences_about_others(
            for_others[path], item.total, without_status[path]
        )
        item.counts = [
            (status, statuses[status]) for status in Status if statuses[status]
        ]
        item.hidden = hidden[path]
