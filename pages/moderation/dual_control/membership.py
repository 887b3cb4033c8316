"""Joining and leaving groups, what a leaver leaves unfinished, and suspending an account.

An account that may be in the wrong hands is suspended by one person, at once. Everybody
is told, and its sessions end. Its roles stay, so it goes on counting as somebody who
holds them. Bringing it back takes two people.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail.models import DraftStateMixin, Page, TaskState, WorkflowState

from pages.moderation.approval import roles
from pages.moderation.approval.approval_task import IndependentApprovalTask
from pages.moderation.approval.audit_log import AuditLogEntry, record_change
from pages.moderation.approval.authors import Authorship
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.approval.review_policy import Approver, refusal_reason, review_of

LOGGED_WHEN = {"post_add", "post_remove", "pre_clear"}
"""After a clear, the database no longer knows what was cleared."""


@receiver(m2m_changed, sender=User.groups.through)
def log_membership_change(
    instance: Any,
    action: str,
    reverse: bool,
    model: Any,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """Log who joins or leaves a group, whoever decided it: a form, the directory or a command."""
    if action not in LOGGED_WHEN:
        return
    others = model.objects.filter(pk__in=pk_set or ())
    if action == "pre_clear":
        others = instance.user_set.all() if reverse else instance.groups.all()
    outcome = "taken away"
    detail = "role_taken"
    if action == "post_add":
        outcome = "given"
        detail = "role_given"
    for other in others:
        person, group = (other, instance) if reverse else (instance, other)
        change = f"{group_word(group.name)} {outcome}: {group}"
        details = {detail: group.name}
        record_change(AuditLogEntry.Action.PEOPLE, person, change, **details)


def group_word(name: str) -> str:
    return "Role" if name in roles.ROLES else "Group"


@receiver(pre_save, sender=Group)
@receiver(pre_delete, sender=Group)
def refuse_to_rename_or_delete_role_group(
    instance: Group, signal: Signal, raw: bool = False, **kwargs: Any
) -> None:
    """Keep the group of a role: another group could take its name, and approve."""
    stored = Group.objects.filter(pk=instance.pk, name__in=roles.ROLES).first()
    if stored and signal is pre_delete:
        raise PermissionDenied(f"“{stored.name}” is a role. Its group is not deleted.")
    if stored and not raw and stored.name != instance.name:
        raise ValidationError(f"“{stored.name}” is a role. Its group keeps its name.")


def open_drafts(person: User) -> list[DraftStateMixin]:
    """Return what ``person`` wrote or submitted that is not public yet, in moderation or not."""
    written = Authorship.objects.filter(user_id=person.pk)
    drafts: list[Any] = []
    for label in written.values_list("model", flat=True).distinct():
        model: Any = apps.get_model(label)
        if issubclass(model, DraftStateMixin):
            keys = list(written.filter(model=label).values_list("object_id", flat=True))
            drafts += model.objects.filter(pk__in=keys, has_unpublished_changes=True)
    for state in WorkflowState.objects.active().filter(requested_by=person):
        if state.content_object not in drafts:
            drafts.append(state.content_object)
    pages = Page.objects.specific().in_bulk(
        [obj.pk for obj in drafts if isinstance(obj, Page)]
    )
    present = []
    for obj in drafts:
        current = pages.get(obj.pk) if isinstance(obj, Page) else obj
        if current:  # it may be deleted by now
            present.append(current)
    return present


def open_reviews(person: User) -> list[DraftStateMixin]:
    """Return what waits at a step that ``person`` could approve, even if the account is inactive."""
    steps = IndependentApprovalTask.objects.filter(groups__in=person.groups.all())
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=steps.values("pk")
    )
    objects = []
    for step in waiting:
        obj = step.workflow_state.content_object
        approver = Approver(step.task_id, person.pk)
        if obj and not refusal_reason(approver, review_of(obj)):
            objects.append(obj)
    return objects


def accounts_to_suspend(user: User) -> QuerySet[User]:
    """Return the accounts that ``user`` may suspend: none unless they administer or confirm."""
    if not roles.may_look_after_people(user):
        return User.objects.none()
    return User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("username")


def suspend(person: User, user: User) -> None:
    """Make the account inactive at once.

    Raises ``PermissionDenied`` if ``user`` may not.
    """
    if not accounts_to_suspend(user).filter(pk=person.pk).exists():
        raise PermissionDenied
    with opened_for(WritePurpose.SUSPENDED):
        record_change(AuditLogEntry.Action.PEOPLE, person, "Suspended", user)
        person.is_active = False
        person.save(update_fields=["is_active"])
