"""Which pages are public: one rule for every list, link and file.

Nothing is public unless every page above it is. Wagtail would serve, list and link to a live page below a
draft.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

MOST_LEVELS = Page._meta.get_field("path").max_length // Page.steplen


def paths_above(path: str) -> list[str]:
    """Return the tree path ``path`` of a page and those of the pages above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _is_or_stands_above(field: str, below: Page | None = None) -> Q:
    """Match ``field`` with the tree path of the page at hand, or of one above it but under ``below``.

    Written as the few paths that these can be, which the index of paths answers at once.
    """
    first = below.depth + 1 if below else 1
    paths = [Substr(OuterRef("path"), 1, level * Page.steplen) for level in range(first, MOST_LEVELS + 1)]
    return Q(**{f"{field}__in": paths})


def is_live_throughout(below: Page | None = None) -> Q:
    """Return the condition that a page, and every page above it (as far as ``below``), is live."""
    # The root of the tree is no page.
    hidden = Page.objects.filter(_is_or_stands_above("path", below), live=False, depth__gt=1)
    return Q(~Exists(hidden))


def live_pages(pages: PageQuerySet, below: Page | None = None) -> PageQuerySet:
    """Return those of ``pages`` that have an address to go to; some may ask who is reading.

    With ``below``, a page that is being shown already, only what lies under it is looked at.
    """
    return pages.filter(is_live_throughout(below))


def public_pages(pages: PageQuerySet, below: Page | None = None) -> PageQuerySet:
    """Return those of ``pages`` that anybody may read; with ``below``, that its readers may read."""
    private = PageViewRestriction.objects.filter(_is_or_stands_above("page__path", below))
    return live_pages(pages, below).filter(~Exists(private))


def listed_below(pages: PageQuerySet, parent: Page) -> PageQuerySet:
    """Return those of ``pages`` under ``parent`` that its readers may read, for long lists.

    The same as ``public_pages(pages, below=parent)``. Asks once which pages hide what is under them,
    instead of asking about every page in the list.
    """
    hiding = Page.objects.descendant_of(parent).filter(
        Q(live=False) | Q(view_restrictions__isnull=False), numchild__gt=0
    )
    pages = pages.descendant_of(parent).filter(live=True, view_restrictions=None)
    for path in hiding.values_list("path", flat=True).distinct():
        pages = pages.exclude(path__startswith=path)
    return pages


def readable_pages(pages: PageQuerySet, request) -> PageQuerySet:
    """Return those of ``pages`` that whoever sent ``request`` may read; takes a fixed number of queries."""
    restrictions = PageViewRestriction.objects.prefetch_related("groups")
    refusing = [each.pk for each in restrictions if not each.accept_request(request)]
    closed = PageViewRestriction.objects.filter(_is_or_stands_above("page__path"), pk__in=refusing)
    return live_pages(pages).filter(~Exists(closed))


def is_live(page: Page) -> bool:
    """Tell whether ``page`` and all above it are live."""
    return live_pages(Page.objects.filter(pk=page.pk)).exists()
