"""Loads in one go all pages and documents that the texts of a response link to.

Texts are rendered one by one, and each would query for its own links. Code that shows
several texts passes them to ``prefetch_links_of`` first; the first text with a link
then loads the targets of all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.models import Page

from pages.core import stored_content
from pages.core.current_user import current_request
from pages.core.page_visibility import paths_of_drafts_with_children
from pages.published.editions import remember


@dataclass
class LinkPrefetch:
    """The link targets loaded for one response, and the objects whose texts are still to be searched."""

    objects: list[Model] = field(default_factory=list)
    targets: dict[stored_content.LinkTarget, Any] = field(default_factory=dict)

    def find(self, link_type: str, stored_keys: Iterable[Any]) -> list[Any]:
        # A stored value that is no key becomes 0, which no row has.
        keys = [stored_content.parse_key(key) or 0 for key in stored_keys]
        wanted = {(link_type, key) for key in keys if key}
        if not wanted <= self.targets.keys():
            objects = [*self.objects]
            for obj in self.objects:
                objects.extend(getattr(obj, "child_objects", ()))
            self._load(wanted | stored_content.link_targets_in_objects(objects))
            self.objects.clear()
        return [self.targets.get((link_type, key)) for key in keys]

    def _load(self, wanted: set[stored_content.LinkTarget]) -> None:
        """Load what is missing.

        Of a page ``can_be_read`` says whether it and all pages above are live.
        """
        missing = wanted - self.targets.keys()
        keys: dict[str, set[int]] = {kind: set() for kind in stored_content.LINK_TYPES}
        for kind, key in missing:
            keys[kind].add(key)
        pages = Page.objects.only("title", "path", "depth", "url_path", "live").in_bulk(
            keys["page"]
        )
        draft_paths = tuple(paths_of_drafts_with_children()) if pages else ()
        for page in pages.values():
            page.can_be_read = page.live and not page.path.startswith(draft_paths)
        rows = {
            "page": pages,
            "document": get_document_model().objects.in_bulk(keys["document"]),
        }
        for kind, key in missing:
            self.targets[kind, key] = rows[kind].get(key)


def _current_prefetch() -> LinkPrefetch:
    """Return that of the present request, whose targets stay in memory while the edition lasts."""
    request: Any = current_request()
    if request is None:
        return LinkPrefetch()
    if not hasattr(request, "link_prefetch"):
        request.link_prefetch = LinkPrefetch(
            targets=remember(request, "link targets", dict)
        )
    return request.link_prefetch


def prefetch_links_of(*objects: Model) -> None:
    """Load the link targets of the texts of ``objects`` and their children, once one of them is needed."""
    _current_prefetch().objects += objects


def linked_pages(stored_keys: Iterable[Any]) -> list[Any]:
    """Return the page for each of ``stored_keys``, or ``None``; its ``can_be_read`` says if it is public."""
    return _current_prefetch().find("page", stored_keys)


def linked_documents(stored_keys: Iterable[Any]) -> list[Any]:
    return _current_prefetch().find("document", stored_keys)
