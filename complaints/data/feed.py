"""The Atom feed of what was published, of the whole section or of one super-complaint."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from complaints.history.publications import (
    HistoryEntry,
    followed_versions,
    leading_versions,
    list_entries,
    name_of_version,
)
from complaints.models import SuperComplaintPage
from complaints.models.next_update import open_promises
from pages.core.addresses import address_with_parameters
from pages.core.text import INVALID_XML_CHARACTERS
from pages.moderation.models import PublishedVersion

from . import field_descriptions
from .published_section import PublishedSection

ATOM = "application/atom+xml"
ENTRIES_PER_PAGE = 50
TIME_OF_EMPTY_FEED = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom needs a time even if nothing was published yet."""


class PublicationFeed(Atom1Feed):
    """Django’s feed with full text as content, paging and the licence."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "text"})

    def latest_post_date(self) -> datetime:
        """Return the time of the last entry, or of the section's publication if there is no entry."""
        if self.items:
            return super().latest_post_date()
        return self.feed["without_entries"]


def write_feed(
    section: PublishedSection,
    number: str,
    super_complaint: SuperComplaintPage | None = None,
) -> str:
    """Return page ``number`` of the feed, or the first page if there is no such page.

    Without a ``super_complaint`` it is the feed of the whole section.
    """
    followed = super_complaint or section.index_page
    title = f"Super-complaints: what {section.publisher} published"
    address = section.absolute_address("updates")
    next_update = None
    if super_complaint:
        promise = open_promises([super_complaint]).get(super_complaint.pk)
        next_update = promise.in_words if promise else None
        title = f"{super_complaint.title}: what {section.publisher} published"
        address = section.absolute(
            reverse("updates_of_super_complaint", args=[super_complaint.slug])
        )
    versions = followed_versions(followed)
    page, listed, has_next = _read_page(leading_versions(versions), number)
    feed = PublicationFeed(
        title=_remove_invalid_characters(title),
        link=section.page_address(followed),
        description=None,
        subtitle=next_update,
        language="en-GB",
        author_name=_remove_invalid_characters(section.publisher),
        feed_url=address_with_parameters(address, page=page),
        feed_guid=f"urn:uuid:{followed.translation_key}",
        feed_copyright=_remove_invalid_characters(
            field_descriptions.attribution(section.publisher)
        ),
        links={
            **_paging_links(address, page, has_next),
            "license": field_descriptions.LICENCE_ADDRESS,
        },
        without_entries=followed.last_published_at or TIME_OF_EMPTY_FEED,
    )
    names_by_set = _names_by_set(versions, listed)
    for entry in list_entries(listed):
        names = names_by_set[entry.version.publication_set_id]
        feed.add_item(**_entry_fields(entry, section, names))
    return feed.writeString("utf-8")


def _names_by_set(
    versions: QuerySet[PublishedVersion], listed: list[PublishedVersion]
) -> dict[int | None, list[str]]:
    """Return what was published together, by the key of the set, for the sets of what is ``listed``."""
    sets = [
        version.publication_set_id for version in listed if version.publication_set_id
    ]
    names = defaultdict(list)
    for version in versions.filter(publication_set__in=sets).order_by("pk"):
        names[version.publication_set_id].append(name_of_version(version))
    return names


def _entry_fields(
    entry: HistoryEntry, section: PublishedSection, names: list[str]
) -> dict[str, Any]:
    """Return the entry for ``entry``: its change note, and the ``names`` of what is in its set."""
    version = entry.version
    address = section.page_address(entry.page)
    content = [version.change_note]
    if names:
        content.append("\n".join(f"- {name}" for name in names))
    return {
        "title": _remove_invalid_characters(version.set_title or entry.full_name),
        "link": f"{address}history/{version.number}/",
        "description": None,
        "unique_id": f"urn:uuid:{version.uuid}",
        "pubdate": version.published_at,
        "updateddate": version.published_at,
        "content": _remove_invalid_characters("\n\n".join(filter(None, content))),
    }


def _remove_invalid_characters(text: str) -> str:
    return INVALID_XML_CHARACTERS.sub("", text)


def _read_page(
    entries: QuerySet[PublishedVersion], number: str
) -> tuple[int, list[PublishedVersion], bool]:
    """Return the number of the page, or else the first, its entries, and whether one comes next."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 9
    page = max(int(number), 1) if is_number else 1
    first = ENTRIES_PER_PAGE * (page - 1)
    listed = list(entries[first : first + ENTRIES_PER_PAGE + 1])
    if page > 1 and not listed:
        return _read_page(entries, "1")
    return page, listed[:ENTRIES_PER_PAGE], len(listed) > ENTRIES_PER_PAGE


def _paging_links(address: str, page: int, has_next: bool) -> dict[str, str]:
    numbers = {"first": 1}
    if page > 1:
        numbers["previous"] = page - 1
    if has_next:
        numbers["next"] = page + 1
    return {
        relation: address_with_parameters(address, page=at)
        for relation, at in numbers.items()
    }
