"""The list of all recommendations, filtered by its address alone."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet, Window
from django.http import HttpRequest
from django.template.response import TemplateResponse

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import ActionStatus

from . import list_parameters as asking
from .filters import Filters
from .listing import SORTS, in_order, listed, parent_path_length

TEMPLATE = "complaints/register/recommendations.html"
PAGE_SIZE = 25
BY_NUMBER = "number"
NAMES = (*Filters.base_fields, "sort", "page")
"""Everything that the address may ask for."""
FIGURES = {"total": Count("pk"), "last_changed": Max("last_published_at")}
NOTHING: dict[str, Any] = {"total": 0, "last_changed": None}
FINISHED_ACTIONS = {ActionStatus.COMPLETE, ActionStatus.SUPERSEDED}


def serve(index_page: Any, request: HttpRequest) -> TemplateResponse:
    """Answer with the recommendations under ``index_page`` that the address asks for."""
    response = TemplateResponse(request, TEMPLATE, context(index_page, request))
    if request.GET.get("q"):
        # What somebody looked for does not stay in the memory of a browser that others may use.
        response["Cache-Control"] = "no-store"
    return response


def context(index_page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the list shows; takes a fixed number of queries, however many recommendations there are."""
    asked = asking.read(request, NAMES)
    filters = Filters(asked.values, index_page)
    found = filters.narrow(listed(index_page))
    if filters.errors:
        asked.note("What is wrong was left out: this list is not filtered by it.")
    sort = _sort(asked)
    paging, figures = _page(in_order(found, sort, index_page), asked)
    base = list_address(index_page, request)
    full = f"{index_page.get_full_url(request) or ''}recommendations/"
    active = filters.active()
    pairs = [(each.name, each.value) for each in active]
    sorting = [("sort", sort)] if sort != BY_NUMBER else []
    return {
        "page": index_page,
        "self": index_page,
        "form": filters,
        "notices": asked.notices,
        "heading": _heading(figures["total"], [each.words for each in active]),
        "active": [
            {"words": each.words, "without": asking.address(base, [*_without(pairs, place), *sorting])}
            for place, each in enumerate(active)
        ],
        "items": _items([row["pk"] for row in paging], filters, index_page, request),
        "paging": paging,
        "addresses": {
            "all": base,
            "unfiltered": asking.address(base, sorting),
            "canonical": asking.address(full, [*pairs, *sorting], paging.number),
            "previous": asking.address(base, [*pairs, *sorting], paging.number - 1),
            "next": asking.address(base, [*pairs, *sorting], paging.number + 1),
        },
        "sort": sort,
        "sorts": [
            {
                "words": words,
                "here": name == sort,
                "address": asking.address(base, [*pairs, *([("sort", name)] if name != BY_NUMBER else [])]),
            }
            for name, words in SORTS.items()
        ],
        # An excerpt or another order of what is found elsewhere is nothing to find in a search engine.
        "is_excerpt": bool(pairs or sorting or filters.errors),
        # What the foot of the page tells is about the list, not about the introduction.
        "list_facts": {
            "last_published_at": figures["last_changed"],
            "last_reviewed": index_page.last_reviewed,
        },
    }


def list_address(index_page: Any, request: HttpRequest) -> str:
    """Return the address of the list of all recommendations under ``index_page``."""
    return f"{index_page.get_url(request) or ''}recommendations/"


def _page(found: QuerySet, asked: asking.Asked) -> tuple[Page, dict[str, Any]]:
    """Return the page of ``found`` that is asked for, as keys, and what the list tells of all that is found.

    Both with one query: what is found, whatever it took to find it, is gone through once.
    """
    counted = found.annotate(**{name: Window(each) for name, each in FIGURES.items()})
    paginator = Paginator(counted.values("pk", *FIGURES), PAGE_SIZE)
    number = max(asking.page_number(asked), 1)
    rows = list(paginator.object_list[PAGE_SIZE * (number - 1) : PAGE_SIZE * number])
    # Without rows on a later page too little is found for it.
    figures = rows[0] if rows else NOTHING if number == 1 else found.aggregate(**FIGURES)
    paginator.count = figures["total"]
    paging = asking.page_of(paginator, asked)
    if paging.number == number:
        paging.object_list = rows
    return paging, figures


def _sort(asked: asking.Asked) -> str:
    sort = asked.values.get("sort", BY_NUMBER)
    if sort in SORTS:
        return sort
    asked.note(f"This list cannot be sorted by {asking.quoted(sort)}. It is sorted by {SORTS[BY_NUMBER]}.")
    return BY_NUMBER


def _without(pairs: list, place: int) -> list:
    return [*pairs[:place], *pairs[place + 1 :]]


def _heading(total: int, filters: list[str]) -> str:
    words = f"{total:,} recommendation{'' if total == 1 else 's'}"
    return f"{words}: {', '.join(filters)}" if filters else words


def _items(keys: list[int], filters: Filters, index_page: Any, request: HttpRequest) -> list:
    """Return the recommendations with ``keys``, in their order, with all that the list shows of them.

    Only now are their texts read: to sort thousands with all that they hold takes five times as long. What
    was deleted meanwhile is left out.
    """
    found = RecommendationResponsePage.objects.on_cards().prefetch_related("actions__due_dates").in_bulk(keys)
    by_path = {each.path: each for each in filters.super_complaints.values()}
    base = index_page.get_url(request)
    listed_here = []
    for item in (found[key] for key in keys if key in found):
        item.above = by_path.get(item.path[: parent_path_length(index_page)])
        if not item.above:
            continue  # published after its super-complaint was looked for
        item.above_address = f"{base}{item.above.slug}/"
        open_actions = [each for each in item.actions.all() if each.status not in FINISHED_ACTIONS]
        item.promises = [each.due_dates_in_order() for each in open_actions if each.current_due]
        listed_here.append(item)
    return listed_here
