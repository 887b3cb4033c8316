"""Purges the keys that a change to an object affects.

Nothing is purged when only a draft changes: what is saved must be public, or must have been.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Site, get_page_models

from . import keys, page_changes
from .draft_fields import writes_only_draft_fields
from .models import Purge
from .purging import purge

KeysForObject = Callable[[Any], Iterable[str]]

_key_functions: dict[type[Model], KeysForObject] = {}


def purge_object(obj: Model) -> None:
    """Purge every response that shows ``obj``, after a change that no save signal announces."""
    purge(next(keys_for(obj) for model, keys_for in _key_functions.items() if isinstance(obj, model)))


def purge_on_change(model: type[Model], keys_for: KeysForObject) -> None:
    """From now on, purge the keys that ``keys_for`` returns when a public object of ``model`` changes."""
    _key_functions[model] = keys_for
    uid = f"purge_{model._meta.label_lower}"
    pre_save.connect(_remember_publicity_before_save, sender=model, dispatch_uid=uid)
    post_save.connect(_purge_saved_object, sender=model, dispatch_uid=uid)
    post_delete.connect(_purge_deleted_object, sender=model, dispatch_uid=uid)


def _remember_publicity_before_save(
    sender: type[Model], instance: Any, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Remember whether the stored object is public. An object that cannot be a draft always is."""
    instance.was_public = False
    if not writes_only_draft_fields(update_fields) and instance.pk:
        stored = sender._base_manager.filter(pk=instance.pk)
        instance.was_public = (stored.filter(live=True) if hasattr(instance, "live") else stored).exists()


def _purge_saved_object(
    sender: type[Model], instance: Any, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    is_or_was_public = instance.was_public or getattr(instance, "live", True)
    if not writes_only_draft_fields(update_fields) and is_or_was_public:
        purge(_key_functions[sender](instance))


def _purge_deleted_object(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    purge(_key_functions[sender](instance))


def _purge_everything_after_migration(using: str, plan: Any = None, **kwargs: Any) -> None:
    """Purge everything after a migration; not if the table is gone, nor after a flush, which has no plan."""
    if plan is not None and Purge._meta.db_table in connections[using].introspection.table_names():
        purge([keys.EVERYTHING])


def connect(app_config: AppConfig) -> None:
    """Listen to every change to a page, image, document, collection or site, and to migrations."""
    page_changes.connect()
    _key_functions.update(dict.fromkeys(get_page_models(), page_changes.keys_for_page))
    purge_on_change(get_image_model(), lambda image: [keys.image_key(image.pk)])
    purge_on_change(get_document_model(), lambda document: [keys.document_key(document.pk), keys.DOCUMENTS])
    for model in (Collection, CollectionViewRestriction):
        purge_on_change(model, lambda _: [keys.DOCUMENTS])
    # A change to a site's host also affects responses to other hosts, which do not have the key of the site.
    purge_on_change(Site, lambda site: [keys.EVERYTHING])
    # A release may render everything differently, and every release runs the migrations.
    post_migrate.connect(
        _purge_everything_after_migration, sender=app_config, dispatch_uid="purge_at_a_release"
    )
