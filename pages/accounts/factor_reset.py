"""A lost second factor is reset by two people: one asks, another confirms, and its owner is told of both.

Otherwise one person who looks after accounts and reads the owner's e-mail could act in the owner's name.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from pages.moderation.gate import roles
from pages.moderation.people import guard, second_person
from pages.moderation.people.second_person import PendingChange

from . import enrolment, factors, sessions
from .changes_by_others import addresses_of

second_person.other_addresses.append(addresses_of)


@second_person.register
class FactorReset(second_person.Kind):
    """Removes the lost factors of a person, and sends a link to set up others."""

    name = "factor reset"
    advice = (
        "Speak to the person yourself, face to face or by telephone, before you confirm it: an e-mail may "
        "come from somebody else."
    )

    def describe(self, change: PendingChange) -> str:
        return "reset of the second factors"

    def apply(self, change: PendingChange) -> None:
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
    if not (may_help(user, person) and takes_two(user, person)):
        raise PermissionDenied
    return second_person.ask_for(FactorReset.name, person, "", user)


def takes_two(user: User, person: User) -> bool:
    """Tell whether it takes two: to remove factors, or to let who holds power set up the first."""
    is_first = guard.holds_power(person) and guard.has_anybody_ever_held_power([user.pk, person.pk])
    return factors.has_factor(person) or is_first


def reset_of(person: User) -> PendingChange | None:
    """Return the reset of ``person`` that waits for a second person."""
    return PendingChange.objects.filter(kind=FactorReset.name, person=person).first()
