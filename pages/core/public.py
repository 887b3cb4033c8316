"""Which pages are public: one rule for every list, link and file.

Nothing is public unless every page above it is. Wagtail would serve, list and link to a live page below a
draft.
"""

from collections.abc import Iterable

from django.db.models import BigIntegerField, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

MOST_LEVELS = Page._meta.get_field("path").max_length // Page.steplen


def paths_above(path: str) -> list[str]:
    """Return the tree path ``path`` of a page and those of the pages above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


DRAFT = Q(live=False, numchild__gt=0)
"""A draft that has pages below it."""
RESTRICTED = Q(view_restrictions__isnull=False)


def _paths_of(pages: Q) -> list[str]:
    """Return the tree paths of such ``pages``; the root of the tree is no page."""
    return list(Page.objects.filter(pages, depth__gt=1).order_by().values_list("path", flat=True))


def paths_of_drafts() -> list[str]:
    """Return the tree paths of drafts that have pages below them."""
    return _paths_of(DRAFT)


def _is_live_outside(paths: Iterable[str], prefix: str = "") -> Q:
    """Return the condition that a page is live and neither at one of ``paths`` nor below one."""
    condition = Q(**{f"{prefix}live": True})
    top = ""
    for path in sorted(set(paths)):
        # What is below one that is left out already needs no condition of its own.
        if not top or not path.startswith(top):
            condition &= ~Q(**{f"{prefix}path__startswith": path})
            top = path
    return condition


def live_pages(pages: PageQuerySet) -> PageQuerySet:
    """Return those of ``pages`` that have an address to go to; some may ask who is reading."""
    return pages.filter(_is_live_outside(paths_of_drafts()))


def public_pages(pages: PageQuerySet) -> PageQuerySet:
    """Return those of ``pages`` that anybody may read."""
    return pages.filter(_is_live_outside(_paths_of(DRAFT | RESTRICTED)))


def public_children(pages: PageQuerySet, parent: Page) -> PageQuerySet:
    """Return those of ``pages`` directly under ``parent`` that its readers may read."""
    return pages.child_of(parent).filter(live=True, view_restrictions=None)


def listed_below(pages: PageQuerySet, parent: Page) -> PageQuerySet:
    """Return those of ``pages`` anywhere under ``parent`` that its readers may read."""
    return pages.filter(is_listed_below(parent))


def is_listed_below(parent: Page, prefix: str = "") -> Q:
    """Return the condition that a page is under ``parent``, and that its readers may read it.

    ``prefix`` leads from what is filtered to its page: ``page__``.
    """
    under = {"path__startswith": parent.path, "depth__gt": parent.depth}
    hidden = _paths_of(Q(DRAFT | RESTRICTED, **under))
    return Q(**{f"{prefix}{name}": value for name, value in under.items()}) & _is_live_outside(hidden, prefix)


def of_row(pages: PageQuerySet) -> PageQuerySet:
    """Return, for a condition on other rows, that one of ``pages`` whose key is the text ``object_id`` there.

    Asked for each row, so that PostgreSQL looks no further when it has as many rows as are wanted. By itself
    it does not compare text with numbers.
    """
    return pages.order_by().filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))


def readable_pages(pages: PageQuerySet, request) -> PageQuerySet:
    """Return those of ``pages`` that whoever sent ``request`` may read."""
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    closed = [each.page.path for each in restrictions if not each.accept_request(request)]
    return pages.filter(_is_live_outside([*paths_of_drafts(), *closed]))


def is_live(page: Page) -> bool:
    """Tell whether ``page`` and all above it are live."""
    return live_pages(Page.objects.filter(pk=page.pk)).exists()
