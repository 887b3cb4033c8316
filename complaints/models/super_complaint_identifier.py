"""The identifier of a super-complaint in the open data, which stays once it is published."""

from typing import TYPE_CHECKING, ClassVar, Self

from wagtail.models import Page, PageManager

from pages.search.indexing import reindex_pages

from . import identifiers
from .recommendation import RecommendationResponsePage
from .validation import parent_page_of

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SLUG_LETTERS = 70
"""Letters of the slug that an identifier is made from: what is left of the field is for a number."""


class SuperComplaintIdentifierMixin:
    """Mixed into the super-complaint page, where ``identifier`` is a field that editors may fill in."""

    if TYPE_CHECKING:
        objects: ClassVar[PageManager]
        pk: int
        slug: str
        identifier: str
        get_parent: Callable[[], Page]

    def with_content_json(self, content: dict[str, object]) -> Self:
        """Return the draft in ``content``; one begun before the publication gets the page's identifier."""
        draft = super().with_content_json(content)  # type: ignore[misc]
        draft.identifier = draft.identifier or self.identifier
        return draft

    def identifier_errors(self) -> dict[str, str]:
        """Return an error if a published identifier was changed, or if another page has it."""
        stored = type(self).objects.filter(pk=self.pk).first()
        if stored and stored.first_published_at and self.identifier not in {"", stored.identifier}:
            return {"identifier": f"It is published. Put back “{stored.identifier}”."}
        if self.identifier and (other := self._other_super_complaint_with(self.identifier)):
            return {"identifier": f"“{other}” has this identifier. Choose another."}
        if self.identifier and identifiers.was_published_for_other_page(self.identifier, self):
            return {"identifier": "Something that was published here had this identifier. Choose another."}
        return {}

    def _other_super_complaint_with(self, identifier: str) -> Page | None:
        parent = parent_page_of(self)
        if not parent:
            return None
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        return others.filter(identifier=identifier).first()

    def first_free_identifier(self) -> str:
        """Return the slug, with a number behind it if that identifier is taken."""
        return identifiers.first_free_identifier(
            self.slug[:MAX_SLUG_LETTERS],
            lambda name: (
                bool(self._other_super_complaint_with(name))
                or identifiers.was_published_for_other_page(name, self)
            ),
        )

    def replace_published_identifier(self) -> str:
        """Give the page and its recommendations an identifier made from its present slug, and return it.

        Only the redaction of an old address does so.
        """
        old, self.identifier = self.identifier, self.first_free_identifier()
        type(self).objects.filter(pk=self.pk).update(identifier=self.identifier)
        items = RecommendationResponsePage.objects.filter(published_identifier__startswith=f"{old}/")
        renamed = []
        for item in items.descendant_of(self.get_parent()):
            new = self.identifier + item.published_identifier.removeprefix(old)
            RecommendationResponsePage.objects.filter(pk=item.pk).update(published_identifier=new)
            renamed.append(item.pk)
        # The identifier is in the search index, which must not keep the redacted words.
        reindex_pages(RecommendationResponsePage.objects.filter(pk__in=renamed))
        return self.identifier
