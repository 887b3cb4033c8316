"""One kind of e-mail: its template, who gets it, and how it is sent.

``MAILS`` lists every kind, those of the apps above too. All texts are templates, whose first line is the
subject; they hold names and links, but never published content or the reason for a take-down.
"""

import logging
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.template import Context, loader
from wagtail.models import TaskState

from .digests import collect

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 150
MAILS: dict[str, "Mail"] = {}


@dataclass(frozen=True)
class Mail:
    """A kind of e-mail. ``to`` says in words who gets it."""

    template: str
    to: str

    def __post_init__(self) -> None:
        MAILS[self.template] = self

    def render(self, context: dict[str, Any]) -> tuple[str, str]:
        """Return the subject, without the line breaks that a title may contain, and the text."""
        template: Any = loader.get_template(f"{self.template}.txt")
        whole = template.template.render(Context(context, autoescape=False))
        subject, _, text = whole.lstrip().removeprefix("Subject:").partition("\n\n")
        return textwrap.shorten(subject, LONGEST_SUBJECT, placeholder="…"), f"{text.strip()}\n"

    def send(self, people: Iterable[User], **context: Any) -> bool:
        """Send the same to everybody in ``people`` with an address; return whether anybody got it.

        A failure is logged without addresses and contents, and the other e-mails are still sent, because the
        event has already happened.
        """
        return _send(self.render(context), people)

    def send_together(self, people: Iterable[User], **context: Any) -> bool:
        """Send colleagues one e-mail, in which each sees who else got it."""
        return _send(self.render(context), people, together=True)

    def send_after_commit(self, people: Iterable[User], **context: Any) -> None:
        """Send it after the transaction: before that, the event may still be undone."""
        written, people = self.render(context), list(people)
        transaction.on_commit(lambda: _send(written, people))

    def send_or_collect(
        self, people: Iterable[User], address: str, step: TaskState | None = None, **context: Any
    ) -> None:
        """Send it, or put its subject and ``address`` into the digests of those who chose one."""
        context["address"] = address
        others = collect(people, self.render(context)[0], address, step)
        self.send_after_commit(others, **context)


def _send(written: tuple[str, str], people: Iterable[User], *, together: bool = False) -> bool:
    sent = False
    addresses = sorted({person.email for person in people if person.email})
    for recipients in [addresses] if together and addresses else [[address] for address in addresses]:
        try:
            send_mail(*written, None, recipients)
            sent = True
        except Exception as error:  # the server failed, or the address is invalid
            logger.error("An e-mail was not sent: %s", type(error).__name__)
    return sent
