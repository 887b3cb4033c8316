"""What a recommendation is called in the data, for good once it is published."""

from typing import TYPE_CHECKING, Any

from . import identifiers


class IdentifiedRecommendation:
    """Mixed into the recommendation, whose identifier follows from its number until it is published."""

    if TYPE_CHECKING:
        published_identifier: str
        number: str
        kind: str
        get_parent: Any
        super_complaint: Any
        translation_key: Any

    @property
    def identifier(self) -> str:
        """What it is called in the data: ``stalking/recommendation-7.1``, at every force.

        Without a printed number nobody else can know it, and part of Wagtail's own key tells it apart. Once
        it is published it stays, even if the number was wrong or the page moves.
        """
        if self.published_identifier:
            return self.published_identifier
        number = self.number or str(self.translation_key)[:8]
        return f"{self.super_complaint.identifier}/{self.kind}-{number}"

    @property
    def title_above(self) -> str:
        """The title of its super-complaint, by which it is found, too."""
        return self.get_parent().title

    def keep_identifier(self) -> None:
        """Keep what it is called from now on, with a number behind it if something else is called so."""
        if not self.published_identifier:
            self.published_identifier = identifiers.free(
                self.identifier, lambda name: identifiers.was_published(name, self)
            )

    def serializable_data(self):
        """Return what a draft holds; the identifier belongs to the page."""
        content = super().serializable_data()  # type: ignore[misc]
        return {name: value for name, value in content.items() if name != "published_identifier"}

    def with_content_json(self, content):
        """Return the draft in ``content`` with the identifier of the page."""
        version = super().with_content_json(content)  # type: ignore[misc]
        version.published_identifier = self.published_identifier
        return version
