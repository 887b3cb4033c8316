"""What of a page or snippet the public sees, as plain data."""

import hashlib
import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

SCHEMA_VERSION = 1
"""Raised when the shape of a snapshot changes, so that old ones can still be read."""

INTERNAL = {
    *("path", "depth", "numchild", "url_path", "content_type", "owner"),
    *("alias_of", "translation_key", "locale"),
    *("live", "has_unpublished_changes", "live_revision", "latest_revision", "latest_revision_created_at"),
    *("first_published_at", "last_published_at", "go_live_at", "expire_at", "expired", "draft_title"),
    *("locked", "locked_at", "locked_by", "change_note", "minor_correction", "page_ptr"),
    *("wagtail_admin_comments", "index_entries", "view_restrictions"),
}
"""Fields of Wagtail's and ours that say how something is kept, not what it says."""
INTERNAL_TO_CHILDREN = {"pk", "sort_order", "page"}


def snapshot(obj: Any) -> dict[str, Any]:
    """Return the public fields of ``obj``, children included, ready for JSON."""
    internal: frozenset[str] = getattr(obj, "internal_fields", frozenset())
    public = public_part(obj.serializable_data())
    return {name: value for name, value in public.items() if name not in internal}


def public_part(content: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a revision's content that say what it says."""
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {
        name: _without_keys(value) for name, value in plain.items() if name not in INTERNAL and name != "pk"
    }


def _without_keys(value: Any) -> Any:
    """Leave out of child objects which rows they are: saving them again gives them other keys."""
    if isinstance(value, list) and value and all(isinstance(each, dict) and "pk" in each for each in value):
        return [
            {name: _without_keys(part) for name, part in child.items() if name not in INTERNAL_TO_CHILDREN}
            for child in value
        ]
    return value


def fingerprint(content: dict[str, Any]) -> str:
    """Return a digest of everything in a revision's content that is published with it.

    The times of publication and of expiry and the change note are approved, too.
    """
    names = ("go_live_at", "expire_at", "change_note", "minor_correction")
    return _digest({**public_part(content), **{name: content.get(name) for name in names}})


UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def text_digest(content: dict[str, Any]) -> str:
    """Return a digest by which a revision's content is known again when somebody pastes it.

    Blocks have other numbers then.
    """
    return _digest(public_part(content), UUID)


def _digest(plain: dict[str, Any], leave_out: re.Pattern | None = None) -> str:
    text = json.dumps(plain, sort_keys=True, cls=DjangoJSONEncoder)
    if leave_out:
        text = leave_out.sub("", text)
    return hashlib.sha256(text.encode()).hexdigest()
