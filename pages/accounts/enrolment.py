"""Links by e-mail with which people choose a password and set up their second factor.

A link works once: it is bound to the password, the address and the last sign-in that the account had.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.core.rate_limits import count_and_check
from pages.moderation.notifications.emails import admin_link

from . import mails

SALT = "accounts.enrolment"
SECONDS = 3 * 24 * 60 * 60
MOST_LINKS = 3
"""Links that are sent in an hour to somebody who signs in without a second factor."""


def make_link(user: User) -> str:
    """Return a link with which ``user`` sets up the account."""
    token = signing.dumps([user.pk, _state_of(user)], salt=SALT)
    return admin_link("accounts:enrol", token)


def find_enrolling(token: str) -> User | None:
    """Return whose link has this token; none if it is over, was used, or is no longer needed."""
    try:
        key, state = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=key, is_active=True).first()
    is_as_it_was = user is not None and constant_time_compare(state, _state_of(user))
    return user if is_as_it_was else None


def invite(user: User, inviter: str) -> None:
    """Send the first link to somebody who was given an account."""
    mails.send_link(
        user,
        make_link(user),
        f"Your account for {settings.WAGTAIL_SITE_NAME}",
        f"{inviter} made an account for you in the CMS of {settings.WAGTAIL_SITE_NAME}.",
    )


def send_link_again(user: User) -> None:
    """Send a link to somebody who signs in without a second factor, not more often than needed."""
    if not count_and_check("enrolment-links", str(user.pk), MOST_LINKS, 60 * 60):
        mails.send_link(
            user,
            make_link(user),
            "Finish setting up your account",
            "You signed in, and your account has no second factor yet.",
        )


def send_link_after_reset(user: User) -> None:
    """Send a link to somebody whose lost factor was reset."""
    mails.send_link(
        user,
        make_link(user),
        "Set up your account again",
        "Two people have removed the second factors of your account, as you asked for. If you did not ask, "
        "tell a Site administrator at once.",
    )


def _state_of(user: User) -> str:
    factors = Authenticator.objects.filter(user_id=user.pk).count()
    state = f"{user.password} {user.email} {user.last_login} {factors}"
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()
