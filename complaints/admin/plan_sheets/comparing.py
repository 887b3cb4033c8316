"""Compares a sheet that was filled in with this site, and makes the drafts that it asks for in memory.

Each row of a download names the version that it was written from. What the sheet has
not changed since stays. A row that it has changed is refused if its page is at another
version now. Nothing is saved here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from wagtail.models import Page, Revision

from complaints.admin.update_round.rows import RoundRow, list_rows
from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintPage,
)
from complaints.models.actions import next_place
from complaints.models.respondents import our_force
from complaints.stated_none import untick_contradicted
from complaints.status.recorded_facts import Content
from pages.core.grouping import index_by
from pages.moderation.approval.publication_rules import messages_by_field

from .cells import numbered_name, tidy
from .columns import (
    CHILD_PARTS,
    COLUMNS,
    NUMBER,
    Column,
    Part,
    RowKey,
    part_at,
    rows_of,
    texts_at,
)
from .reading import FilledSheet, SheetRow
from .writing import MAX_LETTERS, names_of_organisations

NEVER_IN_A_PLAN = {field.name for field in Page._meta.fields} - {"title", "slug"}
"""Fields that no sheet sets. Checking each costs a query."""
OTHER_VERSION = (
    "{name} has changed on this site since the download, last by {person}. Download the plan again, or "
    "delete this row to take the others."
)
STAYS_RICH = (
    "This text has links, lists or other formatting on the page. Change it there, and put back the text of "
    "the download here."
)


@dataclass(frozen=True)
class CellChange:
    """One cell of the sheet that differs from this site."""

    row: SheetRow
    column: Column
    before: str
    after: str


@dataclass
class RecommendationChange:
    """What the sheet changes of one recommendation, and its draft, which is not saved yet."""

    name: str
    page: Any
    first_row: SheetRow
    is_new: bool
    cells: list[CellChange] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    """By the numbers of its rows, the places of the responses, actions and updates that they are about."""


class SheetComparison:
    """What is different in a sheet: its ``changes``, or the ``problems`` for which nothing of it is taken."""

    def __init__(
        self, parent: SuperComplaintPage, person: User, sheet: FilledSheet
    ) -> None:
        self.parent = parent
        self.person = person
        self.problems: list[str] = []
        self.changes: list[RecommendationChange] = []
        self.names = names_of_organisations()
        self.our_force = our_force()
        self.here = index_by(list_rows(parent, person), "page.pk")
        rows = sheet.filled_rows()
        self.contents = self.contents_of_versions(rows)
        seen = set[str]()
        for row in rows:
            if row.key and row.key in seen:
                self.refuse(row, "another row has the same key. Delete one of them.")
            elif row.key:
                self.read_known_row(row)
            else:
                self.read_added_row(row)
            seen.add(row.key)
        for change in self.changes:
            DraftWriter(self, change).write()

    def refuse(self, row: SheetRow, why: str, column: Column | None = None) -> None:
        self.problems.append(f"{row.place_of(column)}: {why}")

    def contents_of_versions(
        self, rows: list[SheetRow]
    ) -> dict[tuple[int, int], Content]:
        """Return the content that the rows were written from, by page and version."""
        keys = filter(None, (RowKey.parse(row.key) for row in rows))
        versions = {key.version for key in keys}
        found = {}
        for revision in Revision.page_revisions.filter(pk__in=versions):
            found[int(revision.object_id), revision.pk] = revision.content
        for row in self.here.values():
            found[row.page.pk, row.page.latest_revision_id or 0] = row.content
        return found

    # Rows of the download

    def read_known_row(self, row: SheetRow) -> None:
        """Note what a row of the download changes, if that can be taken."""
        key = RowKey.parse(row.key)
        known = self.here.get(key.page) if key else None
        if not key or not known:
            self.refuse(
                row,
                f"the key “{row.key}” is not one of this super-complaint. Put back the key of the download, "
                "or delete the row.",
            )
            return
        content = self.contents.get((key.page, key.version))
        before = dict.fromkeys(COLUMNS, "")
        if content:
            before = texts_at(content, key.place, self.names)
        cells = []
        for column in COLUMNS:
            if not is_as_written(column, row.texts[column], before[column]):
                cells.append(CellChange(row, column, before[column], row.texts[column]))
        if cells and self.can_change(known, key, cells):
            change = self.change_of(known, row)
            change.cells += cells
            change.places[row.number] = key.place

    def can_change(self, known: RoundRow, key: RowKey, cells: list[CellChange]) -> bool:
        """Return True if the cells of a row can be changed; else note why not."""
        row = cells[0].row
        if key.version != (known.page.latest_revision_id or 0):
            why = OTHER_VERSION.format(name=known.name, person=known.changed_by)
            self.refuse(row, why)
            return False
        if known.obstacle:
            self.refuse(row, f"{known.name} cannot be changed now. {known.obstacle}.")
            return False
        problems = len(self.problems)
        for cell in cells:
            part = part_at(known.content, cell.column.part, key.place)
            if part and not cell.column.cell.can_replace(part):
                self.refuse(row, STAYS_RICH, cell.column)
            elif not part and cell.column.part == Part.RECOMMENDATION:
                why = f"change this in the first row of {known.name}."
                self.refuse(row, why, cell.column)
        return len(self.problems) == problems

    def change_of(self, known: RoundRow, row: SheetRow) -> RecommendationChange:
        """Return the change of a recommendation that is here, of which ``row`` is one."""
        for change in self.changes:
            if change.page.pk == known.page.pk:
                return change
        # A list's page lacks the fields that its query deferred.
        page = RecommendationResponsePage.objects.get(pk=known.page.pk)
        draft = page.get_latest_revision_as_object()
        change = RecommendationChange(known.name, draft, row, is_new=False)
        self.changes.append(change)
        return change

    # Rows without a key

    def read_added_row(self, row: SheetRow) -> None:
        """Note what a row adds: a recommendation, or something to the one that it names."""
        cells = []
        for column in COLUMNS:
            if row.texts[column]:
                cells.append(CellChange(row, column, "", row.texts[column]))
        name = numbered_name(row.texts[NUMBER])
        for known in self.here.values():
            if name and known.name == name:
                self.add_to(known, row, cells)
                return
        for change in self.changes:
            if name and change.is_new and change.name == name:
                self.add_cells(change, cells)
                return
        if not self.parent.permissions_for_user(self.person).can_add_subpage():
            self.refuse(
                row, "you cannot create recommendations of this super-complaint."
            )
            return
        page = RecommendationResponsePage(live=False, owner=self.person)
        page.locale_id = self.parent.locale_id
        page.future_parent = self.parent
        name = name or row.place_of()
        change = RecommendationChange(name, page, row, is_new=True, cells=cells)
        self.changes.append(change)

    def add_to(self, known: RoundRow, row: SheetRow, cells: list[CellChange]) -> None:
        """Note what a row adds to a recommendation that is here."""
        if known.obstacle:
            self.refuse(row, f"{known.name} cannot be changed now. {known.obstacle}.")
        elif not self.is_here_already(known, row):
            self.add_cells(self.change_of(known, row), cells)

    def is_here_already(self, known: RoundRow, row: SheetRow) -> bool:
        """Return True if all that a row adds is here, as after an earlier upload."""
        for texts in rows_of(known.content, self.names):
            filled = [column for column in COLUMNS if row.texts[column]]
            if all(
                is_as_written(each, row.texts[each], texts[each]) for each in filled
            ):
                return True
        return False

    def add_cells(self, change: RecommendationChange, cells: list[CellChange]) -> None:
        """Add a further row of a recommendation, whose own columns another row has."""
        for cell in cells:
            if cell.column == NUMBER:
                continue
            if cell.column.part == Part.RECOMMENDATION:
                self.refuse(
                    cell.row,
                    f"{change.name} has a row already. Change this there, and leave it blank here.",
                    cell.column,
                )
            else:
                change.cells.append(cell)


class DraftWriter:
    """Writes the cells of one recommendation into its draft, and notes what is wrong with them."""

    def __init__(
        self, comparison: SheetComparison, change: RecommendationChange
    ) -> None:
        self.comparison = comparison
        self.change = change
        self.page = change.page

    def write(self) -> None:
        for cell in self.cells_of(Part.RECOMMENDATION):
            self.write_cell(self.page, cell)
        for part in CHILD_PARTS:
            self.write_children(part)
        untick_contradicted(self.page)
        self.check(self.page, Part.RECOMMENDATION, self.change.first_row)

    def cells_of(self, part: Part) -> list[CellChange]:
        return [cell for cell in self.change.cells if cell.column.part == part]

    def write_children(self, part: Part) -> None:
        """Write the responses, the actions or the updates."""
        siblings = sorted(
            getattr(self.page, part).all(), key=lambda child: child.sort_order or 0
        )
        rows = index_by_row(self.cells_of(part))
        for cells in rows.values():
            row = cells[0].row
            place = self.change.places.get(row.number, len(siblings))
            if place < len(siblings):
                child = siblings[place]
            else:
                child = self.new_child(part, siblings)
            for cell in cells:
                self.write_cell(child, cell)
            untick_contradicted(child)
            self.check(child, part, row)
        if rows:
            setattr(self.page, part, siblings)

    def new_child(self, part: Part, siblings: list[Any]) -> Any:
        """Add a response, action or update of our force, unless the sheet names others."""
        force = self.comparison.our_force
        child = part.model(
            page=self.page,
            sort_order=next_place(siblings),
            respondents=[force] if force else [],
        )
        siblings.append(child)
        return child

    def write_cell(self, part: Any, cell: CellChange) -> None:
        try:
            cell.column.cell.write(part, cell.after)
        except ValidationError as error:
            self.refuse(cell.row, error, cell.column)

    def refuse(
        self, row: SheetRow, error: ValidationError, column: Column | None
    ) -> None:
        for message in error.messages:
            self.comparison.refuse(row, message, column)

    def check(self, obj: Any, part: Part, row: SheetRow) -> None:
        """Note what is wrong with the recommendation, or with a response, action or update of it."""
        columns = {each.cell.field: each for each in COLUMNS if each.part == part}
        try:
            if part == Part.RECOMMENDATION:
                obj.full_clean(exclude=NEVER_IN_A_PLAN)
            else:
                names = {each.name for each in obj._meta.fields}
                obj.clean_fields(exclude=names - set(columns))
                obj.clean()
        except ValidationError as error:
            for name, messages in messages_by_field(error).items():
                self.refuse(row, ValidationError(messages), columns.get(name))


def index_by_row(cells: list[CellChange]) -> dict[int, list[CellChange]]:
    """Return the ``cells`` by the numbers of their rows."""
    rows = defaultdict(list)
    for cell in cells:
        rows[cell.row.number].append(cell)
    return rows


def is_as_written(column: Column, text: str, before: str) -> bool:
    """Return True if a sheet has what it had when it was written with ``before``."""
    return text == tidy(before)[:MAX_LETTERS] or column.cell.is_same(text, before)
