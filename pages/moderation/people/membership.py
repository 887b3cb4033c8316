"""Joining and leaving groups, what a leaver leaves unfinished, and suspending an account.

An account that may be in the wrong hands is suspended by one person, at once. Everybody is told, and its
sessions end. Its roles stay, so it goes on counting as somebody who holds them. Bringing it back takes two
people.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail.models import DraftStateMixin, Page, TaskState, WorkflowState

from pages.moderation.gate import roles
from pages.moderation.gate.approval import Approver, obstacle, review_of
from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.authors import Authorship
from pages.moderation.gate.decision import Decision, record_change
from pages.moderation.gate.protection import Why, opened_for
from pages.moderation.mails.mail import Mail

from . import second_person

ROLE_BY_COMMAND = Mail("moderation/emails/role_by_command", "the person, every approver and administrator")


@receiver(m2m_changed, sender=User.groups.through)
def log_membership_change(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Log who joins or leaves a group, whoever decided it: a form, the directory or a command."""
    # After a clear, the database no longer knows what was cleared.
    pairs = instance.changed_pairs if action == "post_clear" else _changed_pairs(instance, reverse, pk_set)
    if action.startswith("pre_"):
        instance.changed_pairs = pairs
        return
    for person, group in pairs:
        word = group_word(group.name)
        if action == "post_add":
            record_change(Decision.Action.PEOPLE, person, f"{word} given: {group}", role_given=group.name)
        else:
            change = f"{word} taken away: {group}"
            record_change(Decision.Action.PEOPLE, person, change, role_taken=group.name)


def _changed_pairs(instance: Any, reverse: bool, pk_set: set[int] | None) -> list[tuple[User, Group]]:
    """Return each person and group that are joined or separated; without ``pk_set``, all of ``instance``."""
    if pk_set is None:
        others: Any = instance.user_set.all() if reverse else instance.groups.all()
    else:
        others = (User if reverse else Group).objects.filter(pk__in=pk_set)
    return [(other, instance) if reverse else (instance, other) for other in others]


def group_word(name: str) -> str:
    return "Role" if name in roles.ROLES else "Group"


@transaction.atomic
def give_role_by_command(person: User, role: str) -> None:
    """Give the role without a second person, and tell the person and everybody who approves."""
    second_person.PendingChange.objects.filter(kind="role", person=person, data__role=role).delete()
    person.groups.add(Group.objects.get(name=role))
    told = [*roles.users_with_role(*roles.ROLES_TO_CONFIRM), person]
    ROLE_BY_COMMAND.send_after_commit(told, name=roles.display_name(person), role=role)


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
    submitted = [state.content_object for state in WorkflowState.objects.active().filter(requested_by=person)]
    drafts += [obj for obj in submitted if obj not in drafts]
    pages = Page.objects.specific().in_bulk([obj.pk for obj in drafts if isinstance(obj, Page)])
    found = [pages.get(obj.pk) if isinstance(obj, Page) else obj for obj in drafts]
    return [obj for obj in found if obj]  # some may be deleted by now


def open_reviews(person: User) -> list[DraftStateMixin]:
    """Return what waits at a step that ``person`` could approve, even if the account is inactive."""
    steps = IndependentApprovalTask.objects.filter(groups__in=person.groups.all())
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=steps.values("pk"))
    return [
        obj
        for step in waiting
        if (obj := step.workflow_state.content_object)
        and not obstacle(Approver(step.task_id, frozenset([person.pk])), review_of(obj))
    ]


def accounts_to_suspend(user: User) -> QuerySet[User]:
    """Return the accounts that ``user`` may suspend: none unless they administer or confirm."""
    accounts = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("username")
    return accounts if roles.may_look_after_people(user) else accounts.none()


def suspend(person: User, user: User) -> None:
    """Make the account inactive at once. Raises ``PermissionDenied`` if ``user`` may not."""
    if not accounts_to_suspend(user).filter(pk=person.pk).exists():
        raise PermissionDenied
    with opened_for(Why.SUSPENDED):
        record_change(Decision.Action.PEOPLE, person, "Suspended", user)
        person.is_active = False
        person.save(update_fields=["is_active"])
