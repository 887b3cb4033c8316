"""What accounts add to Wagtail's screens."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from . import enrolment


@hooks.register("register_account_menu_item")
def offer_security_screen(request: HttpRequest) -> dict[str, str]:
    """Lead from the screen of one's own account to its passwords, factors and devices."""
    return {
        "url": reverse("mfa_index"),
        "label": "Sign-in and security",
        "help_text": "Change your password or email address, and manage two-step verification and devices.",
    }


@hooks.register("register_user_listing_buttons")
def offer_help(user: User, request_user: User) -> Iterator[Button]:
    if enrolment.may_help(request_user, user):
        yield Button(
            "Help to sign in",
            reverse("accounts:help", args=[user.pk]),
            icon_name="key",
            priority=30,
        )
