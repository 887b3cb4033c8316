"""Changes of accounts: by one person at once, or by a request that a second person confirms.

It takes a second person to give or take a role that approves or administers, to change
who holds such a role, and to change where the links of an account that was used are
sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict

from pages.moderation.approval import roles
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.emails.mail import EmailKind

from . import second_person
from .membership import group_word
from .second_person import PendingChange

ROLES_CHANGED = EmailKind(
    "moderation/emails/roles_changed", "the person whose roles have changed"
)
DETAILS = ["username", "email", "first_name", "last_name"]
SIGN_IN = ""
"""In the place of a role: the right to sign in."""


def is_privileged(person: User) -> bool:
    """Return True if ``person`` approves or administers, active or not, or may soon."""
    in_group = person.groups.filter(name__in=roles.ROLES_TO_CONFIRM).exists()
    return (
        person.is_superuser
        or in_group
        or PendingChange.objects.filter(person=person).exists()
    )


def may_change(user: User, person: User) -> bool:
    """Return True if ``user`` looks after the account of ``person``; only superusers do of superusers."""
    return roles.is_site_administrator(user) and (
        user.is_superuser or not person.is_superuser
    )


def approves(user: User) -> bool:
    """Return True if ``user`` approves: whoever they let write could write what they approve."""
    return roles.has_role(user, *roles.APPROVING_ROLES)


@second_person.register
@dataclass(frozen=True)
class RightRequest(second_person.RequestKind):
    """A role, or the right to sign in, that somebody gets or loses."""

    person: User
    role: str
    give: bool

    kind = "role"

    def renewed(self) -> Self:
        return replace(self, give=not self.is_held())

    def is_held(self) -> bool:
        if self.role == SIGN_IN:
            return self.person.is_active
        return self.person.groups.filter(name=self.role).exists()

    def describe(self) -> str:
        if self.role == SIGN_IN:
            return "may sign in again" if self.give else "may no longer sign in"
        role = f"{group_word(self.role).lower()} “{self.role}”"
        return role if self.give else f"{role} taken away"

    def lines(self) -> list[str]:
        if self.role == SIGN_IN:
            if self.give:
                return ["Active: no → yes"]
            return ["Active: yes → no"]
        before = set(self.person.groups.values_list("name", flat=True))
        after = before - {self.role}
        if self.give:
            after.add(self.role)
        return [
            f"Roles: {', '.join(sorted(before)) or 'none'} → {', '.join(sorted(after)) or 'none'}"
        ]

    def may_be_asked_for_by(self, user: User) -> bool:
        return may_change(user, self.person)

    def takes_two(self, user: User) -> bool:
        """Return True if ``user`` may not do it alone."""
        if self.role == SIGN_IN:
            return is_privileged(self.person)
        return self.role in roles.ROLES_TO_CONFIRM or (self.give and approves(user))

    def apply(self) -> None:
        if self.role == SIGN_IN:
            save_details(self.person, {"is_active": self.give})
            return
        group = Group.objects.get(name=self.role)
        if self.give:
            self.person.groups.add(group)
        else:
            self.person.groups.remove(group)


@second_person.register
@dataclass(frozen=True)
class AccountDetailsRequest(second_person.RequestKind):
    """The address or names of somebody who approves or administers, as they are and as they are to be."""

    person: User
    old: dict[str, str]
    new: dict[str, str]

    kind = "details"
    outdated = "These have changed since they were requested."

    def renewed(self) -> Self:
        return replace(self, old=model_to_dict(self.person, self.new))

    def describe(self) -> str:
        return f"new {', '.join(map(label_of, self.new))}"

    def lines(self) -> list[str]:
        lines = []
        for name, new in self.new.items():
            label = label_of(name).capitalize()
            lines.append(f"{label}: {self.old[name] or 'none'} → {new or 'none'}")
        return lines

    def may_be_asked_for_by(self, user: User) -> bool:
        return user == self.person or may_change(user, self.person)

    def apply(self) -> None:
        save_details(self.person, self.new)


def label_of(name: str) -> str:
    field: Any = User._meta.get_field(name)
    return str(field.verbose_name)


def save_details(person: User, new: dict[str, Any]) -> None:
    for name, value in new.items():
        setattr(person, name, value)
    person.save(update_fields=list(new))


def change_details(
    person: User, user: User, wanted: dict[str, str]
) -> PendingChange | None:
    """Change names and address of ``person`` to those of ``wanted``, or ask for it and return the request.

    Raises ``PermissionDenied`` if ``user`` may not.
    """
    stored = User.objects.get(pk=person.pk)
    if person != user and not may_change(user, stored):
        raise PermissionDenied
    old = model_to_dict(stored, DETAILS)
    new = {
        name: wanted[name]
        for name in DETAILS
        if wanted.get(name, old[name]) != old[name]
    }
    if not new:
        return None
    # A link goes to the address of whoever has signed in before, and who approves could
    # take over an unused account that writes.
    gets_links = (
        "email" in new
        and person != user
        and (stored.last_login is not None or approves(user))
    )
    if is_privileged(stored) or gets_links:
        request = AccountDetailsRequest(stored, model_to_dict(stored, new), new)
        return second_person.ask_for(request, user)
    is_own = person == user
    purpose = WritePurpose.OWN_ADDRESS if is_own else WritePurpose.ONE_PERSON
    with opened_for(purpose):
        save_details(stored, new)
    return None


def change_access(person: User, user: User, is_active: bool) -> PendingChange | None:
    """Let ``person`` sign in or not, or ask for it and return the request."""
    return change_right(person, user, SIGN_IN, give=is_active)


def change_roles(
    person: User, user: User, wanted: Iterable[Group]
) -> list[PendingChange | None]:
    """Give and take roles until ``person`` has ``wanted``; return the requests that were made."""
    present = set(person.groups.all())
    wanted = set(wanted)
    asked = []
    for group in sorted(wanted - present, key=str):
        asked.append(change_right(person, user, group.name, give=True))
    for group in sorted(present - wanted, key=str):
        asked.append(change_right(person, user, group.name, give=False))
    return asked


def change_right(
    person: User, user: User, role: str, *, give: bool
) -> PendingChange | None:
    """Give or take a right, or ask for it and return the request.

    Raises ``PermissionDenied`` if ``user`` may not.
    """
    stored = User.objects.get(pk=person.pk)
    if stored == user or not may_change(user, stored):
        raise PermissionDenied("You cannot change your own rights.")
    right = RightRequest(stored, role, give)
    if right.is_held() == give:
        return None
    if right.takes_two(user):
        return second_person.ask_for(right, user)
    with opened_for(WritePurpose.ONE_PERSON):
        right.apply()
    if role != SIGN_IN and not roles.is_being_invited(stored):
        word = group_word(role).lower()
        ROLES_CHANGED.send_after_commit(
            [stored], who=roles.display_name(user), right=right, word=word
        )
    return None


def roles_waiting_for(person: User) -> list[PendingChange]:
    """Return the open requests to give ``person`` a role."""
    changes = []
    for change in person.pending_changes.all():
        is_about_right = change.kind == RightRequest.kind
        if is_about_right and change.data["give"] and change.data["role"]:
            changes.append(change)
    return changes
