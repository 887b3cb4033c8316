"""Suspending an account that may be in the wrong hands: one person does it alone, at once.

Everybody is told, and its sessions end. Its roles stay, so it goes on counting as somebody who holds them.
Bringing it back takes two people, as every other change of an account that approves or administers.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from pages.moderation.gate import roles
from pages.moderation.gate.decision import Decision, record_change

from . import guard


def accounts_to_suspend(user: User) -> QuerySet[User]:
    """Return the accounts that ``user`` may suspend: none unless they administer or confirm."""
    accounts = get_user_model().objects.filter(is_active=True).exclude(pk=user.pk).order_by("username")
    may_suspend = roles.is_site_administrator(user) or roles.may_confirm_roles(user)
    return accounts if may_suspend else accounts.none()


@transaction.atomic
def suspend(person: User, user: User) -> None:
    """Make the account inactive at once. Raises ``PermissionDenied`` if ``user`` may not."""
    if not accounts_to_suspend(user).filter(pk=person.pk).exists():
        raise PermissionDenied
    record_change(Decision.Action.PEOPLE, person, "Suspended", user)
    with guard.confirmed():
        person.is_active = False
        person.save(update_fields=["is_active"])
