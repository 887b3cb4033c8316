"""Finds the recommendation, the action and the cell that a row of a sheet is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.admin.update_round.rows import RoundRow, draft_title
from complaints.importing.numbers import read_numbers
from complaints.status.recorded_facts import Content, children

from .columns import (
    FILLED_IN,
    OF_THE_RECOMMENDATION,
    SheetColumn,
    is_as_written,
    is_same,
    value_of,
)
from .plan import evidence_of, plain_text, reason_of_due_date
from .reading import FilledRow

Texts = dict[SheetColumn, str]


@dataclass
class MatchedCell:
    """What a row of a sheet is about."""

    filled: FilledRow
    row: RoundRow
    place: int
    """The place of the action; one beyond the last for a new one."""
    before: Texts | None
    """What the row had when it was written; ``None`` if that is not known."""
    is_stale: bool = False
    """Whether the recommendation was changed on this site since."""

    @property
    def action(self) -> Content | None:
        """The action; ``None`` for a new one."""
        return action_at(self.row.content, self.place)

    def is_unchanged(self, column: SheetColumn) -> bool:
        """Return True if the sheet has what it had when it was written."""
        return self.before is not None and is_as_written(
            self.filled.texts[column], self.before[column]
        )

    def cell_name(self, column: SheetColumn) -> str:
        """Return the name of the cell in the round, without the prefix of its row; empty if it has none."""
        if column in OF_THE_RECOMMENDATION:
            return FILLED_IN[column]
        if column != SheetColumn.ACTION:
            return f"action-{self.place}-{FILLED_IN[column]}"
        if self.action and self.action["title"]:
            return ""
        return f"action-{self.place}-title"

    def is_there_already(self, column: SheetColumn) -> bool:
        """Return True if what is only ever added is on this site, as after an earlier upload."""
        if column in OF_THE_RECOMMENDATION:
            return self.is_public_update(
                value_of(SheetColumn.UPDATE, self.filled.texts[SheetColumn.UPDATE])
            )
        value = value_of(column, self.filled.texts[column])
        if column == SheetColumn.REASON:
            return not value or bool(
                self.action and is_same(reason_of_due_date(self.action), value)
            )
        if column == SheetColumn.MORE_EVIDENCE:
            return not value or bool(
                self.action and is_part_of(evidence_of(self.action), value)
            )
        return False

    def is_public_update(self, text: str) -> bool:
        """Return True if an update before the new one has this text."""
        return any(
            update != self.row.new_update and is_same(plain_text(update.text), text)
            for update in self.row.updates
        )


def is_part_of(text: str, part: str) -> bool:
    """Return True if ``text`` has ``part`` in it, however its lines are broken."""
    return " ".join(part.split()) in " ".join(text.split())


def action_at(content: Content, place: int) -> Content | None:
    actions = children(content, "actions")
    return actions[place] if place < len(actions) else None


def find_action(
    row: RoundRow, before: Content | None, place: int, title: str
) -> int | None:
    """Return the place today of the action that was ``before`` at ``place``; ``None`` if there is none.

    Without ``before``, return the place of the one with ``title``.
    """
    actions = children(row.content, "actions")
    if not before:
        return find_title(actions, place, title)
    alike = []
    for number, action in enumerate(actions):
        if before["pk"] and action["pk"] == before["pk"]:
            return number
        # The content of a draft need not know the keys that its actions got.
        if words_of(action) == words_of(before):
            alike.append(number)
    if place in alike:
        return place
    return alike[0] if alike else None


def find_title(actions: list[Content], place: int, title: str) -> int | None:
    """Return the place of the action with ``title``; for an empty one, ``place`` if it has none either."""
    for number, action in enumerate(actions):
        if title and is_same(action["title"], title):
            return number
        if not title and not action["title"] and number == place:
            return number
    return None


def words_of(action: Content) -> tuple[str, str]:
    return action["title"], plain_text(action["description"])


def find_recommendation(rows: Iterable[RoundRow], wanted: str) -> RoundRow | None:
    """Return the recommendation with the number or title ``wanted``."""
    numbers = read_numbers(wanted)
    for row in rows:
        is_named = wanted in {row.name, draft_title(row.page)}
        if wanted and (is_named or numbers == [row.name]):
            return row
    return None
