"""The register: every super-complaint with the progress of its recommendations."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from wagtail.models import Page

from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.next_update import open_promises
from complaints.models.recommendation_queryset import CARD_RELATIONS, NAMED
from complaints.vocabulary import NO_STATUS_LABELS, Knowledge, Status
from pages.core.addresses import (
    address_with_parameters,
    nearest_page,
    read_query_parameters,
    reads_parameters,
)
from pages.core.cache_policy import public_view
from pages.core.page_visibility import public_descendants
from pages.published.editions import remember

from .listed_pages import (
    find_oldest_passed_date,
    listed_super_complaints,
    public_section,
)
from .recommendation_list import list_address, progress_of_section
from .state_counts import (
    Progress,
    count_statuses_by_theme,
    report_sentence,
    super_complaint_answer,
)

PAGE_SIZE = 25


@reads_parameters("page")
def serve(page: SuperComplaintIndexPage, request: HttpRequest) -> TemplateResponse:
    return page.render(request, context_overrides=register_context(page, request))


def register_context(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> dict[str, object]:
    """Return the context of the register.

    The number of queries does not depend on its length.
    """
    parameters = read_query_parameters(request, ("page",), report_unknown=False)
    progress, by_path = progress_of_section(index_page, request)
    super_complaints = listed_super_complaints(index_page).prefetch_related(
        Prefetch("lead_bodies", NAMED), Prefetch("supporting_bodies", NAMED)
    )
    paging = nearest_page(Paginator(super_complaints, PAGE_SIZE), parameters)
    base = index_page.get_url(request) or ""
    return {
        "progress": progress,
        "answer": progress.sentence,
        "oldest": oldest_passed_date(index_page, request),
        "last_updated": last_publication(index_page, request),
        "themes": remember(
            request,
            ("themes", index_page.pk),
            lambda: count_statuses_by_theme(
                index_page, list_address(index_page, request)
            ),
        ),
        "super_complaints": _with_progress(paging, by_path),
        "paging": paging,
        "notices": parameters.notices,
        "addresses": {
            "canonical": address_with_parameters(
                index_page.get_full_url(request) or "", (), paging.number
            ),
            "previous": address_with_parameters(base, (), paging.number - 1),
            "next": address_with_parameters(base, (), paging.number + 1),
        },
    }


def super_complaints_with_progress(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> tuple[Progress, list[SuperComplaintPage]]:
    """Return the progress of all recommendations, and the newest super-complaints, each with its own."""
    progress, by_path = progress_of_section(index_page, request)
    return progress, _with_progress(
        listed_super_complaints(index_page)[:PAGE_SIZE], by_path
    )


def oldest_passed_date(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> dict[str, Any]:
    """Return the open recommendation whose date passed longest ago."""
    return remember(
        request,
        ("oldest", index_page.pk),
        lambda: find_oldest_passed_date(index_page, request),
    )


def last_publication(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> datetime | None:
    """Return when ``index_page`` or a public page below it was last published."""

    def find() -> datetime | None:
        below = public_descendants(Page.objects.all(), index_page)
        newest = below.aggregate(newest=Max("last_published_at"))["newest"]
        return max(filter(None, (index_page.last_published_at, newest)), default=None)

    return remember(request, ("last publication", index_page.pk), find)


def _with_progress(
    super_complaints: Iterable[SuperComplaintPage],
    progress_by_path: Mapping[str, Progress],
) -> list[SuperComplaintPage]:
    """Return ``super_complaints``, each with its progress, its next update and what is described of it."""
    shown = list(super_complaints)
    prefetch_related_objects(shown, "next_updates")
    promised = open_promises(shown)
    for super_complaint in shown:
        progress = super_complaint.progress = progress_by_path[super_complaint.path]
        progress.super_complaint = super_complaint.slug
        super_complaint.next_update = promised.get(super_complaint.pk)
        super_complaint.report_sentence = report_sentence(super_complaint, progress)
        super_complaint.described = (
            progress.recommendations + super_complaint.recommendations_without_page
        )
    return shown


def search_answers(page_ids: Iterable[int], request: HttpRequest) -> dict[int, str]:
    """Return the sentences of those pages that have one, by key, for the results of a search."""
    keys = list(page_ids)
    known = remember(request, "search answers", dict)
    if missing := [key for key in keys if key not in known]:
        known.update(dict.fromkeys(missing, "") | _answers(missing, request))
    return {key: known[key] for key in keys}


def _answers(keys: list[int], request: HttpRequest) -> dict[int, str]:
    recommendations = RecommendationResponsePage.objects.filter(pk__in=keys)
    answers = {
        page.pk: page.answer_sentence
        for page in recommendations.prefetch_related(*CARD_RELATIONS)
    }
    section = public_section(request)
    if section and len(answers) < len(keys):
        progress = progress_of_section(section, request)[1]
        for page in SuperComplaintPage.objects.filter(pk__in=keys):
            of_page = progress[page.path]
            answers[page.pk] = (
                f"{super_complaint_answer(page, of_page)} {of_page.sentences_about_missing}"
            )
    return answers


@public_view
def serve_statuses(request: HttpRequest) -> HttpResponse:
    section = public_section(request)
    if not section:
        raise Http404
    context = {
        "page": section,
        "subpage_title": "How statuses work",
        "statuses": list(Status),
        "for_others": NO_STATUS_LABELS[Knowledge.STATED],
    }
    return render(request, "complaints/register/statuses.html", context)
