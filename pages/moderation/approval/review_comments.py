"""Comments on pages, and replies to them.

They are Wagtail's own, so that the editor shows them beside the fields. They are rows
beside the page and no revisions, so they make nobody an author.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Page

WHOLE_PAGE = "title"
"""Where the editor shows a comment on the whole page: it needs a field within a tab."""


def open_comments(obj: Any) -> QuerySet[Comment]:
    """Return the unresolved comments on ``obj``, the oldest first; a snippet has none."""
    if not isinstance(obj, Page):
        return Comment.objects.none()
    comments = Comment.objects.filter(page_id=obj.pk, resolved_at=None)
    return (
        comments.select_related("user")
        .prefetch_related("replies__user")
        .order_by("created_at", "pk")
    )


def open_comment_counts(objects: Iterable[Any]) -> dict[int, int]:
    """Return how many comments are open on the pages among ``objects``, by their keys."""
    pages = {obj.pk for obj in objects if isinstance(obj, Page)}
    found = Comment.objects.filter(page_id__in=pages, resolved_at=None).values(
        "page_id"
    )
    return dict(found.annotate(number=Count("pk")).values_list("page_id", "number"))


def add_comment(
    page: Page, user: User, text: str, field: str = "", label: str = ""
) -> None:
    """Comment on a field of ``page``, which is locked, or on the whole, where ``label`` names a child."""
    place = WHOLE_PAGE
    if field and _has_field(page, field):
        place = field
    elif label:
        text = f"{label}: {text}"
    Comment.objects.get_or_create(
        page_id=page.pk,
        user=user,
        contentpath=place,
        text=text,
        resolved_at=None,
        defaults={"revision_created": page.latest_revision},
    )


def reply(comment: Comment, user: User, text: str) -> None:
    """Add a reply to ``comment``, once if the button is pressed twice."""
    CommentReply.objects.get_or_create(comment=comment, user=user, text=text)


def resolve(comment: Comment, user: User) -> None:
    comment.resolved_at = timezone.now()
    comment.resolved_by = user
    comment.save()


def people_in(comment: Comment) -> set[int]:
    """Return the keys of those who wrote ``comment`` and the replies to it."""
    return {comment.user_id, *comment.replies.values_list("user_id", flat=True)}


def field_label(comment: Comment, page: Page) -> str:
    name = comment.contentpath.split(".")[0]
    if name == WHOLE_PAGE or not _has_field(page, name):
        return ""
    return str(page._meta.get_field(name).verbose_name).capitalize()


def _has_field(page: Page, name: str) -> bool:
    return any(field.name == name for field in page._meta.concrete_fields)
