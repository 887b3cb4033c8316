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
    states = RecommendationState.objects.filter(page__path__startswith=section.index_page.path)
    passed = states.last_days_passed(section.today)
    times = (changed, section.index_page.last_published_at, *(end_of_day(day) for day in passed))
    return max(filter(None, times), default=None)
