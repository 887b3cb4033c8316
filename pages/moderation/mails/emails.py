"""E-mails about publications: to whom each goes, and what it names."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin

from pages.moderation.gate import roles
from pages.moderation.gate.hold import Hold, waits_for_hold
from pages.moderation.gate.publication_set import PublicationSet, set_in_review
from pages.moderation.gate.reopening import set_reopened
from pages.moderation.gate.schedule import is_for_later
from pages.moderation.gate.versions import PublishedVersion

from .mail import Mail

TAKEN_DOWN = Mail("moderation/emails/taken_down", "the other moderators and approving officers")
FILE_TAKEN_DOWN = Mail("moderation/emails/file_taken_down", "the other moderators and approving officers")
SET_REOPENED = Mail("moderation/emails/set_reopened", "who wrote, submitted or approved a part of the set")
WAITS_FOR_HOLD = Mail("moderation/emails/waits_for_hold", "the authors")
SCHEDULE_CANCELLED = Mail("moderation/emails/schedule_cancelled", "the moderators")
REVIEW_CANCELLED = Mail("moderation/emails/review_cancelled", "the authors and the submitter")
REASONS_TO_HIDE_TITLES = {
    PublishedVersion.WithdrawalReason.PERSONAL_DATA,
    PublishedVersion.WithdrawalReason.SAFETY,
}
"""The title of something that was taken down for one of these reasons may contain the problem itself."""


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


def set_name(publication_set: PublicationSet) -> str:
    """Return what an e-mail calls a set: of what is to be published at a later time, not its title."""
    return "A publication set" if is_for_later(publication_set) else publication_set.title


def set_link(publication_set: PublicationSet) -> str:
    return admin_link("moderation:set", publication_set.pk)


def _other_approvers(user: User) -> set[User]:
    return set(roles.users_with_role(*roles.APPROVING_ROLES)) - {user}


def notify_of_take_down(
    obj: DraftStateMixin, user: User, because: PublishedVersion.WithdrawalReason, names: list[str]
) -> None:
    """Tell the others what ``user`` took down: of titles that may contain the problem, kind and number."""
    is_hidden = because in REASONS_TO_HIDE_TITLES
    TAKEN_DOWN.send_after_commit(
        _other_approvers(user),
        who=roles.display_name(user),
        because=because.label,
        names=[str(obj._meta.verbose_name)] if is_hidden else names,
        hidden=len(names) if is_hidden else 0,
        address=edit_link(obj),
    )


def notify_of_file_taken_down(file: Any, user: User, because: PublishedVersion.WithdrawalReason) -> None:
    """Tell the others which file ``user`` deleted."""
    kind = str(file._meta.verbose_name)
    FILE_TAKEN_DOWN.send_after_commit(
        _other_approvers(user),
        who=roles.display_name(user),
        because=because.label,
        name=kind if because in REASONS_TO_HIDE_TITLES else f"{kind} “{file}”",
    )


@receiver(set_reopened)
def notify_of_reopened_set(publication_set: PublicationSet, people: Iterable[User], **kwargs: Any) -> None:
    """Tell the people of a set that its review has ended."""
    items = [email_name(obj) for obj in publication_set.objects_in_order()]
    SET_REOPENED.send_or_collect(
        people, set_link(publication_set), name=set_name(publication_set), items=items
    )


@receiver(waits_for_hold)
def notify_of_hold(obj: DraftStateMixin, hold: Hold, people: Iterable[User], **kwargs: Any) -> None:
    """Tell the authors of ``obj``, or of the set that it is in, that it is approved and waits for a hold."""
    publication_set = set_in_review(obj)
    WAITS_FOR_HOLD.send_after_commit(
        people,
        name=set_name(publication_set) if publication_set else email_name(obj),
        hold=hold,
        address=set_link(publication_set) if publication_set else edit_link(obj),
    )


def notify_of_cancelled_schedule(obj: DraftStateMixin, reason: str) -> None:
    """Tell the moderators that something was not published at its time, and why."""
    moderators = roles.users_with_role(roles.MODERATORS)
    SCHEDULE_CANCELLED.send_after_commit(
        moderators, name=email_name(obj), reason=reason, address=edit_link(obj)
    )


def notify_of_cancelled_review(obj: DraftStateMixin, people: Iterable[User]) -> None:
    """Tell ``people`` that the review of ``obj`` was cancelled because its steps changed."""
    REVIEW_CANCELLED.send_or_collect(people, edit_link(obj), name=email_name(obj))
