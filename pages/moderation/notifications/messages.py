"""E-mails to the people who moderate, and about who holds which role.

They hold names and links, never what was published or the reason why it went.
"""

import logging
import textwrap
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 150
UNNAMED = {PublishedVersion.Withdrawal.PERSONAL_DATA, PublishedVersion.Withdrawal.SAFETY}
"""Why something went that may stand in its very title."""


def send(people: Iterable, subject: str, text: str) -> bool:
    """Send each of ``people`` who has an address the same e-mail; return whether it went to anybody.

    A failure is logged, without addresses and contents, and keeps nobody else from being told: what the
    e-mail is about has happened by now. A title in the subject may hold a line break, which no header can.
    """
    subject = textwrap.shorten(subject, LONGEST_SUBJECT, placeholder="…")
    sent = False
    for address in sorted({person.email for person in people if person.email}):
        try:
            send_mail(subject, text, None, [address])
            sent = True
        except Exception as error:  # of the server, or of an address that cannot be one
            logger.error("An e-mail about moderation was not sent: %s", type(error).__name__)
    return sent


def tell(people: Iterable, subject: str, text: str) -> None:
    """Send it when the transaction has ended: until then, what it is about may be undone."""
    people = list(people)
    transaction.on_commit(lambda: send(people, subject, f"{text}\n"))


def admin_link(name: str = "wagtailadmin_home") -> str:
    """Return the address of the screen ``name`` for an e-mail."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name)


def link_to(obj) -> str:
    """Return the address of the editor of ``obj`` for an e-mail."""
    path = AdminURLFinder().get_edit_url(obj)
    return settings.WAGTAILADMIN_BASE_URL + path if path else admin_link()


def tell_of_take_down(obj, user, because, names: list[str]) -> None:
    """Tell the moderators and approving officers, but for ``user``, what was taken down.

    If the titles may hold what had to go, only the kind of thing and the number are told.
    """
    people = set(roles.holders(*roles.APPROVING_ROLES)) - {user}
    subject, lines = str(obj), "\n".join(f"- {name}" for name in names)
    if because in UNNAMED:
        subject = str(obj._meta.verbose_name)
        lines = f"- {subject}\n\nTaken down in all: {len(names)}"
    tell(
        people,
        f"Taken down: {subject}",
        f"{roles.name_of(user)} took this down because {because.label}:\n\n"
        f"{lines}\n\nThe reason stands in the log of decisions. To bring it back, submit it for approval: "
        f"{link_to(obj)}",
    )


def tell_of_hold(obj, hold, authors: Iterable) -> None:
    """Tell the editors of ``obj`` that its publication waits."""
    tell(
        authors,
        f"Approved, and waiting: {obj}",
        f"“{obj}” is approved. It will be published when this hold is over:\n\n{hold}\n{hold.reason}\n\n"
        f"{link_to(obj)}",
    )


def tell_of_refusal(obj, reason: str) -> None:
    """Tell the moderators that something was not published at its time."""
    tell(
        roles.holders(roles.MODERATORS),
        f"Not published at its time: {obj}",
        f"“{obj}” was scheduled and has been called off. {reason}\n\n{link_to(obj)}",
    )


def tell_of_end(obj, people: Iterable) -> None:
    """Tell ``people`` that the review of ``obj`` ended without an answer, because of its steps."""
    tell(
        people,
        f"No longer in review: {obj}",
        f"The steps that approve “{obj}” were changed, so it is no longer in review. What you wrote is kept "
        f"as a draft. Submit it again: {link_to(obj)}",
    )
