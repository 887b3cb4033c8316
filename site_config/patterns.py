"""A page for developers, with DEBUG alone, of each component in each state, from the readers' templates."""

from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from complaints.register.state_counts import Progress
from complaints.states.respondent_states import RespondentState
from complaints.vocabulary import STATES_OF_PASSED_DATES, Assurance, Position, Stage, State
from pages.content.models import Notice
from pages.core.cache_policy import private_view
from pages.core.partial_dates import PartialDate
from pages.feedback.forms import FeedbackForm

ADDRESS = "/patterns/"
PROGRESSES = (
    ("every state", Counter(dict.fromkeys(State, 2))),
    ("only open", Counter({State.IN_PROGRESS: 3, State.NOT_ANSWERED: 1})),
    ("all done", Counter({State.COMPLETE: 4})),
)


@private_view
def serve(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "patterns.html", patterns_context())


def patterns_context() -> dict[str, Any]:
    return {
        "labels": {
            "States of a recommendation": State,
            "Positions": Position,
            "Stages": Stage,
            "External assurance": Assurance,
        },
        "progresses": [(name, Progress(ADDRESS, by_state=counts)) for name, counts in PROGRESSES],
        "standings": [_standing(state) for state in State],
        "notice_levels": [Notice(level=level, text="This is a notice.") for level in Notice.Level],
        "good_form": FeedbackForm(),
        "bad_form": FeedbackForm(QueryDict("useful=&about=&opened=x")),
        "day": PartialDate(2025, 3, 27),
        "paging": Paginator(range(75), 25).page(2),
        "addresses": {"previous": ADDRESS, "next": ADDRESS},
        "link": {"heading": "Recommendation 7", "title": "Train officers", "address": ADDRESS},
        "service": {
            "name": "A helpline",
            "for_whom": "Anyone who has been harmed",
            "telephone": "0800 000 000",
            "hours": "24 hours a day",
            "web": "https://www.example.org/",
        },
    }


def _standing(state: State) -> RespondentState:
    since = date(2025, 3, 28) if state in STATES_OF_PASSED_DATES else None
    return RespondentState("Borsetshire Police", Position.ACCEPTED, "Accepted", state, since)
