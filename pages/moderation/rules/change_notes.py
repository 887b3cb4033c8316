"""What the public is told about a change: a note, or that it is a minor correction."""

from typing import Any

from django.core.exceptions import ValidationError

from pages.moderation.records.version import PublishedVersion

from .minor_corrections import more_than_a_correction


def has_been_live(version: Any) -> bool:
    """Tell whether an earlier version was ever public."""
    return bool(version.pk) and bool(
        version.first_published_at or PublishedVersion.objects.of(version).exists()
    )


def check_change_note(version: Any) -> None:
    """Raise ``ValidationError`` unless ``version`` tells the public what it changes.

    A first publication needs no note. A minor correction needs none either, but has to be one.
    """
    is_change = has_been_live(version)
    if version.minor_correction and not is_change:
        field, problem = (
            "minor_correction",
            "This has not been public, so there is nothing to correct yet. "
            "Untick it: a first publication needs no change note.",
        )
    elif version.minor_correction and (changed := more_than_a_correction(version)):
        field, problem = (
            "minor_correction",
            f"This is more than a minor correction: it changes {', '.join(changed)}. "
            "Untick it and say in the change note what has changed.",
        )
    elif is_change and not version.minor_correction and not version.change_note.strip():
        field, problem = "change_note", "Say what has changed, and why, for the people who read the page."
    else:
        return
    raise ValidationError({field: problem})


def pending_note(instance: Any) -> dict[str, Any]:
    """Return the note of the draft of ``instance``; an empty one if all is published."""
    draft = instance.latest_revision if instance.pk else None
    pending = draft and not PublishedVersion.objects.of(instance).filter(revision_id=draft.pk).exists()
    content = draft.content if draft and pending else {}
    return {
        "change_note": content.get("change_note", ""),
        "minor_correction": content.get("minor_correction", False),
    }
