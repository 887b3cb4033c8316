"""Changes of accounts: by one person at once, or by a request that a second person confirms.

It takes a second person to give or take a role that approves or administers, to change who holds such a role,
and to change where the links of an account that was used are sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from pages.moderation.gate import roles
from pages.moderation.gate.protection import Why, opened_for
from pages.moderation.mails.mail import Mail

from . import second_person
from .membership import group_word
from .second_person import PendingChange

ROLES_CHANGED = Mail("moderation/emails/roles_changed", "the person whose roles have changed")
DETAILS = ["username", "email", "first_name", "last_name"]
SIGN_IN = ""
"""In the place of a role: the right to sign in."""


def holds_power(person: User) -> bool:
    """Return True if ``person`` approves or administers, active or not, or may soon."""
    in_group = person.groups.filter(name__in=roles.ROLES_TO_CONFIRM).exists()
    return person.is_superuser or in_group or PendingChange.objects.filter(person=person).exists()


def may_change(user: User, person: User) -> bool:
    """Return True if ``user`` looks after the account of ``person``; only superusers do of superusers."""
    return roles.is_site_administrator(user) and (user.is_superuser or not person.is_superuser)


def approves(user: User) -> bool:
    """Return True if ``user`` approves: whoever they let write could write what they approve."""
    return roles.has_role(user, *roles.APPROVING_ROLES)


@dataclass(frozen=True)
class Right:
    """A role, or the right to sign in, that somebody gets or loses."""

    role: str
    give: bool

    def __str__(self) -> str:
        if self.role == SIGN_IN:
            return "may sign in again" if self.give else "may no longer sign in"
        word = group_word(self.role).lower()
        return f"{word} “{self.role}”" + ("" if self.give else " taken away")

    def is_settled(self, person: User) -> bool:
        """Return True if ``person`` has the right already, or has lost it."""
        if self.role == SIGN_IN:
            return person.is_active == self.give
        return person.groups.filter(name=self.role).exists() == self.give

    def settle(self, person: User) -> None:
        """Give the right to ``person``, or take it."""
        if self.role == SIGN_IN:
            person.is_active = self.give
            person.save(update_fields=["is_active"])
            return
        group = Group.objects.get(name=self.role)
        change = person.groups.add if self.give else person.groups.remove
        change(group)


@second_person.register
class RightChange(second_person.Kind[Right]):
    """Gives or takes a role or the right to sign in."""

    name = "role"
    values_type = Right

    def describe(self) -> str:
        return str(self.values)

    def may_be_asked_for_by(self, user: User) -> bool:
        return may_change(user, self.subject())

    def lines(self) -> list[str]:
        if self.values.role == SIGN_IN:
            return ["Active: no → yes" if self.values.give else "Active: yes → no"]
        before = set(self.subject().groups.values_list("name", flat=True))
        after = before | {self.values.role} if self.values.give else before - {self.values.role}
        return [f"Roles: {', '.join(sorted(before)) or 'none'} → {', '.join(sorted(after)) or 'none'}"]

    def obstacle(self) -> str:
        return "This has changed since it was requested." if self.values.is_settled(self.subject()) else ""

    def apply(self) -> None:
        self.values.settle(self.subject())


@dataclass(frozen=True)
class Details:
    """The names and address of an account, as they are and as they are to be."""

    old: dict[str, str]
    new: dict[str, str]


@second_person.register
class DetailsChange(second_person.Kind[Details]):
    """Changes the address or name of somebody who approves or administers."""

    name = "details"
    values_type = Details

    def describe(self) -> str:
        names = [str(User._meta.get_field(name).verbose_name) for name in self.values.new]  # type: ignore[union-attr]
        return f"new {', '.join(names)}"

    def lines(self) -> list[str]:
        found = []
        for name, new in self.values.new.items():
            label = str(User._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(f"{label.capitalize()}: {self.values.old[name] or 'none'} → {new or 'none'}")
        return found

    def may_be_asked_for_by(self, user: User) -> bool:
        return user.pk == self.change.person_id or may_change(user, self.subject())

    def obstacle(self) -> str:
        person = self.subject()
        is_same = all(getattr(person, name) == old for name, old in self.values.old.items())
        return "" if is_same else "These have changed since they were requested."

    def apply(self) -> None:
        person = self.subject()
        for name, new in self.values.new.items():
            setattr(person, name, new)
        person.save(update_fields=list(self.values.new))


def change_details(person: User, user: User, wanted: dict[str, str]) -> PendingChange | None:
    """Change names and address of ``person`` to those of ``wanted``, or ask for it and return the request.

    Raises ``PermissionDenied`` if ``user`` may not.
    """
    stored = User.objects.get(pk=person.pk)
    if person != user and not may_change(user, stored):
        raise PermissionDenied
    new = {name: wanted[name] for name in DETAILS if name in wanted and wanted[name] != getattr(stored, name)}
    if not new:
        return None
    # A link goes to the address of whoever has signed in before, and who approves could take over an unused
    # account that writes.
    gets_links = "email" in new and person != user and (stored.last_login is not None or approves(user))
    if holds_power(stored) or gets_links:
        old = {name: getattr(stored, name) for name in new}
        return second_person.ask_for(DetailsChange, user, Details(old, new), person=stored)
    with opened_for(Why.OWN_ADDRESS if person == user else Why.ONE_PERSON):
        for name, value in new.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(new))
    return None


def change_access(person: User, user: User, is_active: bool) -> PendingChange | None:
    """Let ``person`` sign in or not, or ask for it and return the request."""
    return change_right(person, user, Right(SIGN_IN, is_active))


def change_roles(person: User, user: User, wanted: Iterable[Group]) -> list[PendingChange]:
    """Give and take roles until ``person`` has ``wanted``; return the requests that were made."""
    present, wanted = set(person.groups.all()), set(wanted)
    rights = [Right(group.name, give=True) for group in sorted(wanted - present, key=str)]
    rights += [Right(group.name, give=False) for group in sorted(present - wanted, key=str)]
    asked = [change_right(person, user, right) for right in rights]
    return [each for each in asked if each]


def change_right(person: User, user: User, right: Right) -> PendingChange | None:
    """Give or take ``right``, or ask for it and return the request.

    Raises ``PermissionDenied`` if ``user`` may not.
    """
    stored = User.objects.get(pk=person.pk)
    if stored.pk == user.pk or not may_change(user, stored):
        raise PermissionDenied("You cannot change your own rights.")
    if right.is_settled(stored):
        return None
    if _takes_two(stored, user, right):
        return second_person.ask_for(RightChange, user, right, person=stored)
    # A suspension also refuses what the person asked for.
    with opened_for(Why.SUSPENDED if right.role == SIGN_IN else Why.ONE_PERSON):
        right.settle(stored)
    if right.role != SIGN_IN and not roles.is_being_invited(stored):
        word = group_word(right.role).lower()
        what = f"gave you the {word} “{right.role}”"
        if not right.give:
            what = f"took the {word} “{right.role}” from you"
        ROLES_CHANGED.send_after_commit([stored], who=roles.display_name(user), change=what)
    return None


def _takes_two(person: User, user: User, right: Right) -> bool:
    if right.role == SIGN_IN:
        return holds_power(person)
    return right.role in roles.ROLES_TO_CONFIRM or (right.give and approves(user))


def roles_waiting_for(person: User) -> list[PendingChange]:
    """Return the open requests to give ``person`` a role."""
    found = []
    for change in person.pending_changes.all():
        if change.kind == RightChange.name and change.data["give"] and change.data["role"]:
            found.append(change)
    return found
