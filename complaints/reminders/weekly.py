"""The weekly e-mail to each editor: what is past its date, falls due or is silent."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from pages.moderation.gate import roles
from pages.moderation.mails.mail import DigestChoice, Mail, admin_link, last_sending_time

from .due import need_attention

REMINDER = Mail("complaints/emails/weekly_dates", "the editors who have not switched it off, on Mondays")
LONGEST_LIST = 20
"""Lines of each kind; the e-mail says how many more there are."""


def last_monday() -> datetime:
    """Return seven in the morning in London on the last Monday."""
    due = last_sending_time()
    return due - timedelta(days=due.weekday())


def people_to_remind() -> QuerySet[User]:
    """Return the editors who have not had this week's e-mail, and want it: one query a run of the worker."""
    unwilling = DigestChoice.objects.filter(weekly_dates=False)
    reminded = DigestChoice.objects.filter(reminded_at__gte=last_monday())
    editors = roles.users_with_role(roles.EDITORS)
    return editors.exclude(pk__in=unwilling.values("person")).exclude(pk__in=reminded.values("person"))


def reminder_for(person: User) -> dict[str, object]:
    """Return what the e-mail to ``person`` says; empty if there is nothing to say."""
    found = need_attention(person)
    if not found:
        return {}
    return {
        "person": person,
        "number": sum(map(len, found.values())),
        "kinds": [(words, pages[:LONGEST_LIST], len(pages[LONGEST_LIST:])) for words, pages in found.items()],
        "list_address": admin_link("recommendations:index"),
        "account": admin_link("wagtailadmin_account"),
    }


def send_reminders() -> None:
    """Send this week's e-mails that were not sent. What cannot be sent, the next run tries again."""
    for person in people_to_remind():
        choice = DigestChoice.objects.get_or_create(person=person)[0]
        due = DigestChoice.objects.filter(
            Q(reminded_at=None) | Q(reminded_at__lt=last_monday()), pk=choice.pk
        )
        # Taken first, so that no other run sends it, too.
        if not due.update(reminded_at=timezone.now()):
            continue
        context = reminder_for(person)
        if context and not REMINDER.send([person], **context):
            DigestChoice.objects.filter(pk=choice.pk).update(reminded_at=choice.reminded_at)
