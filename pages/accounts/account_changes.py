"""What others do to an account: its owner and colleagues are told, and its owner can object for 14 days.

Whoever could quietly change the address of a colleague, or put colleagues out, could approve in their names.
Changes by a command have no acting user: whoever runs them is responsible.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from pages.moderation.log.decisions import record_change
from pages.moderation.notifications.emails import admin_link
from pages.moderation.records.decision import Decision
from pages.moderation.rules import roles

from . import mails, sessions

KEPT = timedelta(days=14)
"""How long an owner can object, and how long no link to set up the account is sent."""
SALT = "accounts.objection"
LOCKED = (
    "Its owner objected to a change of the e-mail address, so the account is locked. Speak to the owner. "
    "Whoever runs the server opens it: manage.py sign_in_link --unlock."
)
TOLD_ROLES = [*roles.APPROVING_ROLES, roles.SITE_ADMINISTRATORS]


class AccountChange(models.Model):
    """A change of an account by somebody else. It is deleted after 14 days, unless the owner objected."""

    class What(models.TextChoices):
        """What was changed."""

        ADDRESS = "address", "E-mail address changed"
        INACTIVE = "inactive", "Made inactive"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="changes_by_others"
    )
    what = models.CharField(max_length=10, choices=What)
    former_address = models.EmailField(blank=True, max_length=254)
    changed_at = models.DateTimeField(default=timezone.now)
    objected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{roles.display_name(self.person)}: {self.get_what_display()}"


def _lately() -> Q:
    return Q(changed_at__gt=timezone.now() - KEPT)


def addresses_of(person: User) -> set[str]:
    """Return the address of ``person``, and those that somebody else changed in the last 14 days."""
    changes = AccountChange.objects.filter(_lately(), person=person)
    return {person.email, *changes.values_list("former_address", flat=True)} - {""}


def links_wait_until(person: User) -> datetime | None:
    """Return until when no link is sent, if somebody else changed the address in the last 14 days."""
    changes = AccountChange.objects.filter(_lately(), person=person, what=AccountChange.What.ADDRESS)
    newest = changes.values_list("changed_at", flat=True).first()
    return newest + KEPT if newest else None


def is_locked(person: User) -> bool:
    """Tell whether the owner objected to a change of the address. A command alone opens the account again."""
    return AccountChange.objects.filter(person=person, objected_at__isnull=False).exists()


def find_change(token: str) -> AccountChange | None:
    """Return the change that a link in an e-mail objects to; none if the link is forged or over."""
    try:
        key = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return AccountChange.objects.select_related("person").filter(pk=key).first()


@transaction.atomic
def lock_account(change: AccountChange) -> None:
    """Make the account inactive, as its owner objected to ``change``, until a command opens it again."""
    person: Any = change.person
    AccountChange.objects.filter(pk=change.pk).update(objected_at=timezone.now())
    person.is_active = False
    person.changed_by = "The owner of the account, by a link sent to the former address,"
    person.save(update_fields=["is_active"])
    record_change(Decision.Action.PEOPLE, person, "Locked: the owner objected to a change of the address")


@transaction.atomic
def unlock_account(person: User) -> None:
    """Open a locked account again, and forget the objection."""
    person.changes_by_others.all().delete()
    person.is_active = True
    person.save(update_fields=["is_active"])
    record_change(Decision.Action.PEOPLE, person, "Unlocked by a command")


def delete_old_changes() -> None:
    """Delete the changes to which nobody objected in time."""
    AccountChange.objects.filter(objected_at=None).exclude(_lately()).delete()


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
    change = AccountChange.objects.create(
        person=person, what=AccountChange.What.ADDRESS, former_address=former
    )
    link = admin_link("accounts:object", signing.dumps(change.pk, salt=SALT))
    mails.notify_of_address_changed_by(person, former, roles.display_name(user), link)


def _tell(person: Any, change: str, own_addresses: set[str]) -> None:
    """Tell the owner, every approver and every administrator, also those who were put out in these days."""
    holders = get_user_model().objects.filter(Q(groups__name__in=TOLD_ROLES) | Q(is_superuser=True))
    put_out = AccountChange.objects.filter(_lately(), what=AccountChange.What.INACTIVE)
    told = holders.filter(Q(is_active=True) | Q(pk__in=put_out.values("person"))).distinct()
    user = get_active_log_context().user
    by_command = "A command on the server"
    who = getattr(person, "changed_by", None) or (roles.display_name(user) if user else by_command)
    mails.notify_of_account_gone([*told, *(User(email=each) for each in own_addresses)], person, change, who)
