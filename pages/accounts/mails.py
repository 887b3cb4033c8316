"""E-mails to the owner of an account. They hold links, but no passwords, codes or addresses of networks."""

from django.contrib.auth.models import User

from pages.moderation.gate.roles import display_name
from pages.moderation.mails.emails import admin_link, send_after_commit

from .changes_by_others import addresses_of

CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_set": "Your password was set",
    "account/email/password_reset": "Your password was changed by a link from an e-mail",
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/webauthn_added": "A passkey was added to your account",
    "mfa/email/webauthn_removed": "A passkey was removed from your account",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account",
}
"""What allauth calls a change, and what its owner reads."""
NEW_ADDRESS = "The e-mail address of your account was changed"
IF_NOT_YOU = (
    "If this was you, there is nothing to do.\n\nIf it was not, tell a Site administrator at once and choose "
    "a new password: {address}"
)


def notify_of_change(user: User, name: str) -> None:
    """Tell the owner that a password or a factor has changed."""
    if name in CHANGES:
        _send(user, CHANGES[name])


def notify_of_new_device(user: User) -> None:
    """Tell the owner that somebody signed in from a device that was not used before."""
    _send(user, "Somebody signed in to your account from a new device")


def notify_of_removed_factors(user: User) -> None:
    """Tell the owner that those who run the site removed the factors."""
    _send(user, "The second factors of your account were removed")


def notify_of_new_address(user: User, former: str) -> None:
    """Tell the owner, at the former and the new address, that they changed the address."""
    for address in {former, user.email}:
        _send(User(email=address), NEW_ADDRESS)


def notify_of_address_changed_by(addresses: set[str], who: str) -> None:
    """Tell other addresses of an account that ``who`` changed its address."""
    text = f"{who} changed the e-mail address of an account that had, or now has, this address."
    send_after_commit(
        [User(email=each) for each in addresses],
        NEW_ADDRESS,
        f"{text}\n\nIf you do not know of it, tell a Site administrator or an approving officer at once.",
    )


def offer_to_object(address: str, who: str, link: str) -> None:
    """Tell the owner's own address that ``who`` changed the address; with the ``link`` they can object."""
    objection = (
        "If you know of this, there is nothing to do. If you do not, open this link within 14 days and lock "
        f"the account. Nobody can use it then, and your colleagues are told:\n\n{link}"
    )
    send_after_commit(
        [User(email=address)],
        NEW_ADDRESS,
        f"{who} changed the e-mail address of your account.\n\n{objection if link else 'It is yours again.'}",
    )


def notify_of_account_gone(addresses: set[str], person: User, change: str, who: str) -> None:
    """Tell ``addresses`` that ``who`` made the account of ``person`` inactive, locked or deleted it."""
    name = display_name(person)
    send_after_commit(
        [User(email=each) for each in addresses if each],
        f"Account {change}: {name}",
        f"The account of {name} was {change}, and its sessions have ended. Who did it: {who}.\n\n"
        "If you did not expect this, speak to your Site administrators and approving officers at once.",
    )


def send_link(user: User, link: str, subject: str, reason: str) -> None:
    """Send a link to set up an account."""
    send_after_commit(
        [user],
        subject,
        f"{reason}\n\nOpen this link to choose a password and set up your second factor. It works once, and "
        f"for three days:\n\n{link}\n\nYour username is {user.get_username()}. You can sign in with your "
        "e-mail address, too.",
    )


def ask_to_confirm_address(user: User, address: str, link: str) -> None:
    """Send a link to a new address, to see that its owner reads it."""
    send_after_commit(
        [User(email=address)],
        "Confirm your new e-mail address",
        "Open this link, in the browser in which you are signed in, to use this address for your account. It "
        f"works for an hour:\n\n{link}\n\nIf you did not ask for this, there is nothing to do.",
    )


def _send(user: User, event: str) -> None:
    address = admin_link("wagtailadmin_password_reset")
    owners = [User(email=each) for each in (addresses_of(user) if user.pk else {user.email})]
    send_after_commit(owners, event, f"{event}.\n\n{IF_NOT_YOU.format(address=address)}")
