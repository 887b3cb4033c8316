"""Snapshots: the public fields of a page or snippet as plain data, and digests of them."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import get_all_child_relations

SCHEMA_VERSION = 1
"""Increase it when the shape of a snapshot changes, so that old snapshots can still be read."""

INTERNAL_FIELDS = {
    "path",
    "depth",
    "numchild",
    "url_path",
    "content_type",
    "owner",
    "alias_of",
    "translation_key",
    "locale",
    "live",
    "has_unpublished_changes",
    "live_revision",
    "latest_revision",
    "latest_revision_created_at",
    "first_published_at",
    "last_published_at",
    "go_live_at",
    "expire_at",
    "expired",
    "draft_title",
    "locked",
    "locked_at",
    "locked_by",
    "change_note",
    "page_ptr",
    "wagtail_admin_comments",
    "index_entries",
    "view_restrictions",
}
"""Fields that readers do not see: how Wagtail and we store an object."""
INTERNAL_FIELDS_OF_CHILDREN = {"pk", "sort_order", "page"}


def published_children(instance: Model) -> Iterator[tuple[str, list[Model]]]:
    """Yield the children that are published with ``instance``, by the name of their relation."""
    for relation in get_all_child_relations(type(instance)):
        if relation.related_model._meta.app_label == "wagtailcore":
            continue  # editors' comments are not published
        name = relation.get_accessor_name()
        yield name, list(getattr(instance, name).all())


def snapshot(obj: Any) -> dict[str, Any]:
    """Return the public fields of ``obj``, children included, ready for JSON."""
    internal: frozenset[str] = getattr(obj, "internal_fields", frozenset())
    public = public_content(obj.serializable_data())
    return {name: value for name, value in public.items() if name not in internal}


def public_content(content: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a revision's content that readers see."""
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    internal = {*INTERNAL_FIELDS, "pk"}
    return {
        name: _without_row_keys(value)
        for name, value in plain.items()
        if name not in internal
    }


def _without_row_keys(value: Any) -> Any:
    """Remove the row keys of child objects: they change whenever the children are saved again."""
    if (
        isinstance(value, list)
        and value
        and all(isinstance(child, dict) and "pk" in child for child in value)
    ):
        return list(map(_public_fields_of_child, value))
    return value


def _public_fields_of_child(child: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _without_row_keys(part)
        for name, part in child.items()
        if name not in INTERNAL_FIELDS_OF_CHILDREN
    }


def fingerprint(content: dict[str, Any]) -> str:
    """Return a digest of all that is approved in a revision, its times and its change note included."""
    names = ("go_live_at", "expire_at", "change_note")
    return _digest(
        {**public_content(content), **{name: content.get(name) for name in names}}
    )


UUID_PATTERN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def text_digest(content: dict[str, Any]) -> str:
    """Return a digest that stays when content is pasted: it ignores the ids of blocks, which change then."""
    return _digest(public_content(content), ignored=UUID_PATTERN)


def _digest(data: dict[str, Any], ignored: re.Pattern | None = None) -> str:
    text = json.dumps(data, sort_keys=True, cls=DjangoJSONEncoder)
    if ignored:
        text = ignored.sub("", text)
    return hashlib.sha256(text.encode()).hexdigest()
