"""E-mails about who holds which role."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from pages.moderation import roles
from pages.moderation.models import PendingRole

from . import messages


def _send(people: Any, subject: str, text: str) -> None:
    people = list(people)
    transaction.on_commit(lambda: messages.send(people, subject, f"{text}\n"))


def tell_of_change(person: Any, what: str, user: Any) -> None:
    """Tell ``person`` what ``user`` did with their groups; of a command nobody is told."""
    if user:
        _send([person], "Your groups have changed", f"{roles.name_of(user)} {what}.")


def ask_to_confirm(pending: PendingRole) -> None:
    """Ask those who may confirm the role, and tell the person that it waits."""
    giver, person = roles.name_of(pending.given_by), roles.name_of(pending.person)
    link = settings.WAGTAILADMIN_BASE_URL + reverse("moderation:pending_roles")
    _send(
        [each for each in roles.confirmers() if pending.may_be_confirmed_by(each)],
        f"Please confirm a role: {person}",
        f"{giver} gave {person} the role “{pending.role}”. It takes effect when one of you has confirmed it:"
        f"\n\n{link}",
    )
    _send(
        [pending.person],
        "A role waits for a second person",
        f"{giver} gave you the role “{pending.role}”. It takes effect when a second person has confirmed it.",
    )


def tell_of_confirmation(pending: PendingRole, user: Any) -> None:
    """Tell the person, and everybody who approves, that there is one more."""
    giver, person, second = map(roles.name_of, (pending.given_by, pending.person, user))
    approvers = {person for role in roles.APPROVING_ROLES for person in roles.holders(role)}
    _send(
        approvers | {pending.person},
        f"New holder of a role: {person}",
        f"{person} holds the role “{pending.role}” from now on. {giver} gave it, and {second} confirmed it.",
    )


def tell_of_refusal(pending: PendingRole, user: Any) -> None:
    """Tell the person and the giver."""
    person = roles.name_of(pending.person)
    _send(
        [pending.person, pending.given_by],
        f"Role refused: {person}",
        f"{roles.name_of(user)} refused to give {person} the role “{pending.role}”.",
    )
