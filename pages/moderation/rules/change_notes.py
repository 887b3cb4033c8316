"""What the public is told about a change: a change note, or that it is a minor correction."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import DraftStateMixin

from pages.moderation.records.published_version import PublishedVersion

from .minor_corrections import changes_beyond_correction


def was_ever_published(obj: DraftStateMixin) -> bool:
    """Tell whether any version of ``obj`` was ever public."""
    return bool(obj.pk) and bool(obj.first_published_at or PublishedVersion.objects.for_object(obj).exists())


def check_change_note(draft: DraftStateMixin) -> None:
    """Raise ``ValidationError`` unless ``draft`` tells the public what it changes.

    A first publication needs no note. Neither does a minor correction, but it has to be one.
    """
    is_change = was_ever_published(draft)
    if draft.minor_correction and not is_change:
        field, problem = (
            "minor_correction",
            "This has not been public, so there is nothing to correct yet. "
            "Untick it: a first publication needs no change note.",
        )
    elif draft.minor_correction and (changed := changes_beyond_correction(draft)):
        field, problem = (
            "minor_correction",
            f"This is more than a minor correction: it changes {', '.join(changed)}. "
            "Untick it and say in the change note what has changed.",
        )
    elif is_change and not draft.minor_correction and not draft.change_note.strip():
        field, problem = "change_note", "Say what has changed, and why, for the people who read the page."
    else:
        return
    raise ValidationError({field: problem})


def draft_change_note(obj: DraftStateMixin) -> dict[str, Any]:
    """Return the change note fields of the latest draft of ``obj``; empty ones if it is published."""
    draft = obj.latest_revision if obj.pk else None
    is_unpublished = (
        draft and not PublishedVersion.objects.for_object(obj).filter(revision_id=draft.pk).exists()
    )
    content = draft.content if draft and is_unpublished else {}
    return {
        "change_note": content.get("change_note", ""),
        "minor_correction": content.get("minor_correction", False),
    }
