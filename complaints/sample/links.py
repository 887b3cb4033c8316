"""What sample texts lead to: the standing pages, and a few files of one line each."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from .recommendations import Fields
from .words import chosen

FILES = 3
EVERY = 3
"""Every third recommendation, and every third super-complaint, leads somewhere."""


def made_files() -> list[Any]:
    """Return new documents."""
    model = get_document_model()
    found = []
    for number in range(1, FILES + 1):
        file = ContentFile(f"Sample file {number}\n".encode(), name=f"sample-{number}.txt")
        document = model.objects.create(title=f"Sample file {number}", file=file)
        document.get_file_size()  # kept from now on
        found.append(document)
    return found


@dataclass(frozen=True)
class Places:
    """Pages and documents, one after the other in turn."""

    pages: list[Page]
    documents: list[Any]

    def add_to_recommendation(self, fields: Fields, number: int) -> bool:
        """Let all texts of a sample recommendation lead somewhere, if it is one that does."""
        if number % EVERY:
            return False
        for order, each in enumerate(fields["responses"]):
            each["narrative"] = [*each["narrative"], *self._texts(number + order)]
        for order, each in enumerate(fields["actions"]):
            each["description"] += self._paragraph(number + order)
        for order, each in enumerate(fields["progress_updates"]):
            each["text"] += self._paragraph(number + order)
        return True

    def add_to_super_complaint(self, fields: Fields, number: int) -> bool:
        """Let the texts of a sample super-complaint lead somewhere, if it is one that does."""
        if (number - 1) % EVERY:
            return False
        page, document = self._at(number)
        fields["body"] = [*fields["body"], *self._blocks(number), *self._blocks(number + 1)]
        fields["links"] = [("link", {"text": page.title, "page": page, "url": ""})]
        fields["documents"] = [("document", _file(document, page))]
        return True

    def _at(self, number: int) -> tuple[Page, Any]:
        return chosen(self.pages, number), chosen(self.documents, number)

    def _paragraph(self, number: int) -> str:
        page, document = self._at(number)
        return (
            f'<p>See <a linktype="page" id="{page.pk}">{page.title}</a> and '
            f'<a linktype="document" id="{document.pk}">{document.title}</a>.</p>'
        )

    def _texts(self, number: int) -> list[tuple[str, Any]]:
        return [("text", self._paragraph(number)), ("inset", self._paragraph(number + 1))]

    def _blocks(self, number: int) -> list[tuple[str, Any]]:
        page, document = self._at(number)
        return [
            *self._texts(number),
            ("document", _file(document, page)),
            ("links", [{"text": page.title, "page": page, "url": ""}]),
        ]


def _file(document: Any, page: Page) -> dict[str, Any]:
    return {"document": document, "title": "", "description": "", "html_version": page}


def note(page: Page) -> None:
    """Write down what ``page`` leads to in the index of references."""
    ReferenceIndex.create_or_update_for_object(page)
