"""When the data last changed."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from wagtail.models import Page

from complaints.models import Organisation, RecommendationState
from pages.models import SiteWording
from pages.moderation.models import Decision, PublishedVersion

from .section import Section

MOVES = [
    Decision.Action.DELETED,
    Decision.Action.MOVED,
    Decision.Action.REORDERED,
    Decision.Action.PRIVACY,
    Decision.Action.SITE,
]
"""What changes whether and where pages are read, besides publishing and taking down."""
NAMED = [Organisation._meta.label_lower, SiteWording._meta.label_lower]
"""What else of the published is in the data: names."""


@cache
def of_release() -> datetime:
    """Return when the words and forms of the data last changed: with the files of this release."""
    files = (settings.PROJECT_DIR / "complaints").rglob("*.py")
    return datetime.fromtimestamp(max(Path(each).stat().st_mtime for each in files), UTC)


def of_data(section: Section) -> datetime:
    """Return when the data of ``section`` last changed; some of it changes with the day."""
    return max(of_publications(section), _overdue_from(section) or of_release())


def of_publications(section: Section) -> datetime:
    """Return when what is published of ``section`` last changed, in a fixed number of queries.

    Whatever is published on its site counts: the section may lead there, and versions keep the address of
    their time.
    """
    site = section.site
    versions = PublishedVersion.objects.filter(
        Q(model__in=NAMED, site_id=site.pk)
        | Q(model__in=NAMED, site_id=None)
        | Q(model=Page._meta.label_lower, site_id=site.pk)
    )
    pages = Page.objects.descendant_of(section.page, inclusive=True)
    moves = Decision.objects.filter(Q(site_id=site.pk) | Q(site_id=None), action__in=MOVES)
    times = versions.aggregate(Max("published_at"), Max("withdrawn_at"), Max("redacted_at"))
    found = [
        *times.values(),
        pages.aggregate(last=Max("last_published_at"))["last"],
        moves.aggregate(last=Max("at"))["last"],
    ]
    return max(each for each in (of_release(), *found) if each)


def _overdue_from(section: Section) -> datetime | None:
    """Return the last midnight in Europe/London at which something became overdue."""
    overdue = RecommendationState.objects.overdue(section.today)
    last_day = overdue.filter(page__path__startswith=section.page.path).aggregate(last=Max("last_day"))[
        "last"
    ]
    return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time())) if last_day else None
