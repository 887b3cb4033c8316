"""A lost second factor is reset by two people: one asks, another confirms, and its owner is told of both.

Otherwise one person who looks after accounts and reads the owner's e-mail could act in the owner's name.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from pages.moderation.gate import roles
from pages.moderation.people import second_person
from pages.moderation.people.second_person import PendingChange

from . import enrolment, factors, sessions
from .changes_by_others import addresses_of


@second_person.register
class FactorReset(second_person.Kind):
    """Removes the lost factors of a person, who can refuse it."""

    name = "factor reset"
    advice = (
        "Speak to the person yourself, face to face or by telephone, before you confirm it: an e-mail may "
        "come from somebody else."
    )

    def describe(self, change: PendingChange) -> str:
        return "reset of the second factors"

    def owners(self, change: PendingChange) -> list[User]:
        """Return the person, at all addresses that the account had lately."""
        person: Any = change.person
        return [User(email=address) for address in addresses_of(person)]

    def may_be_refused_by_owner(self) -> bool:
        """Let the person refuse: they may have lost nothing."""
        return True

    def apply(self, change: PendingChange, user: User) -> None:
        person: Any = change.person
        factors.remove_factors(person)
        sessions.end_sessions(person)
        enrolment.send_link_after_reset(person)


def may_help(user: User, person: User) -> bool:
    """Tell whether ``user`` may help ``person`` to sign in; superusers are helped by superusers alone."""
    is_above = user.is_superuser or not person.is_superuser
    return roles.is_site_administrator(user) and is_above and person.is_active and user.pk != person.pk


def ask(user: User, person: User) -> PendingChange:
    """Ask to reset the factors of ``person``. Raises ``PermissionDenied`` if ``user`` may not."""
    if not (may_help(user, person) and factors.has_factor(person)):
        raise PermissionDenied
    return second_person.ask_for(FactorReset.name, person, "", user)


def reset_of(person: User) -> PendingChange | None:
    """Return the reset of ``person`` that waits for a second person."""
    return PendingChange.objects.filter(kind=FactorReset.name, person=person).first()
