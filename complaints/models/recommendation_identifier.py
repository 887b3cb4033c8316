"""The identifier of a recommendation in the open data, which stays once it is published."""

from typing import TYPE_CHECKING, Self
from uuid import UUID

from . import identifiers

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagtail.models import Page


class RecommendationIdentifierMixin:
    """Mixed into the recommendation page. Until it is published, its identifier follows its number."""

    if TYPE_CHECKING:
        published_identifier: str
        number: str
        kind: str
        super_complaint: Page
        translation_key: UUID
        get_parent: Callable[[], Page]

    @property
    def identifier(self) -> str:
        """The identifier, such as ``stalking/recommendation-7.1``: the same at every force.

        An item without a printed number has no identifier that other forces could know; a part of Wagtail's
        key of the page makes it unique. A published identifier stays, even if the number was wrong or the
        page moves.
        """
        if self.published_identifier:
            return self.published_identifier
        number = self.number or str(self.translation_key)[:8]
        return f"{self.super_complaint.identifier}/{self.kind}-{number}"

    @property
    def super_complaint_title(self) -> str:
        """The title of its super-complaint, for the search index."""
        return self.get_parent().title

    def set_published_identifier(self) -> None:
        """Store the identifier for good, with a number behind it if another page was published under it."""
        if not self.published_identifier:
            self.published_identifier = identifiers.first_free_identifier(
                self.identifier, lambda name: identifiers.was_published_for_other_page(name, self)
            )

    def serializable_data(self) -> dict[str, object]:
        """Return the content of a draft, without the published identifier, which belongs to the page."""
        content = super().serializable_data()  # type: ignore[misc]
        return {name: value for name, value in content.items() if name != "published_identifier"}

    def with_content_json(self, content: dict[str, object]) -> Self:
        """Return the draft in ``content`` with the published identifier of the page."""
        draft = super().with_content_json(content)  # type: ignore[misc]
        draft.published_identifier = self.published_identifier
        return draft
