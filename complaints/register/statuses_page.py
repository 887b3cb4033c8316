"""The page that explains in plain words what each status means."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from complaints.vocabulary import STATE_GROUPS, State
from pages.core.cache_policy import public_view

from .listed_pages import public_section

MEANINGS = {
    State.OVERDUE: "The date has passed, and the last report says that the work is not finished.",
    State.DEADLINE_PASSED: "The date has passed, and this site has no response, action or update.",
    State.NOT_ANSWERED: (
        "The report asks the force or its commissioner. This site has no response, action or update."
    ),
    State.AWAITING: "The organisation says that it will respond later.",
    State.NOT_STATED: (
        "What is published here gives no status. Read the response: it may say how far the work is."
    ),
    State.NO_ACTIONS: "The organisation has given its position but has listed no action.",
    State.REOPENED: "The work was complete and has started again.",
    State.NOT_STARTED: "No action has begun.",
    State.IN_PROGRESS: "Some of the work has begun or is done.",
    State.COMPLETE_LATE: "All the work is done, some of it late.",
    State.COMPLETE: "All the work is done.",
    State.SUPERSEDED: "Other work has replaced every action.",
    State.NOT_ACCEPTED: "The organisation does not accept the recommendation. The page gives its reason.",
    State.NOT_APPLICABLE: (
        "The organisation says that the recommendation does not apply to it. The page gives its reason."
    ),
}
"""What each state says, in plain words."""


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
