"""What sample texts lead to: the standing pages, and a few files of one line each."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Page

from .recommendations import Fields
from .words import chosen

FILES = 3
EVERY = 3
"""Every third recommendation, and every third super-complaint, leads somewhere."""


def made_files() -> list[Any]:
    """Return new documents."""
    found = []
    for number in range(1, FILES + 1):
        file = ContentFile(f"Sample file {number}\n".encode(), name=f"sample-{number}.txt")
        document = get_document_model().objects.create(title=f"Sample file {number}", file=file)
        document.get_file_size()  # kept from now on
        found.append(document)
    return found


@dataclass(frozen=True)
class Places:
    """Pages and documents, one after the other in turn."""

    pages: list[Page]
    documents: list[Any]

    def add_to_recommendation(self, fields: Fields, number: int) -> None:
        """Let all texts of a sample recommendation lead somewhere."""
        for order, each in enumerate(fields["responses"]):
            each["narrative"] += self._texts(number + order)
        for name, text in (("actions", "description"), ("progress_updates", "text")):
            for order, each in enumerate(fields[name]):
                each[text] += self._paragraph(number + order)

    def add_to_super_complaint(self, fields: Fields, number: int) -> None:
        """Let the texts of a sample super-complaint lead somewhere."""
        file, link = self._file(number), self._link(number)
        for each in (number, number + 1):
            fields["body"] += [
                *self._texts(each),
                {"document": self._file(each)},
                {"links": [self._link(each)]},
            ]
        fields |= {"links": [{"link": link}], "documents": [{"document": file}]}

    def _paragraph(self, number: int) -> str:
        page, document = chosen(self.pages, number), chosen(self.documents, number)
        return (
            f'<p>See <a linktype="page" id="{page.pk}">{page.title}</a> and '
            f'<a linktype="document" id="{document.pk}">{document.title}</a>.</p>'
        )

    def _texts(self, number: int) -> list[Fields]:
        return [{"text": self._paragraph(number)}, {"inset": self._paragraph(number + 1)}]

    def _link(self, number: int) -> Fields:
        page = chosen(self.pages, number)
        return {"text": page.title, "page": page.pk}

    def _file(self, number: int) -> Fields:
        return {
            "document": chosen(self.documents, number).pk,
            "html_version": chosen(self.pages, number).pk,
        }
