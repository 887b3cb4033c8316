"""The weekly email to editors: what is past a deadline, due soon, not updated or due for review."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from pages.moderation.approval import roles
from pages.moderation.emails.mail import (
    DigestChoice,
    EmailKind,
    admin_link,
    last_sending_time,
)

from .due import (
    ATTENTION,
    need_attention,
    next_updates_to_mind,
    recommendations_seen_by,
    super_complaints_seen_by,
)

REMINDER = EmailKind(
    "complaints/emails/weekly_dates",
    "the editors who have not switched it off, on Mondays",
)
LONGEST_LIST = 20
"""Lines of each kind; the email says how many more there are."""


def last_monday() -> datetime:
    """Return seven in the morning in London on the last Monday."""
    due = last_sending_time()
    return due - timedelta(days=due.weekday())


def people_to_remind() -> QuerySet[User]:
    """Return the editors who have not had this week's email, and want it: one query a run of the worker."""
    unwilling = DigestChoice.objects.filter(weekly_dates=False)
    reminded = DigestChoice.objects.filter(reminded_at__gte=last_monday())
    editors = roles.users_with_role(roles.EDITORS)
    return editors.exclude(pk__in=unwilling.values("person")).exclude(
        pk__in=reminded.values("person")
    )


def reminder_for(person: User) -> dict[str, object]:
    """Return what the email to ``person`` says; empty if there is nothing to say."""
    found = need_attention(recommendations_seen_by(person))
    updates = next_updates_to_mind(super_complaints_seen_by(person))
    if not found and not updates:
        return {}
    of_all_kinds = "&".join(f"attention={kind}" for kind in ATTENTION)
    return {
        "updates": updates,
        "number": sum(map(len, found.values())),
        "kinds": [
            (words, pages[:LONGEST_LIST], len(pages[LONGEST_LIST:]))
            for words, pages in found.items()
        ],
        "greeting": person.get_short_name() or person.get_username(),
        "list_address": f"{admin_link('recommendations:index')}?{of_all_kinds}",
        "account": admin_link("wagtailadmin_account"),
    }


def send_reminders() -> None:
    """Send this week's emails that were not sent.

    What cannot be sent, the next run tries again.
    """
    for person in people_to_remind():
        context = reminder_for(person)
        # Somebody who has never chosen has no row.
        choice, _ = DigestChoice.objects.get_or_create(person=person)
        row = DigestChoice.objects.filter(pk=choice.pk)
        # Taken first, so that no other run sends it, too.
        due = row.filter(Q(reminded_at=None) | Q(reminded_at__lt=last_monday()))
        if (
            due.update(reminded_at=timezone.now())
            and context
            and not REMINDER.send([person], **context)
        ):
            row.update(reminded_at=choice.reminded_at)
