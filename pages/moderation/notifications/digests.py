"""What officers and moderators are reminded of once a day, after seven in the morning in London."""

from datetime import timedelta

from django.utils import timezone

from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules.roles import APPROVING_OFFICERS, holders

from . import messages

HOUR = 7


def send_due() -> None:
    """Send what is due: minor corrections to approving officers, second reviews to those who must."""
    begins = _this_morning()
    corrections = PublishedVersion.objects.filter(
        minor_correction=True, told_at=None, published_at__lt=begins
    )
    _tell(
        holders(APPROVING_OFFICERS),
        corrections,
        "Minor corrections that were published",
        "A moderator approved these corrections on their own. Please look at them:",
    )
    awaited = PublishedVersion.objects.awaiting_review().exclude(told_at__gte=begins)
    for roles in {tuple(version.awaited_roles) for version in awaited}:
        _tell(
            holders(*roles),
            [version for version in awaited if tuple(version.awaited_roles) == roles],
            "Published urgently, and waiting for your review",
            "These are public with one approval. Please give the second review, or take them down:",
        )


def _this_morning():
    """Return the last time that it was seven in the morning."""
    now = timezone.localtime()
    morning = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return morning if now >= morning else morning - timedelta(days=1)


def _tell(people, versions, subject: str, introduction: str) -> None:
    """Tell ``people`` of ``versions``, once; if nobody could be told, the next run tries again."""
    versions = list(versions)
    if not versions:
        return
    lines = "\n".join(f"- {version}: {version.change_note}" for version in versions)
    if messages.send(people, subject, f"{introduction}\n\n{lines}\n\n{messages.admin_link()}\n"):
        told = PublishedVersion.objects.filter(pk__in=[version.pk for version in versions])
        told.update(told_at=timezone.now())
