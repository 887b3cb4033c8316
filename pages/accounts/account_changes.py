"""What others do to an account: its owner and colleagues are told, and its owner can object for 14 days.

Whoever could quietly change the address of a colleague, or put colleagues out, could approve in their names.
Changes by a command have no acting user: whoever runs them is responsible.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from pages.moderation.gate import roles
from pages.moderation.gate.decision import Decision, record_change
from pages.moderation.mails.emails import admin_link

from . import mails, sessions
from .changes_by_others import (
    KEPT,
    LOCKED,
    SALT,
    AccountChange,
    addresses_of,
    is_locked,
    lately,
    owners_address,
)

TOLD_ROLES = [*roles.APPROVING_ROLES, roles.SITE_ADMINISTRATORS]


@transaction.atomic
def lock_account(change: AccountChange) -> None:
    """Make the account inactive, as its owner objected to ``change``, until a command opens it again."""
    person: Any = change.person
    AccountChange.objects.filter(pk=change.pk).update(objected_at=timezone.now())
    person.changed_by = "whoever reads the former address of the account, by a link sent there"
    if person.is_active:
        person.is_active = False
        person.save(update_fields=["is_active"])
    else:
        _tell(person, "locked", addresses_of(person))
    record_change(Decision.Action.PEOPLE, person, "Locked: the owner objected to a change of the address")


@transaction.atomic
def unlock_account(person: User) -> None:
    """Open a locked account again, with the address that its owner had, and forget the objection."""
    # However long ago they were: all are kept while the account is locked.
    changes = person.changes_by_others.filter(what=AccountChange.What.ADDRESS)
    person.email = changes.values_list("former_address", flat=True).last() or person.email
    person.changes_by_others.all().delete()
    person.is_active = True
    person.save(update_fields=["is_active", "email"])
    record_change(Decision.Action.PEOPLE, person, "Unlocked by a command")


def delete_old_changes() -> None:
    """Delete the changes of accounts to which nobody objected in time."""
    locked = AccountChange.objects.filter(objected_at__isnull=False).values_list("person", flat=True)
    AccountChange.objects.exclude(lately()).exclude(person__in=list(locked)).delete()


@receiver(pre_save, sender=get_user_model())
def note_state_before(
    sender: type[User], instance: Any, raw: bool, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Note what is stored of the account, and refuse to open a locked one on a screen."""
    is_of_interest = not raw and (update_fields is None or {"is_active", "email"} & set(update_fields))
    instance.stored_before = sender.objects.filter(pk=instance.pk).first() if is_of_interest else None
    before = instance.stored_before
    is_opened = before and instance.is_active and not before.is_active
    if is_opened and get_active_log_context().user and is_locked(instance):
        raise ValidationError(LOCKED)


@receiver(post_save, sender=get_user_model())
def act_on_change(sender: type[User], instance: Any, **kwargs: Any) -> None:
    """End the sessions of who was made inactive, and tell of that and of another address."""
    before, user = getattr(instance, "stored_before", None), get_active_log_context().user
    if before is None:
        return
    instance.stored_before = None
    if user and user.pk != instance.pk and before.email != instance.email:
        _tell_of_new_address(instance, before.email, user)
    if before.is_active != instance.is_active:
        # When the account is opened again, too: somebody may have signed in while it was being closed.
        sessions.end_sessions(instance)
    if before.is_active and not instance.is_active:
        _tell(instance, "made inactive", {before.email, *addresses_of(instance)})
        AccountChange.objects.create(
            person=instance, what=AccountChange.What.INACTIVE, former_address=before.email
        )


@receiver(pre_delete, sender=get_user_model())
def tell_of_deletion(sender: type[User], instance: Any, **kwargs: Any) -> None:
    """Tell the owner and colleagues, and end the sessions."""
    sessions.end_sessions(instance)
    _tell(instance, "deleted", addresses_of(instance))


def _tell_of_new_address(person: User, former: str, user: User) -> None:
    """Tell all addresses. The owner's alone can object: that of somebody who changed it twice cannot."""
    address = owners_address(person, former)
    change = AccountChange.objects.create(
        person=person, what=AccountChange.What.ADDRESS, former_address=former
    )
    link = admin_link("accounts:object", signing.dumps(change.pk, salt=SALT))
    by = roles.display_name(user)
    mails.notify_of_address_changed_by(addresses_of(person) - {address}, by)
    mails.offer_to_object(address, by, link if address != person.email else "")


def _tell(person: Any, change: str, own_addresses: set[str]) -> None:
    """Tell the owner, every approver and every administrator, at the addresses that they had lately, too.

    Those who were put out or lost their role in these days are told as well: whoever does harm might have
    begun with that.
    """
    taken = Decision.objects.taking_role(*TOLD_ROLES).filter(decided_at__gt=timezone.now() - KEPT)
    lost = taken.values_list("object_id", flat=True)
    changes = AccountChange.objects.filter(lately())
    put_out = changes.filter(what=AccountChange.What.INACTIVE).values("person")
    holds_role = Q(groups__name__in=TOLD_ROLES) | Q(is_superuser=True)
    told = get_user_model().objects.filter(
        holds_role & (Q(is_active=True) | Q(pk__in=put_out)) | Q(pk__in=[int(key) for key in lost])
    )
    former = changes.filter(person__in=told).values_list("former_address", flat=True)
    addresses = {*told.values_list("email", flat=True), *former, *own_addresses}
    user = get_active_log_context().user
    by = roles.display_name(user) if user else "a command on the server"
    mails.notify_of_account_gone(addresses, person, change, getattr(person, "changed_by", None) or by)
