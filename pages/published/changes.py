"""What begins a new edition: the one list of models and events.

Whatever is not public before and after a save begins none. An upload begins none when
it is made, because a live page can only refer to it later. A change is stored in the
transaction that causes it, so that neither can be without the other.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, get_page_models
from wagtail.signals import post_page_move

from . import editions
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
)
"""Models, beside pages, images and documents, of which the public may see something."""
DRAFT_FIELDS = {
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "draft_title",
    "locked",
    "locked_at",
    "locked_by",
    "go_live_at",
    "expire_at",
    "expired",
    COMMENTS_RELATION_NAME,
    "numchild",
    "file_hash",
    "file_size",
}
"""Fields that readers never see, or that Wagtail fills in when it first needs them."""


def connect() -> None:
    """Notice every public change from now on."""
    for model in (*get_page_models(), *models_beside_pages()):
        pre_save.connect(_note_save, sender=model)
        post_delete.connect(_note_deletion, sender=model)
    post_page_move.connect(_note_deletion)


def models_beside_pages() -> list[type[Model]]:
    """Return the models, beside pages, of which the public may see something."""
    return [*UPLOADS, *map(apps.get_model, MODELS)]


def note(removes: bool = True) -> None:
    """Store that the public site changes with this transaction; after it the next edition begins.

    Unless it ``removes`` something, a site that changes all the time may show a page as
    it was a few seconds ago (``editions.recent``).
    """
    Change.objects.create(removes=removes)
    transaction.on_commit(editions.activate, robust=True)


def _note_save(
    sender: type[Model],
    instance: Any,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    if update_fields is not None and DRAFT_FIELDS.issuperset(update_fields):
        return
    if hasattr(instance, "live"):
        removes = not instance.live
        is_public = (
            instance.live
            or sender._base_manager.filter(pk=instance.pk, live=True).exists()
        )
    else:
        removes = bool(instance.pk)
        is_public = bool(instance.pk) or not isinstance(instance, UPLOADS)
    if is_public:
        note(removes)


def _note_deletion(instance: Any, **kwargs: Any) -> None:
    if getattr(instance, "live", True):
        note()
