"""What reviewers remark: comments on pages, and other wording for a text.

Comments are Wagtail's own, so that the editor shows them beside the fields. They are rows beside the page and
no revisions, so they make nobody an author.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.locks import WorkflowLock
from wagtail.models import Comment, DraftStateMixin, Page, Revision

from pages.core.text import without_editor_keys

from . import roles
from .authors import add_authors, authors_since_publication
from .decision import Decision, record_decision
from .locks import lock_row
from .permissions import HIDDEN, links_in, names_hidden
from .texts import Text, text_at, with_text


class Suggestion(models.Model):
    """One text of a revision, as it is and as a reviewer would write it.

    It stands in no log, and makes nobody an author until it is used. The row goes when the author uses or
    refuses it, when what was reviewed is published, and with the revision; at the latest after a year.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", help_text="Who suggests it."
    )
    place = models.JSONField(
        help_text="The names and numbers that lead to the text in the revision’s content."
    )
    label = models.CharField(max_length=255, help_text="What people call the place.")
    is_rich = models.BooleanField(help_text="Whether the text is stored as HTML.")
    before = models.TextField()
    after = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


def suggestions_for(obj: DraftStateMixin) -> QuerySet[Suggestion]:
    """Return the suggestions for ``obj``, the oldest first."""
    return Suggestion.objects.filter(revision__in=obj.revisions.all())


KEPT_FOR = timedelta(days=365)
"""How long a suggestion for an abandoned draft is kept: as long as its authors are remembered."""


def suggest(revision: Revision, user: User, text: Text, after: str) -> Suggestion:
    """Suggest ``after`` for ``text`` in the place of an earlier suggestion, or raise ``ValidationError``."""
    if without_editor_keys(after) == without_editor_keys(text.value):
        raise ValidationError("This is the text as it is. Change it, then send your suggestion.")
    if text.is_rich and names_hidden(user, links_in(after) - links_in(text.value)):
        raise ValidationError(HIDDEN)
    values = {"label": text.label[:255], "is_rich": text.is_rich, "before": text.value, "after": after}
    return Suggestion.objects.update_or_create(
        revision=revision, user=user, place=list(text.place), defaults=values
    )[0]


def is_current(suggestion: Suggestion, content: dict[str, Any]) -> bool:
    now = text_at(content, suggestion.place)
    return now is not None and without_editor_keys(now) == without_editor_keys(suggestion.before)


def may_use_suggestions(obj: DraftStateMixin, user: User) -> bool:
    """Tell whether ``user`` is an author of ``obj`` for whom nothing locks it but the review itself."""
    if user.pk not in authors_since_publication(obj) or (obj.locked and obj.locked_by_id != user.pk):
        return False
    lock = obj.get_lock()
    return not lock or isinstance(lock, WorkflowLock) or not lock.for_user(user)


@transaction.atomic
def use_suggestions(obj: DraftStateMixin, user: User, suggestions: Collection[Suggestion]) -> None:
    """Save a draft with the suggested wording in the name of ``user``; who suggested it is an author, too.

    If it is in review, the review begins again, as after any change. Raises ``PermissionDenied`` if ``user``
    may not, and ``ValidationError`` if the text of one of them has changed meanwhile.
    """
    obj = lock_row(obj)
    if not may_use_suggestions(obj, user):
        raise PermissionDenied
    content = obj.latest_revision.content
    for suggestion in suggestions:
        if not is_current(suggestion, content):
            raise ValidationError(f"{suggestion.label}: this text has been changed since. Nothing was saved.")
        content = with_text(content, suggestion.place, suggestion.after)
    draft = obj.with_content_json(content)
    revision = draft.save_revision(user=user, log_action=True)
    add_authors(draft, {suggestion.user_id for suggestion in suggestions}, revision)
    for suggestion in suggestions:
        _record(Decision.Action.WORDING_USED, draft, user, suggestion)
    Suggestion.objects.filter(pk__in=[each.pk for each in suggestions]).delete()


@transaction.atomic
def refuse_suggestion(obj: DraftStateMixin, user: User, suggestion: Suggestion) -> None:
    """Delete ``suggestion``: the authors may, and whoever made it; others raise ``PermissionDenied``."""
    is_own = suggestion.user_id == user.pk
    if not is_own and not may_use_suggestions(obj, user):
        raise PermissionDenied
    if suggestion.delete()[0] and not is_own:
        _record(Decision.Action.WORDING_REFUSED, obj, user, suggestion)


def _record(action: Decision.Action, obj: DraftStateMixin, user: User, suggestion: Suggestion) -> None:
    reason = f"{suggestion.label}, as suggested by {roles.display_name(suggestion.user)}"
    record_decision(action, obj=obj, user=user, reason=reason, revision=obj.latest_revision_id)


def delete_old_suggestions() -> None:
    Suggestion.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


WHOLE_PAGE = "title"
"""Where a comment on the whole stands in the editor: it needs a field within a tab."""


def open_comments(obj: Any) -> QuerySet[Comment]:
    """Return the comments on ``obj`` that nobody has dealt with, the oldest first; a snippet has none."""
    if not isinstance(obj, Page):
        return Comment.objects.none()
    comments = Comment.objects.filter(page_id=obj.pk, resolved_at=None)
    return comments.select_related("user").prefetch_related("replies__user").order_by("created_at", "pk")


def open_comment_counts(objects: Iterable[Any]) -> dict[int, int]:
    """Return how many comments are open on the pages among ``objects``, by their keys."""
    pages = {obj.pk for obj in objects if isinstance(obj, Page)}
    found = Comment.objects.filter(page_id__in=pages, resolved_at=None).values("page_id")
    return dict(found.annotate(number=Count("pk")).values_list("page_id", "number"))


def add_comment(page: Page, user: User, text: str, field: str = "", label: str = "") -> None:
    """Comment on a field of ``page``, which is locked, or on the whole, where ``label`` names a child."""
    is_shown = bool(field) and _has_field(page, field)
    Comment.objects.get_or_create(
        page_id=page.pk,
        user=user,
        contentpath=field if is_shown else WHOLE_PAGE,
        text=text if is_shown or not label else f"{label}: {text}",
        resolved_at=None,
        defaults={"revision_created": page.latest_revision},
    )


def _has_field(page: Page, name: str) -> bool:
    return any(field.name == name for field in page._meta.concrete_fields)


def field_label(comment: Comment, page: Page) -> str:
    name = comment.contentpath.split(".")[0]
    if name == WHOLE_PAGE or not _has_field(page, name):
        return ""
    return str(page._meta.get_field(name).verbose_name).capitalize()


def deal_with_comment(comment: Comment, user: User) -> None:
    comment.resolved_at, comment.resolved_by = timezone.now(), user
    comment.save()
