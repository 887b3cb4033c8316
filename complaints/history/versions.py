"""Which published versions readers may still read.

What was taken down, restricted or redacted shows its date and category, and never its words: neither in a
history nor in a comparison, the feed or the data.
"""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page

from pages.moderation.models import PublishedVersion
from pages.public import listed_below


def of_section(index_page: Page) -> QuerySet[PublishedVersion]:
    """Return the versions of all pages under ``index_page`` that are public now, the newest first."""
    pages = listed_below(Page.objects.all(), index_page)
    return of_pages(pages)


def of_pages(pages: QuerySet) -> QuerySet[PublishedVersion]:
    """Return the versions of ``pages``, which the caller has found to be public, the newest first."""
    # Versions know pages by text, which PostgreSQL does not compare with numbers by itself.
    keys = pages.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return PublishedVersion.objects.filter(model="wagtailcore.page", object_id__in=keys)


def shown(versions: QuerySet) -> QuerySet[Any]:
    """Return those of ``versions`` whose words may be read.

    A version that was taken down hides those before it, too: what was wrong in it may stand in them.
    """
    taken_down = PublishedVersion.objects.filter(
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gte=OuterRef("pk"),
        withdrawn_at__isnull=False,
    )
    return versions.filter(~Exists(taken_down), redacted_at=None)
