"""The page that explains in plain words what each status means."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from complaints.vocabulary import MEANINGS, STATE_GROUPS, State
from pages.core.cache_policy import public_view

from .listed_pages import public_section


@public_view
def serve(request: HttpRequest) -> HttpResponse:
    """Show what each status means."""
    section = public_section(request)
    if not section:
        raise Http404
    groups = [
        (name, [(each, MEANINGS[each]) for each in State if each in states])
        for name, states in STATE_GROUPS.values()
    ]
    context = {"page": section, "subpage_title": "How statuses work", "groups": groups}
    return render(request, "complaints/register/statuses.html", context)
