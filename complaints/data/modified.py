"""When the data last changed."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from complaints.models import RecommendationState
from pages.delivery.clock import end_of
from pages.delivery.keys import EVERYTHING, ORGANISATIONS, SITE, below_key, page_key
from pages.delivery.models import Invalidation
from pages.delivery.shown import shows

from .section import Section


@cache
def of_release() -> datetime:
    """Return when the words and forms of the data last changed: with the files of this release."""
    files = (settings.PROJECT_DIR / "complaints").rglob("*.py")
    return datetime.fromtimestamp(max(Path(each).stat().st_mtime for each in files), UTC)


def of_data(section: Section) -> datetime:
    """Return when the data of ``section`` last changed; some of it changes with the day.

    Whatever changes among the pages of its site counts: the section may lead there, and versions keep the
    address of their time. So do names of organisations and of the site, and every release.
    """
    root = section.site.root_page_id
    keys = (EVERYTHING, ORGANISATIONS, SITE, page_key(root), below_key(root))
    shows(*keys)
    changed = Invalidation.objects.filter(key__in=keys).aggregate(at=Max("at"))["at"]
    found = (of_release(), changed, section.page.last_published_at, _overdue_from(section))
    return max(each for each in found if each)


def _overdue_from(section: Section) -> datetime | None:
    """Return the last midnight in Europe/London at which something became overdue."""
    overdue = RecommendationState.objects.overdue(section.today)
    last_day = overdue.filter(page__path__startswith=section.page.path).aggregate(last=Max("last_day"))[
        "last"
    ]
    return end_of(last_day) if last_day else None
