"""Removing redacted words from what Wagtail keeps: its log, comments, previews and revisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.admin.models import FormState
from wagtail.log_actions import registry
from wagtail.models import COMMENTS_RELATION_NAME, Comment, DraftStateMixin, Page, Revision, TaskState

from pages.moderation.records.decision import DeletedObject
from pages.moderation.records.suggestion import Suggestion


def clear_wagtail_traces(obj: DraftStateMixin | DeletedObject, kept: Iterable[int], until: datetime) -> None:
    """Clear what may quote ``obj``: log entries, comments, suggestions, previews and reviewers' answers.

    ``kept`` are the ids of the revisions that stay. What was written after ``until`` stays too.
    """
    _delete_previews(obj)
    entries: Any = registry.get_logs_for_instance(_wagtail_instance(obj))
    if isinstance(obj, DeletedObject):
        entries.update(label=str(obj)[:255], data={})
        return
    # Wagtail logs the publication of the live revision slightly later, with the old title.
    affected = Q(timestamp__lte=until)
    if obj.live:
        affected |= Q(revision=obj.live_revision_id)
    entries.filter(affected).update(label=str(obj)[:255], data={})
    finished = TaskState.objects.filter(workflow_state__in=obj.workflow_states.all(), finished_at__lte=until)
    finished.update(comment="")
    Suggestion.objects.for_object(obj).filter(created_at__lte=until).delete()
    if isinstance(obj, Page):
        # Comments on deleted revisions were deleted with them.
        Comment.objects.filter(page=obj, created_at__lte=until).delete()
        _clean_revisions(obj, kept)


def _wagtail_instance(obj: DraftStateMixin | DeletedObject) -> DraftStateMixin:
    """Return ``obj``, or an unsaved instance with the key of a deleted object."""
    return apps.get_model(obj.label)(pk=obj.pk) if isinstance(obj, DeletedObject) else obj


def _delete_previews(obj: DraftStateMixin | DeletedObject) -> None:
    """Delete the stored previews of ``obj`` and of new objects of its type."""
    model = type(_wagtail_instance(obj))
    types = ContentType.objects.get_for_models(
        *(each for each in apps.get_models() if issubclass(each, model)), for_concrete_models=False
    )
    FormState.objects.filter(content_type__in=types.values(), object_id__in=["", str(obj.pk)]).delete()


def _clean_revisions(page: Page, kept: Iterable[int]) -> None:
    """Remove former titles, former addresses and deleted comments from the revisions that stay.

    Wagtail copies the title, the address and the comments of the page into each revision.
    """
    remaining = set(Comment.objects.filter(page=page).values_list("pk", flat=True))
    for revision in Revision.objects.filter(pk__in=kept):
        comments = revision.content.get(COMMENTS_RELATION_NAME) or []
        content = {
            **revision.content,
            "url_path": page.url_path,
            "draft_title": revision.content.get("title", ""),
            COMMENTS_RELATION_NAME: [comment for comment in comments if comment.get("pk") in remaining],
        }
        Revision.objects.filter(pk=revision.pk).update(content=content)
