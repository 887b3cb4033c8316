"""The feedback team, and the e-mails that tell it of new safeguarding concerns."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils import timezone

from pages.moderation.mails.emails import admin_link
from pages.moderation.mails.mail import Mail

from .models import FeedbackEntry

CONCERN = Mail("feedback/emails/concern", "the feedback team")


def team_members() -> QuerySet[Any]:
    """Return the active users who may change entries. Superusers need the permission, too."""
    permission = Permission.objects.filter(
        content_type__app_label="feedback", codename="change_feedbackentry"
    ).values("pk")
    has_permission = Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
    return get_user_model().objects.filter(has_permission, is_active=True).distinct()


class AlertNotSentError(Exception):
    """Somebody may be in danger and the team does not know."""


def send_concern_alerts() -> int:
    """Send one e-mail about all concerns that the team was not told of yet; return how many they are.

    It holds a count and a link, and no word that a reader wrote. If it cannot be sent, the next run tries
    again: a concern only counts as told once the e-mail was sent. Raises ``AlertNotSentError`` if nobody
    could be told, so that the scheduled work counts as failed.
    """
    waiting = FeedbackEntry.objects.filter(state=FeedbackEntry.State.SAFEGUARDING, alerted_at=None)
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return 0
    people = list(team_members().exclude(email=""))
    if not people:
        raise AlertNotSentError(
            f"{len(ids)} safeguarding concerns wait and nobody of the feedback team has an address: "
            "give somebody the role"
        )
    link = admin_link("feedback:index") + "?state=safeguarding"
    noun = "concern waits" if len(ids) == 1 else "concerns wait"
    if not CONCERN.send(people, number=len(ids), noun=noun, link=link):
        raise AlertNotSentError(
            f"{len(ids)} safeguarding {noun} and the mail failed. Look at EMAIL_URL; it is tried again."
        )
    FeedbackEntry.objects.filter(pk__in=ids).update(alerted_at=timezone.now())
    return len(ids)
