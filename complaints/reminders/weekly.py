"""The weekly email to editors and leads: what is past a deadline, due soon, not updated or due for review."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.recommendation_queryset import RecommendationQuerySet
from pages.moderation.approval import roles
from pages.moderation.approval.external_approver import ExternalApprover
from pages.moderation.emails.mail import (
    DigestChoice,
    EmailKind,
    admin_link,
    last_sending_time,
)

from .due import (
    ATTENTION,
    led_by,
    need_attention,
    next_updates_to_mind,
    recommendations_seen_by,
    super_complaints_led_by,
    super_complaints_seen_by,
)

REMINDER = EmailKind(
    "complaints/emails/weekly_dates",
    "the editors who have not switched it off, and the posts that lead something, on Mondays",
)
LONGEST_LIST = 20
"""Lines of each kind; the email says how many more there are."""
Reminded = DigestChoice | ExternalApprover


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


def leads_to_remind() -> QuerySet[ExternalApprover]:
    """Return the people without an account, known by post and address, who have not had this week's."""
    entries = ExternalApprover.objects.confirmed().filter(
        account=None, weekly_dates=True
    )
    return entries.exclude(reminded_at__gte=last_monday())


def reminder_for(person: User) -> dict[str, object]:
    """Return what the email to ``person`` says; empty if there is nothing to say."""
    of_all_kinds = "&".join(f"attention={kind}" for kind in ATTENTION)
    return _reminder(
        recommendations_seen_by(person),
        next_updates_to_mind(super_complaints_seen_by(person)),
        greeting=person.get_short_name() or person.get_username(),
        list_address=f"{admin_link('recommendations:index')}?{of_all_kinds}",
        account=admin_link("wagtailadmin_account"),
    )


def reminder_for_lead(entry: ExternalApprover) -> dict[str, object]:
    """Return what the email to whoever leads something says; they see what the public sees."""
    led = led_by(RecommendationResponsePage.objects.live().public(), [entry.post])
    updates = next_updates_to_mind(super_complaints_led_by(entry.post), to_enter=False)
    return _reminder(led, updates, greeting=entry.name, led_by=entry.post)


def _reminder(
    pages: RecommendationQuerySet,
    updates: list[tuple[SuperComplaintPage, str]],
    **context: str,
) -> dict[str, object]:
    found = need_attention(pages)
    if not found and not updates:
        return {}
    return {
        "updates": updates,
        "number": sum(map(len, found.values())),
        "kinds": [
            (words, pages[:LONGEST_LIST], len(pages[LONGEST_LIST:]))
            for words, pages in found.items()
        ],
        **context,
    }


def reminders_to_send() -> Iterator[tuple[User, dict[str, object], Reminded]]:
    """Yield who is to be reminded, of what, and where it is written down that they were."""
    for person in people_to_remind():
        yield person, reminder_for(person), DigestChoice(person=person)
    for entry in leads_to_remind():
        yield User(email=entry.address), reminder_for_lead(entry), entry


def send_reminders() -> None:
    """Send this week's emails that were not sent.

    What cannot be sent, the next run tries again.
    """
    for person, context, note in reminders_to_send():
        if isinstance(note, DigestChoice):  # somebody who has never chosen has no row
            DigestChoice.objects.get_or_create(person=person)
        row = type(note)._default_manager.filter(pk=note.pk)
        # Taken first, so that no other run sends it, too.
        due = row.filter(Q(reminded_at=None) | Q(reminded_at__lt=last_monday()))
        if (
            due.update(reminded_at=timezone.now())
            and context
            and not REMINDER.send([person], **context)
        ):
            row.update(reminded_at=note.reminded_at)
