"""The last line: whatever writes a live row, asks here.

Screens and workflows refuse earlier and more kindly. These receivers hold for commands, for code that calls
Wagtail's actions itself, and for routes that a coming version of Wagtail adds.
"""

from django.db import transaction
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import post_page_move, pre_page_move

from pages.core.public import is_live
from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.locks import GoneError, lock
from pages.moderation.records.snapshot import INTERNAL, snapshot
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles
from pages.moderation.rules.page_tree import has_live_pages, has_waiting_pages

from .write_permit import PublicationRefusedError, is_permitted


@receiver(pre_save)
def refuse_unapproved_change(sender, instance, raw, update_fields, **kwargs):
    """Refuse to save what is live, was live or goes live, unless an approval stands behind it."""
    if not isinstance(instance, DraftStateMixin) or is_permitted(instance):
        return
    if update_fields is not None and set(update_fields) <= INTERNAL - {"live"}:
        return
    if raw and not PublishedVersion.objects.exists():
        return  # a fixture, into an empty database
    stored = _stored(instance)
    if getattr(instance, "alias_of_id", None) and not stored:
        raise PublicationRefusedError(
            "An alias would be published with its original, without an approval of its own. "
            "Copy the page instead."
        )
    was_live = bool(stored and stored.live)
    if not instance.live and not was_live:
        return
    if instance.live and was_live and snapshot(stored) == snapshot(instance):
        return
    raise PublicationRefusedError(
        f"“{instance}” can’t be published, changed or taken down this way: what the public sees has to be "
        "approved by somebody who did not write it."
    )


def _stored(instance):
    """Return what is in the database, where nobody changes it before ``instance`` is saved."""
    try:
        with transaction.atomic():
            lock(instance)
            # As the same class: Wagtail saves pages without the fields of their types, too.
            return type(instance)._base_manager.get(pk=instance.pk)
    except GoneError:
        return None


@receiver(pre_delete)
def refuse_to_delete_what_is_public(sender, instance, **kwargs):
    """Refuse to delete what is live; of what has been, let Site administrators, and log it."""
    if not isinstance(instance, DraftStateMixin) or is_permitted(instance):
        return
    if lock(instance).live:
        raise PublicationRefusedError(f"“{instance}” is public. Take it down before you delete it.")
    if instance.approved_schedule:
        raise PublicationRefusedError(
            f"“{instance}” is approved and waits for its time. Call that off before you delete it."
        )
    if sender is not Page and PublishedVersion.objects.of(instance).exists():
        user = get_active_log_context().user
        if user and not roles.administers(user):
            raise PublicationRefusedError(
                f"“{instance}” has been public. Only Site administrators can delete it."
            )
        record_decision(Decision.Action.DELETED, obj=instance)


@receiver(pre_page_move)
def refuse_to_move_what_is_public(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """Refuse to move live pages, unless a Site administrator moves them from one public place to another.

    What is in review, or waits for its time, is approved for its place and moved by them alone, too.
    """
    is_public = has_live_pages(instance)
    if not is_public and not has_waiting_pages(instance):
        return
    if is_public and is_live(parent_page_before) != is_live(parent_page_after):
        raise PublicationRefusedError(
            "This would make pages public, or hide them, without an approval. Take them down first, or "
            "publish the page above them."
        )
    user = get_active_log_context().user
    if user and not roles.administers(user):
        raise PublicationRefusedError(
            "Moving pages that are public or in review changes their addresses. "
            "Only Site administrators can do it."
        )


@receiver(post_page_move)
def log_move(sender, instance, url_path_before, url_path_after, **kwargs):
    """Log a move of something that is public or others have looked at."""
    if has_live_pages(instance) or has_waiting_pages(instance):
        moved = url_path_before != url_path_after
        record_decision(
            Decision.Action.MOVED if moved else Decision.Action.REORDERED,
            obj=instance,
            data={"from": url_path_before, "to": url_path_after},
        )
