"""The super-complaints as data: what each field means, and where it is read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from complaints.history import plain_text
from complaints.models import SuperComplaintPage
from complaints.register import counts
from complaints.vocabulary import State
from pages.core import stored_links
from pages.core.page_visibility import public_pages
from pages.http_cache.keys import page_key
from pages.http_cache.response_recorder import record_shown_keys

from . import codes
from .fields import ADDRESS, DAY, KNOWN_DATE, MOMENT, NUMBER, TEXT, Field, Group, Many, at, coded
from .identity import IDENTITY
from .recommendations import name_of
from .section import Section


@dataclass
class Item:
    """A public super-complaint as the fields read it."""

    page: SuperComplaintPage
    section: Section
    states: Counter[State]
    pages: dict[int, str]
    status = "published"
    withdrawn_on = withdrawn_because = None

    @property
    def identifier(self) -> str:
        """What it is called in the data."""
        return self.page.identifier

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return self.section.address_of(self.page)

    def bodies(self, name: str) -> list[str]:
        """Return the names of the lead or supporting bodies."""
        return [name_of(each) for each in getattr(self.page, name).all()]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The official pages; one that is gone, or not public, has no address."""
        return [
            {"text": link["text"], "address": self.pages.get(link.get("page") or 0) or link.get("url")}
            for link in _stored(self.page.links)
        ]

    @property
    def letters(self) -> list[dict[str, Any]]:
        """The correspondence."""
        return [
            {**letter, "text": plain_text.of_rich_text(letter.get("summary"), self.section.names)}
            for letter in _stored(self.page.correspondence)
        ]


def _stored(stream: Any) -> list[dict[str, Any]]:
    """Return the values of blocks as they are stored: their own classes would ask for files one by one."""
    return [block["value"] for block in stream.raw_data]


def items(section: Section) -> Iterator[Item]:
    """Yield the public super-complaints in the order of the tree."""
    progress = counts.by_super_complaint(section.page, "")[1]
    pages = _pages_linked_to(section)
    section.names.expect(stored_links.link_targets_in_objects(section.super_complaints.values()))
    for path, page in section.super_complaints.items():
        yield Item(page, section, progress[path].by_state, pages)


def _pages_linked_to(section: Section) -> dict[int, str]:
    """Return the addresses of the public pages that official links lead to."""
    links = [link for page in section.super_complaints.values() for link in _stored(page.links)]
    keys = {link["page"] for link in links if link.get("page")}
    record_shown_keys(*map(page_key, keys))
    return {page.pk: section.address_of(page) for page in public_pages(Page.objects.filter(pk__in=keys))}


def _key(name: str) -> Any:
    return lambda source: source.get(name)


def _counted(state: State) -> Field:
    meaning = f"How many recommendations are in the state “{state.label}” today in London."
    return Field(f"count_{state.value}", meaning, NUMBER, lambda item: item.states[state], required=True)


LINK = Group(
    "link",
    (Field("text", "Its words.", TEXT, _key("text")), Field("url", "Its address.", ADDRESS, _key("address"))),
)
LETTER = Group(
    "letter",
    (
        Field("sender", "Who wrote it.", TEXT, _key("sender")),
        Field("recipient", "To whom.", TEXT, _key("recipient")),
        Field("sent", "When it was sent.", KNOWN_DATE, _key("sent")),
        Field("received", "When it was received.", KNOWN_DATE, _key("received")),
        Field("summary", "What it says, as plain text.", TEXT, _key("text")),
    ),
)
SUPER_COMPLAINT = Group(
    "super_complaint",
    (
        *IDENTITY,
        Field("url", "The address of its page.", ADDRESS, at("address")),
        Field("title", "What it is called on this site.", TEXT, at("page.title")),
        Field("official_title", "The title of the report.", TEXT, at("page.official_title")),
        Field("summary", "What it is about.", TEXT, at("page.summary")),
        *coded("stage", "How far it has come.", codes.STAGE, at("page.stage")),
        Field("lead_bodies", "Who raised it.", Many(TEXT), lambda item: item.bodies("lead_bodies")),
        Field("on_behalf_of", "On whose behalf.", TEXT, at("page.on_behalf_of")),
        Field(
            "supporting_bodies", "Who supports it.", Many(TEXT), lambda item: item.bodies("supporting_bodies")
        ),
        Field("submitted", "When it was submitted.", KNOWN_DATE, at("page.submitted")),
        Field("found_eligible", "When it was found eligible.", KNOWN_DATE, at("page.found_eligible")),
        Field("report_published", "When the report was published.", KNOWN_DATE, at("page.report_published")),
        Field("respond_by", "The deadline to respond.", KNOWN_DATE, at("page.respond_by")),
        Field(
            "respond_by_printed", "The same in the report’s own words.", TEXT, at("page.respond_by_printed")
        ),
        Field(
            "recommendations_made",
            "How many recommendations the report makes.",
            NUMBER,
            at("page.recommendations_made"),
        ),
        Field(
            "recommendations_shown",
            "How many of them have a page on this site.",
            NUMBER,
            lambda item: item.states.total(),
        ),
        *(_counted(state) for state in State),
        Field("links", "Official pages about it.", Many(LINK), at("links")),
        Field("correspondence", "Letters between the bodies and the force.", Many(LETTER), at("letters")),
        Field("first_published", "When this site first published it.", MOMENT, at("page.first_published_at")),
        Field("last_published", "When this site last published it.", MOMENT, at("page.last_published_at")),
        Field("last_reviewed", "When somebody last checked the page.", DAY, at("page.last_reviewed")),
    ),
)
