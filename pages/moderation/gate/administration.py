"""Logging what Site administrators change without a workflow.

Changes of redirects, privacy, sites, workflows, accounts and groups take effect at once. They decide what
the public sees, or who decides about it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.text import capfirst
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from .decision import Decision, record_change

LOGGED_MODELS = {
    Decision.Action.REDIRECT: (Redirect,),
    Decision.Action.PRIVACY: (PageViewRestriction, CollectionViewRestriction),
    Decision.Action.SITE: (Site,),
    Decision.Action.WORKFLOW: (Workflow, WorkflowTask, WorkflowPage, WorkflowContentType, Task),
    Decision.Action.PEOPLE: (Group, GroupPagePermission, GroupCollectionPermission, User),
}
"""The models whose changes are logged, by kind of decision; subclasses, such as steps, are included."""
FIELDS_SAVED_AT_SIGN_IN = ({"last_login"}, {"password"})
"""The fields that Django saves when somebody signs in; the password gets a newer hash."""
ACCOUNT_RIGHTS = {
    "is_superuser": ("no longer a superuser", "now a superuser"),
    "is_active": ("made inactive", "made active"),
}
"""The fields of an account that decide what its owner may do, with the words for each value."""
ACCOUNT_DETAILS = {
    "username": "user name",
    "email": "e-mail address",
    "first_name": "name",
    "last_name": "name",
}
"""The other fields that are logged if they change: who can read a mailbox can set a new password."""


def _action_for(sender: type[Model]) -> Decision.Action | None:
    return next((action for action, models in LOGGED_MODELS.items() if issubclass(sender, models)), None)


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


@receiver(post_save)
def log_saved(
    instance: Model, created: bool, raw: bool, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Log that an administered object was created or changed. An account may be saved without a change."""
    action = _action_for(type(instance))
    if not action or raw or set(update_fields or ()) in FIELDS_SAVED_AT_SIGN_IN:
        return
    details = getattr(instance, "account_changes", None)
    if created or details is None or details:
        change = _change_words(instance, "added" if created else "changed")
        record_change(action, instance, f"{change}: {', '.join(details)}" if details else change)


def _change_words(instance: Model, change: str) -> str:
    return f"{capfirst(str(instance._meta.verbose_name))} {change}"


@receiver(post_delete)
def log_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if action := _action_for(sender):
        record_change(action, instance, _change_words(instance, "deleted"))


@receiver(m2m_changed, sender=Group.permissions.through)
def log_group_permissions(
    instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Log changes of a group's permissions; ``people/membership.py`` logs its members."""
    changes = {"post_add": "given", "post_remove": "taken away", "post_clear": "all taken away"}
    if action in changes:
        permissions: Any = model._default_manager.filter(pk__in=pk_set or ())
        names = ", ".join(permission.name.removeprefix("Can ") for permission in permissions)
        record_change(
            Decision.Action.PEOPLE, instance, f"Permissions {changes[action]}: {names}".rstrip(": ")
        )


@receiver(pre_save, sender=Collection)
def refuse_second_collection(instance: Collection, raw: bool, **kwargs: Any) -> None:
    """Refuse a second collection: moving one hides or shows all its files, and sends no signal to log."""
    if instance._state.adding and not raw and get_active_log_context().user:
        raise ValidationError("All files are in one collection. Who may read them follows from the pages.")
