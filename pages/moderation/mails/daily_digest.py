"""The daily digest: one e-mail at seven in the morning, for those who chose it over single ones."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from wagtail.models import TaskState

from pages.moderation.gate import roles

from .digests import DigestChoice, DigestEntry, last_sending_time
from .emails import admin_link
from .mail import Mail

DIGEST = Mail("moderation/emails/daily_digest", "each who chose it, of what came since")
DAYS_KEPT = 30
"""For how long lines are kept that could not be sent."""


def send_digests() -> None:
    """Send each digest that is due, once a day and person.

    The day is taken before the e-mail is sent, so that no other run sends it too; if it cannot be sent, the
    day is given back, and the next run tries again. Lines go when they were sent: of a run that was killed
    in between, they stand in the digest of the next day.
    """
    due_since = last_sending_time()
    DigestEntry.objects.filter(created_at__lt=due_since - timedelta(days=DAYS_KEPT)).delete()
    waiting = DigestEntry.objects.filter(created_at__lt=due_since)
    for person in get_user_model().objects.filter(pk__in=waiting.values("person")).order_by("pk"):
        choice = DigestChoice.objects.get_or_create(person=person)[0]
        due = DigestChoice.objects.filter(Q(sent_at=None) | Q(sent_at__lt=due_since), pk=choice.pk)
        if not due.update(sent_at=timezone.now()):
            continue
        entries = list(waiting.filter(person=person).select_related("step"))
        if _send(person, [entry for entry in entries if _still_matters(entry)]):
            DigestEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        else:
            DigestChoice.objects.filter(pk=choice.pk).update(sent_at=choice.sent_at)


def _still_matters(entry: DigestEntry) -> bool:
    return not entry.step or entry.step.status == TaskState.STATUS_IN_PROGRESS


def _send(person: User, entries: list[DigestEntry]) -> bool:
    """Send ``person`` these lines; return whether nothing is left to do."""
    if not entries or not person.is_active or not person.email or not roles.has_any_role(person):
        return True
    account = admin_link("wagtailadmin_account")
    return DIGEST.send([person], person=person, entries=entries, dashboard=admin_link(), account=account)
