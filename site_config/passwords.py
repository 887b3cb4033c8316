"""Passwords: which are refused, and the email by which one is set anew."""

import logging
import re
import threading
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.http import HttpRequest
from wagtail.admin.forms.auth import PasswordResetForm

from pages.accounts.enrolment import ResetTokens
from pages.content.models import SiteWording
from pages.core.rate_limits import count_and_check, count_and_check_network

WORDS = {
    "admin",
    "force",
    "password",
    "police",
    "supercomplaint",
    "super-complaint",
    "wagtail",
    "welcome",
}
CHARACTERS_BESIDE = 8
"""So many characters must be left without these words."""


class WordsOfTheSiteValidator:
    """A validator for ``AUTH_PASSWORD_VALIDATORS``."""

    def validate(self, password: str, user: object = None) -> None:
        wording = SiteWording.objects.filter(live=True).first() or SiteWording()
        names = re.findall(
            r"\w{4,}", f"{wording.force_name} {wording.service_name}".lower()
        )
        words = sorted({*WORDS, *names}, key=len, reverse=True)
        left = re.sub("|".join(map(re.escape, words)), "", password.lower())
        if len(left) < CHARACTERS_BESIDE:
            raise ValidationError(self.get_help_text(), code="password_of_site_words")

    def get_help_text(self) -> str:
        return "Your password cannot be mostly words from this site, such as the name of the force."


logger = logging.getLogger(__name__)

PERIOD_SECONDS = 60 * 60
MAX_FOR_ACCOUNT = 3
MAX_FROM_NETWORK = 20
"""Links in a period.

Whoever asks for more gets the same answer, and no mail is sent.
"""
SECONDS_UNTIL_SENT = 1.0
"""By then the answer has been sent, so its time tells nothing of the work for an account."""


class BackgroundPasswordResetForm(PasswordResetForm):
    """Looks for the account, and sends the mail, once the answer has been sent."""

    def save(self, *args: Any, request: HttpRequest, **options: Any) -> None:
        """Send the link later, unless there were too many from this network or for this address."""
        email = self.cleaned_data["email"].lower()
        # Both are counted, each time.
        is_too_much = [
            count_and_check_network(
                "password-reset", request, MAX_FROM_NETWORK, PERIOD_SECONDS
            ),
            count_and_check(
                "password-reset-of", email, MAX_FOR_ACCOUNT, PERIOD_SECONDS
            ),
        ]
        if any(is_too_much):
            logger.warning(
                "Too many password resets from one network or for one account: no mail was sent"
            )
            return
        options["token_generator"] = ResetTokens()
        send = partial(super().save, *args, request=request, **options)
        threading.Timer(SECONDS_UNTIL_SENT, _run_and_disconnect, [send]).start()


def _run_and_disconnect(send: partial) -> None:
    try:
        send()
    finally:
        connections.close_all()
