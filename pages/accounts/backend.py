"""Checks names and passwords."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


def find_account(name: str) -> User | None:
    users = get_user_model()
    by_username = users.objects.filter(username=name).first()
    if by_username:
        return by_username
    by_address = list(users.objects.filter(email__iexact=name)[:2]) if "@" in name else []
    return by_address[0] if len(by_address) == 1 else None


class NameOrAddressBackend(ModelBackend):
    """Finds an account by its username or e-mail address.

    Exactly one password is hashed, whether or not the account exists, is active or has a password: the time
    of the answer tells nothing.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **other: Any,
    ) -> User | None:
        """Return the account if the password is right and the account may be used."""
        name = username or other.get("email")
        if not name or password is None:
            return None
        user = find_account(name)
        if user is None or not user.has_usable_password():
            get_user_model()().set_password(password)
            return None
        is_right = user.check_password(password)
        return user if is_right and self.user_can_authenticate(user) else None
