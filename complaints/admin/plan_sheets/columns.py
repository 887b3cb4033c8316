"""The columns of a plan sheet, each declared once, and the key by which a row is known again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from complaints.models import RecommendationResponsePage
from complaints.status.recorded_facts import Content, children
from complaints.vocabulary import ActionStatus, Position, Theme

from .cells import (
    ChoiceCell,
    DateCell,
    DueDateCell,
    Names,
    NarrativeCell,
    NumberCell,
    OrganisationsCell,
    RichTextCell,
    TextCell,
)


class Part(StrEnum):
    """What a row has one of each; the name of the field that has them."""

    RECOMMENDATION = ""
    RESPONSE = "responses"
    ACTION = "actions"
    UPDATE = "progress_updates"

    @property
    def model(self) -> Any:
        if self == Part.RECOMMENDATION:
            return RecommendationResponsePage
        return RecommendationResponsePage._meta.get_field(self.value).related_model


CHILD_PARTS = [Part.RESPONSE, Part.ACTION, Part.UPDATE]


@dataclass(frozen=True)
class Column:
    """One column."""

    heading: str
    part: Part
    cell: TextCell
    width: int = 20

    @property
    def choices(self) -> list[str]:
        """The labels that a cell can have; none if it can have any text."""
        if isinstance(self.cell, ChoiceCell):
            return list(self.cell.labels.values())
        return []


KEY = "Key (do not change)"
"""The heading of the first column."""
NUMBER = Column("Number", Part.RECOMMENDATION, NumberCell("number"), 22)
COLUMNS = (
    NUMBER,
    Column("Short title", Part.RECOMMENDATION, TextCell("title"), 34),
    Column("What it asks", Part.RECOMMENDATION, TextCell("summary"), 40),
    Column("Theme", Part.RECOMMENDATION, ChoiceCell("theme", Theme)),
    Column("Who is asked", Part.RECOMMENDATION, OrganisationsCell("addressees"), 26),
    Column("Deadline", Part.RECOMMENDATION, DateCell("deadline")),
    Column(
        "Deadline in the report’s words",
        Part.RECOMMENDATION,
        TextCell("deadline_printed"),
    ),
    Column("Lead", Part.RECOMMENDATION, TextCell("executive_lead")),
    Column("Who responds", Part.RESPONSE, OrganisationsCell("respondents"), 26),
    Column("Position", Part.RESPONSE, ChoiceCell("position", Position)),
    Column("Reason for the position", Part.RESPONSE, TextCell("reason"), 34),
    Column("Response", Part.RESPONSE, NarrativeCell("narrative"), 50),
    Column("Date of the response", Part.RESPONSE, DateCell("date")),
    Column("Address of the original response", Part.RESPONSE, TextCell("source_link")),
    Column("Action", Part.ACTION, TextCell("title"), 34),
    Column("Who acts", Part.ACTION, OrganisationsCell("respondents"), 26),
    Column("Responsible posts", Part.ACTION, TextCell("owning_post"), 26),
    Column("Status of the action", Part.ACTION, ChoiceCell("status", ActionStatus)),
    Column("Due date", Part.ACTION, DueDateCell("due_dates")),
    Column("Date completed", Part.ACTION, DateCell("completed")),
    Column("Update", Part.UPDATE, RichTextCell("text"), 50),
    Column("Date of the update", Part.UPDATE, DateCell("as_at")),
)
HEADINGS = [KEY, *(column.heading for column in COLUMNS)]


@dataclass(frozen=True)
class RowKey:
    """What the first column holds: ``P12-R1-V345``.

    No spreadsheet takes it for a number or a date.
    """

    page: int
    place: int
    """The place of the row among those of its recommendation, from 0."""
    version: int
    """The revision that the row was written from; 0 if there was none."""

    def __str__(self) -> str:
        return f"P{self.page}-R{self.place + 1}-V{self.version}"

    @classmethod
    def parse(cls, text: str) -> "RowKey | None":
        """Return the key that ``text`` is; ``None`` if it is none."""
        found = re.fullmatch(r"P(\d{1,18})-R([1-9]\d{0,3})-V(\d{1,18})", text, re.ASCII)
        if not found:
            return None
        page, place, version = map(int, found.groups())
        return cls(page, place - 1, version)


def part_at(content: Content, part: Part, place: int) -> Content | None:
    """Return the recommendation in its first row, or the response, action or update at ``place``."""
    parts = [content] if part == Part.RECOMMENDATION else children(content, part)
    return parts[place] if place < len(parts) else None


def texts_at(content: Content, place: int, names: Names) -> dict[Column, str]:
    """Return the cells of the row at ``place`` of the recommendation with this ``content``."""
    texts = {}
    for column in COLUMNS:
        part = part_at(content, column.part, place)
        texts[column] = column.cell.text_of(part, names) if part else ""
    texts[NUMBER] = NUMBER.cell.text_of(content, names)
    return texts


def rows_of(content: Content, names: Names) -> Iterable[dict[Column, str]]:
    """Yield the rows of a recommendation: each has one response, action and update, as far as there are."""
    counts = [len(children(content, part)) for part in CHILD_PARTS]
    for place in range(max(1, *counts)):
        yield texts_at(content, place, names)
