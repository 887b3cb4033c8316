"""The list of all recommendations, which its query parameters filter and sort."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from wagtail.models import Site

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
)
from complaints.models.recommendation_queryset import (
    CARD_RELATIONS,
    PROGRESS,
    RESPONSE_MISSING,
    RecommendationQuerySet,
)
from complaints.vocabulary import Status
from pages.core.addresses import (
    ANY_PARAMETER,
    QueryParameters,
    address_with_parameters,
    nearest_page,
    quote_start,
    read_query_parameters,
    reads_parameters,
)
from pages.core.grouping import index_by
from pages.published.editions import remember
from pages.search.parsed_query import parse_query
from pages.search.results import public_pages_of_site, suggest_spelling

from .filters import ActiveFilter, Parameters, RecommendationFilters
from .listed_pages import SORT_ORDERS, listed_recommendations, sort_recommendations
from .organisation_cards import explains_accepts
from .rows import prepare_rows
from .state_counts import Progress, count_statuses_by_super_complaint

TEMPLATE = "complaints/register/recommendations.html"
DOWNLOAD_NAME = "list-of-recommendations.csv"
"""The file for a spreadsheet with what the list shows, below its address; ``complaints.data`` serves it."""
PAGE_SIZE = 50
DEFAULT_SORT_ORDER = "number"
PAST_IN_WORDS = [("progress", "overdue"), ("progress", "deadline_in_words")]
"""The filters for what is past a deadline that is given in words."""
WIDER_FILTERS = {
    Status.PAST_DEADLINE: ("progress", "overdue"),
    Status.RESPONSE_MISSING: ("position", RESPONSE_MISSING),
}
"""The filters that also find recommendations with another status of which the same is true."""
PARAMETER_NAMES = (*RecommendationFilters.base_fields, "sort", "page")
"""All parameters that the list reads."""


@reads_parameters(ANY_PARAMETER)  # names what it does not know
def serve(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> TemplateResponse:
    response = TemplateResponse(request, TEMPLATE, list_context(index_page, request))
    if request.GET.get("q"):
        # Search words must not stay in the cache of a browser that others may use.
        response["Cache-Control"] = "no-store"
    return response


def list_context(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> dict[str, object]:
    """Return the context of the list.

    The number of queries does not depend on its length.
    """
    parameters = read_query_parameters(request, PARAMETER_NAMES)
    filters = RecommendationFilters(parameters.values, index_page)
    listed = listed_recommendations(index_page)
    recommendations = filters.apply(listed)
    if filters.errors:
        parameters.add_notice("The list is not filtered by what has an error.")
    sort = _sort_order(parameters)
    # All keys and times at once: words are looked for once, whatever page is asked for.
    keys_and_times = list(
        sort_recommendations(recommendations, sort).values_list(
            "pk", "last_published_at"
        )
    )
    past_in_words = _count_past_in_words(recommendations) if sort == "overdue" else 0
    paging = nearest_page(Paginator(keys_and_times, PAGE_SIZE), parameters)
    base = list_address(index_page, request)
    full = f"{index_page.get_full_url(request) or ''}recommendations/"
    active = filters.active_filters()
    pairs = filters.parameters()
    others = [pair for pair in pairs if pair not in PAST_IN_WORDS]
    sorting = _sort_parameters(sort)
    filtered = [*pairs, *sorting]
    suggestion = "" if keys_and_times else _suggested_words(filters, request)
    items = read_items([key for key, _ in paging], filters, index_page, request)
    choices = filters.choices_with_counts(listed)
    return {
        "page": index_page,
        "suggestion": suggestion,
        "form": filters,
        "choices": choices,
        "folded_filters": filters.folded_filters(choices),
        "notices": parameters.notices,
        "progress": None if active else progress_of_section(index_page, request)[0],
        "heading": _heading(len(keys_and_times), active),
        "active": _links_without_each(active, base, filtered),
        "items": items,
        "explains_accepts": explains_accepts(items),
        "paging": paging,
        "addresses": {
            "all": base,
            "unfiltered": address_with_parameters(base, sorting),
            "suggestion": address_with_parameters(base, [("q", suggestion)]),
            "past_in_words": address_with_parameters(
                base, [*others, *PAST_IN_WORDS, *sorting]
            ),
            "download": address_with_parameters(f"{base}{DOWNLOAD_NAME}", filtered),
            "canonical": address_with_parameters(full, filtered, paging.number),
            "previous": address_with_parameters(base, filtered, paging.number - 1),
            "next": address_with_parameters(base, filtered, paging.number + 1),
        },
        # What is printed as the address says which list it is.
        "keep": address_with_parameters("", filtered, paging.number),
        "sort": sort,
        "past_in_words": past_in_words,
        "missing_from": _list_missing_from(filters, listed, base),
        "wider": _find_wider_list(filters, listed, len(keys_and_times), base),
        "sorts": _sort_links(sort, base, pairs),
        # Search engines need not index a part or another order of the same list.
        "is_excerpt": bool(filtered or filters.errors),
        # The dates at the foot of the page are those of the list, not of the
        # introduction.
        "list_facts": {
            "last_published_at": max(
                filter(None, dict(keys_and_times).values()), default=None
            ),
            "last_reviewed": index_page.last_reviewed,
        },
    }


def _links_without_each(
    active: list[ActiveFilter], base: str, filtered: Parameters
) -> list[dict[str, Any]]:
    """Return each of the ``active`` filters, with which ``filtered`` begins, and the list without it."""
    links = []
    for index, active_filter in enumerate(active):
        others = [*filtered[:index], *filtered[index + 1 :]]
        links.append(
            {
                "words": active_filter.words,
                "quoted": active_filter.quoted,
                "without": address_with_parameters(base, others),
            }
        )
    return links


def _sort_links(sort: str, base: str, pairs: Parameters) -> list[dict[str, Any]]:
    links = []
    for name, words in SORT_ORDERS.items():
        address = address_with_parameters(base, [*pairs, *_sort_parameters(name)])
        links.append({"words": words, "here": name == sort, "address": address})
    return links


def _count_past_in_words(recommendations: RecommendationQuerySet) -> int:
    """Return how many are past a deadline in words, which no date puts in order."""
    rows = RecommendationState.objects.overall()
    for _, kind in PAST_IN_WORDS:
        rows = PROGRESS[kind][1](rows)
    return recommendations.filter(pk__in=rows.values("page")).count()


def _find_wider_list(
    filters: RecommendationFilters,
    listed: RecommendationQuerySet,
    number: int,
    base: str,
) -> dict[str, Any] | None:
    """Return the wider list of those that the chosen status leaves out, although the same is true of them.

    What is past the deadline may have a response missing, too: it has only the first of
    both statuses.
    """
    status = filters.cleaned_data.get("status", "")
    if filters.errors or status not in WIDER_FILTERS:
        return None
    name, value = WIDER_FILTERS[status]
    if filters.cleaned_data.get(name):
        return None
    data = filters.data.copy()
    del data["status"]
    data[name] = value
    wider = RecommendationFilters(data, filters.index_page)
    total = wider.apply(listed).count()
    if total <= number:
        return None
    return {
        "status": status,
        "total": total,
        "more": total - number,
        "address": address_with_parameters(base, wider.parameters()),
    }


def _list_missing_from(
    filters: RecommendationFilters, listed: RecommendationQuerySet, base: str
) -> list[dict[str, Any]]:
    """Return how many of the listed missing responses each organisation was asked for."""
    if filters.errors or filters.cleaned_data.get("position") != RESPONSE_MISSING:
        return []
    if filters.is_for_organisation:
        return []
    counts = filters.count_by_organisation("asked", listed)
    pairs = filters.parameters()
    organisations = []
    for key, name in filters.fields["asked"].choices:
        if counts.get(key):
            address = address_with_parameters(base, [*pairs, ("asked", key)])
            organisations.append(
                {"name": name, "number": counts[key], "address": address}
            )
    return organisations


def _sort_parameters(sort: str) -> Parameters:
    return [("sort", sort)] if sort != DEFAULT_SORT_ORDER else []


def _suggested_words(filters: RecommendationFilters, request: HttpRequest) -> str:
    """Return another spelling of the words that nothing was found for; empty if there is none."""
    text = filters.cleaned_data.get("q", "")
    site = Site.find_for_request(request)
    if not text or not site:
        return ""
    pages = public_pages_of_site(site)
    suggestion = suggest_spelling(pages, parse_query(text), text, request)
    return suggestion.text if suggestion else ""


def progress_of_section(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> tuple[Progress, Mapping[str, Progress]]:
    """Return the progress of all and of each super-complaint, which nothing but an edition changes."""
    return remember(
        request,
        ("progress", index_page.pk),
        lambda: count_statuses_by_super_complaint(
            index_page, list_address(index_page, request)
        ),
    )


def list_address(index_page: SuperComplaintIndexPage, request: HttpRequest) -> str:
    return f"{index_page.get_url(request) or ''}recommendations/"


def _sort_order(parameters: QueryParameters) -> str:
    sort = parameters.values.get("sort", DEFAULT_SORT_ORDER)
    if sort in SORT_ORDERS:
        return sort
    parameters.add_notice(
        f"You cannot sort this list by {quote_start(sort)}. "
        f"It is sorted by {SORT_ORDERS[DEFAULT_SORT_ORDER]}."
    )
    return DEFAULT_SORT_ORDER


def _heading(total: int, active: list[ActiveFilter]) -> str:
    number = f"{total:,} recommendation{pluralize(total)}"
    filters = ", ".join(active_filter.words for active_filter in active)
    return f"{number}: {filters}" if filters else number


def _parts_by_whole(
    keys: list[int], parts: RecommendationQuerySet
) -> dict[int, list[Any]]:
    """Return those of ``parts`` that belong to the recommendations with ``keys``, by these keys."""
    parts = parts.filter(states__whole__in=keys, states__respondent=None)
    by_whole = defaultdict(list)
    for part in parts.order_by("sort_key").values(
        "states__whole", "number", "title", "slug"
    ):
        by_whole[part["states__whole"]].append(part)
    return by_whole


def read_items(
    keys: list[int],
    filters: RecommendationFilters,
    index_page: SuperComplaintIndexPage,
    request: HttpRequest,
) -> list[RecommendationResponsePage]:
    """Return the recommendations with ``keys``, in this order, with everything that the list shows.

    Their texts are read only now: sorting thousands with their texts takes five times
    as long. A page that was deleted since is left out.
    """
    items = RecommendationResponsePage.objects.prefetch_related(
        *CARD_RELATIONS
    ).in_bulk(keys)
    by_path = index_by(filters.super_complaints.values(), "path")
    parts = _parts_by_whole(keys, filters.parts)
    base = index_page.get_url(request)
    shown = []
    for item in filter(None, map(items.get, keys)):
        item.super_complaint_facts = by_path.get(item.path[: -item.steplen])
        if not item.super_complaint_facts or not item.states.all():
            # Its super-complaint was published after the filters were read, or it was
            # deleted meanwhile.
            continue
        item.super_complaint_address = f"{base}{item.super_complaint_facts.slug}/"
        item.parts = parts[item.pk]
        shown.append(item)
    prepare_rows(shown)
    return shown
