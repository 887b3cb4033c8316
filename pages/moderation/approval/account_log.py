"""Logging changes of accounts and redirects, which take effect without a workflow."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect

from .audit_log import AuditLogEntry, record_change

FIELDS_SAVED_AT_SIGN_IN = ({"last_login"}, {"password"})
"""The fields that Django saves when somebody signs in; the password gets a newer hash."""
ACCOUNT_RIGHTS = {
    "is_superuser": ("no longer a superuser", "now a superuser"),
    "is_active": ("deactivated", "reactivated"),
}
"""The fields of an account that decide what its owner may do, with the words for each value."""
ACCOUNT_DETAILS = {
    "username": "user name",
    "email": "email address",
    "first_name": "name",
    "last_name": "name",
    "password": "password",
}
"""The other fields that are logged if they change: who can read a mailbox can set a new password."""


@receiver(pre_save, sender=User)
def log_account_changes(sender: type[User], instance: Any, **kwargs: Any) -> None:
    """Note in words what changes; of a new account only the rights are told."""
    stored = User.objects.filter(pk=instance.pk).first()
    before = stored or User()
    changes = []
    for name, words in ACCOUNT_RIGHTS.items():
        if getattr(instance, name) != getattr(before, name):
            changes.append(words[getattr(instance, name)])
    for name, word in ACCOUNT_DETAILS.items():
        if (
            stored
            and getattr(instance, name) != getattr(stored, name)
            and word not in changes
        ):
            changes.append(word)
    instance.account_changes = changes


@receiver(post_save, sender=User)
def log_saved_account(
    instance: Any,
    created: bool,
    raw: bool,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Log that an account was made or changed. It may be saved without a change."""
    if raw or set(update_fields or ()) in FIELDS_SAVED_AT_SIGN_IN:
        return
    change = "User added" if created else "User changed"
    details = ", ".join(instance.account_changes)
    if details:
        change = f"{change} ({details})"
    if created or details:
        record_change(AuditLogEntry.Action.PEOPLE, instance, change)


@receiver(post_delete, sender=User)
def log_deleted_account(instance: User, **kwargs: Any) -> None:
    record_change(AuditLogEntry.Action.PEOPLE, instance, "User deleted")


@receiver(post_save, sender=Redirect)
def log_saved_redirect(
    instance: Redirect, created: bool, raw: bool, **kwargs: Any
) -> None:
    if not raw:
        change = "Redirect added" if created else "Redirect changed"
        record_change(AuditLogEntry.Action.REDIRECT, instance, change)


@receiver(post_delete, sender=Redirect)
def log_deleted_redirect(instance: Redirect, **kwargs: Any) -> None:
    record_change(AuditLogEntry.Action.REDIRECT, instance, "Redirect deleted")
