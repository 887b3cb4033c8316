"""How allauth works here: who may sign in, what is said of it, and how secrets are stored."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pages.core.encryption import cipher
from pages.core.folding import fold
from pages.core.rate_limits import client_address

from . import enrolment, events, mails
from .backend import find_account
from .factors import has_factor

WRONG = "The name and the password do not match an account. Check both and try again."
TOO_MANY = "Too many attempts. Wait half an hour, or sign in with a passkey."


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by name and password, and the e-mails about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your present password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Lead nobody on to anything but an address of this site: other words would be taken for names."""
        return bool(url and url.startswith("/")) and super().is_safe_url(url)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse further attempts for an account or from an address, and log that.

        They count for the account that is found, whichever of its names was typed, else for the folded name.
        """
        name = credentials.get("username") or credentials.get("email") or ""
        user = find_account(name)
        try:
            super().pre_authenticate(request, username=f"account {user.pk}" if user else fold(name))
        except ValidationError:
            events.record_refused_attempt(credentials)
            raise

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Where a second factor is required, send a link to set one up instead of signing in without."""
        response = super().pre_login(request, user, **options)
        by_provider = bool((options.get("signal_kwargs") or {}).get("sociallogin"))
        if response or settings.DEMO or by_provider or has_factor(user):
            return response
        is_sent = enrolment.send_link_again(user)
        return redirect("accounts:check_mail" if is_sent else "accounts:no_link")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 -- unknown, not bound to

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send no e-mail: ``mails.py`` has ours."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: Any = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account what has changed."""
        mails.notify_of_change(user, template_prefix)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their names and their secrets."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one and try again.",
    }

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text: str) -> str:
        """Store secrets so that a copy of the database alone is of no use."""
        return cipher("accounts.factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a stored secret, also one from before the last change of SECRET_KEY.

        Raises ``ValidationError``, which screens show, if the former key is not among SECRET_KEY_FALLBACKS.
        """
        try:
            return cipher("accounts.factors").decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                "Codes from before the site’s key was changed are no longer valid. Use a passkey, or ask a "
                "Site administrator to let you set up your sign-in again."
            ) from error

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {number + 1}"
