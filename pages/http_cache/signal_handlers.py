"""Records what responses show, and purges what changes."""

from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import post_init
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, Site, get_page_models

from . import keys, object_changes
from .response_recorder import current_record, record_instances_of, record_reader_dependence


def connect(app_config: AppConfig) -> None:
    """Listen to every object that is loaded, and to every public one that is saved or deleted."""
    for model in get_page_models():
        post_init.connect(_record_page, sender=model, dispatch_uid=f"shown_{model._meta.label_lower}")
    post_init.connect(_record_restriction, sender=PageViewRestriction, dispatch_uid="shown_restriction")
    record_instances_of(Site, lambda pk: keys.SITE)
    record_instances_of(get_image_model(), keys.image_key)
    record_instances_of(get_document_model(), keys.document_key)
    object_changes.connect(app_config)


def _record_page(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    record = current_record()
    if record is not None and instance.pk:
        path = instance.__dict__.get("path") or record.page_paths.get(instance.pk)
        record.page_paths[instance.pk] = path


def _record_restriction(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    record_reader_dependence()
