"""What a super-complaint is called in the data, for good once it is published."""

from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from pages.search.indexing import reindex_pages

from . import identifiers
from .recommendation import RecommendationResponsePage
from .rules import parent_of

LONGEST_WORDS = 70
"""Letters of an address that an identifier is made from."""


class IdentifiedSuperComplaint:
    """Mixed into the super-complaint, which has its ``identifier`` as a field that editors may fill in."""

    if TYPE_CHECKING:
        objects: Any
        pk: Any
        slug: str
        identifier: str
        get_parent: Any

    def with_content_json(self, content):
        """Keep the page’s identifier where the draft, begun before the publication, has none."""
        version = super().with_content_json(content)  # type: ignore[misc]
        version.identifier = version.identifier or self.identifier
        return version

    def identifier_errors(self) -> dict[str, str]:
        """Keep an identifier that others may have used, and one for each super-complaint."""
        stored = type(self).objects.filter(pk=self.pk).first()
        if stored and stored.first_published_at and self.identifier not in {"", stored.identifier}:
            return {"identifier": f"It is published. Put back “{stored.identifier}”."}
        if self.identifier and (other := self._other_with(self.identifier)):
            return {"identifier": f"“{other}” has this identifier. Choose another."}
        if self.identifier and identifiers.was_published(self.identifier, self):
            return {"identifier": "Something that was published here had this identifier. Choose another."}
        return {}

    def _other_with(self, identifier: str) -> Page | None:
        parent = parent_of(self)
        if not parent:
            return None
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        return others.filter(identifier=identifier).first()

    def free_identifier(self) -> str:
        """Return the words of the address, with a number behind them if they are another's identifier."""
        return identifiers.free(
            self.slug[:LONGEST_WORDS],
            lambda name: bool(self._other_with(name)) or identifiers.was_published(name, self),
        )

    def rename_in_data(self) -> str:
        """Give it, and what stands below it, the identifier of its present address instead, and return it.

        Only a redaction does so, of an address that had to go.
        """
        old, self.identifier = self.identifier, self.free_identifier()
        type(self).objects.filter(pk=self.pk).update(identifier=self.identifier)
        items = RecommendationResponsePage.objects.filter(published_identifier__startswith=f"{old}/")
        renamed = []
        for item in items.descendant_of(self.get_parent()):
            new = self.identifier + item.published_identifier.removeprefix(old)
            RecommendationResponsePage.objects.filter(pk=item.pk).update(published_identifier=new)
            renamed.append(item.pk)
        # They are found by it: the index must not keep the words that had to go.
        reindex_pages(RecommendationResponsePage.objects.filter(pk__in=renamed))
        return self.identifier
