"""The recommendations as data: what each field means, and where it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import batched
from typing import Any

from django.db.models.functions import Left

from complaints.history import plain_text
from complaints.models import RecommendationResponsePage, RecommendationState
from complaints.models.response import Response
from complaints.register.listing import parent_path_length
from complaints.vocabulary import NOT_IN_SOURCE
from pages.content.templatetags.rendering import NOT_NAMED
from pages.core import stored_links

from .section import Section

AT_ONCE = 1000
"""Recommendations that are read together: each thousand takes as many queries as the first."""


@dataclass
class Answer:
    """What one respondent answered, alone or with others."""

    response: Response
    respondent: Any
    section: Section

    @property
    def jointly_with(self) -> list[str]:
        """Who else gave the same answer."""
        return [name_of(each) for each in self.response.respondents.all() if each != self.respondent]

    @property
    def text(self) -> str:
        """The answer in full."""
        narrative = self.response.narrative
        return plain_text.of_stream(narrative.stream_block, list(narrative.raw_data), self.section.names)


@dataclass
class Respondent:
    """One respondent, with where it stands and what it answered."""

    organisation: Any
    row: RecommendationState
    answers: list[Answer]

    @property
    def name(self) -> str:
        """The name, if it is public."""
        return name_of(self.organisation)

    @property
    def kind(self) -> str | None:
        """The part that it plays."""
        return self.organisation.kind if self.organisation.live else None


@dataclass
class Item:
    """A public recommendation as the fields read it."""

    page: RecommendationResponsePage
    section: Section
    status = "published"
    withdrawn_on = withdrawn_because = None

    @cached_property
    def parent(self):
        """The super-complaint, which is public too."""
        return self.section.super_complaints[self.page.path[: -self.page.steplen]]

    @property
    def identifier(self) -> str:
        """What it is called in the data."""
        return self.page.identifier

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return self.section.address_of(self.page)

    @property
    def parent_address(self) -> str:
        """Where the super-complaint stands on the site."""
        return self.section.address_of(self.parent)

    @property
    def addressees(self) -> list[str]:
        """The names of those whom it is addressed to."""
        return [name_of(each) for each in self.page.addressees.all()]

    @property
    def addressees_printed(self) -> str:
        """The report’s own words; the site writes into the field that there are none."""
        printed = self.page.addressees_printed
        return "" if printed == NOT_IN_SOURCE else printed

    @cached_property
    def whole(self) -> RecommendationState:
        """Where it stands as a whole."""
        return next(row for row in self.page.states.all() if not row.respondent_id)

    @property
    def respondents(self) -> list[Respondent]:
        """Each respondent, in the order of their names."""
        return [
            Respondent(row.respondent, row, self._answers_of(row.respondent))
            for row in self.page.state_rows
            if row.respondent
        ]

    def _answers_of(self, respondent: Any) -> list[Answer]:
        given = [each for each in self.page.responses.all() if respondent in each.respondents.all()]
        return [Answer(each, respondent, self.section) for each in given]

    def parts(self, name: str) -> list["Part"]:
        """Return the actions or the progress updates."""
        return [Part(each, self.section) for each in getattr(self.page, name).all()]


@dataclass
class Part:
    """An action or a progress update."""

    of: Any
    section: Section

    def plain(self, name: str) -> str:
        """Return its rich text ``name`` as plain text."""
        html = getattr(self.of, name)
        return plain_text.of_rich_text(html, self.section.names) if html else ""

    @property
    def due(self) -> Any:
        """The date by which an action is due now."""
        current = self.of.current_due
        return current.due if current else None


def name_of(organisation: Any) -> str:
    """Return the name of ``organisation`` as the pages show it."""
    return organisation.name if organisation.live else NOT_NAMED


def items(section: Section) -> Iterator[Item]:
    """Yield the public recommendations, super-complaint by super-complaint, in the order of their numbers."""
    ordered = section.recommendations().annotate(place=Left("path", parent_path_length(section.page)))
    found = ordered.in_full().order_by("place", "sort_key", "path").iterator(chunk_size=AT_ONCE)
    for pages in batched(found, AT_ONCE, strict=False):
        section.names.expect(
            stored_links.link_targets_in_objects(part for page in pages for part in page.parts)
        )
        for page in pages:
            parent = section.super_complaints.get(page.path[: -page.steplen])
            # Nothing stands as a whole of what was hidden or deleted since it was read.
            if parent and any(not row.respondent_id for row in page.states.all()):
                page.super_complaint = parent
                yield Item(page, section)
