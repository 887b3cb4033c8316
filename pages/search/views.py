"""The search page and its form."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages.core.addresses import TOO_MANY_PARAMETERS
from pages.core.cache_policy import private_view
from pages.core.grouping import index_by
from pages.core.text import PlainTextField
from pages.published.editions import remember

from .indexing import SearchPageType, all_search_types
from .numbers import answer_about_number
from .parsed_query import QUOTATION_MARKS, parse_query, place_for
from .results import (
    SearchResults,
    places_to_browse,
    public_pages_of_site,
    sections_of_site,
    suggest_spelling,
)

MAX_QUERY_LENGTH = 200
ANY_TYPE = SearchPageType("", "result", "results")
UNKNOWN_TYPE = "There is no such page type. Choose one of these"
UNKNOWN_SECTION = "There is no such part of this site. Choose one of these"


class SearchForm(forms.Form):
    """The query, and the type of page and section of the site to search in."""

    q = PlainTextField(
        required=False,
        max_length=MAX_QUERY_LENGTH,
        label="Search for",
        help_text="Words, a name, or a number such as “recommendation 7.1”. "
        "Put “quotation marks” around an exact phrase.",
        error_messages={
            "max_length": f"Shorten what you search for to {MAX_QUERY_LENGTH} characters or fewer"
        },
    )
    type = forms.ChoiceField(
        required=False,
        label="Type of page",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": UNKNOWN_TYPE},
    )
    within = forms.ChoiceField(
        required=False,
        label="Part of the site",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": UNKNOWN_SECTION},
    )

    def __init__(
        self, data: QueryDict, types: Iterable[SearchPageType], sections: dict[str, str]
    ) -> None:
        """Offer the page ``types``, and the ``sections``, which are titles by slug."""
        super().__init__(data)
        self.types = index_by(types, "slug")
        self.sections = sections
        fields: Any = self.fields
        names = [(slug, page_type.plural) for slug, page_type in self.types.items()]
        fields["type"].choices = [("", "All types"), *names]
        fields["within"].choices = [("", "The whole site"), *sections.items()]
        self.full_clean()

    def show_counts(self, counts: Counter[str]) -> None:
        count_by_slug = {"": counts.total(), **counts}
        field = cast(Any, self.fields["type"])
        field.choices = [
            (slug, f"{capfirst(name)} ({count_by_slug.get(slug, 0)})")
            for slug, name in field.choices
        ]

    def valid_value(self, name: str) -> str:
        """Return the value of the field ``name``; empty if it is missing or invalid."""
        return self.cleaned_data.get(name, "")

    def heading(self, count: int, has_place: bool) -> str:
        """Return the heading of the page: how many pages of which type were found for what, and where.

        A place above the results is not counted with them. If there is nothing else,
        and the reader has not asked for a type or section, the heading has no count:
        “No results” would hide the place.
        """
        text = self.valid_value("q")
        if not text:
            return "Search"
        page_type = self.types.get(self.valid_value("type"), ANY_TYPE)
        section_title = self.sections.get(self.valid_value("within"))
        quoted_text = text if QUOTATION_MARKS.search(text) else f"“{text}”"
        if has_place and not count and page_type == ANY_TYPE and not section_title:
            return f"Results for {quoted_text}"
        noun = page_type.singular if count == 1 else page_type.plural
        heading = f"{count or 'No'} {noun} for {quoted_text}"
        return f"{heading} in {section_title}" if section_title else heading

    def query_string(self, **changes: Any) -> str:
        parameters = QueryDict(mutable=True)
        for name in self.fields:
            if value := changes.pop(name, self.valid_value(name)):
                parameters[name] = value
        parameters.update(changes)
        return f"?{parameters.urlencode()}"


SOME_OF_THE_WORDS = "No page has all of these words. These have some of them."
NO_SUCH_RESULTS_PAGE = (
    "There is no such page of these results. This is the nearest one."
)


@private_view  # nobody keeps what was searched for
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that match the query, and how to narrow or widen the search."""
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    pages, sections = remember(
        request, ("searched", site.pk), lambda: _pages_and_sections(site)
    )
    titles = {slug: page.title for slug, page in sections.items()}
    form = SearchForm(request.GET, all_search_types(), titles)
    if section := sections.get(form.valid_value("within")):
        pages = pages.descendant_of(section, inclusive=True)
    search_text = form.valid_value("q")
    query = parse_query(search_text)
    results = SearchResults(pages, query)
    number = request.GET.get("page", "1")
    numbered = answer_about_number(search_text, request)
    place = None if numbered else place_for(search_text)
    suggestion = None
    if query and not results.found_pages:
        if not (place or numbered):
            suggestion = suggest_spelling(pages, query, search_text, request)
        if suggestion:
            results = suggestion.results
        else:
            results.widen(pages)
    form.show_counts(results.counts)
    paging = results.results_page(number, form.valid_value("type"), request)
    if paging.number > 1:
        place = numbered = None  # it is above the first results
    count = 0 if suggestion else paging.paginator.count
    suggested_text = suggestion.text if suggestion else ""
    context: dict[str, Any] = {
        "form": form,
        "search_text": search_text,
        "query": query,
        "section": section,
        "heading": form.heading(count, has_place=bool(place or numbered)),
        "paging": paging,
        "notice": _notice(request, paging, number, results),
        "count_of_all_types": results.counts.total(),
        "addresses": _link_addresses(form, paging, suggested_text or search_text),
        "place": place,
        "numbered": numbered,
        "suggestion": suggested_text,
    }
    if not paging.object_list:
        context["places_to_browse"] = places_to_browse(sections.values(), request)
    return render(request, "search/search.html", context)


def _pages_and_sections(site: Site) -> tuple[PageQuerySet, dict[str, Page]]:
    pages = public_pages_of_site(site)
    return pages, index_by(sections_of_site(site, pages), "slug")


def _notice(
    request: HttpRequest, paging: PaginatorPage, number: str, results: SearchResults
) -> str:
    if getattr(request, "has_too_many_parameters", False):
        return TOO_MANY_PARAMETERS
    if paging.object_list and results.query.is_loose:
        return SOME_OF_THE_WORDS
    if paging.object_list and number != str(paging.number):
        return NO_SUCH_RESULTS_PAGE
    return ""


def _link_addresses(
    form: SearchForm, paging: PaginatorPage, text: str
) -> dict[str, str]:
    """Return where links lead from the results for ``text``: what was asked, or another spelling of it."""
    return {
        "suggestion": form.query_string(q=text),
        "previous": form.query_string(q=text, page=paging.number - 1),
        "next": form.query_string(q=text, page=paging.number + 1),
        "all_types": form.query_string(q=text, type=""),
        "whole_site": form.query_string(within=""),
    }
