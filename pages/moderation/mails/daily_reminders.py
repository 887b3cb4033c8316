"""Daily e-mails to officers and moderators, sent after seven in the morning in London."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils import timezone

from pages.moderation.gate.roles import APPROVING_OFFICERS, SITE_ADMINISTRATORS, users_with_role
from pages.moderation.gate.urgent import second_reviewers
from pages.moderation.gate.versions import PublishedVersion

from . import emails
from .digests import last_sending_time


def send_daily_reminders() -> None:
    """List minor corrections for approving officers, and second reviews for those who have to give them."""
    due_since = last_sending_time()
    corrections = PublishedVersion.objects.filter(
        minor_correction=True, notified_at=None, published_at__lt=due_since
    )
    _send_list(
        users_with_role(APPROVING_OFFICERS),
        corrections,
        "Minor corrections that were published",
        "A moderator approved these corrections on their own. Please look at them:",
    )
    awaiting_review = PublishedVersion.objects.awaiting_review().exclude(notified_at__gte=due_since)
    reviewers = {version: frozenset(second_reviewers(version)) for version in awaiting_review}
    for people in set(reviewers.values()):
        versions = [version for version in awaiting_review if reviewers[version] == people]
        if people:
            _send_list(
                people,
                versions,
                "Published urgently, and waiting for your review",
                "These are public with one approval. Please give the second review, or take them down:",
            )
        else:
            _send_list(
                users_with_role(SITE_ADMINISTRATORS),
                versions,
                "Published urgently, and nobody can review it",
                "These are public with one approval, and everybody with the awaited role wrote or approved "
                "them. Please give somebody else the role:",
            )


def _send_list(
    people: Iterable[User], versions: Iterable[PublishedVersion], subject: str, introduction: str
) -> None:
    """Send ``people`` a list of ``versions``; if nobody could be reached, the next run tries again."""
    versions = list(versions)
    if not versions:
        return
    lines = "\n".join(
        f"- {version.full_name}, {timezone.localtime(version.published_at):%-d %B %Y}: {version.change_note}"
        for version in versions
    )
    if emails.send_email(people, subject, f"{introduction}\n\n{lines}\n\n{emails.admin_link()}\n"):
        listed = PublishedVersion.objects.filter(pk__in=[version.pk for version in versions])
        listed.update(notified_at=timezone.now())
