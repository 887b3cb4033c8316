"""The names of organisations, documents and pages that published versions refer to by key."""

from collections.abc import Iterable
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex
from wagtail.query import PageQuerySet

from complaints.models import Organisation
from pages.core import stored_links
from pages.core.names import NOT_NAMED
from pages.core.page_visibility import pages_with_outer_object_id, public_pages

NAMES_OF_HIDDEN = {
    "organisation": NOT_NAMED,
    "document": "a document that is no longer public",
    "page": "a page that is no longer public",
}


class ReferencedNames:
    """Looks up the names of organisations, and of documents and pages that texts link to.

    What is not public now has no name here: a version that refers to it must not tell it. Callers that read
    many texts announce their links (``expect``); the first look-up then finds all of them together.
    """

    def __init__(self, organisations: dict[str, str] | None = None):
        """Use ``organisations``, names by key, instead of the present names."""
        self._organisations = organisations
        self._expected: set[stored_links.LinkTarget] = set()
        self._found: dict[stored_links.LinkTarget, str | None] = {}
        self._document_addresses: dict[int, str] = {}

    def expect(self, targets: Iterable[stored_links.LinkTarget]) -> None:
        """Look up ``targets`` too, as soon as anything is looked up."""
        self._expected.update(targets)

    def name_of(self, kind: str, key: object) -> str:
        """Return the name of the ``organisation``, ``document`` or ``page`` with this key.

        One that is not public is named as such; without a key the name is empty.
        """
        if key in (None, "") or kind not in NAMES_OF_HIDDEN:
            return ""
        name = self.organisations.get(str(key)) if kind == "organisation" else self._public_title(kind, key)
        return NAMES_OF_HIDDEN[kind] if name is None else name

    def is_public(self, kind: str, key: object) -> bool:
        """Tell whether anybody may read the ``document`` or ``page`` with this key."""
        return self._public_title(kind, key) is not None

    def document_address(self, key: object) -> str:
        """Return the path of the document with this key; empty if it is not public."""
        return self._document_addresses.get(int(str(key)), "") if self.is_public("document", key) else ""

    @cached_property
    def organisations(self) -> dict[str, str]:
        if self._organisations is not None:
            return self._organisations
        found = Organisation.objects.filter(live=True).values_list("pk", "name")
        return {str(key): name for key, name in found}

    def _public_title(self, kind: str, stored: object) -> str | None:
        key = stored_links.parse_key(stored)
        if key is None:
            return None
        if (kind, key) not in self._found:
            self._look_up(self._expected | {(kind, key)})
            self._expected.clear()
        return self._found[kind, key]

    def _look_up(self, wanted: set[stored_links.LinkTarget]) -> None:
        missing = wanted - self._found.keys()
        self._found.update(dict.fromkeys(missing))
        if keys := sorted(key for kind, key in missing if kind == "page"):
            titles = _public_pages(keys).values_list("pk", "title")
            self._found.update({("page", key): title for key, title in titles})
        if keys := sorted(key for kind, key in missing if kind == "document"):
            for document in _public_documents(keys).only("title", "file"):
                self._found["document", document.pk] = document.title
                self._document_addresses[document.pk] = document.url


def _public_pages(keys: list[int]) -> PageQuerySet:
    """Return those of the pages that anybody may read."""
    return public_pages(Page.objects.filter(pk__in=keys))


def _public_documents(keys: list[int]) -> QuerySet:
    """Return those of the documents to which a page that anybody may read refers."""
    model = get_document_model()
    types = ContentType.objects.get_for_models(Page, model)
    references = ReferenceIndex.objects.filter(
        Exists(public_pages(pages_with_outer_object_id(Page.objects.all()))),
        base_content_type=types[Page],
        to_content_type=types[model],
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    path = ExpressionWrapper(OuterRef("collection__path"), CharField())
    closed = CollectionViewRestriction.objects.alias(path=path).filter(path__startswith=F("collection__path"))
    return model.objects.filter(Exists(references), ~Exists(closed), pk__in=keys)
