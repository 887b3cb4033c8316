"""Emails to the owner of an account.

They hold links, but no passwords, codes or addresses of networks.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User

from pages.moderation.approval.roles import display_name
from pages.moderation.emails.mail import EmailKind, admin_link

from .models import addresses_of

CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_set": "Your password was set",
    "account/email/password_reset": "Your password was changed using a link from an email",
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/webauthn_added": "A passkey was added to your account",
    "mfa/email/webauthn_removed": "A passkey was removed from your account",
    "mfa/email/recovery_codes_generated": "New recovery codes were created for your account",
}
NEW_ADDRESS = "The email address of your account was changed"
CHANGED = EmailKind(
    "accounts/emails/changed", "the owner, at all addresses of the last 14 days"
)
ACCOUNT_GONE = EmailKind(
    "accounts/emails/account_gone", "the owner, every approver and administrator"
)
SET_UP = EmailKind(
    "accounts/emails/set_up", "who is invited, or sets up their account anew"
)
CONFIRM_ADDRESS = EmailKind("accounts/emails/confirm_address", "a new address")


def notify_of_change(user: User, name: str) -> None:
    if name in CHANGES:
        _send(user, CHANGES[name])


def notify_of_new_device(user: User) -> None:
    _send(user, "Someone signed in to your account from a new device")


def notify_of_removed_factors(user: User) -> None:
    _send(user, "The two-step verification of your account was reset")


def notify_of_new_address(user: User, former: str = "") -> None:
    """Tell the owner at the new address and the ``former`` one, or those that others changed lately."""
    addresses = {former, user.email}
    if not former:
        addresses = addresses_of(user)
    for address in addresses:
        _send(User(email=address), NEW_ADDRESS)


def notify_of_account_gone(
    addresses: set[str], person: User, change: str, who: str
) -> None:
    """Tell ``addresses`` that ``who`` made the account of ``person`` inactive or deleted it."""
    ACCOUNT_GONE.send_after_commit(
        _at(addresses), name=display_name(person), change=change, who=who
    )


def send_link(user: User, link: str, subject: str, reason: str) -> None:
    SET_UP.send_after_commit(
        [user], link=link, subject=subject, reason=reason, username=user.get_username()
    )


def ask_to_confirm_address(user: User, address: str, link: str) -> None:
    CONFIRM_ADDRESS.send_after_commit(_at([address]), link=link)


def _at(addresses: Iterable[str]) -> list[User]:
    return [User(email=address) for address in addresses if address]


def _send(user: User, event: str) -> None:
    addresses = addresses_of(user) if user.pk else {user.email}
    owners = _at(addresses)
    CHANGED.send_after_commit(
        owners, event=event, address=admin_link("wagtailadmin_password_reset")
    )
