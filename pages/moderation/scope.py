"""What of Wagtail's records, which know no site, is about which site."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import Page, Site, WorkflowMixin


def workflow_states_of(sites: Sequence[Site | None], prefix: str = "") -> Q:
    """Return the condition that a workflow's state is about something of ``sites``.

    ``None`` among them stands for whatever is shared or on no site, and for every site: whoever works for
    that works for the whole installation.
    """
    known = [site for site in sites if site]
    if len(known) < len(sites):
        return Q()
    found = Q(pk__in=[])
    for model in _site_bound_models():
        found |= _about(prefix, model, model._default_manager.filter(site__in=known))
    pages = Page.objects.none()
    for site in known:
        pages |= Page.objects.descendant_of(site.root_page, inclusive=True)
    return found | _about(prefix, Page, pages)


def task_states_of(sites: Sequence[Site | None]) -> Q:
    """Return the condition that a step's state is about something of ``sites``."""
    return workflow_states_of(sites, "workflow_state__")


def _site_bound_models() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, WorkflowMixin)
        and not issubclass(model, Page)
        and any(field.name == "site" for field in model._meta.get_fields())
    ]


def _about(prefix: str, model: Any, objects: Any) -> Q:
    # Numbers of objects are stored as text, which PostgreSQL does not compare with numbers by itself.
    numbers = objects.order_by().annotate(number=Cast("pk", CharField())).values("number")
    content_type = ContentType.objects.get_for_model(model)
    return Q(**{f"{prefix}base_content_type": content_type, f"{prefix}object_id__in": numbers})
