"""What Wagtail keeps of words that were published, beside the versions: where a redaction looks, too."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.admin.models import FormState
from wagtail.log_actions import registry
from wagtail.models import Comment, Page, Revision, TaskState

from .models import Deleted


def clean_kept_revisions(obj: Any, kept: Iterable[int]) -> None:
    """Let the revisions that stay say of title and address only what they themselves, or the page, say.

    Wagtail writes into each what the page was called, and where it stood, when it was saved.
    """
    if not isinstance(obj, Page):
        return
    for revision in Revision.objects.filter(pk__in=kept):
        content = {**revision.content, "url_path": obj.url_path}
        content["draft_title"] = content.get("title", "")
        Revision.objects.filter(pk=revision.pk).update(content=content)


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
        _forget_comments(obj, kept, until)


def _as_known_to_wagtail(obj: Any) -> Any:
    return apps.get_model(obj.label)(pk=obj.pk) if isinstance(obj, Deleted) else obj


def _forget_previews(obj: Any) -> None:
    """Delete what forms hold for a preview, those of new things too; the next preview writes it anew."""
    model = type(_as_known_to_wagtail(obj))
    types = ContentType.objects.get_for_models(
        *(each for each in apps.get_models() if issubclass(each, model)), for_concrete_models=False
    )
    FormState.objects.filter(content_type__in=types.values(), object_id__in=["", str(obj.pk)]).delete()


def _forget_comments(page: Page, kept: Iterable[int], until: datetime) -> None:
    # Those on a revision that is gone went with it; revisions hold copies.
    Comment.objects.filter(page=page, created_at__lte=until).delete()
    left = set(Comment.objects.filter(page=page).values_list("pk", flat=True))
    for revision in Revision.objects.filter(pk__in=kept):
        comments = revision.content.get("wagtail_admin_comments") or []
        content = {
            **revision.content,
            "wagtail_admin_comments": [comment for comment in comments if comment.get("pk") in left],
        }
        Revision.objects.filter(pk=revision.pk).update(content=content)
