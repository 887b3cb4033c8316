"""The page of a super-complaint, with recommendations as cards, and its whole response."""

from collections import Counter
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from complaints.models import (
    NextUpdate,
    RecommendationResponsePage,
    SuperComplaintPage,
    identifiers,
)
from complaints.models.next_update import open_promises
from complaints.models.recommendation_queryset import (
    NAMED,
    WHO_RAISED_IT,
    read_children,
)
from complaints.models.response import Response
from complaints.reminders.due_months import count_due_months
from complaints.vocabulary import (
    FINISHED_STATES,
    STATES_WITHOUT_RESPONSE,
    UNFINISHED_STATUSES,
    ItemKind,
    Status,
)
from pages.content import link_prefetch
from pages.core.page_visibility import public_children
from pages.moderation.models import PublishedVersion

from .last_reported import may_be_old
from .organisation_cards import (
    explains_accepts,
    list_missing_responses,
    list_names_asked,
    list_parties,
    overall_status_of,
)
from .recommendation_list import list_address
from .rows import prepare_rows
from .state_counts import (
    Progress,
    count_asked_locally,
    count_asking_force,
    past_for_one_among,
    report_sentence,
    super_complaint_answer,
)
from .timeline import list_events_of_report


def withdrawn_last_versions() -> QuerySet[PublishedVersion]:
    """Return the last version of each page whose last version was taken down, without its content."""
    newer = PublishedVersion.objects.filter(
        model=OuterRef("model"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    last = PublishedVersion.objects.filter(
        ~Exists(newer), model=Page._meta.label_lower, withdrawn_at__isnull=False
    )
    return last.only(
        "object_id", "identifier", "path", "withdrawn_at", "withdrawn_because"
    )


def list_withdrawn_pages(
    super_complaint: SuperComplaintPage,
) -> list[tuple[date, str, str]]:
    """Return day, name and reason of the recommendations that were taken down and not published again."""
    versions = list(
        withdrawn_last_versions().filter(
            identifier__startswith=f"{super_complaint.identifier}/"
        )
    )
    if not versions:
        return []
    pages = RecommendationResponsePage.objects.in_bulk(
        [int(version.object_id) for version in versions]
    )
    closed = tuple(PageViewRestriction.objects.values_list("page__url_path", flat=True))
    withdrawn = []
    for version in versions:
        page = pages.get(int(version.object_id))
        if page and (
            page.live
            or not page.is_child_of(super_complaint)
            or page.url_path.startswith(closed)
        ):
            continue
        day = timezone.localdate(version.withdrawn_at)
        reason = version.get_withdrawn_because_display()
        withdrawn.append((day, _name(version.identifier), reason))
    return sorted(withdrawn)


def _name(identifier: str) -> str:
    """Return what the item is called, from its identifier, which is public: ``Recommendation 7.1``."""
    kind, _, number = identifier.rpartition("/")[2].partition("-")
    label = dict(ItemKind.choices).get(kind, ItemKind.RECOMMENDATION.label)
    if identifiers.is_number(number):
        return f"{label} {number}"
    return label


WHOLE_RESPONSE_TITLE = "The whole response"
SHOWN_WITH_PAGE = (
    *WHO_RAISED_IT,
    Prefetch("responses__respondents", NAMED),
    "next_updates",
)
NO_PART_OF_WHAT_IS_SAID = ("pk", "page", "sort_order", "narrative")
"""Fields of a response that say where it is, and its text, which is compared apart."""


def serve(page: SuperComplaintPage, request: HttpRequest) -> TemplateResponse:
    context = recommendations_context(page, request)
    items = context["recommendations"]
    prepare_rows(items)
    for item in items:
        item.parts = item.sub_items
    context["events"] = list_events_of_report(page, items)
    context["explains_accepts"] = explains_accepts(items)
    context["responses_missing"] = list_missing_in_words(items)
    context["may_be_old"] = may_be_old(
        context["last_reported"], context["all_recommendations"]
    )
    return page.render(request, context_overrides=context)


def list_missing_in_words(items: list[RecommendationResponsePage]) -> list[str]:
    """Return the organisations that lack a response, with how many each of them lacks."""
    organisations = []
    for name, (missing, asked) in count_missing_responses(items).items():
        if asked == 1:
            to_which = "to the only recommendation here for it"
        elif missing == asked == 2:
            to_which = "to both recommendations here for it"
        elif missing == asked:
            to_which = f"to all {asked} recommendations here for it"
        else:
            to_which = f"to {missing} of the {asked} recommendations here for it"
        organisations.append(f"{name} ({to_which})")
    return organisations


def count_missing_responses(
    items: list[RecommendationResponsePage],
) -> dict[str, tuple[int, int]]:
    """Return by name how many of ``items``, or their parts, lack a response, and how many ask for one."""
    missing = Counter[str]()
    asked = Counter[str]()
    for item in items:
        with_parts = (item, *item.sub_items)
        missing.update(
            set(chain.from_iterable(map(list_missing_responses, with_parts)))
        )
        asked.update(set(chain.from_iterable(map(list_names_asked, with_parts))))
    return {name: (missing[name], asked[name]) for name in sorted(missing)}


def serve_whole_response(
    page: SuperComplaintPage, request: HttpRequest
) -> TemplateResponse:
    """Show everything that is public of ``page``, to read in one go or to print."""
    context = {
        "subpage_title": WHOLE_RESPONSE_TITLE,
        **recommendations_context(page, request, in_full=True),
    }
    items = context["all_recommendations"]
    for item in items:
        item.overall_status = overall_status_of(item)
        item.parties = list_parties(item)
    name_repeated_responses(items)
    context["explains_accepts"] = explains_accepts(items)
    shown = {item.overall_status.status for item in items}
    context["statuses"] = [status for status in Status if status in shown]
    return page.render(
        request, template="complaints/whole_response.html", context_overrides=context
    )


def name_repeated_responses(items: list[RecommendationResponsePage]) -> None:
    """Let each response that repeats an earlier one, word for word, name the recommendation that has it."""
    first_with: dict[object, RecommendationResponsePage] = {}
    for item in items:
        for response in item.responses.all():
            first = first_with.setdefault(_what_is_said(response), item)
            response.repeats = first if first is not item else None


def _what_is_said(response: Response) -> str:
    """Return all that readers are shown of ``response``, to compare it with others."""
    fields = response.serializable_data()
    for name in NO_PART_OF_WHAT_IS_SAID:
        del fields[name]
    # Each block has a key of its own.
    narrative = [(block.block_type, str(block.value)) for block in response.narrative]
    return repr([sorted(fields.items()), narrative])


def _is_open_with_deadline_in_words(item: RecommendationResponsePage) -> bool:
    is_in_words = bool(item.deadline_printed) and not item.deadline
    return is_in_words and item.overall_row.status_today in UNFINISHED_STATUSES


def _is_missing_past_deadline(item: RecommendationResponsePage) -> bool:
    row = item.overall_row
    return (
        row.status_today == Status.PAST_DEADLINE
        and row.detailed_status in STATES_WITHOUT_RESPONSE
    )


def _dates_with_reasons(page: SuperComplaintPage) -> list[NextUpdate]:
    """Return the dates of its updates, all of them if one of them moved or could not be given."""
    dates = page.next_updates_in_order()
    if any(date.reason for date in dates):
        return dates
    return []


def recommendations_context(
    page: SuperComplaintPage, request: HttpRequest, in_full: bool = False
) -> dict[str, Any]:
    """Return the recommendations under ``page`` and their progress; ``in_full``, all that is in them."""
    # A preview has everything in its draft.
    if not getattr(request, "is_preview", False):
        prefetch_related_objects([page], *SHOWN_WITH_PAGE)
    shown = public_children(RecommendationResponsePage.objects.all(), page)
    top_level = shown.list_in_order_below(page)
    all_items = []
    for item in top_level:
        all_items += [item, *item.sub_items]
    if in_full:
        read_children(all_items)
        answers = list(page.responses.all())
        for item in all_items:
            item.report_responses = answers
        link_prefetch.prefetch_links_of(page, *all_items)
    rows = [item.overall_row for item in top_level if not item.is_part]
    progress = _progress_of(page, top_level, request)
    pages = [page, *all_items]
    published = [item.last_published_at for item in pages if item.last_published_at]
    reported = [item.last_reported for item in all_items if item.last_reported]
    return {
        "recommendations": top_level,
        "all_recommendations": all_items,
        "withdrawn": list_withdrawn_pages(page),
        "without_page": page.recommendations_without_page,
        "has_parts": len(all_items) > len(rows),
        "progress": progress,
        "due_months": count_due_months(
            row.due_day
            for row in rows
            if row.due_day and row.detailed_status not in FINISHED_STATES
        ),
        "answer": super_complaint_answer(page, progress),
        "report_sentence": report_sentence(page, progress),
        "next_update": open_promises([page]).get(page.pk),
        "update_dates": _dates_with_reasons(page),
        "last_updated": max(published, default=None),
        "last_reported": max(reported, key=lambda date: date.latest, default=None),
    }


def _progress_of(
    page: SuperComplaintPage,
    top_level: list[Page],
    request: HttpRequest,
) -> Progress:
    counted = [item for item in top_level if not item.is_part]
    rows = [item.overall_row for item in counted]
    for_force, for_commissioner_alone = count_asking_force(
        item.state_rows for item in counted if item.overall_row.status
    )
    progress = Progress(
        list_address(page.pages_above[-1], request),
        page.slug,
        by_status=Counter(row.status_today for row in rows if row.status),
        for_others=sum(bool(row.status) and not row.is_asked for row in rows),
        without_status=Counter(row.who_is_asked for row in rows if not row.status),
        for_force=for_force,
        for_commissioner_alone=for_commissioner_alone,
        past_for_one=past_for_one_among(item.state_rows for item in counted),
        deadline_in_words=sum(map(_is_open_with_deadline_in_words, counted)),
        missing_past_deadline=sum(map(_is_missing_past_deadline, counted)),
        overdue=sum(bool(row.status) and row.is_past_any_deadline for row in rows),
        without_page=count_asked_locally(page.other_recommendations),
    )
    progress.recommendations = sum(
        item.kind == ItemKind.RECOMMENDATION for item in top_level
    )
    if page.report_published:
        described = progress.recommendations + page.recommendations_without_page
        progress.add_report(page.recommendations_made, described)
    return progress
