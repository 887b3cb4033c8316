"""E-mails about roles that are given, confirmed or refused."""

from django.contrib.auth.models import User

from pages.moderation.notifications.emails import admin_link, send_after_commit
from pages.moderation.rules import roles

from .pending_role import PendingRole


def notify_of_group_change(person: User, change: str, user: User | None) -> None:
    """Tell ``person`` what ``user`` did with their groups; changes by a command send no e-mail."""
    if user:
        send_after_commit([person], "Your roles have changed", f"{roles.display_name(user)} {change}.")


def ask_to_confirm_role(pending: PendingRole) -> None:
    """Ask those who may confirm the role, and tell the person that it is pending."""
    giver, person = roles.display_name(pending.given_by), roles.display_name(pending.person)
    send_after_commit(
        pending.confirmers,
        f"Please confirm a role: {person}",
        f"{giver} gave {person} the role “{pending.role}”. It takes effect when one of you has confirmed it:"
        f"\n\n{admin_link('moderation:pending_roles')}",
    )
    send_after_commit(
        [pending.person],
        "A role waits for a second person",
        f"{giver} gave you the role “{pending.role}”. It takes effect when a second person has confirmed it.",
    )


def notify_of_role_by_command(person: User, role: str) -> None:
    """Tell the person and everybody with an approving role that no second person confirmed the role."""
    name = roles.display_name(person)
    send_after_commit(
        [*roles.users_with_role(*roles.APPROVING_ROLES), person],
        f"New holder of a role: {name}",
        f"{name} holds the role “{role}” from now on. A command on the server gave it; nobody confirmed it.",
    )


def notify_of_confirmed_role(pending: PendingRole, user: User) -> None:
    """Tell the person, and everybody with an approving role, who has the role now."""
    giver, person, second = map(roles.display_name, (pending.given_by, pending.person, user))
    by_whom = f"{giver} gave it, and {second} confirmed it."
    send_after_commit(
        [other for other in roles.users_with_role(*roles.APPROVING_ROLES) if other != pending.person],
        f"New holder of a role: {person}",
        f"{person} holds the role “{pending.role}” from now on. {by_whom}",
    )
    send_after_commit(
        [pending.person],
        f"You have the role “{pending.role}”",
        f"You hold the role “{pending.role}” from now on. {by_whom}",
    )


def notify_of_refused_role(pending: PendingRole, user: User) -> None:
    """Tell the person and the giver that the role was refused."""
    person, second = roles.display_name(pending.person), roles.display_name(user)
    send_after_commit(
        [pending.given_by],
        f"Role refused: {person}",
        f"{second} refused the role “{pending.role}” that you gave {person}.",
    )
    send_after_commit(
        [pending.person],
        f"You do not get the role “{pending.role}”",
        f"{second} refused to confirm that you get the role “{pending.role}”. Your other roles stay.",
    )
