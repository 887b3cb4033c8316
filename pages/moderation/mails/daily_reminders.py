"""Daily e-mails to officers and moderators, sent after seven in the morning in London."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils import timezone

from pages.moderation.gate.roles import APPROVING_OFFICERS, SITE_ADMINISTRATORS, users_with_role
from pages.moderation.gate.urgent import second_reviewers
from pages.moderation.gate.versions import PublishedVersion

from .digests import last_sending_time
from .emails import admin_link
from .mail import Mail

CORRECTIONS = Mail("moderation/emails/minor_corrections", "the approving officers")
SECOND_REVIEW = Mail("moderation/emails/second_review", "who may give the second review")
NOBODY_CAN_REVIEW = Mail("moderation/emails/second_review_by_nobody", "the Site administrators")


def send_daily_reminders() -> None:
    """List minor corrections for approving officers, and second reviews for those who have to give them."""
    due_since = last_sending_time()
    corrections = PublishedVersion.objects.filter(
        minor_correction=True, notified_at=None, published_at__lt=due_since
    )
    _send_list(CORRECTIONS, users_with_role(APPROVING_OFFICERS), corrections)
    awaiting_review = PublishedVersion.objects.awaiting_review().exclude(notified_at__gte=due_since)
    reviewers = {version: frozenset(second_reviewers(version)) for version in awaiting_review}
    for people in set(reviewers.values()):
        versions = [version for version in awaiting_review if reviewers[version] == people]
        if people:
            _send_list(SECOND_REVIEW, people, versions)
        else:
            _send_list(NOBODY_CAN_REVIEW, users_with_role(SITE_ADMINISTRATORS), versions)


def _send_list(mail: Mail, people: Iterable[User], found: Iterable[PublishedVersion]) -> None:
    """Send ``people`` a list of versions; if nobody could be reached, the next run tries again."""
    versions = list(found)
    if versions and mail.send(people, versions=versions, dashboard=admin_link()):
        listed = PublishedVersion.objects.filter(pk__in=[version.pk for version in versions])
        listed.update(notified_at=timezone.now())
