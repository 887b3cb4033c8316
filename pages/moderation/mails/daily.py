"""What is sent once a day, after seven in the morning in London: digests, and lists for those who approve."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from wagtail.models import TaskState

from pages.moderation.gate import roles
from pages.moderation.gate.clearance import second_reviewers
from pages.moderation.gate.versions import PublishedVersion

from .mail import DigestChoice, DigestEntry, Mail, admin_link, last_sending_time

DIGEST = Mail("moderation/emails/daily_digest", "each who chose it, of what came since")
CORRECTIONS = Mail("moderation/emails/minor_corrections", "the approving officers")
SECOND_REVIEW = Mail("moderation/emails/second_review", "who may give the second review")
NOBODY_CAN_REVIEW = Mail("moderation/emails/second_review_by_nobody", "the Site administrators")
DAYS_KEPT = 30


def send_digests() -> None:
    """Send each digest that is due, once a day and person.

    The day is taken before the e-mail is sent, so that no other run sends it too; if it cannot be sent, the
    day is given back, and the next run tries again. Lines go when they were sent: of a run that was killed
    in between, they stand in the digest of the next day.
    """
    due_since = last_sending_time()
    DigestEntry.objects.filter(created_at__lt=due_since - timedelta(days=DAYS_KEPT)).delete()
    waiting = DigestEntry.objects.filter(created_at__lt=due_since)
    for person in User.objects.filter(pk__in=waiting.values("person")).order_by("pk"):
        choice = DigestChoice.objects.get_or_create(person=person)[0]
        due = DigestChoice.objects.filter(Q(sent_at=None) | Q(sent_at__lt=due_since), pk=choice.pk)
        if not due.update(sent_at=timezone.now()):
            continue
        entries = list(waiting.filter(person=person).select_related("step"))
        in_progress = TaskState.STATUS_IN_PROGRESS
        if _send(person, [each for each in entries if not each.step or each.step.status == in_progress]):
            DigestEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        else:
            DigestChoice.objects.filter(pk=choice.pk).update(sent_at=choice.sent_at)


def _send(person: User, entries: list[DigestEntry]) -> bool:
    if not entries or not person.is_active or not person.email or not roles.has_any_role(person):
        return True
    account = admin_link("wagtailadmin_account")
    return DIGEST.send([person], person=person, entries=entries, dashboard=admin_link(), account=account)


def send_daily_reminders() -> None:
    """List minor corrections for approving officers, and second reviews for those who have to give them."""
    due_since = last_sending_time()
    corrections = PublishedVersion.objects.filter(
        minor_correction=True, notified_at=None, published_at__lt=due_since
    )
    _send_list(CORRECTIONS, roles.users_with_role(roles.APPROVING_OFFICERS), corrections)
    awaiting_review = PublishedVersion.objects.awaiting_review().exclude(notified_at__gte=due_since)
    reviewers = {version: frozenset(second_reviewers(version)) for version in awaiting_review}
    for people in set(reviewers.values()):
        versions = [version for version in awaiting_review if reviewers[version] == people]
        if people:
            _send_list(SECOND_REVIEW, people, versions)
        else:
            _send_list(NOBODY_CAN_REVIEW, roles.users_with_role(roles.SITE_ADMINISTRATORS), versions)


def _send_list(mail: Mail, people: Iterable[User], found: Iterable[PublishedVersion]) -> None:
    """Send ``people`` a list of versions; if nobody could be reached, the next run tries again."""
    versions = list(found)
    if versions and mail.send(people, versions=versions, dashboard=admin_link()):
        listed = PublishedVersion.objects.filter(pk__in=[version.pk for version in versions])
        listed.update(notified_at=timezone.now())
