"""The views of the history of a page, of one published version, and of a comparison of two versions."""

import re

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.core import stored_content
from pages.core.addresses import reads_parameters
from pages.core.grouping import index_by
from pages.core.moments import end_of_day
from pages.moderation.models import PublishedVersion

from .comparison import compare_versions
from .publications import list_entries
from .published_versions import (
    AnnotatedVersion,
    annotate_withdrawal,
    build_page_from_version,
    readable_versions,
    report_responses_before,
    versions_below,
    withdrawal_reason,
)
from .version_texts import ReferencedNames, read_version_fields

PAGE_SIZE = 25
CHOOSE_TWO_VERSIONS = "Choose two versions to compare."
BODY_TEMPLATES = {
    SuperComplaintPage: "complaints/history/super_complaint_body.html",
    RecommendationResponsePage: "complaints/history/recommendation_body.html",
}


class InvalidParameterError(ValueError):
    """A parameter is invalid; the message tells the reader what to put right."""


def render_subpage(
    request: HttpRequest,
    page: Page,
    template: str,
    subpage_title: str,
    *,
    status: int = 200,
    **context: object,
) -> TemplateResponse:
    context = {
        "page": page,
        "request": request,
        "subpage_title": subpage_title,
        **context,
    }
    # Beside a past version of a recommendation, its super-complaint is shown as it is
    # now.
    context["super_complaint"] = getattr(page, "super_complaint", page)
    context["named"] = context.get("built") or page
    return TemplateResponse(
        request, f"complaints/history/{template}.html", context, status=status
    )


@reads_parameters("page")
def serve_history(page: Page, request: HttpRequest) -> TemplateResponse:
    """Show every publication of ``page`` and of the public pages below it, the newest first."""
    return render_subpage(
        request,
        page,
        "history",
        "History",
        listed=_list_history(versions_below(page, inclusive=True), request),
        has_parts=isinstance(page, SuperComplaintPage),
        choice=_comparison_choices(page),
        indexed=True,
    )


@reads_parameters("page")
def serve_changes(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> TemplateResponse:
    """Show every publication of the section, the newest first."""
    return render_subpage(
        request,
        index_page,
        "changes",
        "What changed",
        listed=_list_history(versions_below(index_page), request),
        is_section=True,
        indexed=True,
    )


def _list_history(
    versions: QuerySet[PublishedVersion], request: HttpRequest
) -> PageOfList:
    in_order = annotate_withdrawal(versions).order_by("-published_at", "-pk")
    paginator = Paginator(in_order.select_related("publication_set"), PAGE_SIZE)
    listed = paginator.get_page(request.GET.get("page"))
    listed.object_list = list_entries(listed.object_list)
    return listed


def serve_version(page: Page, request: HttpRequest, number: int) -> TemplateResponse:
    """Show version ``number`` as it read; answer 410 if its words are hidden, 404 if there is none."""
    versions = list(
        annotate_withdrawal(PublishedVersion.objects.for_object(page)).defer("snapshot")
    )
    numbers = [version.number for version in versions]
    if number not in numbers:
        raise Http404
    index = numbers.index(number)
    version = versions[index]
    newer = versions[index - 1] if index else None
    title = f"Version {number}"
    context = {"version": version, "total": len(versions), "newer": newer}
    if reason := withdrawal_reason(version):
        return render_subpage(
            request, page, "gone", title, status=410, hidden_reason=reason, **context
        )
    built = build_page_from_version(version, page)
    if isinstance(built, RecommendationResponsePage):
        day = timezone.localdate(version.published_at)
        built.report_responses = report_responses_before(
            page.super_complaint, end_of_day(day)
        )
    context |= {"built": built, "body": BODY_TEMPLATES[type(page)]}
    return render_subpage(request, page, "version", title, **context)


@reads_parameters("old", "new")
def serve_comparison(page: Page, request: HttpRequest) -> TemplateResponse:
    """Show what differs between two versions of ``page``; invalid parameters give the form with a message."""
    try:
        old, new = _versions_to_compare(page, request)
    except InvalidParameterError as error:
        choice = _comparison_choices(page)
        problem = str(error)
        if problem == CHOOSE_TWO_VERSIONS and not choice["old"]:
            problem = ""  # The page says below that there are not two.
        return render_subpage(
            request, page, "compare", "Comparison", choice=choice, problem=problem
        )
    names = ReferencedNames()
    model = type(page)
    for version in (old, new):
        names.expect(stored_content.link_targets_in_snapshot(model, version.snapshot))
    differences = compare_versions(
        read_version_fields(model, old.snapshot, names),
        read_version_fields(model, new.snapshot, names),
    )
    return render_subpage(
        request,
        page,
        "compare",
        "Comparison",
        choice=_comparison_choices(page, old.number, new.number),
        old=old,
        new=new,
        differences=differences,
    )


def _versions_to_compare(page: Page, request: HttpRequest) -> list[AnnotatedVersion]:
    """Return the two versions that the parameters ``old`` and ``new`` name, the older one first."""
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(re.fullmatch(r"[0-9]{1,9}", text) for text in asked):
        raise InvalidParameterError(CHOOSE_TWO_VERSIONS)
    numbers = sorted(map(int, asked))
    chosen = PublishedVersion.objects.for_object(page).filter(number__in=numbers)
    by_number = index_by(annotate_withdrawal(chosen), "number")
    for number in numbers:
        if number not in by_number:
            raise InvalidParameterError(
                f"There is no version {number} of this page. {CHOOSE_TWO_VERSIONS}"
            )
        if reason := withdrawal_reason(by_number[number]):
            raise InvalidParameterError(
                f"Version {number} cannot be compared. {reason}."
            )
    if numbers[0] == numbers[1]:
        raise InvalidParameterError(
            "That is the same version twice. Choose two different versions."
        )
    return [by_number[number] for number in numbers]


def _comparison_choices(page: Page, *chosen: int) -> dict[str, object]:
    """Return the versions to choose from; the form starts with ``chosen``, or else the newest two."""
    versions = readable_versions(PublishedVersion.objects.for_object(page))
    options = list(versions.only("number", "published_at"))
    new, old = [*reversed(chosen), *(option.number for option in options), None, None][
        :2
    ]
    return {"options": options, "old": old, "new": new}
