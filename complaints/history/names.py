"""Names of what published versions refer to by number, looked up once for many versions."""

from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from complaints.models import Organisation
from pages.public import public_pages
from pages.templatetags.rendering import NOT_NAMED

UNKNOWN = {
    "organisation": NOT_NAMED,
    "document": "a document that is no longer public",
    "page": "a page that is no longer public",
}


class Names:
    """Finds the names of organisations, documents and pages, each kind at once when it is first asked for.

    What is not public now has none: a version that refers to it must not tell its name.
    """

    def __init__(self, organisations: dict[str, str] | None = None):
        """Take names of ``organisations`` as they were on another day."""
        self._organisations = organisations

    def of(self, kind: str, key: Any) -> str:
        """Return the name of the ``organisation``, ``document`` or ``page`` with this key, if it has one."""
        if key in (None, "") or kind not in UNKNOWN:
            return ""
        names: dict[str, str] = getattr(self, f"{kind}s")
        return names.get(str(key), UNKNOWN[kind])

    @cached_property
    def organisations(self) -> dict[str, str]:
        """The organisations that were published, by key."""
        if self._organisations is not None:
            return self._organisations
        return _by_key(Organisation.objects.filter(live=True).values_list("pk", "name"))

    @cached_property
    def pages(self) -> dict[str, str]:
        """The pages that anybody may read, by key."""
        return _by_key(public_pages(Page.objects.all()).values_list("pk", "title"))

    @cached_property
    def documents(self) -> dict[str, str]:
        """The documents that pages which anybody may read refer to, by key."""
        model: Any = get_document_model()
        types = ContentType.objects.get_for_models(Page, model)
        references = ReferenceIndex.objects.filter(
            base_content_type=types[Page], to_content_type=types[model]
        ).values_list("object_id", "to_object_id")
        public = {document for page, document in references if page in self.pages}
        found = model.objects.filter(pk__in=public)
        for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            found = found.exclude(collection__path__startswith=path)
        return _by_key(found.values_list("pk", "title"))


def _by_key(rows: Any) -> dict[str, str]:
    return {str(key): name for key, name in rows}
