"""Finding the withdrawn version that an address used to show."""

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from pages.core.page_visibility import MAX_TREE_LEVELS
from pages.moderation.records.published_version import PublishedVersion


def withdrawn_version_for(request: HttpRequest) -> PublishedVersion | None:
    """Return the version that was taken down from the requested address, or from a page above it.

    Addresses below a page, such as its history, are withdrawn with the page. A page that still exists is
    found by its place in the tree, wherever it stood when it was published. A page that was deleted or moved
    is found by the address of its last version. Return None if the page is live, here or elsewhere.
    """
    site = Site.find_for_request(request)
    if not site or "\0" in request.path:
        return None
    root = site.root_page.url_path.rstrip("/")
    paths = _paths_down_to(request.path)
    found = Page.objects.filter(url_path__in=[root + path for path in paths])
    pages = {page.url_path.removeprefix(root): page for page in found.only("url_path", "live")}
    # A live page is not withdrawn, and neither are the pages above it.
    live_levels = [level for level, path in enumerate(paths, start=1) if path in pages and pages[path].live]
    version = _newest_version_at(paths[max(live_levels, default=0) :], pages)
    if not version or not version.withdrawn_at:
        return None
    return None if Page.objects.filter(pk=version.object_id, live=True).exists() else version


def _paths_down_to(path: str) -> list[str]:
    """Return the addresses above ``path``, highest first, and its own; no tree is deeper than the limit."""
    names = [name for name in path.split("/", MAX_TREE_LEVELS)[:MAX_TREE_LEVELS] if name]
    return [f"/{'/'.join(names[: end + 1])}/" for end in range(len(names))] or ["/"]


def _newest_version_at(paths: list[str], pages: dict[str, Page]) -> PublishedVersion | None:
    """Return the newest version at the lowest of ``paths`` that has one."""
    if not paths:
        return None
    of_pages = Q(object_id__in=[str(pages[path].pk) for path in paths if path in pages])
    versions = PublishedVersion.objects.filter(of_pages | Q(path__in=paths), model="wagtailcore.page").defer(
        "snapshot"
    )
    # A page that was never public does not hide what stood at its address before.
    published = {version.object_id for version in versions}
    keys = {path: str(pages[path].pk) for path in paths if path in pages and str(pages[path].pk) in published}
    for path in reversed(paths):
        for version in versions:
            if version.object_id == keys[path] if path in keys else version.path == path:
                return version
    return None
