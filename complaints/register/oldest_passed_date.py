"""The open recommendation whose date passed longest ago."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage
from complaints.models.recommendation_state import DUE_DAY

from .listed_pages import listed_recommendations, listed_states


@dataclass(frozen=True)
class PassedDate:
    """A recommendation that is not finished, and the last day of the first of its dates that has passed."""

    day: date
    page: RecommendationResponsePage
    address: str


def find_oldest_passed_date(index_page: SuperComplaintIndexPage, request: HttpRequest) -> PassedDate | None:
    """Return the one under ``index_page`` whose date passed first; ``None`` if no date of an open one has."""
    due = listed_states(index_page).counted().unfinished().annotate(due=DUE_DAY)
    passed = due.filter(due__lt=timezone.localdate())
    first = passed.order_by("due", "page__path").values("page", "due").first()
    page = listed_recommendations(index_page).filter(pk=first["page"]).first() if first else None
    if not first or not page:
        return None
    return PassedDate(first["due"], page, page.get_url(request) or "")
