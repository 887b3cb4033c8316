"""Logging changes of accounts and redirects, which take effect without a workflow."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.text import capfirst
from wagtail.contrib.redirects.models import Redirect

from .decision import Decision, record_change

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
}
"""The other fields that are logged if they change: who can read a mailbox can set a new password."""


@receiver(pre_save, sender=User)
def note_account_changes(sender: type[User], instance: Any, **kwargs: Any) -> None:
    stored = sender.objects.filter(pk=instance.pk).first()
    before = stored or sender()

    def has_changed(name: str) -> bool:
        return getattr(instance, name) != getattr(before, name)

    changes = [words[getattr(instance, name)] for name, words in ACCOUNT_RIGHTS.items() if has_changed(name)]
    if stored:
        details = {**ACCOUNT_DETAILS, "password": "password"}
        changes += [words for name, words in details.items() if has_changed(name)]
    instance.account_changes = list(dict.fromkeys(changes))


@receiver(post_save, sender=Redirect)
@receiver(post_save, sender=User)
def log_saved(
    instance: Model, created: bool, raw: bool, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Log that an account or a redirect was made or changed. An account may be saved without a change."""
    if raw or set(update_fields or ()) in FIELDS_SAVED_AT_SIGN_IN:
        return
    details = getattr(instance, "account_changes", None)
    if created or details is None or details:
        change = _change_words(instance, "added" if created else "changed")
        record_change(_action(instance), instance, f"{change}: {', '.join(details)}" if details else change)


def _action(instance: Model) -> Decision.Action:
    return Decision.Action.PEOPLE if isinstance(instance, User) else Decision.Action.REDIRECT


def _change_words(instance: Model, change: str) -> str:
    return f"{capfirst(str(instance._meta.verbose_name))} {change}"


@receiver(post_delete, sender=Redirect)
@receiver(post_delete, sender=User)
def log_deleted(instance: Model, **kwargs: Any) -> None:
    record_change(_action(instance), instance, _change_words(instance, "deleted"))
