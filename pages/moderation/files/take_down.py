"""Taking down a file: the one way in which an approved document or image is deleted."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from pages.moderation.gate import roles
from pages.moderation.gate.decision import Decision, record_decision
from pages.moderation.gate.decision_data import Removal
from pages.moderation.gate.versions import PublishedVersion
from pages.moderation.mails import emails


@transaction.atomic
def take_down_file(file: Any, user: User, because: PublishedVersion.WithdrawalReason, reason: str) -> None:
    """Delete ``file`` for good and tell colleagues. What refers to it shows nothing in its place.

    Raises ``PermissionDenied`` if ``user`` may not take anything down.
    """
    if not roles.may_take_down(user):
        raise PermissionDenied
    record_decision(
        Decision.Action.TAKEN_DOWN, obj=file, user=user, reason=reason, data=Removal(because=because.value)
    )
    emails.notify_of_file_taken_down(file, user, because)
    file.is_taken_down = True
    file.delete()
