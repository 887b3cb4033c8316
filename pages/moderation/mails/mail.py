"""One kind of e-mail: its template, who gets it, and how it is sent.

``MAILS`` lists every kind, those of the apps above too. All texts are templates, whose first line is the
subject; they hold names and links, but never published content or the reason for a take-down.
"""

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.template import Context, loader
from wagtail.models import TaskState

from .digests import collect
from .kept import keep, send_one

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

    def send_or_keep(self, people: Iterable[User], **context: Any) -> None:
        """Send it; what cannot be sent is kept and sent later."""
        _send(self.render(context), people, keep)

    def send_after_commit(self, people: Iterable[User], **context: Any) -> None:
        """Send it after the transaction: before that, the event may still be undone."""
        written, people = self.render(context), list(people)
        transaction.on_commit(lambda: _send(written, people, keep))

    def send_or_collect(
        self, people: Iterable[User], address: str, step: TaskState | None = None, **context: Any
    ) -> None:
        """Send it, or put its subject and ``address`` into the digests of those who chose one."""
        context["address"] = address
        others = collect(people, self.render(context)[0], address, step)
        self.send_after_commit(others, **context)


def _send(
    written: tuple[str, str], people: Iterable[User], when_it_fails: Callable[..., None] | None = None
) -> bool:
    sent = False
    for address in sorted({person.email for person in people if person.email}):
        if send_one(*written, address):
            sent = True
        elif when_it_fails:
            when_it_fails(*written, address)
    return sent
