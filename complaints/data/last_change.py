"""The time of the last change of the data."""

from datetime import datetime

from django.db.models import Max

from complaints.models import RecommendationState
from pages.http_cache.clock import end_of_day
from pages.http_cache.keys import below_key
from pages.http_cache.models import Invalidation

from .published_section import PublishedSection


def last_change_of_data(section: PublishedSection) -> datetime | None:
    """Return when a page of ``section`` was last published, taken down or became overdue."""
    changed = Invalidation.objects.filter(key=below_key(section.index_page.pk)).aggregate(at=Max("at"))["at"]
    overdue = RecommendationState.objects.overdue(section.today)
    overdue = overdue.filter(page__path__startswith=section.index_page.path)
    last_day = overdue.aggregate(last=Max("last_day_before_overdue"))["last"]
    times = (changed, section.index_page.last_published_at, end_of_day(last_day) if last_day else None)
    return max(filter(None, times), default=None)
