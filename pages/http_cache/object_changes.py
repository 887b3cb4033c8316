"""From what changes to the keys that are purged.

A draft is no change: nothing is purged unless what is saved is public, or was.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connections
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Site

from . import keys, page_changes
from .draft_fields import is_of_a_draft
from .models import Purge
from .purging import purge

KeysOf = Callable[[Any], Iterable[str]]

_followed: dict[type[Model], KeysOf] = {}


def changed(obj: Model) -> None:
    """Purge all that shows ``obj``, of which something has changed that no save tells of."""
    purge(next(keys_of(obj) for model, keys_of in _followed.items() if isinstance(obj, model)))


def follow(model: type[Model], keys_of: KeysOf) -> None:
    """From now on, purge the keys that ``keys_of`` returns when an object of ``model`` changes in public."""
    _followed[model] = keys_of
    name = f"purge_{model._meta.label_lower}"
    pre_save.connect(_before_save, sender=model, dispatch_uid=name)
    post_save.connect(_after_save, sender=model, dispatch_uid=name)
    post_delete.connect(_after_delete, sender=model, dispatch_uid=name)


def _before_save(sender, instance, update_fields=None, **kwargs):
    """Remember whether what is about to be written over is public; what has no drafts always is."""
    instance.was_public = False
    if not is_of_a_draft(update_fields) and instance.pk:
        stored = sender._base_manager.filter(pk=instance.pk)
        instance.was_public = (stored.filter(live=True) if hasattr(instance, "live") else stored).exists()


def _after_save(sender, instance, update_fields=None, **kwargs):
    if not is_of_a_draft(update_fields) and (instance.was_public or getattr(instance, "live", True)):
        purge(_followed[sender](instance))


def _after_delete(sender, instance, **kwargs):
    purge(_followed[sender](instance))


def _purge_everything(using, plan=None, **kwargs):
    """Purge it after a migration, but not where there is no table any more, or a database was emptied."""
    if plan is not None and Purge._meta.db_table in connections[using].introspection.table_names():
        purge([keys.EVERYTHING])


def connect(app_config) -> None:
    """Follow what every site has."""
    page_changes.connect()
    _followed.update(dict.fromkeys(page_changes.models(), page_changes.keys_of))
    follow(get_image_model(), lambda image: [keys.image_key(image.pk)])
    follow(get_document_model(), lambda document: [keys.document_key(document.pk), keys.DOCUMENTS])
    for collections in (Collection, CollectionViewRestriction):
        follow(collections, lambda _: [keys.DOCUMENTS])
    # Which host leads to the site: an answer to another host cannot tell that it was concerned.
    follow(Site, lambda site: [keys.EVERYTHING])
    # A release may show everything in another way; every one is followed by the migrations.
    post_migrate.connect(_purge_everything, sender=app_config, dispatch_uid="purge_at_a_release")
