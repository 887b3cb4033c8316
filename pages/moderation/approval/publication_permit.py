"""The permit without which no code can write a live row: only code that checked the approvals gives it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import post_page_move, pre_page_move

from pages.core.page_visibility import is_live_with_ancestors
from pages.core.protected_tables import is_open

from . import roles
from .audit_log import AuditLogEntry, MoveDetails, model_label, record_decision
from .authors import authors_since_publication
from .locks import DeletedMeanwhileError, lock_row
from .permissions import (
    has_live_pages,
    has_pages_in_review_or_scheduled,
    has_pages_locked_by_others,
)
from .protection import ADDRESSES
from .public_content import INTERNAL_FIELDS, snapshot
from .versions import PublishedVersion

_permitted: ContextVar[frozenset[tuple[str, str]]] = ContextVar(
    "permitted", default=frozenset()
)
EVERYTHING = ("", "")
draft_deleted = Signal()
"""Sent before a draft is deleted, with ``obj``, the keys of its ``authors`` and the ``user``."""


class PublicationRefusedError(ValidationError):
    """Something would be published, changed or removed without the approvals that it needs."""


@contextmanager
def permitted(*objects: Model) -> Iterator[None]:
    """Let the code inside write the live rows of ``objects``; without any, every live row."""
    keys = {(model_label(obj), str(obj.pk)) for obj in objects} or {EVERYTHING}
    token = _permitted.set(_permitted.get() | keys)
    try:
        yield
    finally:
        _permitted.reset(token)


def is_permitted(obj: Model) -> bool:
    return not _permitted.get().isdisjoint(
        {EVERYTHING, (model_label(obj), str(obj.pk))}
    )


def is_loading_first_content() -> bool:
    """Return True if every live row may be written, as when the first content is loaded."""
    return EVERYTHING in _permitted.get()


@receiver(pre_save)
def refuse_unapproved_change(
    sender: type[Model],
    instance: Model,
    raw: bool,
    update_fields: Iterable[str] | None,
    **kwargs: Any,
) -> None:
    """Refuse to save an object that is, was or becomes live, unless the change was approved."""
    if not isinstance(instance, DraftStateMixin) or is_permitted(instance):
        return
    if update_fields is not None and set(update_fields) <= INTERNAL_FIELDS - {"live"}:
        return
    if raw and not PublishedVersion.objects.exists():
        return  # a fixture is loaded into an empty database
    stored = _stored_row(instance)
    if getattr(instance, "alias_of_id", None) and not stored:
        raise PublicationRefusedError(
            "An alias would be published with its original, without its own approval. Copy the page instead."
        )
    was_live = bool(stored and stored.live)
    if not instance.live and not was_live:
        if stored and update_fields is None:
            # A form writes a draft whole, as it was opened: what somebody saved since
            # then stays the latest.
            instance.latest_revision_id = stored.latest_revision_id
        return
    if instance.live and was_live and snapshot(stored) == snapshot(instance):
        return
    raise PublicationRefusedError(
        f"“{instance}” cannot be published, changed or taken down this way. What the public sees must be "
        "approved by someone who did not write it."
    )


def _stored_row(instance: DraftStateMixin) -> DraftStateMixin | None:
    """Lock the row and return it as stored, so that nobody changes it before ``instance`` is saved."""
    if instance.pk is None:
        return None
    try:
        with transaction.atomic():
            lock_row(instance)
            # Of the same class, because Wagtail also saves pages without the fields of
            # their type.
            return type(instance)._base_manager.get(pk=instance.pk)
    except DeletedMeanwhileError:
        return None


@receiver(pre_delete)
def refuse_or_log_deletion(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Refuse to delete what is live or can't be edited now; log the rest and tell its authors.

    Only Site administrators delete what has been public.
    """
    if not isinstance(instance, DraftStateMixin) or is_permitted(instance):
        return
    user = get_active_log_context().user
    if problem := _obstacle_to_deletion(instance, user):
        raise PublicationRefusedError(f"“{instance}” {problem}")
    if sender is Page:
        return  # the row of its type is deleted too, and is logged
    record_decision(AuditLogEntry.Action.DELETED, obj=instance)
    draft_deleted.send(
        sender, obj=instance, authors=authors_since_publication(instance), user=user
    )


def _obstacle_to_deletion(instance: Any, user: Any) -> str:
    """Return why ``user``, or a command, may not delete ``instance``; empty if they may."""
    stored: Any = lock_row(instance)
    if stored.live:
        return "is public. Take it down before you delete it."
    if instance.approved_schedule:
        return "is approved and scheduled. Cancel the schedule before you delete it."
    if instance.workflow_in_progress:
        return "is in moderation. Withdraw the submission before you delete it."
    if user and stored.locked and stored.locked_by_id != user.pk:
        return "is locked by someone else, so you cannot delete it."
    was_public = PublishedVersion.objects.for_object(instance).exists()
    if user and was_public and not roles.is_site_administrator(user):
        return "has been public. Only site administrators can delete it."
    return ""


@receiver(pre_page_move)
def refuse_to_move_public_pages(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Refuse to move what can't be edited now, and to hide or show pages by a move.

    What is public gets another address by a request that a second person confirms. Its
    place among others takes one Site administrator.
    """
    if has_pages_in_review_or_scheduled(instance):
        raise PublicationRefusedError(
            "Pages that are in moderation or scheduled cannot be moved. "
            "Withdraw the submission or cancel the schedule first."
        )
    user = get_active_log_context().user
    if user and has_pages_locked_by_others(instance, user):
        raise PublicationRefusedError(
            "Someone else has locked one of these pages, so you cannot move them."
        )
    if not has_live_pages(instance):
        return
    if is_live_with_ancestors(parent_page_before) != is_live_with_ancestors(
        parent_page_after
    ):
        raise PublicationRefusedError(
            "This would make pages public or hide them without approval. Take them down first, or "
            "publish the page above them."
        )
    is_moved = kwargs["url_path_before"] != kwargs["url_path_after"]
    if is_moved and not is_open(ADDRESSES):
        raise PublicationRefusedError(
            "A second person must confirm that a public page gets a new address."
        )
    if not is_moved and user and not roles.is_site_administrator(user):
        raise PublicationRefusedError(
            "Only site administrators can change the order of public pages."
        )


@receiver(post_page_move)
def log_move(
    instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    if has_live_pages(instance):
        is_moved = url_path_before != url_path_after
        if is_moved:
            action = AuditLogEntry.Action.MOVED
        else:
            action = AuditLogEntry.Action.REORDERED
        record_decision(
            action,
            obj=instance,
            data=MoveDetails(before=url_path_before, after=url_path_after),
        )
