"""Reads the public super-complaints for the data. ``super_complaint_fields`` describes the fields."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from complaints.history import plain_text
from complaints.models import SuperComplaintPage
from complaints.register import state_counts
from complaints.vocabulary import State
from pages.core import stored_links
from pages.core.page_visibility import public_pages

from .published_section import PublishedSection
from .recommendation_entries import public_name_of


@dataclass
class SuperComplaintEntry:
    """A public super-complaint, from which the fields read their values."""

    page: SuperComplaintPage
    section: PublishedSection
    states: Counter[State]
    recommendations: int
    linked_pages: dict[int, str]
    status = "published"
    withdrawn_on = withdrawn_because = None

    @property
    def identifier(self) -> str:
        """The identifier in the data."""
        return self.page.identifier

    @property
    def address(self) -> str:
        """The address of its page."""
        return self.section.page_address(self.page)

    def bodies(self, name: str) -> list[str]:
        """Return the names of the lead or supporting bodies."""
        return [public_name_of(each) for each in getattr(self.page, name).all()]

    @property
    def described(self) -> int:
        """The number of recommendations that are described, with a page or without."""
        return self.recommendations + self.page.recommendations_without_page

    @property
    def other_recommendations(self) -> list[dict[str, Any]]:
        """The recommendations that have no page, each with the place on the page of the super-complaint."""
        return [
            {**block["value"], "id": block["id"], "address": f"{self.address}#other-{block['id']}"}
            for block in self.page.other_recommendations.raw_data
        ]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The official links; a link to a page that is deleted or not public has no address."""
        return [
            {"text": link["text"], "address": self.linked_pages.get(link.get("page") or 0) or link.get("url")}
            for link in _stored_block_values(self.page.links)
        ]

    @property
    def letters(self) -> list[dict[str, Any]]:
        """The letters of the correspondence."""
        return [
            {
                **letter,
                "text": plain_text.rich_text_to_plain_text(
                    letter.get("summary"), self.section.referenced_names
                ),
            }
            for letter in _stored_block_values(self.page.correspondence)
        ]


def _stored_block_values(stream: StreamValue) -> list[dict[str, Any]]:
    """Return the stored values of blocks: the block classes would look up files one by one."""
    return [block["value"] for block in stream.raw_data]


def read_super_complaints(section: PublishedSection) -> Iterator[SuperComplaintEntry]:
    """Yield the public super-complaints in the order of the page tree."""
    progress = state_counts.count_states_by_super_complaint(section.index_page, "")[1]
    linked_pages = _linked_page_addresses(section)
    section.referenced_names.expect(stored_links.link_targets_in_objects(section.super_complaints.values()))
    for path, page in section.super_complaints.items():
        found = progress[path]
        yield SuperComplaintEntry(page, section, found.by_state, found.recommendations, linked_pages)


def _linked_page_addresses(section: PublishedSection) -> dict[int, str]:
    """Return the addresses of the public pages that official links lead to, by key."""
    links = [link for page in section.super_complaints.values() for link in _stored_block_values(page.links)]
    keys = {link["page"] for link in links if link.get("page")}
    return {page.pk: section.page_address(page) for page in public_pages(Page.objects.filter(pk__in=keys))}
