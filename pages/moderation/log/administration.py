"""Logging what Site administrators change without a workflow.

Changes of redirects, privacy, sites, workflows, accounts and groups take effect at once. They decide what
the public sees, or who decides about it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.moderation.records.decision import Decision

from .decisions import record_change, record_decision

LOGGED_MODELS = {
    Decision.Action.REDIRECT: (Redirect,),
    Decision.Action.PRIVACY: (PageViewRestriction, CollectionViewRestriction),
    Decision.Action.SITE: (Site,),
    Decision.Action.WORKFLOW: (Workflow, WorkflowTask, WorkflowPage, WorkflowContentType, Task),
    Decision.Action.PEOPLE: (Group, GroupPagePermission, GroupCollectionPermission, get_user_model()),
}
"""The models whose changes are logged, by kind of decision; subclasses, such as steps, are included."""
FIELDS_SAVED_AT_SIGN_IN = ({"last_login"}, {"password"})
"""The fields that Django saves when somebody signs in; the password gets a newer hash."""
ACCOUNT_RIGHTS = {"is_superuser": "superuser", "is_active": "active"}
"""The fields of an account that decide what its owner may do, with the names that the log uses."""


def _action_for(sender: type[Model]) -> Decision.Action | None:
    return next((action for action, models in LOGGED_MODELS.items() if issubclass(sender, models)), None)


@receiver(pre_save, sender=get_user_model())
def note_account_changes(sender: type[User], instance: Any, **kwargs: Any) -> None:
    """Note which rights of an account change, and whether the password does."""
    stored = sender.objects.filter(pk=instance.pk).first()
    before = stored or sender()
    instance.account_changes = [
        f"{name} {_on_or_off(getattr(instance, field))}"
        for field, name in ACCOUNT_RIGHTS.items()
        if getattr(instance, field) != getattr(before, field)
    ]
    if stored and stored.password != instance.password:
        instance.account_changes.append("password")


@receiver(post_save)
def log_saved(
    sender: type[Model],
    instance: Model,
    created: bool,
    raw: bool,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Log that an administered object was created or changed."""
    action = _action_for(sender)
    if action and not raw and set(update_fields or ()) not in FIELDS_SAVED_AT_SIGN_IN:
        details = ", ".join(getattr(instance, "account_changes", ()))
        change = "added" if created else "changed"
        record_change(action, instance, f"{change}: {details}" if details else change)


def log_active_state(request: HttpRequest, action_type: str, people: Iterable[User], action: Any) -> None:
    """Log accounts that were activated or deactivated in bulk, for which Wagtail sends no signal."""
    if action_type == "set_active_state":
        state = _on_or_off(action.cleaned_form.cleaned_data["mark_as_active"])
        for person in people:
            record_change(Decision.Action.PEOPLE, person, f"changed: {ACCOUNT_RIGHTS['is_active']} {state}")


@receiver(post_delete)
def log_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Log that an administered object was deleted."""
    if action := _action_for(sender):
        record_change(action, instance, "deleted")


@receiver(m2m_changed, sender=Group.permissions.through)
def log_group_permissions(
    instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Log changes of a group's permissions; ``people/membership.py`` logs its members."""
    if action in {"post_add", "post_remove", "post_clear"}:
        others = ", ".join(str(each) for each in model._default_manager.filter(pk__in=pk_set or ()))
        record_change(
            Decision.Action.PEOPLE, instance, f"{action.removeprefix('post_')}: {others}".rstrip(": ")
        )


@receiver(pre_save, sender=Revision)
def log_unscheduled(
    sender: type[Revision], instance: Revision, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Log that a schedule is cancelled: Wagtail then saves nothing but an empty time."""
    is_cancelled = update_fields == {"approved_go_live_at"} and instance.approved_go_live_at is None
    scheduled = sender.objects.filter(pk=instance.pk, approved_go_live_at__isnull=False)
    if is_cancelled and scheduled.exists():
        record_decision(Decision.Action.UNSCHEDULED, obj=instance.content_object, revision=instance.pk)


@receiver(pre_save, sender=Collection)
def refuse_second_collection(instance: Collection, raw: bool, **kwargs: Any) -> None:
    """Refuse a second collection: moving one hides or shows all its files, and sends no signal to log."""
    if instance._state.adding and not raw and get_active_log_context().user:
        raise ValidationError("All files are in one collection. Who may read them follows from the pages.")


def _on_or_off(value: bool) -> str:
    return "on" if value else "off"
