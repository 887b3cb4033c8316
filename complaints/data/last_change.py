"""The time of the last change of the data."""

from datetime import datetime

from django.db.models import Max

from complaints.models import RecommendationState
from pages.core.days import end_of_day
from pages.moderation.models import PublishedVersion

from .published_section import PublishedSection


def last_change_of_data(section: PublishedSection) -> datetime | None:
    """Return when a page of ``section`` was last published, taken down or became overdue.

    Versions of pages that are there no more count, too: the time never goes back.
    """
    versions = PublishedVersion.objects.filter(path__startswith=section.index_page.get_url_parts()[2])
    changed = versions.aggregate(published=Max("published_at"), withdrawn=Max("withdrawn_at")).values()
    states = RecommendationState.objects.filter(page__path__startswith=section.index_page.path)
    passed = states.last_days_passed(section.today)
    times = (*changed, section.index_page.last_published_at, *(end_of_day(day) for day in passed))
    return max(filter(None, times), default=None)
