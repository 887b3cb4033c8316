"""What the round shows of a draft, read from the stored content of its revision.

Reading the content makes no objects, which would cost queries for each recommendation.
"""

import html
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from zlib import crc32

from pages.core.partial_dates import PartialDate
from pages.core.rich_text import without_editor_keys

Content = dict[str, Any]

PLAIN_PARAGRAPHS = re.compile(r"(<p>[^<]*</p>\s*)*")


class ActionCells(NamedTuple):
    """An action, as far as the round shows it."""

    title: str
    description: str
    status: str
    completed: str
    due_dates: tuple[tuple[str, bool], ...]
    """Each date as it is stored, and whether it says that no date can be given; the original first."""

    @property
    def identity(self) -> str:
        """A short digest by which the form knows the action again, whatever its order and status become."""
        return f"{crc32(f'{self.title} {self.description}'.encode()):x}"

    @property
    def due(self) -> PartialDate | None:
        """The due date that applies now."""
        return parse_date(self.due_dates[-1][0]) if self.due_dates else None

    @property
    def has_no_date(self) -> bool:
        """Whether no date can be given."""
        return bool(self.due_dates) and self.due_dates[-1][1]


class UpdateCells(NamedTuple):
    """A progress update."""

    as_at: str
    text: str


def parse_date(stored: str | None) -> PartialDate | None:
    """Return the date that a revision stores as ``stored``."""
    return PartialDate.parse(stored) if stored else None


def in_order(children: Iterable[Content]) -> list[Content]:
    """Return child objects as editors order them."""
    return sorted(children, key=lambda child: child["sort_order"] or 0)


def action_cells(content: Content) -> ActionCells:
    """Return the cells of one action."""
    dates = tuple((each["due"] or "", each["no_date"]) for each in in_order(content["due_dates"]))
    title, description = content["title"], without_editor_keys(content["description"])
    return ActionCells(title, description, content["status"], content["completed"] or "", dates)


def actions_of(content: Content) -> list[ActionCells]:
    """Return the cells of the actions in a draft."""
    return [action_cells(each) for each in in_order(content.get("actions", []))]


def updates_of(content: Content) -> list[UpdateCells]:
    """Return the progress updates in a draft."""
    found = in_order(content.get("progress_updates", []))
    return [UpdateCells(each["as_at"] or "", without_editor_keys(each["text"])) for each in found]


def to_rich_text(text: str) -> str:
    """Return what somebody typed as rich text: each line is a paragraph."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def to_plain_text(rich_text: str) -> str | None:
    """Return rich text as somebody could have typed it; ``None`` if it is more than paragraphs."""
    if not PLAIN_PARAGRAPHS.fullmatch(rich_text):
        return None
    return "\n".join(html.unescape(each) for each in re.findall(r"<p>([^<]*)</p>", rich_text) if each.strip())
