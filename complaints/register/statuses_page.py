"""The page that explains in plain words what each status means."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from complaints.models import SuperComplaintIndexPage
from complaints.vocabulary import STATE_GROUPS, State
from pages.core.page_visibility import public_pages
from pages.http_cache.cache_policy import public_view
from pages.http_cache.keys import page_key
from pages.http_cache.response_recorder import record_shown_keys

MEANINGS = {
    State.OVERDUE: "The date has passed, and the last report says that the work is not finished.",
    State.DEADLINE_PASSED: (
        "The date has passed, and no report of how far the work is has been published here. "
        "It may be done: we do not know."
    ),
    State.NOT_ANSWERED: "The force or its commissioner was asked, and no response has been published here.",
    State.AWAITING: "The organisation says that its response is still to come.",
    State.NOT_STATED: "Nothing published here says how far the work is.",
    State.NO_ACTIONS: "There is a position, and no action is listed.",
    State.REOPENED: "It was complete, and work goes on again.",
    State.NOT_STARTED: "No action has begun.",
    State.IN_PROGRESS: "Some work has begun or is done, and some is not done.",
    State.COMPLETE_LATE: "All is done, some of it after its date.",
    State.COMPLETE: "All is done.",
    State.SUPERSEDED: "Something else is done instead: every action was replaced.",
    State.NOT_ACCEPTED: "The organisation does not accept it. Its reason stands on the page.",
    State.NOT_APPLICABLE: "The organisation says that it does not apply. Its reason stands on the page.",
}
"""What each state says, in plain words."""


@public_view
def serve(request: HttpRequest) -> HttpResponse:
    """Show what each status means."""
    site = Site.find_for_request(request)
    section = public_pages(SuperComplaintIndexPage.objects.in_site(site)).first() if site else None
    if not section:
        raise Http404
    record_shown_keys(page_key(section.pk))
    groups = [
        (name, [(each, MEANINGS[each]) for each in State if each in states])
        for name, states in STATE_GROUPS.values()
    ]
    context = {"page": section, "subpage_title": "How statuses work", "groups": groups}
    return render(request, "complaints/register/statuses.html", context)
