"""A page for developers, with DEBUG alone, of each component in each state, from the readers' templates."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from complaints.register.state_counts import Progress
from complaints.vocabulary import (
    ActionStatus,
    Assurance,
    Position,
    Stage,
    Status,
)
from pages.content.models import Notice
from pages.core.cache_policy import private_view
from pages.core.partial_dates import PartialDate
from pages.feedback.forms import FeedbackForm

ADDRESS = "/patterns/"
DAY = PartialDate(2025, 3, 27)
PROGRESSES = (
    ("every status", Counter(dict.fromkeys(Status, 2))),
    ("nothing complete", Counter({Status.IN_PROGRESS: 3, Status.RESPONSE_MISSING: 1})),
    ("all marked complete", Counter({Status.MARKED_COMPLETE: 4})),
)


@private_view
def serve(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "patterns.html", patterns_context())


def patterns_context() -> dict[str, Any]:
    return {
        "labels": {
            "Positions": Position,
            "Statuses of an action": ActionStatus,
            "What inspectors say": Assurance,
        },
        "statuses": list(Status),
        "stages": list(Stage),
        "progresses": [
            (name, Progress(ADDRESS, by_status=counts)) for name, counts in PROGRESSES
        ],
        "notice_levels": [
            Notice(level=level, text="This is a notice.") for level in Notice.Level
        ],
        "good_form": FeedbackForm(),
        "bad_form": FeedbackForm(QueryDict("useful=&about=&opened=x")),
        "day": DAY,
        "paging": Paginator(range(75), 25).page(2),
        "addresses": {"previous": ADDRESS, "next": ADDRESS},
        "link": {
            "heading": "Recommendation 7",
            "title": "Train officers",
            "address": ADDRESS,
        },
        "service": {
            "name": "A helpline",
            "for_whom": "Anyone who has been harmed",
            "telephone": "0800 000 000",
            "hours": "24 hours a day",
            "web": "https://www.example.org/",
        },
    }
