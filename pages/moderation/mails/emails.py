"""E-mails about publications and roles.

They contain names and links, but never published content or the reason for a take-down.
"""

import logging
import textwrap
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin

from pages.moderation.gate import roles
from pages.moderation.gate.hold import Hold
from pages.moderation.gate.publication_set import PublicationSet, set_in_review
from pages.moderation.gate.schedule import is_for_later
from pages.moderation.gate.signals import set_reopened, waits_for_hold
from pages.moderation.gate.versions import PublishedVersion

from .digests import collect

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 150
REASONS_TO_HIDE_TITLES = {
    PublishedVersion.WithdrawalReason.PERSONAL_DATA,
    PublishedVersion.WithdrawalReason.SAFETY,
}
"""The title of something that was taken down for one of these reasons may contain the problem itself."""


def send_email(people: Iterable[User], subject: str, text: str) -> bool:
    """Send the same e-mail to everybody in ``people`` with an address; return whether anybody got it.

    A failure is logged without addresses and contents, and the other e-mails are still sent, because the
    event has already happened. Line breaks, which a title may contain, are removed from the subject.
    """
    subject = textwrap.shorten(subject, LONGEST_SUBJECT, placeholder="…")
    sent = False
    for address in sorted({person.email for person in people if person.email}):
        try:
            send_mail(subject, text, None, [address])
            sent = True
        except Exception as error:  # the server failed, or the address is invalid
            logger.error("An e-mail about moderation was not sent: %s", type(error).__name__)
    return sent


def send_after_commit(people: Iterable[User], subject: str, text: str) -> None:
    """Send an e-mail after the transaction: before that, the event may still be undone."""
    people = list(people)
    transaction.on_commit(lambda: send_email(people, subject, f"{text}\n"))


def notify(people: Iterable[User], subject: str, text: str, address: str) -> None:
    """Send an e-mail that ends with a link, or put a line into the digests of those who chose one."""
    send_after_commit(collect(people, subject, address), subject, f"{text}{address}")


def admin_link(name: str = "wagtailadmin_home", *args: object) -> str:
    """Return the full address of the screen ``name``, with ``args`` in it."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def email_name(obj: Any, draft: Any = None) -> str:
    """Return what an e-mail calls ``obj``: of what is to be published at a later time, not its title.

    Without ``draft``, its latest draft decides.
    """
    obj = getattr(obj, "specific", obj)
    draft = draft or obj.get_latest_revision_as_object()
    return str(getattr(obj, "heading", obj._meta.verbose_name)) if is_for_later(draft) else obj.full_name


def edit_link(obj: DraftStateMixin) -> str:
    """Return the full address of the editor of ``obj``."""
    path = AdminURLFinder().get_edit_url(obj)
    return settings.WAGTAILADMIN_BASE_URL + path if path else admin_link()


def notify_of_take_down(
    obj: DraftStateMixin, user: User, because: PublishedVersion.WithdrawalReason, names: list[str]
) -> None:
    """Tell the other moderators and approving officers what ``user`` took down.

    If the titles may contain the problem, name only the kind of object and how many there were.
    """
    people = set(roles.users_with_role(*roles.APPROVING_ROLES)) - {user}
    subject, lines = names[0], "\n".join(f"- {name}" for name in names)
    if because in REASONS_TO_HIDE_TITLES:
        subject = str(obj._meta.verbose_name)
        lines = f"- {subject}\n\nTaken down in all: {len(names)}"
    send_after_commit(
        people,
        f"Taken down: {subject}",
        f"{roles.display_name(user)} took this down because {because.label}:\n\n"
        f"{lines}\n\nThe reason is in the log of decisions. To bring it back, submit it for approval: "
        f"{edit_link(obj)}",
    )


def notify_of_file_taken_down(file: Any, user: User, because: PublishedVersion.WithdrawalReason) -> None:
    """Tell the other moderators and approving officers which file ``user`` deleted, and what shows it."""
    people = set(roles.users_with_role(*roles.APPROVING_ROLES)) - {user}
    kind = str(file._meta.verbose_name)
    name = kind if because in REASONS_TO_HIDE_TITLES else f"{kind} “{file}”"
    send_after_commit(
        people,
        f"Taken down: {name}",
        f"{roles.display_name(user)} deleted this for good because {because.label}:\n\n- {name}\n\n"
        "The reason is in the log of decisions. Pages that refer to it keep their words, without the file.",
    )


def set_name(publication_set: PublicationSet) -> str:
    """Return what an e-mail calls a set: of what is to be published at a later time, not its title."""
    return "A publication set" if is_for_later(publication_set) else publication_set.title


def set_link(publication_set: PublicationSet) -> str:
    """Return the full address of the screen of a set."""
    return admin_link("moderation:set", publication_set.pk)


@receiver(set_reopened)
def notify_of_reopened_set(publication_set: PublicationSet, people: Iterable[User], **kwargs: Any) -> None:
    """Tell the people of a set that its review has ended."""
    name = set_name(publication_set)
    items = "\n".join(f"- {email_name(obj)}" for obj in publication_set.objects_in_order())
    notify(
        people,
        f"No longer in review: {name}",
        f"{name} is no longer in review, because something in it changed. Its approvals no longer count.\n\n"
        f"{items}\n\nWhat is in it now: ",
        set_link(publication_set),
    )


@receiver(waits_for_hold)
def notify_of_hold(obj: DraftStateMixin, hold: Hold, people: Iterable[User], **kwargs: Any) -> None:
    """Tell the authors of ``obj``, or of the set that it is in, that it is approved and waits for a hold."""
    publication_set = set_in_review(obj)
    name = set_name(publication_set) if publication_set else email_name(obj)
    send_after_commit(
        people,
        f"Approved, and waiting: {name}",
        f"“{name}” is approved. It will be published when this hold is over:\n\n{hold}\n{hold.reason}\n\n"
        f"{set_link(publication_set) if publication_set else edit_link(obj)}",
    )


def notify_of_cancelled_schedule(obj: DraftStateMixin, reason: str) -> None:
    """Tell the moderators that something was not published at its time, and why."""
    name = email_name(obj)
    send_after_commit(
        roles.users_with_role(roles.MODERATORS),
        f"Not published at its time: {name}",
        f"“{name}” was scheduled, and the schedule was cancelled. {reason}\n\n{edit_link(obj)}",
    )


def notify_of_cancelled_review(obj: DraftStateMixin, people: Iterable[User]) -> None:
    """Tell ``people`` that the review of ``obj`` was cancelled because its steps changed."""
    name = email_name(obj)
    notify(
        people,
        f"No longer in review: {name}",
        f"The steps that approve “{name}” were changed, so it is no longer in review. What you wrote is kept "
        f"as a draft. Submit it again: ",
        edit_link(obj),
    )
