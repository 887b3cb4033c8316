"""Taking the words of a published version away for good: out of the history, and of all that Wagtail keeps.

The log of decisions is append-only: the titles and notes in it stay, where only colleagues read them.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import Comment, Page, Revision, TaskState

from pages.search.indexing import forget_replaced_words

from . import log, teams
from .locks import lock
from .models import Decision, PublishedVersion
from .permit import permitted

TITLE = "Redacted"


class RedactionRefusedError(ValidationError):
    """The words would still stand somewhere; the message says what to do first."""


def can_be_redacted(obj: Any) -> QuerySet[PublishedVersion]:
    """Return the versions of ``obj`` that are not public now and still have words."""
    versions = PublishedVersion.objects.of(obj).filter(redacted_at=None)
    newest = PublishedVersion.objects.of(obj).first()
    return versions.exclude(pk=newest.pk) if obj.live and newest else versions


@transaction.atomic
def redact(  # noqa: PLR0913
    obj: Any, number: int, user, because: str, reason: str, *, and_earlier: bool = False
) -> list[int]:
    """Redact version ``number`` of ``obj``, or it ``and_earlier`` ones, and return their numbers.

    Raises ``PermissionDenied`` if ``user`` may not, ``RedactionRefusedError`` if the version is public now or
    a draft that is still needed may hold the same words.
    """
    obj = lock(obj)
    if not teams.may_take_down(user, teams.site_of(obj)):
        raise PermissionDenied
    versions = can_be_redacted(obj).filter(**{"number__lte" if and_earlier else "number": number})
    numbers = sorted(version.number for version in versions)
    if number not in numbers:
        raise RedactionRefusedError(
            "This version is public now, or has been redacted already. What is public has to be taken down, "
            "or a corrected version published, first."
        )
    kept = _needed_revisions(obj)
    _refuse_what_may_hold_the_words(obj, kept, max(version.revision_id for version in versions))
    versions.update(
        snapshot={}, title=TITLE, change_note="", redacted_at=timezone.now(), redacted_because=because
    )
    if not obj.live:
        _write_draft_over_what_was_public(obj)
    obj.revisions.exclude(pk__in=kept).delete()
    _forget_what_was_said(obj, kept)
    forget_replaced_words()
    log.record(
        Decision.Action.REDACTED,
        obj=obj,
        user=user,
        reason=reason,
        data={"because": because, "versions": numbers},
    )
    return numbers


def _needed_revisions(obj: Any) -> dict[int, str]:
    """Return the revisions that something still depends on, each with what has to be done to it first."""
    scheduled = obj.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
    needed = dict.fromkeys(scheduled, "Call the scheduled publication off first.")
    if state := obj.current_workflow_task_state:
        needed[state.revision_id] = "Withdraw what is in review first."
    needed.setdefault(obj.latest_revision_id, "Save a draft without them first.")
    needed[obj.live_revision_id] = "Publish a corrected version first."
    needed.pop(None, None)
    return needed


def _refuse_what_may_hold_the_words(obj: Any, kept: dict[int, str], newest: int) -> None:
    """Refuse while a revision that stays is as old as the ``newest`` that is redacted, or older.

    Of what is live everybody can see that it holds nothing of it; unless it is the very same revision.
    """
    for revision, first in kept.items():
        if revision == newest or (revision < newest and revision != obj.live_revision_id):
            raise RedactionRefusedError(
                f"The same words may stand in a version that is still needed. {first}"
            )


def _write_draft_over_what_was_public(obj: Any) -> None:
    """Let the row of what was taken down, which still reads as it was published, read as the latest draft."""
    if obj.latest_revision:
        draft = obj.latest_revision.as_object()
        with permitted(obj):
            draft.save()


def _forget_what_was_said(obj: Any, kept: dict[int, str]) -> None:
    """Clear what may quote the words: Wagtail's log, comments and the answers of those who reviewed.

    What was said since the version that is public now was published, is about something else.
    """
    public = PublishedVersion.objects.of(obj).first() if obj.live else None
    until = public.published_at if public else timezone.now()
    entries: Any = registry.get_logs_for_instance(obj)
    entries.filter(timestamp__lte=until).update(label=str(obj)[:255], data={})
    finished = TaskState.objects.filter(workflow_state__in=obj.workflow_states.all(), finished_at__lte=until)
    finished.update(comment="")
    if not isinstance(obj, Page):
        return
    # Those on a revision that is gone went with it; revisions hold copies.
    Comment.objects.filter(page=obj, created_at__lte=until).delete()
    left = set(Comment.objects.filter(page=obj).values_list("pk", flat=True))
    for revision in Revision.objects.filter(pk__in=kept):
        comments = revision.content.get("wagtail_admin_comments") or []
        content = {
            **revision.content,
            "wagtail_admin_comments": [comment for comment in comments if comment.get("pk") in left],
        }
        Revision.objects.filter(pk=revision.pk).update(content=content)
