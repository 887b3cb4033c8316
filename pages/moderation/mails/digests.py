"""The daily digest of e-mails: who chose it, and what goes into the next one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from wagtail.models import TaskState


class DigestChoice(models.Model):
    """Whether somebody gets one e-mail a day in the place of single ones."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="digest_choice"
    )
    daily_digest = models.BooleanField(
        default=False,
        verbose_name="one e-mail a day",
        help_text="At seven in the morning, in the place of single e-mails. What is urgent, and what a hold "
        "keeps waiting, is still sent at once.",
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    weekly_dates = models.BooleanField(
        default=True,
        verbose_name="dates, weekly",
        help_text="On Mondays at seven, to editors: what is past its date, falls due, or has had no update "
        "for six months.",
    )
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person}: {'daily digest' if self.daily_digest else 'single e-mails'}"


class DigestEntry(models.Model):
    """A line of somebody's next digest. It holds no more than the subject of the e-mail would have."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    step = models.ForeignKey(
        TaskState,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The step that the line asks to decide at: once it is over, the line is left out.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.words


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
