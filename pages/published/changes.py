"""What begins a new edition: the one list of models, events and moments.

Whatever is not public before and after a save begins none. An upload begins none when it is made, because a
live page can only refer to it later. A change is stored in the transaction that causes it, so that neither
can be without the other.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Min, Model, Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import Signal
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, get_page_models
from wagtail.signals import post_page_move

from pages.core.moments import end_of_day

from .models import Change

UPLOADS = (get_image_model(), get_document_model())
MODELS = (
    "complaints.Organisation",
    "content.Notice",
    "content.SiteWording",
    "cookie_consent.Cookie",
    "cookie_consent.CookieGroup",
    "moderation.PublishedVersion",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.Site",
    "wagtailredirects.Redirect",
)
"""Models, beside pages, images and documents, of which the public may see something."""
MOMENTS = {"content.Notice": ("shown_from", "shown_until")}
"""Fields with moments at which time alone changes a page. Each midnight in Europe/London is one, too."""
DRAFT_FIELDS = {
    *("latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"),
    *("locked", "locked_at", "locked_by", "go_live_at", "expire_at", "expired", COMMENTS_RELATION_NAME),
    *("numchild", "file_hash", "file_size", "notified_at"),
}
"""Fields that readers never see, or that Wagtail fills in when it first needs them."""
committed = Signal()
"""A change of the public site is committed. ``editions`` begins the next one then."""


def connect() -> None:
    """Notice every public change from now on."""
    for model in (*get_page_models(), *models_beside_pages()):
        pre_save.connect(_remember_what_was_public, sender=model)
        post_save.connect(_note_save, sender=model)
        post_delete.connect(_note_deletion, sender=model)
    post_page_move.connect(_note_deletion)


def models_beside_pages() -> list[type[Model]]:
    """Return the models, beside pages, of which the public may see something."""
    return [*UPLOADS, *map(apps.get_model, MODELS)]


def note() -> None:
    """Store that the public site changes with this transaction, and say so once it is committed."""
    Change.objects.create()
    transaction.on_commit(partial(committed.send, Change), robust=True)


def next_moment(now: datetime) -> datetime:
    """Return when time alone next changes a page."""
    moments = [end_of_day(timezone.localdate(now))]
    for label, fields in MOMENTS.items():
        public = apps.get_model(label)._base_manager.filter(live=True)
        next_of_each = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in fields}
        moments += public.aggregate(**next_of_each).values()
    return min(filter(None, moments))


def _is_draft_only(update_fields: Iterable[str] | None) -> bool:
    return update_fields is not None and DRAFT_FIELDS.issuperset(update_fields)


def _remember_what_was_public(
    sender: type[Model], instance: Any, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Remember whether the stored object is public. An object that cannot be a draft always is."""
    stored = sender._base_manager.filter(
        pk=instance.pk, **({"live": True} if hasattr(instance, "live") else {})
    )
    instance.was_public = bool(instance.pk) and not _is_draft_only(update_fields) and stored.exists()


def _note_save(
    instance: Any, created: bool, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    is_public = getattr(instance, "live", not (created and isinstance(instance, UPLOADS)))
    if not _is_draft_only(update_fields) and (instance.was_public or is_public):
        note()


def _note_deletion(instance: Any, **kwargs: Any) -> None:
    if getattr(instance, "live", True):
        note()
