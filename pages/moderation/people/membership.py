"""Who joins and leaves groups: nobody by themselves, and some roles only with a second person.

What is not a screen of the CMS has no acting user and takes effect at once: whoever runs a command answers
for it.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context

from pages.moderation.log.decisions import record_change
from pages.moderation.records.decision import Decision
from pages.moderation.rules import roles

from . import role_mails
from .pending_role import PendingRole


@receiver(m2m_changed, sender=get_user_model().groups.through)
def follow_membership(instance, action, reverse, pk_set, **kwargs):
    """Refuse changes of one's own groups; let an approving role wait for a second person; log the rest."""
    user = get_active_log_context().user
    # After a clearing nobody knows any more what was cleared.
    pairs = instance.changed_pairs if action == "post_clear" else _pairs(instance, reverse, pk_set)
    if action.startswith("pre_"):
        instance.changed_pairs = pairs
        if user and any(person == user for person, _ in pairs):
            raise PermissionDenied("Nobody changes their own groups.")
        return
    for person, group in pairs:
        if action == "post_add":
            _after_joining(person, group, user)
        else:
            record_change(Decision.Action.PEOPLE, person, f"remove: {group}", user)
            role_mails.tell_of_group_change(person, f"took you out of “{group}”", user)


def _pairs(instance: Any, reverse: bool, pk_set: set[int] | None) -> list[tuple[Any, Group]]:
    """Return each person and group that come together or part; without ``pk_set``, all of ``instance``."""
    if pk_set is None:
        others = instance.user_set.all() if reverse else instance.groups.all()
    else:
        others = (get_user_model() if reverse else Group).objects.filter(pk__in=pk_set)
    return [(other, instance) if reverse else (instance, other) for other in others]


def _after_joining(person: Any, group: Group, user: Any) -> None:
    is_confirmed = getattr(person, "confirmed_role", None) == group.name
    if user and not is_confirmed and _needs_second_person(group.name, person, user):
        type(person).groups.through.objects.filter(user=person, group=group).delete()
        _ask_second_person(person, group.name, user)
        return
    record_change(Decision.Action.PEOPLE, person, f"add: {group}", user)
    if not is_confirmed:
        role_mails.tell_of_group_change(person, f"put you into “{group}”", user)


def _needs_second_person(role: str, person: Any, user: Any) -> bool:
    """Tell whether ``role`` waits to be confirmed; that of a Site administrator only if somebody can."""
    others = roles.holders(*roles.CONFIRMING_ROLES).exclude(pk__in=[person.pk, user.pk])
    return role in roles.APPROVING_ROLES or (role in roles.CONFIRMED_ROLES and others.exists())


def _ask_second_person(person: Any, role: str, user: Any) -> None:
    pending, is_new = PendingRole.objects.get_or_create(person=person, role=role, defaults={"given_by": user})
    if is_new:
        record_change(Decision.Action.PEOPLE, person, f"waits for a second person: {role}", user)
        role_mails.ask_to_confirm_role(pending)


@transaction.atomic
def confirm(pending: PendingRole, user: Any) -> None:
    """Let the person hold the role from now on. Raises ``PermissionDenied`` if ``user`` may not."""
    pending = PendingRole.objects.select_for_update().get(pk=pending.pk)
    if not pending.may_be_confirmed_by(user):
        raise PermissionDenied
    person: Any = pending.person
    record_change(
        Decision.Action.PEOPLE,
        person,
        f"confirmed, given by {roles.name_of(pending.given_by)}: {pending.role}",
        user,
    )
    person.confirmed_role = pending.role
    person.groups.add(Group.objects.get(name=pending.role))
    role_mails.tell_of_confirmed_role(pending, user)
    pending.delete()


@transaction.atomic
def refuse(pending: PendingRole, user: Any) -> None:
    """Give the person no role. Raises ``PermissionDenied`` if ``user`` may not refuse it."""
    pending = PendingRole.objects.select_for_update().get(pk=pending.pk)
    if not pending.may_be_refused_by(user):
        raise PermissionDenied
    record_change(Decision.Action.PEOPLE, pending.person, f"refused: {pending.role}", user)
    role_mails.tell_of_refused_role(pending, user)
    pending.delete()


@receiver(pre_save, sender=Group)
@receiver(pre_delete, sender=Group)
def keep_groups_of_roles(instance, signal, raw=False, **kwargs):
    """Refuse to rename or delete the group of a role: another could take its name, and its approvals."""
    stored = Group.objects.filter(pk=instance.pk, name__in=roles.ROLES).first()
    if stored and not raw and (signal is pre_delete or stored.name != instance.name):
        raise ValidationError(f"“{stored.name}” is a role. Its group keeps its name and is not deleted.")
