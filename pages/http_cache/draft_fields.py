"""Fields of a page or snippet that readers never see."""

from collections.abc import Iterable

from wagtail.models import COMMENTS_RELATION_NAME

DRAFT_FIELDS = {
    *("latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"),
    *("locked", "locked_at", "locked_by", "go_live_at", "expire_at", "expired", COMMENTS_RELATION_NAME),
    *("numchild", "file_hash", "file_size"),
}
"""Fields that readers never see, or that Wagtail fills in when it first needs them."""


def writes_only_draft_fields(update_fields: Iterable[str] | None) -> bool:
    """Return whether a save with these ``update_fields`` changes nothing that readers see."""
    return update_fields is not None and DRAFT_FIELDS.issuperset(update_fields)
