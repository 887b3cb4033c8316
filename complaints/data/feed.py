"""The Atom feed (RFC 4287) of what was published, paged by RFC 5005."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page

from complaints.history import versions
from complaints.vocabulary import Kind
from pages.core.spreadsheets import INVALID_XML_CHARACTERS
from pages.moderation.models import PublishedVersion

from . import licence
from .changes import version_address
from .section import Section

AT_ONCE = 50
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom asks for a time where nothing was published yet."""


class Feed(Atom1Feed):
    """Django’s feed, with what it leaves out: full text as content, paging and the licence."""

    def add_root_elements(self, handler):
        """Add the links."""
        super().add_root_elements(handler)
        for relation, address in self.feed["links"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler, item):
        """Add the change note, all of it."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "text"})

    def latest_post_date(self):
        """Return the time of the last entry; without one that of the section, not that of the question."""
        return super().latest_post_date() if self.items else self.feed["without_entries"]


def written(section: Section, number: str) -> str:
    """Return page ``number`` of the feed; the first one if there is no such page."""
    entries = versions.shown(versions.of_section(section.page)).filter(minor_correction=False)
    entries = entries.exclude(uuid=None).order_by("-published_at", "-pk")
    page, listed, has_next = _page_of(entries, number)
    feed = Feed(
        title=_clean(f"Super-complaints: what {section.publisher} published"),
        link=section.address_of(section.page),
        description=None,
        language="en-GB",
        author_name=_clean(section.publisher),
        feed_url=_address(section, page),
        feed_guid=f"urn:uuid:{section.page.translation_key}",
        feed_copyright=_clean(licence.attribution(section.publisher)),
        links={**_links(section, page, has_next), "license": licence.ADDRESS},
        without_entries=section.page.last_published_at or LONG_AGO,
    )
    pages = Page.objects.in_bulk([int(version.object_id) for version in listed])
    for version in listed:
        if page_of_version := pages.get(int(version.object_id)):  # it may have been deleted meanwhile
            feed.add_item(**_entry(version, page_of_version, section))
    return feed.writeString("utf-8")


def _entry(version: PublishedVersion, page: Page, section: Section) -> dict[str, Any]:
    return {
        "title": _clean(title_of(version)),
        "link": version_address(version, page, section),
        "description": None,
        "unique_id": f"urn:uuid:{version.uuid}",
        "pubdate": version.published_at,
        "updateddate": version.published_at,
        "content": _clean(version.change_note),
    }


def title_of(version: PublishedVersion) -> str:
    """Return the title of what was published, with its number if it has one."""
    kind = dict(Kind.choices).get(version.snapshot.get("kind"), "")
    heading = f"{kind} {version.snapshot.get('number') or ''}".strip()
    return f"{heading}: {version.title}" if heading else version.title


def _clean(text: str) -> str:
    return INVALID_XML_CHARACTERS.sub("", text)


def _page_of(entries: QuerySet, number: str) -> tuple[int, list[PublishedVersion], bool]:
    """Return the number of the page asked for, its entries, and whether there is a next page.

    It is the first one if there is no such page: nobody who follows a feed reads a message. Nothing is
    counted, so that the newest entries take as long after thousands of publications as after a few.
    """
    is_number = number.isascii() and number.isdecimal() and len(number) < 9
    page = max(int(number), 1) if is_number else 1
    first = AT_ONCE * (page - 1)
    listed = list(entries[first : first + AT_ONCE + 1])
    if page > 1 and not listed:
        return _page_of(entries, "1")
    return page, listed[:AT_ONCE], len(listed) > AT_ONCE


def _address(section: Section, number: int) -> str:
    query = f"?{urlencode({'page': number})}" if number > 1 else ""
    return f"{section.fixed('updates')}{query}"


def _links(section: Section, page: int, has_next: bool) -> dict[str, str]:
    numbers = {"first": 1}
    if page > 1:
        numbers["previous"] = page - 1
    if has_next:
        numbers["next"] = page + 1
    return {relation: _address(section, number) for relation, number in numbers.items()}
