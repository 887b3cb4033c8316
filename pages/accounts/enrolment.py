"""Links by e-mail with which people choose a password and set up their second factor.

A link works once: it is bound to the password, the address and the last sign-in that the account had.
"""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.core.rate_limits import count_and_check
from pages.moderation.mails.emails import admin_link

from . import mails

SALT = "accounts.enrolment"
SECONDS = 3 * 24 * 60 * 60
MOST_LINKS = 3
"""Links that are sent in an hour to somebody who signs in without a second factor."""

OF_PROVIDER = "This account signs in by the identity provider, which asks for the second factor, too."


def make_link(user: User, *, by_command: bool = False) -> str:
    """Return a link with which ``user`` sets up the account; one ``by_command`` works for any account."""
    token = signing.dumps([user.pk, _state_of(user), by_command], salt=SALT)
    return admin_link("accounts:enrol", token)


def find_enrolling(token: str) -> User | None:
    """Return whose link has this token; none if it is over, was used, or is no longer needed."""
    try:
        key, state, by_command = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=key, is_active=True).first()
    is_as_it_was = user is not None and constant_time_compare(state, _state_of(user))
    if user is None or not is_as_it_was:
        return None
    return user if by_command or not reason_to_send_none(user) else None


def reason_to_send_none(user: User) -> str:
    """Return why ``user`` is sent no link; empty if one may be sent.

    The provider says who somebody is, and asks for the second factor: no link may go round it.
    """
    is_of_provider = SocialAccount.objects.filter(user_id=user.pk).exists()
    return OF_PROVIDER if is_of_provider else ""


def invite(user: User, inviter: str) -> None:
    mails.send_link(
        user,
        make_link(user),
        f"Your account for {settings.WAGTAIL_SITE_NAME}",
        f"{inviter} made an account for you in the CMS of {settings.WAGTAIL_SITE_NAME}.",
    )


def send_link_again(user: User) -> bool:
    """Send a link to somebody who signs in without a second factor, not more often than needed.

    Returns False if this account gets none.
    """
    if reason_to_send_none(user):
        return False
    if not count_and_check("enrolment-links", str(user.pk), MOST_LINKS, 60 * 60):
        mails.send_link(
            user,
            make_link(user),
            "Finish setting up your account",
            "You signed in, and your account has no second factor yet.",
        )
    return True


def send_link_after_reset(user: User) -> None:
    if reason_to_send_none(user):
        return
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
