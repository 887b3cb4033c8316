"""Joining and leaving groups: nobody changes their own groups, and some roles need a second person.

An account that may be in the wrong hands is suspended by one person, at once. Everybody is told, and its
sessions end. Its roles stay, so it goes on counting as somebody who holds them. Bringing it back takes two
people.

Commands have no acting user. Their changes take effect at once, because whoever runs them is responsible.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin, Page, TaskState, WorkflowState

from pages.moderation.gate import roles
from pages.moderation.gate.approval import Approver, obstacle, review_of
from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.authors import Authorship
from pages.moderation.gate.decision import Decision, record_change
from pages.moderation.mails.mail import Mail

from . import guard, second_person

ROLE_BY_COMMAND = Mail("moderation/emails/role_by_command", "the person, every approver and administrator")
ROLES_CHANGED = Mail("moderation/emails/roles_changed", "the person whose roles have changed")


@receiver(m2m_changed, sender=User.groups.through)
def check_and_log_membership_change(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Refuse changes of one's own groups, start the confirmation of a role, and log other changes."""
    user = get_active_log_context().user
    # After a clear, the database no longer knows what was cleared.
    pairs = instance.changed_pairs if action == "post_clear" else _changed_pairs(instance, reverse, pk_set)
    if action.startswith("pre_"):
        instance.changed_pairs = pairs
        if user and any(person == user for person, _ in pairs):
            raise PermissionDenied("Nobody changes their own groups.")
        if action != "pre_add":
            for person, group in pairs:
                if guard.is_confirmed() or group.name in roles.ROLES_TO_CONFIRM:
                    what = f"{roles.display_name(person)}: role “{group}” taken away"
                    guard.require_second_person(guard.Effect(what, people=[person.pk]))
        return
    for person, group in pairs:
        if action == "post_add":
            _confirm_or_log_addition(person, group, user)
        else:
            change = f"{_group_word(group)} taken away: {group}"
            record_change(Decision.Action.PEOPLE, person, change, user, role_taken=group.name)
            _tell_of_group(person, f"took the {_group_word(group).lower()} “{group}” from you", user)


def _changed_pairs(instance: Any, reverse: bool, pk_set: set[int] | None) -> list[tuple[User, Group]]:
    """Return each person and group that are joined or separated; without ``pk_set``, all of ``instance``."""
    if pk_set is None:
        others: Any = instance.user_set.all() if reverse else instance.groups.all()
    else:
        others = (User if reverse else Group).objects.filter(pk__in=pk_set)
    return [(other, instance) if reverse else (instance, other) for other in others]


def _confirm_or_log_addition(person: User, group: Group, user: User | None) -> None:
    is_confirmed = getattr(person, "confirmed_role", None) == group.name
    if guard.is_confirmed():
        # The request that gives it waited as a whole.
        what = f"{roles.display_name(person)}: role “{group}” given"
        guard.require_second_person(guard.Effect(what, people=[person.pk]))
    elif user and not is_confirmed and _needs_confirmation(group.name, person, user):
        type(person).groups.through.objects.filter(user=person, group=group).delete()
        second_person.ask_for(RoleChange.name, person, group.name, user)
        return
    change = f"{_group_word(group)} given: {group}"
    record_change(Decision.Action.PEOPLE, person, change, user, role_given=group.name)
    if not is_confirmed:
        _tell_of_group(person, f"gave you the {_group_word(group).lower()} “{group}”", user)


def _group_word(group: Group) -> str:
    return "Role" if group.name in roles.ROLES else "Group"


def _needs_confirmation(role: str, person: User, user: User) -> bool:
    """Tell whether ``role`` needs a second person. Who approves gives none alone: others write by theirs."""
    if role == roles.SITE_ADMINISTRATORS:
        # ``person`` has just been put into the group.
        return guard.has_anybody_ever_held_power(besides=[person.pk, user.pk])
    return role in roles.APPROVING_ROLES or roles.has_role(user, *roles.APPROVING_ROLES)


@transaction.atomic
def give_role_by_command(person: User, role: str) -> None:
    """Give the role without a second person, and tell the person and everybody who approves."""
    second_person.PendingChange.objects.filter(kind=RoleChange.name, person=person, detail=role).delete()
    person.groups.add(Group.objects.get(name=role))
    told = [*roles.users_with_role(*roles.ROLES_TO_CONFIRM), person]
    ROLE_BY_COMMAND.send_after_commit(told, name=roles.display_name(person), role=role)


@second_person.register
class RoleChange(second_person.Kind):
    """A role that the person gets, by joining its group, when it is confirmed."""

    name = "role"

    def describe(self) -> str:
        return f"role “{self.change.detail}”"

    def apply(self) -> None:
        person: Any = self.change.person
        person.confirmed_role = self.change.detail
        person.groups.add(Group.objects.get(name=self.change.detail))


def roles_waiting_for(person: User) -> list[second_person.PendingChange]:
    return [change for change in person.pending_changes.all() if change.kind == RoleChange.name]


def _tell_of_group(person: User, change: str, user: User | None) -> None:
    if user:
        ROLES_CHANGED.send_after_commit([person], who=roles.display_name(user), change=change)


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
    """Return what ``person`` wrote or submitted that is not public yet, in review or not."""
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


@transaction.atomic
def suspend(person: User, user: User) -> None:
    """Make the account inactive at once. Raises ``PermissionDenied`` if ``user`` may not."""
    if not accounts_to_suspend(user).filter(pk=person.pk).exists():
        raise PermissionDenied
    record_change(Decision.Action.PEOPLE, person, "Suspended", user)
    with guard.confirmed():
        person.is_active = False
        person.save(update_fields=["is_active"])
