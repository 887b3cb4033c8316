"""Which published versions readers may still read, and what became of the others.

What was taken down, restricted or redacted shows its date and category, and never its words: neither in a
history nor in a comparison, the feed or the data.
"""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from pages.core.page_visibility import pages_with_outer_object_id, public_descendants
from pages.moderation.models import PublishedVersion

PAGES = "wagtailcore.page"


def of_section(index_page: Page) -> QuerySet[PublishedVersion]:
    """Return the versions of all pages under ``index_page`` that are public now, the newest first.

    Nearly all versions are of such a page, so it is asked for each.
    """
    page = pages_with_outer_object_id(public_descendants(Page.objects.all(), index_page))
    return PublishedVersion.objects.filter(Exists(page), model=PAGES)


def of_pages(pages: QuerySet) -> QuerySet[PublishedVersion]:
    """Return the versions of ``pages``, which the caller has found to be public, the newest first."""
    return PublishedVersion.objects.filter(model=PAGES, object_id__in=_keys(pages))


def of_page_and_below(page: Page) -> QuerySet[PublishedVersion]:
    """Return the versions of ``page``, which is being shown, and of what is public below it."""
    below = _keys(public_descendants(Page.objects.all(), page))
    return PublishedVersion.objects.filter(Q(object_id=str(page.pk)) | Q(object_id__in=below), model=PAGES)


def _keys(pages: QuerySet) -> QuerySet:
    # Versions know pages by text, which PostgreSQL does not compare with numbers by itself.
    return pages.order_by().annotate(key=Cast("pk", CharField())).values("key")


def shown(versions: QuerySet) -> QuerySet[Any]:
    """Return those of ``versions`` whose words may be read.

    A version that was taken down hides those before it, too: what was wrong in it may stand in them.
    """
    return versions.filter(~Exists(_taken_down()), redacted_at=None)


def with_withdrawal(versions: QuerySet) -> QuerySet[Any]:
    """Tell ``withdrawal_reason`` each version in the same query."""
    first = _taken_down().order_by("pk")
    return versions.annotate(
        taken_down_at=Subquery(first.values("withdrawn_at")[:1]),
        taken_down_because=Subquery(first.values("withdrawn_because")[:1]),
    )


def _taken_down() -> QuerySet:
    return PublishedVersion.objects.filter(
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gte=OuterRef("pk"),
        withdrawn_at__isnull=False,
    )


def withdrawal_reason(version: Any) -> str:
    """Return why the words of a version from ``with_withdrawal`` are hidden; empty if they may be read."""
    if version.redacted_at:
        return f"Redacted on {_day(version.redacted_at)}: {version.get_redacted_because_display()}"
    if version.taken_down_at:
        because = dict(PublishedVersion.WithdrawalReason.choices).get(version.taken_down_because)
        return f"Taken down on {_day(version.taken_down_at)}" + (f" because {because}" if because else "")
    return ""


def _day(moment) -> str:
    return f"{timezone.localdate(moment):%-d %B %Y}"


def latest(versions: QuerySet, before) -> QuerySet[Any]:
    """Return of each object the last of ``versions`` that was published before a moment."""
    newer = PublishedVersion.objects.filter(
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
        published_at__lt=before,
    )
    return versions.filter(~Exists(newer), published_at__lt=before)
