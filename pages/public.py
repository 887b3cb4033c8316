"""Which pages are public: one rule for every list, link and file.

Nothing is public unless every page above it is. Wagtail would serve, list and link to a live page below a
draft.
"""

from typing import Any

from django.db.models import BigIntegerField, Exists, F, Lookup, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

MOST_LEVELS = Page._meta.get_field("path").max_length // Page.steplen


def paths_above(path: str) -> list[str]:
    """Return the tree path ``path`` of a page and those of the pages above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


class IsOrStandsAbove(Lookup):
    """The condition that one tree path is another, or that of a page above it but under level ``first``.

    Written as the few paths that these can be, which the index of paths answers at once. One condition and
    not one for each path: Django takes ten milliseconds to put sixty of those together, twice.
    """

    def __init__(self, path: Any, of: Any, *, first: int = 1):
        """Take the path that may stand above, and the path below it."""
        super().__init__(path, of)
        self.first = first

    @property
    def identity(self):
        """What makes two of them the same."""
        return *super().identity, self.first

    def as_sql(self, compiler, connection):
        """Write the condition, which every database that we know reads the same way."""
        path, path_values = self.process_lhs(compiler, connection)
        of, of_values = self.process_rhs(compiler, connection)
        lengths = [level * Page.steplen for level in range(self.first, MOST_LEVELS + 1)]
        paths = ", ".join(f"SUBSTR({of}, 1, {length})" for length in lengths)
        return f"{path} IN ({paths})", (*path_values, *[*of_values] * len(lengths))


def _is_or_stands_above(field: str, below: Page | None = None) -> Q:
    """Match ``field`` with the tree path of the page at hand, or of one above it but under ``below``.

    It is also told that ``field`` is under ``below``, so that PostgreSQL does not go through all pages for
    each one that it lists.
    """
    within = Q(**{f"{field}__startswith": below.path}) if below else Q()
    return within & Q(IsOrStandsAbove(F(field), OuterRef("path"), first=below.depth + 1 if below else 1))


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

    The same as ``public_pages(pages, below=parent)``.
    """
    return pages.filter(is_listed_below(parent))


def is_listed_below(parent: Page, prefix: str = "") -> Q:
    """Return the condition that a page is under ``parent``, and that its readers may read it.

    Asks once which pages hide what is under them, instead of asking about every page in the list. ``prefix``
    leads from what is filtered to its page: ``page__``.
    """
    hiding = Page.objects.descendant_of(parent).filter(
        Q(live=False) | Q(view_restrictions__isnull=False), numchild__gt=0
    )
    # Not as a join: PostgreSQL would expect it to leave few pages, and go through thousands one by one.
    private = PageViewRestriction.objects.values("page")
    starts_with, depth = f"{prefix}path__startswith", f"{prefix}depth__gt"
    listed = Q(**{starts_with: parent.path, depth: parent.depth, f"{prefix}live": True})
    listed &= ~Q(**{f"{prefix}pk__in": private})
    for path in hiding.values_list("path", flat=True).distinct():
        listed &= ~Q(**{starts_with: path})
    return listed


def of_row(pages: PageQuerySet) -> PageQuerySet:
    """Return, for a condition on other rows, that one of ``pages`` whose key is the text ``object_id`` there.

    Asked for each row, so that PostgreSQL looks no further when it has as many rows as are wanted. By itself
    it does not compare text with numbers.
    """
    return pages.order_by().filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))


def readable_pages(pages: PageQuerySet, request) -> PageQuerySet:
    """Return those of ``pages`` that whoever sent ``request`` may read; takes a fixed number of queries."""
    restrictions = PageViewRestriction.objects.prefetch_related("groups")
    refusing = [each.pk for each in restrictions if not each.accept_request(request)]
    closed = PageViewRestriction.objects.filter(_is_or_stands_above("page__path"), pk__in=refusing)
    return live_pages(pages).filter(~Exists(closed))


def is_live(page: Page) -> bool:
    """Tell whether ``page`` and all above it are live."""
    return live_pages(Page.objects.filter(pk=page.pk)).exists()
