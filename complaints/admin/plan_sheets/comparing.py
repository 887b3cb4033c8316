"""Compares sheets that were filled in with the site, and fills in the rows of the update round that differ.

Each row of a sheet names the version that it was written from. So a cell has three
values: what it was in the download, what the sheet says now, and what is on this site
now. Only what was changed in the sheet counts. If the site has changed the same cell
since, if a cell was emptied, or if two sheets differ, the row asks.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Revision

from complaints.admin.update_round.forms import RowForms
from complaints.admin.update_round.questions import FROM_SHEET, ask_about
from complaints.admin.update_round.rows import RoundRow
from complaints.status.recorded_facts import Content
from pages.core.grouping import index_by

from .columns import (
    FILLED_IN,
    OF_THE_RECOMMENDATION,
    RowKey,
    SheetColumn,
    digest_of_owner,
    is_same,
    value_of,
)
from .matching import MatchedCell, action_at, find_action, find_recommendation
from .plan import list_plan_rows, names_of_organisations, texts_of
from .reading import FilledRow, FilledSheet

FILLED_IN_ROWS = [SheetColumn.ACTION, *FILLED_IN]
FOR_READING = [
    column for column in SheetColumn if column not in {SheetColumn.KEY, *FILLED_IN}
]


@dataclass
class CellChange:
    """What sheets say of one cell."""

    values: list[str] = field(default_factory=list)
    is_doubtful: bool = False
    """Whether a person has to say what counts."""


@dataclass
class RowChange:
    """What sheets say of one recommendation."""

    row: RoundRow
    cells: dict[str, CellChange] = field(default_factory=dict)
    """By the names of the cells, as the form sends them, without the prefix of the row."""
    new_actions: list[str] = field(default_factory=list)
    """What tells the new actions apart: their titles, or the rows that have them."""
    sources: list[str] = field(default_factory=list)
    """The names of the files."""
    is_stale: bool = False

    def place_of_new_action(self, name: str) -> int:
        """Return the place of the new action ``name``, below those that are there."""
        if name not in self.new_actions:
            self.new_actions.append(name)
        return len(self.row.actions) + self.new_actions.index(name)


class SheetComparison:
    """What is different in sheets; ``entries`` are the rows of the round with it."""

    def __init__(
        self, rows: Sequence[RoundRow], our_force: Any, sheets: Sequence[FilledSheet]
    ) -> None:
        self.rows = index_by(rows, "page.pk")
        self.our_force = our_force
        self.names = names_of_organisations()
        self.changes: dict[int, RowChange] = {}
        self.owners: set[str] = set()
        """The digests of the owners whose sheets these are; an empty one stands for all."""
        self.present: set[tuple[int, int]] = set()
        """The page and place of each action that a sheet has."""
        self.problems: list[str] = []
        """Why nothing of it can be taken."""
        self.notices: list[str] = []
        for sheet in sheets:
            self.problems += sheet.problems
            self.notices += sheet.notices
        self.contents = self.contents_of_versions(sheets)
        for sheet in sheets:
            self.read_sheet(sheet)
        self.entries = self.fill_in()
        self.note_missing_rows()

    def contents_of_versions(
        self, sheets: Sequence[FilledSheet]
    ) -> dict[tuple[int, int], Content]:
        """Return the content that the rows were written from, by page and version."""
        versions = set()
        for sheet in sheets:
            for filled in sheet.rows:
                if key := RowKey.parse(filled.texts[SheetColumn.KEY]):
                    versions.add(key.version)
        found = {}
        for revision in Revision.page_revisions.filter(pk__in=versions):
            found[int(revision.object_id), revision.pk] = revision.content
        for row in self.rows.values():
            found[row.page.pk, row.page.latest_revision_id or 0] = row.content
        return found

    # Which action a row is about

    def read_sheet(self, sheet: FilledSheet) -> None:
        seen: dict[tuple[int, int], FilledRow] = {}
        for filled in sheet.rows:
            text = filled.texts[SheetColumn.KEY]
            key = RowKey.parse(text)
            if not text:
                self.read_added_row(filled)
            elif not key:
                self.refuse(
                    filled,
                    f"the key “{text}” was changed. Put it back, or delete the row.",
                )
            elif key.page not in self.rows:
                self.refuse(
                    filled,
                    "this recommendation does not belong to this super-complaint. Choose the right "
                    "super-complaint, or delete the row.",
                )
            elif (key.page, key.place) in seen:
                other = seen[key.page, key.place].number
                self.refuse(
                    filled,
                    f"row {other} has the same key. Delete one of them. For a new action, delete its key.",
                )
            else:
                seen[key.page, key.place] = filled
                self.read_row(filled, key, self.rows[key.page])

    def refuse(self, filled: FilledRow, why: str) -> None:
        self.problems.append(f"{filled.place}: {why}")

    def read_row(self, filled: FilledRow, key: RowKey, row: RoundRow) -> None:
        self.owners.add(key.owner)
        content = self.contents.get((key.page, key.version))
        action = action_at(content, key.place) if content else None
        before = None
        if content:
            before = texts_of(
                dataclasses.replace(row, content=content), action, self.names
            )
        place = find_action(row, action, key.place, filled.texts[SheetColumn.ACTION])
        is_new = place is None
        if place is None:
            place = len(row.actions)
        subject = MatchedCell(filled, row, place, before)
        subject.is_stale = key.version != (row.page.latest_revision_id or 0)
        self.present.add((key.page, key.place if is_new else subject.place))
        if action and is_new:
            self.note_lost_action(subject)
        elif is_new:
            self.read_new_action(subject)
        else:
            self.read_cells(subject)

    def note_lost_action(self, subject: MatchedCell) -> None:
        """Say that the action is no longer there.

        It matters if the sheet says something new of it.
        """
        lost = "this action is no longer on this site, or it was renamed."
        changed = [
            f"“{column}”" for column in FILLED_IN if not subject.is_unchanged(column)
        ]
        if changed:
            what = ", ".join(changed)
            self.refuse(
                subject.filled,
                f"{lost} The row changes {what}. Delete the row, or put the action back.",
            )
        else:
            self.notices.append(f"{subject.filled.place}: {lost}")

    def read_added_row(self, filled: FilledRow) -> None:
        """Read a row without a key, which is a new action of the recommendation that it names."""
        title, organisation = (
            filled.texts[SheetColumn.ACTION],
            filled.texts[SheetColumn.ORGANISATION],
        )
        wanted = (
            filled.texts[SheetColumn.NUMBER] or filled.texts[SheetColumn.RECOMMENDATION]
        )
        row = find_recommendation(self.rows.values(), wanted)
        if not row:
            named = f"“{wanted}” is not a recommendation of this super-complaint"
            if not wanted:
                named = "it names no recommendation"
            self.refuse(
                filled,
                f"it has no key, and {named}. To add an action, enter the number of its recommendation. "
                "Otherwise delete the row.",
            )
        elif not title:
            self.refuse(
                filled,
                f"it has no key. To add an action, enter it under “{SheetColumn.ACTION}”.",
            )
        elif organisation not in {"", str(self.our_force or "")}:
            self.refuse(
                filled,
                f"a sheet can only add actions by our force. Add an action by “{organisation}” on the form "
                "of the page, and delete the row.",
            )
        else:
            place = find_action(row, None, len(row.actions), title)
            if place is None:
                self.read_new_action(MatchedCell(filled, row, len(row.actions), None))
            else:  # as after an earlier upload: what the row leaves blank says nothing
                self.read_cells(
                    MatchedCell(
                        filled,
                        row,
                        place,
                        dict.fromkeys(SheetColumn, ""),
                        is_stale=True,
                    )
                )

    # What it says

    def read_new_action(self, subject: MatchedCell) -> None:
        """Enter the action, if the row says anything of it, and the update of its recommendation."""
        filled = subject.filled
        before = subject.before
        if before is None:
            before = texts_of(subject.row, None, self.names)
        subject.before = dict.fromkeys(SheetColumn, "")
        for column in OF_THE_RECOMMENDATION:
            subject.before[column] = before[column]
        if any(
            filled.texts[column]
            for column in FILLED_IN_ROWS
            if column not in OF_THE_RECOMMENDATION
        ):
            name = filled.texts[SheetColumn.ACTION] or filled.place
            subject.place = self.change_of(subject.row).place_of_new_action(name)
        for column in FILLED_IN_ROWS:
            self.compare(subject, column)

    def read_cells(self, subject: MatchedCell) -> None:
        for column in FILLED_IN_ROWS:
            self.compare(subject, column)
        for column in FOR_READING:
            text = subject.filled.texts[column]
            if (
                subject.before
                and subject.before[column]
                and not subject.is_unchanged(column)
            ):
                self.notices.append(
                    f"{subject.filled.place}: “{column}” cannot be changed in a sheet. “{text[:100]}” was "
                    "ignored."
                )

    def compare(self, subject: MatchedCell, column: SheetColumn) -> None:
        """Note what a cell changes, if anything."""
        name = subject.cell_name(column)
        if not name or subject.is_unchanged(column) or subject.is_there_already(column):
            return
        change = self.change_of(subject.row)
        cell = change.cells.setdefault(name, CellChange())
        value = value_of(column, subject.filled.texts[column])
        if value not in cell.values:
            cell.values.append(value)
        if self.has_moved_on(subject, column):
            cell.is_doubtful = True
        change.is_stale = change.is_stale or subject.is_stale
        if subject.filled.source not in change.sources:
            change.sources.append(subject.filled.source)

    def has_moved_on(self, subject: MatchedCell, column: SheetColumn) -> bool:
        """Return True if this site has something else than the sheet was written from, as far as known."""
        if subject.before is None:
            return True
        if not subject.is_stale:
            return False
        now = texts_of(subject.row, subject.action, self.names)
        return not is_same(now[column], subject.before[column])

    def change_of(self, row: RoundRow) -> RowChange:
        return self.changes.setdefault(row.page.pk, RowChange(row))

    # The rows of the round

    def fill_in(self) -> list[RowForms]:
        """Return the rows that the sheets change, filled in."""
        entries = []
        for key, row in self.rows.items():
            if key not in self.changes:
                continue
            entry = self.fill_in_row(self.changes[key])
            if not entry.is_touched:
                continue
            entries.append(entry)
            if row.obstacle:
                self.problems.append(
                    f"{row.name} cannot be changed now: {row.obstacle}. Upload the sheet again when it can, "
                    "or delete its rows from the sheet."
                )
            elif self.changes[key].is_stale:
                self.notices.append(
                    f"{row.name} was changed on this site after the download, last by {row.changed_by}."
                )
        return entries

    def fill_in_row(self, change: RowChange) -> RowForms:
        entry = RowForms(change.row, self.our_force)
        entry.fill(change.row, None, new_actions=max(1, len(change.new_actions)))
        data = entry.current_data()
        data[FROM_SHEET] = "1"
        data[f"{entry.prefix}-source"] = ", ".join(change.sources)
        for cell_name, cell in change.cells.items():
            name = f"{entry.prefix}-{cell_name}"
            here = data.get(name, "")
            values = [value for value in cell.values if not is_same(value, here)]
            if len(values) == 1 and values[0] and not cell.is_doubtful:
                data[name] = values[0]
            elif values:
                ask_about(data, name, values + both_texts(name, here, values))
        entry.fill(change.row, data)
        return entry

    def note_missing_rows(self) -> None:
        """Say which actions no sheet has: of all, or of the owners whose sheets these are."""
        for plan_row in list_plan_rows(self.rows.values(), self.names):
            is_theirs = self.owners.intersection(map(digest_of_owner, plan_row.owners))
            is_wanted = "" in self.owners or is_theirs
            if (
                is_wanted
                and (plan_row.key.page, plan_row.key.place) not in self.present
            ):
                self.notices.append(
                    f"{plan_row.name} has no row in the sheet. It stays as it is."
                )


def both_texts(name: str, here: str, values: list[str]) -> list[str]:
    """Return the texts of an update one below the other, if several people have written one."""
    texts = list(filter(None, [here, *values]))
    if name.endswith("-text") and len(texts) > 1:
        return ["\n".join(texts)]
    return []
