"""Which published versions readers may still read, and why the others are hidden.

A version that was taken down, restricted or redacted shows its date and the reason, and never its words:
neither in a history nor in a comparison, the feed or the data.
"""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.core.page_visibility import pages_with_outer_object_id, public_descendants
from pages.moderation.models import PublishedVersion

PAGE_LABEL = "wagtailcore.page"

AnnotatedVersion = Any
"""A ``PublishedVersion`` with what a query or view adds to it, which Django's types cannot say."""


def versions_in_section(index_page: Page) -> QuerySet[PublishedVersion]:
    """Return the versions of all public pages under ``index_page``, the newest first.

    Nearly all versions belong to such a page, so the query checks the page of each version.
    """
    page = pages_with_outer_object_id(public_descendants(Page.objects.all(), index_page))
    return PublishedVersion.objects.filter(Exists(page), model=PAGE_LABEL)


def versions_of_pages(pages: PageQuerySet) -> QuerySet[PublishedVersion]:
    """Return the versions of ``pages``, which must be public, the newest first."""
    return PublishedVersion.objects.filter(model=PAGE_LABEL, object_id__in=_page_keys(pages))


def versions_of_page_and_below(page: Page) -> QuerySet[PublishedVersion]:
    """Return the versions of ``page``, which must be public, and of the public pages below it."""
    below = _page_keys(public_descendants(Page.objects.all(), page))
    return PublishedVersion.objects.filter(
        Q(object_id=str(page.pk)) | Q(object_id__in=below), model=PAGE_LABEL
    )


def _page_keys(pages: PageQuerySet) -> PageQuerySet:
    # Versions hold the key of their page as text, which PostgreSQL does not compare with numbers.
    return pages.order_by().annotate(key=Cast("pk", CharField())).values("key")


def readable_versions(versions: QuerySet[PublishedVersion]) -> QuerySet[PublishedVersion]:
    """Return those of ``versions`` whose words may be read.

    A version that was taken down hides the versions before it too, which may hold the same words.
    """
    return versions.filter(~Exists(_taken_down_at_or_after()), redacted_at=None)


def annotate_withdrawal(versions: QuerySet[PublishedVersion]) -> QuerySet[AnnotatedVersion]:
    """Add to each version what ``withdrawal_reason`` needs."""
    first = _taken_down_at_or_after().order_by("pk")
    return versions.annotate(
        taken_down_at=Subquery(first.values("withdrawn_at")[:1]),
        taken_down_because=Subquery(first.values("withdrawn_because")[:1]),
    )


def _taken_down_at_or_after() -> QuerySet[PublishedVersion]:
    return PublishedVersion.objects.filter(
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gte=OuterRef("pk"),
        withdrawn_at__isnull=False,
    )


def withdrawal_reason(version: AnnotatedVersion) -> str:
    """Return why the words of a version from ``annotate_withdrawal`` are hidden; empty if they are not."""
    if version.redacted_at:
        return f"Redacted on {_day_in_words(version.redacted_at)}: {version.get_redacted_because_display()}"
    if version.taken_down_at:
        because = dict(PublishedVersion.WithdrawalReason.choices).get(version.taken_down_because)
        taken_down = f"Taken down on {_day_in_words(version.taken_down_at)}"
        return f"{taken_down} because {because}" if because else taken_down
    return ""


def _day_in_words(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%-d %B %Y}"


def last_versions_before(
    versions: QuerySet[AnnotatedVersion], moment: datetime
) -> QuerySet[AnnotatedVersion]:
    """Return for each object the last of its ``versions`` that was published before ``moment``."""
    newer = PublishedVersion.objects.filter(
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
        published_at__lt=moment,
    )
    return versions.filter(~Exists(newer), published_at__lt=moment)
