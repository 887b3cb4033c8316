"""Which pages are public: one rule for every list, link and file.

A page is public only if every page above it is live. Wagtail itself would serve, list
and link to a live page below a draft.
"""

from collections.abc import Iterable

from django.db.models import BigIntegerField, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

MAX_TREE_LEVELS = Page._meta.get_field("path").max_length // Page.steplen
DRAFT_WITH_CHILDREN = Q(live=False, numchild__gt=0)
RESTRICTED = Q(view_restrictions__isnull=False)


def _tree_paths_where(condition: Q) -> list[str]:
    """Return the tree paths of the pages that match ``condition``, without the root of the tree."""
    return list(
        Page.objects.filter(condition, depth__gt=1)
        .order_by()
        .values_list("path", flat=True)
    )


def paths_of_drafts_with_children() -> list[str]:
    """Return the tree paths of drafts that have pages below them."""
    return _tree_paths_where(DRAFT_WITH_CHILDREN)


def _is_live_outside_subtrees(paths: Iterable[str], prefix: str = "") -> Q:
    """Return the condition that a page is live and is not in a subtree that starts at one of ``paths``."""
    condition = Q(**{f"{prefix}live": True})
    subtree = ""
    for path in sorted(set(paths)):
        # A path inside a subtree that is already excluded needs no condition of its
        # own.
        if not subtree or not path.startswith(subtree):
            condition &= ~Q(**{f"{prefix}path__startswith": path})
            subtree = path
    return condition


def live_pages(pages: PageQuerySet) -> PageQuerySet:
    """Return those of ``pages`` that are live with every page above; some may ask for a password."""
    return pages.filter(_is_live_outside_subtrees(paths_of_drafts_with_children()))


def public_pages(pages: PageQuerySet) -> PageQuerySet:
    """Return those of ``pages`` that anybody may read."""
    return pages.filter(
        _is_live_outside_subtrees(_tree_paths_where(DRAFT_WITH_CHILDREN | RESTRICTED))
    )


def public_children(pages: PageQuerySet, parent: Page) -> PageQuerySet:
    """Return those of ``pages`` directly below ``parent`` that every reader of ``parent`` may read."""
    return pages.child_of(parent).filter(live=True, view_restrictions=None)


def public_descendants(pages: PageQuerySet, parent: Page) -> PageQuerySet:
    """Return those of ``pages`` anywhere below ``parent`` that every reader of ``parent`` may read."""
    return pages.filter(is_public_descendant(parent))


def is_public_descendant(parent: Page, prefix: str = "") -> Q:
    """Return the condition that readers of ``parent`` may read the page, at ``prefix``, below it."""
    below = {"path__startswith": parent.path, "depth__gt": parent.depth}
    hidden_paths = _tree_paths_where(Q(DRAFT_WITH_CHILDREN | RESTRICTED, **below))
    is_below = Q(**{f"{prefix}{name}": value for name, value in below.items()})
    return is_below & _is_live_outside_subtrees(hidden_paths, prefix)


def pages_with_outer_object_id(pages: PageQuerySet) -> PageQuerySet:
    """Return a subquery for the one of ``pages`` whose key is the text in ``object_id`` of the outer row.

    Being evaluated for each row, it lets PostgreSQL stop as soon as it has as many rows
    as are wanted. The cast is needed because PostgreSQL does not compare text with
    numbers.
    """
    return pages.order_by().filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))


def readable_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Return those of ``pages`` that the sender of ``request`` may read."""
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related(
        "groups"
    )
    refused_paths = [
        restriction.page.path
        for restriction in restrictions
        if not restriction.accept_request(request)
    ]
    return pages.filter(
        _is_live_outside_subtrees([*paths_of_drafts_with_children(), *refused_paths])
    )


def is_live_with_ancestors(page: Page) -> bool:
    """Return True if ``page`` and every page above it are live."""
    return live_pages(Page.objects.filter(pk=page.pk)).exists()
