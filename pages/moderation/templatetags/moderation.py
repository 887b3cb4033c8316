"""Names, changes and buttons of pages and snippets, for templates that Wagtail gives the bare object."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import template
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.widgets.button import ListingButton
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_multi_form
from wagtail.models import PageLogEntry

from pages.moderation.approval.roles import may_take_down
from pages.moderation.files import unfinished_uploads
from pages.moderation.views.bulk_actions import (
    label_of_bulk_action,
    offered_bulk_actions,
)
from pages.moderation.views.editor import describe_compared_version, parent_titles
from pages.moderation.views.reviewed_items import changed_children, changed_fields

register = template.Library()
register.filter(changed_children)
register.filter(changed_fields)
register.filter("compared_version", describe_compared_version)
register.filter(may_take_down)
register.filter(unfinished_uploads)


@register.simple_tag
def forms_of_unfinished_uploads(user: User) -> list[dict[str, Any]]:
    """Return the forms that complete what ``user`` has uploaded, as Wagtail shows them after an upload."""
    document = get_document_model()
    rows = []
    for upload in unfinished_uploads(user):
        name = PurePath(upload.file.name)
        form = get_document_multi_form(document)(
            instance=document(title=name.stem),
            prefix=f"uploaded-document-{upload.pk}",
            user=user,
        )
        edit = reverse(
            "wagtaildocs:create_multiple_from_uploaded_document", args=[upload.pk]
        )
        delete = reverse("wagtaildocs:delete_upload_multiple", args=[upload.pk])
        rows.append(
            {
                "name": name.name,
                "form": form,
                "edit_address": edit,
                "delete_address": delete,
            }
        )
    return rows


@register.filter
def full_name(obj: Any) -> str:
    obj = getattr(obj, "specific", obj)
    return getattr(obj, "full_name", "") or str(obj)


@register.filter
def with_names(entries: Iterable[Any]) -> list[tuple[Any, str]]:
    """Return the entries of Wagtail's log, each with the full name of what it is about."""
    entries = list(entries)
    titles = parent_titles(
        entry.page_id for entry in entries if isinstance(entry, PageLogEntry)
    )
    named = []
    for entry in entries:
        title = titles.get(str(getattr(entry, "page_id", "")))
        name = f"{entry.label} ({title})" if title else entry.label
        named.append((entry, name))
    return named


@register.simple_tag(takes_context=True)
def allowed_bulk_actions(
    context: dict[str, Any], app_label: str, model_name: str
) -> list[ListingButton]:
    """Return the buttons of Wagtail's tag ``bulk_action_choices`` without those that the user may not use."""
    model = apps.get_model(app_label, model_name)
    user = context["request"].user
    return [
        ListingButton(
            label_of_bulk_action(action, model, user),
            reverse(
                "wagtail_bulk_action", args=[app_label, model_name, action.action_type]
            ),
            attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
            classname=" ".join(action.classes | {"bulk-action-btn"}),
        )
        for action in offered_bulk_actions(model, user)
    ]
