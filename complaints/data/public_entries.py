"""What is public, as the data reads it: ``fields`` describes the fields of an entry.

Recommendations without a page stand in a list on the page of their super-complaint. In the data they are
recommendations like the others, since readers join the data of forces by all of them. Most are for others, so
that nothing is said here of their position and state.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from complaints.history import version_texts
from complaints.models import (
    Action,
    Organisation,
    ProgressUpdate,
    RecommendationResponsePage,
    RecommendationState,
    ReportResponse,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import ALL_RELATIONS, PARENT_PATH
from complaints.models.response import Answer
from complaints.register import state_counts
from complaints.vocabulary import DIFFERENT_POSITIONS, ItemKind, State
from pages.core import stored_content
from pages.core.page_visibility import public_pages
from pages.core.partial_dates import PartialDate

from .fields import RECOMMENDATION_FIELDS, STATUS
from .published_section import PublishedSection


def listed_identifier(page: SuperComplaintPage, block: dict[str, Any]) -> str:
    """Return the identifier: that of the catalogue, or else one of this site."""
    return f"{page.identifier}/{block['value'].get('identifier') or block['id']}"


def listed_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of the recommendations without a page, in the order of the pages that list them."""
    for page in section.super_complaints.values():
        address = section.page_address(page)
        for block in page.other_recommendations.raw_data:
            value = {name: found or None for name, found in block["value"].items()}
            yield {
                **{field.name: field.empty_value for field in RECOMMENDATION_FIELDS.fields},
                "id": listed_identifier(page, block),
                "status": "published",
                "status_label": dict(STATUS.labels)["published"],
                "url": f"{address}#other-{block['id']}",
                "publisher": section.publisher,
                "super_complaint": page.identifier,
                "super_complaint_title": page.title,
                "super_complaint_url": address,
                "kind": value["kind"],
                "kind_label": ItemKind(str(value["kind"])).label,
                "number": value.get("number"),
                "title": value["title"],
                "summary": value["summary"],
                "addressees_printed": value.get("addressees"),
                "deadline_printed": value.get("deadline"),
            }


RECOMMENDATIONS_PER_BATCH = 200
"""Recommendations that are read together; each batch takes the same number of queries."""


@dataclass
class ResponseEntry:
    """One response of a respondent, given alone or with others."""

    response: Answer
    respondent: Organisation | None
    section: PublishedSection

    @property
    def jointly_with(self) -> list[Organisation]:
        """The others who gave the same response."""
        return [each for each in self.response.respondents.all() if each != self.respondent]

    @property
    def covers(self) -> str:
        """What it answers, if it is one response to several recommendations."""
        return self.response.covered_words if isinstance(self.response, ReportResponse) else ""

    @property
    def text(self) -> str:
        return self.section.plain_stream(self.response.narrative)


@dataclass
class RespondentEntry:
    """One respondent with its state and its responses."""

    organisation: Organisation
    row: RecommendationState
    responses: list[ResponseEntry]

    @property
    def kind(self) -> str | None:
        return self.organisation.kind if self.organisation.live else None


@dataclass
class PageEntry[PublicPage: (RecommendationResponsePage, SuperComplaintPage)]:
    """A public page, from which the fields read their values."""

    page: PublicPage
    section: PublishedSection
    status = "published"
    withdrawn_on = withdrawn_because = None

    @property
    def identifier(self) -> str:
        return self.page.identifier

    @property
    def url(self) -> str:
        return self.section.page_address(self.page)


@dataclass
class RecommendationEntry(PageEntry[RecommendationResponsePage]):
    """A public recommendation, which knows its super-complaint."""

    @property
    def position(self) -> str:
        """The position that all respondents share, and not only those of them who have answered."""
        shared = self.page.overall_state.position if self.page.overall_state else ""
        some_are_silent = any(row.respondent_id and not row.position for row in self.page.state_rows)
        return DIFFERENT_POSITIONS if shared and some_are_silent else shared

    @property
    def respondents(self) -> list[RespondentEntry]:
        return [
            RespondentEntry(row.respondent, row, self._responses_of(row.respondent))
            for row in self.page.state_rows
            if row.respondent
        ]

    def _responses_of(self, respondent: Organisation) -> list[ResponseEntry]:
        """Return what ``respondent`` answered, or who was there before."""
        return [
            ResponseEntry(each, respondent, self.section)
            for each in self.page.all_responses
            if any(respondent in (whose, whose.latest_successor) for whose in each.respondents.all())
        ]

    def lead(self, name: str) -> str:
        """Return the post that leads the work, or else the whole plan."""
        return getattr(self.page, name) or getattr(self.page.super_complaint, name)

    def children(self, name: str) -> list["ChildEntry"]:
        return [ChildEntry(each, self.section) for each in getattr(self.page, name).all()]


@dataclass
class ChildEntry:
    """An action or a progress update."""

    child: Action | ProgressUpdate
    section: PublishedSection

    def plain(self, name: str) -> str:
        html = getattr(self.child, name)
        return version_texts.rich_text_to_plain_text(html, self.section.referenced_names) if html else ""

    @property
    def evidence(self) -> str:
        return self.section.plain_stream(self.child.evidence)

    @property
    def evidence_documents(self) -> list[dict[str, str]]:
        """The files of the evidence; one that is not public has no address."""
        names = self.section.referenced_names
        files = [each["value"] for each in self.child.evidence.raw_data if each["type"] == "document"]
        return [
            {
                "title": file.get("title") or names.name_of("document", file["document"]),
                "url": self.section.absolute(names.document_address(file["document"])),
            }
            for file in files
        ]

    @property
    def due_date(self) -> PartialDate | None:
        current = self.child.current_due_date if isinstance(self.child, Action) else None
        return current.due if current else None


def read_recommendations(
    section: PublishedSection, keys: Collection[int] | None = None
) -> Iterator[RecommendationEntry]:
    """Yield the public recommendations, or those with ``keys``, by super-complaint and number."""
    chosen = section.recommendations() if keys is None else section.recommendations().filter(pk__in=keys)
    ordered = chosen.annotate(place=PARENT_PATH)
    found = (
        ordered.prefetch_related(*ALL_RELATIONS)
        .select_related("page_review")
        .order_by("place", "sort_key", "path")
        .iterator(chunk_size=RECOMMENDATIONS_PER_BATCH)
    )
    _expect_links_of_super_complaints(section)
    for pages in batched(found, RECOMMENDATIONS_PER_BATCH, strict=False):
        section.referenced_names.expect(
            stored_content.link_targets_in_objects(part for page in pages for part in page.child_objects)
        )
        for page in pages:
            parent = section.super_complaints.get(page.path[: -page.steplen])
            # A page that was hidden or deleted since it was read has no overall state.
            if parent and page.overall_state:
                page.super_complaint = parent
                yield RecommendationEntry(page, section)


def _expect_links_of_super_complaints(section: PublishedSection) -> None:
    pages = list(section.super_complaints.values())
    children = [child for page in pages for child in page.child_objects]
    section.referenced_names.expect(stored_content.link_targets_in_objects([*pages, *children]))


@dataclass
class SuperComplaintEntry(PageEntry[SuperComplaintPage]):
    """A public super-complaint, with the progress of its recommendations."""

    states: Counter[State]
    recommendations: int
    linked_pages: dict[int, str]

    @property
    def responses(self) -> list[ResponseEntry]:
        return [ResponseEntry(each, None, self.section) for each in self.page.responses.all()]

    @property
    def recommendations_described(self) -> int:
        return self.recommendations + self.page.recommendations_without_page

    @property
    def other_recommendations(self) -> list[dict[str, Any]]:
        """The recommendations that have no page, each with the place on the page of the super-complaint."""
        return [
            {
                **block["value"],
                "id": listed_identifier(self.page, block),
                "url": f"{self.url}#other-{block['id']}",
            }
            for block in self.page.other_recommendations.raw_data
        ]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The official links; a link to a page that is deleted or not public has no address."""
        return [
            {"text": link["text"], "url": self.linked_pages.get(link.get("page") or 0) or link.get("url")}
            for link in _stored_block_values(self.page.links)
        ]

    @property
    def correspondence(self) -> list[dict[str, Any]]:
        return [
            {
                **letter,
                "summary": version_texts.rich_text_to_plain_text(
                    letter.get("summary"), self.section.referenced_names
                ),
            }
            for letter in _stored_block_values(self.page.correspondence)
        ]


def _stored_block_values(stream: StreamValue) -> list[dict[str, Any]]:
    """Return the stored values of blocks: the block classes would look up files one by one."""
    return [block["value"] for block in stream.raw_data]


def read_super_complaints(section: PublishedSection) -> Iterator[SuperComplaintEntry]:
    progress = state_counts.count_states_by_super_complaint(section.index_page, "")[1]
    linked_pages = _linked_page_addresses(section)
    _expect_links_of_super_complaints(section)
    for path, page in section.super_complaints.items():
        found = progress[path]
        yield SuperComplaintEntry(page, section, found.by_state, found.recommendations, linked_pages)


def _linked_page_addresses(section: PublishedSection) -> dict[int, str]:
    links = [link for page in section.super_complaints.values() for link in _stored_block_values(page.links)]
    keys = {link["page"] for link in links if link.get("page")}
    return {page.pk: section.page_address(page) for page in public_pages(Page.objects.filter(pk__in=keys))}
