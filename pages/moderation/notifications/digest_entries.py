"""Lines of daily digests: what goes there in the place of an e-mail."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import TaskState

from pages.moderation.records.digest import DigestChoice, DigestEntry

SENDING_HOUR = 7


def last_sending_time() -> datetime:
    """Return when daily e-mails were last due."""
    now = timezone.localtime()
    today = now.replace(hour=SENDING_HOUR, minute=0, second=0, microsecond=0)
    return today if now >= today else today - timedelta(days=1)


def is_urgent(draft: Any) -> bool:
    """Tell whether ``draft`` is to be published before the next digest is sent."""
    return bool(draft.go_live_at) and draft.go_live_at <= last_sending_time() + timedelta(days=1)


def collect(people: Iterable[User], words: str, address: str, step: TaskState | None = None) -> list[User]:
    """Put a line into the digests of those who chose one, and return the others, who get an e-mail now."""
    people = list(people)
    chosen = set(
        DigestChoice.objects.filter(person__in=people, daily_digest=True).values_list("person_id", flat=True)
    )
    limit = DigestEntry._meta.get_field("words").max_length
    DigestEntry.objects.bulk_create(
        DigestEntry(person=person, words=words[:limit], address=address, step=step)
        for person in people
        if person.pk in chosen
    )
    return [person for person in people if person.pk not in chosen]
