"""Comments on pages in review: Wagtail's own, so that the editor shows them beside the fields.

A comment is a row beside the page and no revision, so it makes nobody an author.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.models import Comment, Page

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
    """Comment on a field of ``page``, or on the whole.

    The editor can show no comment beside the children of a page: one about these names them by ``label``.
    The caller has locked the page, so that the same comment is there once.
    """
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
    try:
        return bool(page._meta.get_field(name).concrete)
    except FieldDoesNotExist:
        return False


def field_label(comment: Comment, page: Page) -> str:
    """Return the name of the field that ``comment`` is about; empty if it is about the whole."""
    name = comment.contentpath.split(".")[0]
    if name == WHOLE_PAGE or not _has_field(page, name):
        return ""
    return str(page._meta.get_field(name).verbose_name).capitalize()


def deal_with_comment(comment: Comment, user: User) -> None:
    """Note that ``user`` has dealt with ``comment``: it is no longer shown."""
    comment.resolved_at, comment.resolved_by = timezone.now(), user
    comment.save()
