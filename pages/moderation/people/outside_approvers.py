"""Entering, confirming and removing people who approve a step by a link, or who agree for an organisation.

It lets somebody approve or agree, so it needs a second person, as a role that approves does.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Task

from pages.moderation.log.decisions import record_change
from pages.moderation.notifications.emails import admin_link, send_after_commit
from pages.moderation.records.decision import Decision
from pages.moderation.records.outside_approver import OutsideApprover, mailbox, purpose_key
from pages.moderation.rules import roles

SCREEN = "moderation:outside_approvers"


@transaction.atomic
def enter(user: User, name: str, post: str, address: str, purpose: Model) -> OutsideApprover:
    """Enter somebody who may decide for ``purpose``, once a second person has confirmed it.

    Raises ``PermissionDenied`` if ``user`` may not, and ``ValidationError`` if the person has an entry
    already, or an account with which they should approve. Who agrees for an organisation may have one.
    """
    if not roles.is_site_administrator(user):
        raise PermissionDenied
    # Of two entries of one person at once, each would find none.
    Group.objects.select_for_update(no_key=True).get(name=roles.SITE_ADMINISTRATORS)
    entry = OutsideApprover(name=name, post=post, address=address.casefold(), **purpose_key(purpose))
    if isinstance(purpose, Task):
        _refuse_owner_of_account(entry)
    else:
        entry.account = _account_with(address)
        if entry.is_person(user):
            raise ValidationError("Nobody enters themselves.")
    same_person = [each for each in OutsideApprover.objects.select_for_update() if each.is_same_person(entry)]
    for other in same_person:
        if not other.removed_at:
            raise ValidationError(f"This person is entered already, as {other}. Remove that entry first.")
    # That of the same mailbox is the last, and its place is taken: no two have one address.
    for other in sorted(same_person, key=lambda each: mailbox(each.address) == mailbox(address)):
        entry.pk = other.pk
    entry.entered_by, entry.entered_at = user, timezone.now()
    entry.save()
    record_change(Decision.Action.PEOPLE, entry, f"Waits for a second person: decides for {purpose}", user)
    others = roles.users_with_role(*roles.CONFIRMING_ROLES)
    send_after_commit(
        [other for other in others if entry.may_be_confirmed_by(other)],
        f"Please confirm who may approve or agree: {entry}",
        f"{roles.display_name(user)} entered the {entry} for: {purpose}. It takes effect when one of you has "
        f"confirmed it:\n\n{admin_link(SCREEN)}",
    )
    return entry


@transaction.atomic
def confirm(entry: OutsideApprover, user: User) -> None:
    """Let an entry count from now on. Raises ``PermissionDenied`` if ``user`` is no second person for it."""
    entry = OutsideApprover.objects.select_for_update().get(pk=entry.pk)
    if not roles.may_confirm_roles(user) or not entry.may_be_confirmed_by(user):
        raise PermissionDenied
    if entry.confirmed_at or entry.removed_at:
        raise ValidationError("Somebody else has decided on this already.")
    entry.confirmed_at = timezone.now()
    entry.save(update_fields=["confirmed_at"])
    record_change(Decision.Action.PEOPLE, entry, f"Confirmed: decides for {entry.purpose}", user)
    send_after_commit(
        roles.users_with_role(*roles.APPROVING_ROLES),
        f"May approve or agree: {entry}",
        f"The {entry} may decide for “{entry.purpose}” from now on. {roles.display_name(user)} confirmed it."
        f"\n\n{admin_link(SCREEN)}",
    )


@transaction.atomic
def remove(entry: OutsideApprover, user: User) -> None:
    """Let an entry count no more. Raises ``PermissionDenied`` if ``user`` neither enters nor confirms any."""
    entry = OutsideApprover.objects.select_for_update().get(pk=entry.pk)
    if not (roles.is_site_administrator(user) or roles.may_confirm_roles(user)):
        raise PermissionDenied
    if not entry.removed_at:
        entry.removed_at, entry.confirmed_at = timezone.now(), None
        entry.save(update_fields=["removed_at", "confirmed_at"])
        record_change(Decision.Action.PEOPLE, entry, f"Removed: decides for {entry.purpose} no more", user)


def _refuse_owner_of_account(entry: OutsideApprover) -> None:
    account = get_user_model().objects.filter(pk__in=entry.accounts).first()
    if account:
        raise ValidationError(
            f"{roles.display_name(account)} has an account with this address or name. Give the account the "
            "role instead. If somebody else has the same name, add their middle name or initial."
        )


def _account_with(address: str) -> User | None:
    return get_user_model().objects.filter(email__iexact=address, is_active=True).first()
