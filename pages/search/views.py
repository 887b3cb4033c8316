"""The search page."""

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from pages.core.cache_policy import private_view
from pages.core.query_parameters import TOO_MANY_PARAMETERS

from .forms import SearchForm
from .page_types import all_search_types
from .parsed_query import parse_query
from .places import place_for
from .results import SearchResults, places_to_browse, public_pages_of_site, sections_of_site
from .spelling_suggestions import suggest_spelling

SOME_OF_THE_WORDS = "No page has all of these words. These have some of them."
NO_SUCH_RESULTS_PAGE = "There is no such page of these results. This is the nearest one."


@private_view  # nobody keeps what was searched for
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that match the query, and how to narrow or widen the search."""
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    pages = public_pages_of_site(site)
    sections = {page.slug: page for page in sections_of_site(site, pages)}
    titles = {slug: page.title for slug, page in sections.items()}
    form = SearchForm(request.GET, all_search_types(), titles)
    if section := sections.get(form.valid_value("within")):
        pages = pages.descendant_of(section, inclusive=True)
    search_text = form.valid_value("q")
    query = parse_query(search_text)
    results = SearchResults(pages, query)
    form.show_counts(results.counts)
    number = request.GET.get("page", "1")
    place = place_for(search_text) if number == "1" else None
    paging = results.results_page(number, form.valid_value("type"), request)
    context: dict[str, Any] = {
        "form": form,
        "search_text": search_text,
        "query": query,
        "section": section,
        "heading": form.heading(paging.paginator.count + bool(place)),
        "paging": paging,
        "notice": _notice(request, paging, number, results),
        "count_of_all_types": results.counts.total(),
        "addresses": _link_addresses(form, paging),
        "place": place,
    }
    if query and not results.counts and not place:
        context["suggestion"] = suggest_spelling(pages, query, search_text)
        context["addresses"]["suggestion"] = form.query_string(q=context["suggestion"])
    if not paging.object_list:
        context["places_to_browse"] = places_to_browse(sections.values(), request)
    return render(request, "search/search.html", context)


def _notice(request: HttpRequest, paging: PaginatorPage, number: str, results: SearchResults) -> str:
    if getattr(request, "has_too_many_parameters", False):
        return TOO_MANY_PARAMETERS
    if paging.object_list and not results.has_all_words:
        return SOME_OF_THE_WORDS
    return NO_SUCH_RESULTS_PAGE if paging.object_list and number != str(paging.number) else ""


def _link_addresses(form: SearchForm, paging: PaginatorPage) -> dict[str, str]:
    return {
        "previous": form.query_string(page=paging.number - 1),
        "next": form.query_string(page=paging.number + 1),
        "all_types": form.query_string(type=""),
        "whole_site": form.query_string(within=""),
    }
