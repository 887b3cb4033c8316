"""The search page."""

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from pages.core.query_parameters import TOO_MUCH
from pages.http_cache.address_classes import private

from .forms import SearchForm
from .page_types import all_types
from .query import parse
from .results import Search, places_to_look, public_pages_of, sections_of
from .suggestions import suggestion

NO_SUCH_PAGE = "There is no such page of these results. This is the nearest one."


@private  # what somebody searched for is kept nowhere
@require_safe
def search(request):
    """Show the pages that have the words asked for, and how to narrow or widen the search."""
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    pages = public_pages_of(site)
    sections = {page.slug: page for page in sections_of(site, pages)}
    form = SearchForm(request.GET, all_types(), {slug: page.title for slug, page in sections.items()})
    if section := sections.get(form.asked("within")):
        pages = pages.descendant_of(section, inclusive=True)
    query = parse(form.asked("q"))
    found = Search(pages, query)
    form.count(found.counts)
    number = request.GET.get("page", "1")
    paging = found.paging(number, form.asked("type"), request)
    context: dict[str, Any] = {
        "form": form,
        "asked": form.asked("q"),
        "query": query,
        "section": section,
        "heading": form.heading(paging.paginator.count),
        "paging": paging,
        "notice": _notice(request, paging, number),
        "elsewhere": found.counts.total(),
        "addresses": _addresses(form, paging),
    }
    if query and not found.counts:
        context["suggestion"] = suggestion(pages, query, form.asked("q"))
        context["addresses"]["suggestion"] = form.address(q=context["suggestion"])
    if not paging.object_list:
        context["places"] = places_to_look(sections.values(), request)
    return render(request, "search/search.html", context)


def _notice(request, paging, number: str) -> str:
    if getattr(request, "asks_too_much", False):
        return TOO_MUCH
    return NO_SUCH_PAGE if paging.object_list and number != str(paging.number) else ""


def _addresses(form: SearchForm, paging) -> dict[str, str]:
    return {
        "previous": form.address(page=paging.number - 1),
        "next": form.address(page=paging.number + 1),
        "wider": form.address(type=""),
        "everywhere": form.address(within=""),
    }
