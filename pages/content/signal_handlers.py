"""Purges pages when the site wording or a notice changes, and when a notice begins or ends."""

from datetime import datetime

from django.db.models import Q

from pages.http_cache import clock_changes, keys, object_changes

from .models import Notice, SiteWording


def connect() -> None:
    """Listen to changes of what every page shows."""
    for model in (Notice, SiteWording):
        object_changes.purge_on_change(model, lambda instance: [keys.SITE])
    clock_changes.register_clock_keys(keys_for_notices_changed_between)


def keys_for_notices_changed_between(since: datetime, until: datetime) -> set[str]:
    """Return the key of all pages if a public notice began or ended between two moments."""
    has_begun = Q(shown_from__gt=since, shown_from__lte=until)
    has_ended = Q(shown_until__gt=since, shown_until__lte=until)
    is_changed = Notice.objects.filter(has_begun | has_ended, live=True).exists()
    return {keys.SITE} if is_changed else set()
