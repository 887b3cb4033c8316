"""The pages and documents that sample texts link to: standard pages, and a few files of one line."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from .recommendations import Fields
from .sample_texts import choose_in_turn

FILE_COUNT = 3
LINK_EVERY = 3
"""Every third recommendation and every third super-complaint has links."""


def make_sample_documents() -> list[AbstractDocument]:
    """Create sample documents and return them."""
    documents = []
    for number in range(1, FILE_COUNT + 1):
        file = ContentFile(
            f"Sample file {number}\n".encode(), name=f"sample-{number}.txt"
        )
        document = get_document_model().objects.create(
            title=f"Sample file {number}", file=file
        )
        document.get_file_size()  # stores the size
        documents.append(document)
    return documents


@dataclass(frozen=True)
class LinkTargets:
    """Pages and documents, from which links are made in turn."""

    pages: list[Page]
    documents: list[AbstractDocument]

    def add_to_recommendation(self, fields: Fields, number: int) -> None:
        for order, each in enumerate(fields["responses"]):
            each["narrative"] += self._texts(number + order)
        for name, text in (("actions", "description"), ("progress_updates", "text")):
            for order, each in enumerate(fields[name]):
                each[text] += self._paragraph(number + order)

    def add_to_super_complaint(self, fields: Fields, number: int) -> None:
        file, link = self._file(number), self._link(number)
        for each in (number, number + 1):
            fields["body"] += [
                *self._texts(each),
                {"document": self._file(each)},
                {"links": [self._link(each)]},
            ]
        fields |= {"links": [{"link": link}], "documents": [{"document": file}]}

    def _paragraph(self, number: int) -> str:
        page, document = (
            choose_in_turn(self.pages, number),
            choose_in_turn(self.documents, number),
        )
        return (
            f'<p>See <a linktype="page" id="{page.pk}">{page.title}</a> and '
            f'<a linktype="document" id="{document.pk}">{document.title}</a>.</p>'
        )

    def _texts(self, number: int) -> list[Fields]:
        return [
            {"text": self._paragraph(number)},
            {"inset": self._paragraph(number + 1)},
        ]

    def _link(self, number: int) -> Fields:
        page = choose_in_turn(self.pages, number)
        return {"text": page.title, "page": page.pk}

    def _file(self, number: int) -> Fields:
        return {
            "document": choose_in_turn(self.documents, number).pk,
            "html_version": choose_in_turn(self.pages, number).pk,
        }
