"""What stood at an address, or above it, before it was taken down."""

from django.db.models import Q
from wagtail.models import Page, Site

from pages.core.public import MOST_LEVELS
from pages.moderation.records.version import PublishedVersion


def at(request) -> PublishedVersion | None:
    """Return the version that was taken down from the address of ``request``; ``None`` if none was.

    What hangs on a page, such as its history, goes with it. A page is known by its place in the tree,
    wherever it stood when it was published; one that is deleted or has moved by the address of its last
    version there. What is live again, here or elsewhere, is not gone.
    """
    site = Site.find_for_request(request)
    if not site or "\0" in request.path:
        return None
    root = site.root_page.url_path.rstrip("/")
    paths = _paths_to(request.path)
    found = Page.objects.filter(url_path__in=[root + path for path in paths])
    pages = {page.url_path.removeprefix(root): page for page in found.only("url_path", "live")}
    # Of a page that is there nothing is gone, and neither are those above it.
    there = [place for place, path in enumerate(paths, start=1) if path in pages and pages[path].live]
    version = _newest_at(paths[max(there, default=0) :], pages)
    if not version or not version.withdrawn_at:
        return None
    return None if Page.objects.filter(pk=version.object_id, live=True).exists() else version


def _paths_to(path: str) -> list[str]:
    """Return the addresses above ``path`` and its own, the highest first; no tree is deeper."""
    names = [name for name in path.split("/", MOST_LEVELS)[:MOST_LEVELS] if name]
    return [f"/{'/'.join(names[: end + 1])}/" for end in range(len(names))] or ["/"]


def _newest_at(paths: list[str], pages: dict[str, Page]) -> PublishedVersion | None:
    """Return the newest version at the lowest of ``paths`` that has one."""
    if not paths:
        return None
    of_pages = Q(object_id__in=[str(pages[path].pk) for path in paths if path in pages])
    versions = PublishedVersion.objects.filter(of_pages | Q(path__in=paths), model="wagtailcore.page").defer(
        "snapshot"
    )
    # A page that was never public does not hide what stood at its address before.
    public = {version.object_id for version in versions}
    known = {path: str(pages[path].pk) for path in paths if path in pages and str(pages[path].pk) in public}
    for path in reversed(paths):
        for version in versions:
            if version.object_id == known[path] if path in known else version.path == path:
                return version
    return None
