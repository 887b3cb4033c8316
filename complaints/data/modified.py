"""When the data last changed."""

from datetime import datetime

from django.db.models import Max

from complaints.models import RecommendationState
from pages.http_cache.clock import end_of_day
from pages.http_cache.keys import below_key
from pages.http_cache.models import Invalidation

from .section import Section


def of_data(section: Section) -> datetime | None:
    """Return when a page of ``section`` was last published or taken down, or became overdue."""
    changed = Invalidation.objects.filter(key=below_key(section.page.pk)).aggregate(at=Max("at"))["at"]
    overdue = RecommendationState.objects.overdue(section.today)
    overdue = overdue.filter(page__path__startswith=section.page.path)
    last_day = overdue.aggregate(last=Max("last_day"))["last"]
    # A day is over at its last midnight in Europe/London.
    times = (changed, section.page.last_published_at, end_of_day(last_day) if last_day else None)
    return max(filter(None, times), default=None)
