"""What people are told by e-mail about who holds which role."""

from typing import Any

from pages.moderation.notifications.messages import admin_link, tell
from pages.moderation.rules import roles

from .pending_role import PendingRole


def tell_of_group_change(person: Any, what: str, user: Any) -> None:
    """Tell ``person`` what ``user`` did with their groups; of a command nobody is told."""
    if user:
        tell([person], "Your groups have changed", f"{roles.name_of(user)} {what}.")


def ask_to_confirm_role(pending: PendingRole) -> None:
    """Ask those who may confirm the role, and tell the person that it waits."""
    giver, person = roles.name_of(pending.given_by), roles.name_of(pending.person)
    tell(
        [each for each in roles.holders(*roles.CONFIRMING_ROLES) if pending.may_be_confirmed_by(each)],
        f"Please confirm a role: {person}",
        f"{giver} gave {person} the role “{pending.role}”. It takes effect when one of you has confirmed it:"
        f"\n\n{admin_link('moderation:pending_roles')}",
    )
    tell(
        [pending.person],
        "A role waits for a second person",
        f"{giver} gave you the role “{pending.role}”. It takes effect when a second person has confirmed it.",
    )


def tell_of_confirmed_role(pending: PendingRole, user: Any) -> None:
    """Tell the person, and everybody who approves, that there is one more."""
    giver, person, second = map(roles.name_of, (pending.given_by, pending.person, user))
    tell(
        {*roles.holders(*roles.APPROVING_ROLES), pending.person},
        f"New holder of a role: {person}",
        f"{person} holds the role “{pending.role}” from now on. {giver} gave it, and {second} confirmed it.",
    )


def tell_of_refused_role(pending: PendingRole, user: Any) -> None:
    """Tell the person and the giver."""
    person = roles.name_of(pending.person)
    tell(
        [pending.person, pending.given_by],
        f"Role refused: {person}",
        f"{roles.name_of(user)} refused to give {person} the role “{pending.role}”.",
    )
