"""Which kept answers go when the site wording or a notice changes, by hand or by the clock."""

from datetime import datetime

from django.apps import AppConfig
from django.db.models import Q

from pages.http_cache import clock_changes, keys, object_changes

from .models import Notice, SiteWording


def connect(app_config: AppConfig) -> None:
    """Follow what stands on every page."""
    for model in (Notice, SiteWording):
        object_changes.follow(model, lambda each: [keys.SITE])
    clock_changes.follow_clock(keys_of_notices)


def keys_of_notices(since: datetime, until: datetime) -> set[str]:
    """Return the key of every page if a public notice began or ended between two moments."""
    begun_or_over = Q(shown_from__gt=since, shown_from__lte=until)
    begun_or_over |= Q(shown_until__gt=since, shown_until__lte=until)
    return {keys.SITE} if Notice.objects.filter(begun_or_over, live=True).exists() else set()
