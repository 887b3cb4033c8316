"""What Wagtail keeps of words that were published, beside the versions: where a redaction looks, too."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.admin.models import FormState
from wagtail.log_actions import registry
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Page, Revision, TaskState

from pages.moderation.records.decision import Deleted


def forget_what_was_said(obj: Any, kept: Iterable[int], until: datetime) -> None:
    """Clear what may quote the words: Wagtail's log, comments, previews and what reviewers answered."""
    _forget_previews(obj)
    entries: Any = registry.get_logs_for_instance(_as_known_to_wagtail(obj))
    if isinstance(obj, Deleted):
        entries.update(label=str(obj)[:255], data={})
        return
    # Of the publication of what is public now, Wagtail writes down the old title a little later.
    said = Q(timestamp__lte=until)
    if obj.live:
        said |= Q(revision=obj.live_revision_id)
    entries.filter(said).update(label=str(obj)[:255], data={})
    finished = TaskState.objects.filter(workflow_state__in=obj.workflow_states.all(), finished_at__lte=until)
    finished.update(comment="")
    if isinstance(obj, Page):
        # Those on a revision that is gone went with it.
        Comment.objects.filter(page=obj, created_at__lte=until).delete()
        _clean_revisions(obj, kept)


def _as_known_to_wagtail(obj: Any) -> Any:
    return apps.get_model(obj.label)(pk=obj.pk) if isinstance(obj, Deleted) else obj


def _forget_previews(obj: Any) -> None:
    """Delete what forms hold for a preview, those of new things too; the next preview writes it anew."""
    model = type(_as_known_to_wagtail(obj))
    types = ContentType.objects.get_for_models(
        *(each for each in apps.get_models() if issubclass(each, model)), for_concrete_models=False
    )
    FormState.objects.filter(content_type__in=types.values(), object_id__in=["", str(obj.pk)]).delete()


def _clean_revisions(page: Page, kept: Iterable[int]) -> None:
    """Let the revisions that stay say of title and address only what they, or ``page``, say by now.

    Wagtail writes into each what the page was called, and where it stood, when it was saved, and a copy of
    the comments.
    """
    left = set(Comment.objects.filter(page=page).values_list("pk", flat=True))
    for revision in Revision.objects.filter(pk__in=kept):
        comments = revision.content.get(COMMENTS_RELATION_NAME) or []
        content = {
            **revision.content,
            "url_path": page.url_path,
            "draft_title": revision.content.get("title", ""),
            COMMENTS_RELATION_NAME: [comment for comment in comments if comment.get("pk") in left],
        }
        Revision.objects.filter(pk=revision.pk).update(content=content)
