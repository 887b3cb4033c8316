"""What others do to an account: its owner and colleagues are told, at former addresses, too.

What takes two people is in ``pages/moderation/dual_control/``. Changes by a command
have no acting user.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from pages.core.mailbox import mailbox
from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import AuditLogEntry
from pages.moderation.dual_control import second_person

from . import mails, sessions
from .forms import ANOTHER_HAS_IT, is_taken
from .models import KEPT, AccountAddress, AccountChange, addresses_of, lately

WATCHED = {"is_active", "email", "username"}


def delete_old_changes() -> None:
    AccountChange.objects.exclude(lately()).delete()


@receiver(pre_save, sender=User)
def remember_state_before_save(
    sender: type[User],
    instance: Any,
    raw: bool,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Note what is stored of the account, and refuse an address or a user name that finds another one."""
    saved = WATCHED if update_fields is None else WATCHED.intersection(update_fields)
    instance.stored_before = None
    if raw or not saved:
        return
    before = instance.stored_before = sender.objects.filter(pk=instance.pk).first()
    for name in saved - {"is_active"}:
        text = getattr(instance, name)
        is_new = before is None or getattr(before, name) != text
        if text and is_new and is_taken(text, instance):
            raise ValidationError(ANOTHER_HAS_IT)


@receiver(post_save, sender=User)
def keep_mailbox(
    sender: type[User],
    instance: User,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse the address that somebody gave another account at this moment: nobody could see it before."""
    if update_fields is not None and "email" not in update_fields:
        return
    try:
        with transaction.atomic():
            AccountAddress.objects.filter(person=instance).delete()
            if instance.email:
                AccountAddress.objects.create(
                    person=instance, folded=mailbox(instance.email)
                )
    except IntegrityError as error:
        before = getattr(instance, "stored_before", None)
        if before is None or before.email != instance.email:
            raise ValidationError(ANOTHER_HAS_IT) from error
        # Two accounts shared it before that was refused: each can still be saved.
        # check_operation tells.


@receiver(post_save, sender=User)
def act_on_change(sender: type[User], instance: Any, **kwargs: Any) -> None:
    """End what somebody began who was made inactive, and tell of that and of another address."""
    before = getattr(instance, "stored_before", None)
    user = get_active_log_context().user
    if before is None:
        return
    instance.stored_before = None
    if user and user.pk != instance.pk and before.email != instance.email:
        AccountChange.objects.create(
            person=instance,
            what=AccountChange.What.ADDRESS,
            former_address=before.email,
        )
        mails.notify_of_new_address(instance)
    if before.is_active != instance.is_active:
        # When the account is opened again, too: somebody may have used it while it was
        # being closed.
        sessions.end_sessions(instance)
        second_person.refuse_all_of(instance, user)
    if before.is_active and not instance.is_active:
        _tell(instance, "deactivated", {before.email, *addresses_of(instance)})
        AccountChange.objects.create(
            person=instance,
            what=AccountChange.What.INACTIVE,
            former_address=before.email,
        )


@receiver(pre_delete, sender=User)
def notify_of_deletion(sender: type[User], instance: Any, **kwargs: Any) -> None:
    sessions.end_sessions(instance)
    _tell(instance, "deleted", addresses_of(instance))


def _tell(person: Any, change: str, own_addresses: set[str]) -> None:
    """Tell owner, approvers and administrators at their former addresses, too, and those put out lately."""
    lately_logged = AuditLogEntry.objects.filter(decided_at__gt=timezone.now() - KEPT)
    lost = lately_logged.with_details(role_taken__in=roles.ROLES_TO_CONFIRM)
    changes = AccountChange.objects.filter(lately())
    put_out = changes.filter(what=AccountChange.What.INACTIVE).values("person")
    holds_role = Q(groups__name__in=roles.ROLES_TO_CONFIRM) | Q(is_superuser=True)
    told = User.objects.filter(
        holds_role & (Q(is_active=True) | Q(pk__in=put_out))
        | Q(pk__in=[int(entry.object_id) for entry in lost])
    )
    former = changes.filter(person__in=told).values_list("former_address", flat=True)
    addresses = {*told.values_list("email", flat=True), *former, *own_addresses}
    user = get_active_log_context().user
    by = roles.display_name(user) if user else "A command on the server"
    mails.notify_of_account_gone(addresses, person, change, by)
