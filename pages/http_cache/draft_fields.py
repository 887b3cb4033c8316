"""Fields of a page or snippet of which readers see nothing."""

from collections.abc import Iterable

from wagtail.models import COMMENTS_RELATION_NAME

OF_A_DRAFT = {
    *("latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"),
    *("locked", "locked_at", "locked_by", "go_live_at", "expire_at", "expired", COMMENTS_RELATION_NAME),
    *("numchild", "file_hash", "file_size"),
}
"""Fields of which readers see nothing, or that Wagtail fills in when it first needs them."""


def is_of_a_draft(update_fields: Iterable[str] | None) -> bool:
    """Tell whether a save writes only what readers do not see."""
    return update_fields is not None and OF_A_DRAFT.issuperset(update_fields)
