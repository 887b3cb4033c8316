"""Accounts of each role for trying the site. They exist only where ``DEMO`` is set."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from pages.accounts.factors import give_demo_factor, has_factor, remove_factors
from pages.moderation.approval import roles

DEMO_PASSWORD = "try-the-demo"  # noqa: S105 - public on purpose; production refuses DEMO


class Account(NamedTuple):
    """An account that signs in with an email address, which says the role, and has the name of a person."""

    email: str
    first_name: str
    last_name: str
    role: str
    has_factor: bool = False

    def __str__(self) -> str:
        note = ""
        if self.has_factor:
            note = ", asked for a code as well, which the screen shows"
        return f"{self.email:<28}{self.first_name} {self.last_name} ({self.role}{note})"


DEMO_ACCOUNTS = [
    Account("editor@example.org", "Ella", "Reed", roles.EDITORS),
    Account("moderator@example.org", "Marcus", "Obi", roles.MODERATORS),
    Account("approver@example.org", "Anita", "Shah", roles.APPROVING_OFFICERS),
    Account("feedback@example.org", "Fay", "Lewis", roles.FEEDBACK_TEAM),
    Account("admin@example.org", "Adam", "Price", roles.SITE_ADMINISTRATORS),
    Account(
        "second-factor@example.org", "Carys", "Evans", roles.EDITORS, has_factor=True
    ),
]


def existing_accounts() -> list[Account]:
    names = {account.email for account in DEMO_ACCOUNTS}
    users = get_user_model().objects.filter(username__in=names, is_active=True)
    found = set(users.values_list("username", flat=True))
    return [account for account in DEMO_ACCOUNTS if account.email in found]


@transaction.atomic
def make_accounts() -> list[Account]:
    """Make every account usable, with its first password, and return those that were not."""
    if not settings.DEMO:
        raise RuntimeError("Demonstration accounts may exist only where DEMO is set.")
    return [account for account in DEMO_ACCOUNTS if _make_usable(account)]


def remove_accounts() -> int:
    """Delete the accounts and return their number: a database may come from a demonstration."""
    _, by_model = (
        get_user_model()
        .objects.filter(username__in=[a.email for a in DEMO_ACCOUNTS])
        .delete()
    )
    return by_model.get(get_user_model()._meta.label, 0)


def _make_usable(account: Account) -> bool:
    names = {"first_name": account.first_name, "last_name": account.last_name}
    user, created = get_user_model().objects.get_or_create(
        username=account.email, defaults={"email": account.email, **names}
    )
    is_usable = user.is_active and user.check_password(DEMO_PASSWORD)
    if not created and is_usable and has_factor(user) == account.has_factor:
        return False
    user.is_active = True
    user.set_password(DEMO_PASSWORD)
    user.save()
    user.groups.set([Group.objects.get(name=account.role)])
    if account.has_factor:
        give_demo_factor(user)
    else:
        remove_factors(user)
    return True
