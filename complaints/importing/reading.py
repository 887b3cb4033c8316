"""Reads a plan record by record: finds out which recommendations each is about, and reads its cells."""

import re
from collections.abc import Mapping, Sequence

from complaints.vocabulary import ItemKind
from pages.core.names import join_as_in_a_sentence

from .cells import CellReader, Said, Settings
from .columns import DATES, LABELS, Column, Meaning
from .plan import Item, Plan, Unplaced, read_columns
from .record_reading import RecordReader, SoFar
from .shapes import Record, Shape
from .words import (
    BESIDE_A_NUMBER,
    Numbers,
    read_numbers,
    read_only_numbers,
    says_status_or_position,
    split_leading_number,
)

OF_THE_WHOLE = frozenset({Meaning.WORDING, Meaning.TITLE, Meaning.SUMMARY})
"""What stands once for a recommendation and its parts."""
OF_AN_ANSWER = frozenset({Meaning.ANSWER, Meaning.POSITION, Meaning.REASON, Meaning.ANSWER_DATE})
"""What is said once, however many recommendations a row names."""


def read_plan(
    shape: Shape,
    settings: Settings,
    *,
    chosen: Mapping[int, Sequence[str]] | None = None,
    remembered: Mapping[str, Sequence[str]] | None = None,
) -> Plan:
    """Return what ``shape`` says.

    ``chosen`` has the meanings of the columns of each grid as a person chose them; ``remembered`` those that
    were chosen for a table of the same headings.
    """
    grids = [
        read_columns(grid, (chosen or {}).get(place), remembered or {})
        for place, grid in enumerate(shape.grids)
    ]
    plan = Plan(grids, notes=shape.notes)
    if plan.is_understood:
        _PlanReader(plan, shape, settings).read()
    return plan


class _PlanReader:
    """Puts what the records say to their recommendations."""

    def __init__(self, plan: Plan, shape: Shape, settings: Settings) -> None:
        self.plan, self.shape, self.settings = plan, shape, settings
        dates = [
            text
            for read in plan.grids
            for place, column in enumerate(read.columns)
            if column.meaning in DATES
            for text in read.grid.below(place)
        ]
        self.cells = CellReader(settings, dates)
        self.items: dict[tuple[str, str], Item] = {}
        self.joint: dict[str, Item] = {}
        self.current: list[Item] = []
        self.so_far = SoFar(
            plan,
            self.cells,
            any(column.meaning == Meaning.AS_AT for read in plan.grids for column in read.columns),
        )

    def read(self) -> None:
        for meaning, text in self.shape.leads:
            self.plan.leads[meaning] = Said(text, text, "above the table", LABELS[meaning])
        for read in self.plan.grids:
            self.current, self.so_far.above, self.so_far.parent = [], [], ""
            for record in read.grid.records:
                self._read_record(read.columns, record)
        self.plan.items, self.plan.joint = list(self.items.values()), list(self.joint.values())
        self.plan.questions = list(self.cells.questions.values())

    # Which recommendations a record is about

    def _read_record(self, columns: list[Column], record: Record) -> None:
        texts: dict[int, str] = dict(record.cells)
        items = self._items_of(columns, record, texts)
        if not items:
            for place, text in texts.items():
                if columns[place].meaning != Meaning.LEFT_OUT:
                    why = "Nothing says which recommendation it is about."
                    self.so_far.leave(record, columns[place], text, why)
            return
        if len(items) > 1 and items[0].kind == ItemKind.RECOMMENDATION:
            self._read_joint_answer(items, columns, record, texts)
        for item in items:
            self._read_cells(item, columns, record, texts)
        self.so_far.above = items

    def _read_cells(self, item: Item, columns: list[Column], record: Record, texts: dict[int, str]) -> None:
        if record.place not in item.places:
            item.places.append(record.place)
        RecordReader(self.so_far, item, columns, record, texts).read()

    def _read_joint_answer(
        self, items: list[Item], columns: list[Column], record: Record, texts: dict[int, str]
    ) -> None:
        """Read the answer to several recommendations, and take it out of the row."""
        answer = {at: texts.pop(at) for at in list(texts) if columns[at].meaning in OF_AN_ANSWER}
        if answer:
            numbers = join_as_in_a_sentence([item.number for item in items])
            self._read_cells(self.joint.setdefault(numbers, Item(numbers)), columns, record, answer)

    def _items_of(self, columns: list[Column], record: Record, texts: dict[int, str]) -> list[Item]:
        at = {column.meaning: place for place, column in enumerate(columns)}
        number_at, part_at = at.get(Meaning.NUMBER), at.get(Meaning.PART)
        numbers = self._own_numbers(columns, record, texts)
        goes_on = number_at is not None and (number_at in record.merged or not texts.get(number_at))
        if number_at is not None:
            text = texts.pop(number_at, "")
            if beside := BESIDE_A_NUMBER.search(text) if numbers else None:
                self.so_far.leave(record, columns[number_at], beside["words"], "It stands beside the number.")
            if text and not numbers:
                heading = columns[number_at].heading
                problem = f"{record.place.capitalize()}: “{text[:60]}” in “{heading}” is no number."
                return self._refused(problem, texts)
        self.so_far.goes_on = goes_on
        if numbers and not goes_on:
            self.so_far.parent = numbers.numbers[0]
        if part := self._part_number(columns, texts, part_at, goes_on=goes_on):
            self._read_whole(columns, record, texts)
            numbers, goes_on = Numbers((part,), ""), False
        if numbers and not goes_on:
            here = filter(None, [self.cells.number_here(each, record.place) for each in numbers.numbers])
            self.current = [self._item(number, numbers.kind) for number in here]
        elif not goes_on or not (self.current or self.so_far.parent):  # else its number is left out
            self.current = self._unnumbered(columns, record, texts)
        return self.current

    def _own_numbers(self, columns: list[Column], record: Record, texts: dict[int, str]) -> Numbers | None:
        for place, column in enumerate(columns):
            text = texts.get(place, "")
            if column.meaning == Meaning.NUMBER and text:
                return read_numbers(text)
            if column.holds_numbers and text:
                if only := read_only_numbers(text):
                    texts.pop(place)
                    return only
                number, rest = split_leading_number(text)
                if number:
                    texts[place] = rest
                    if says_status_or_position(rest) or re.fullmatch(r"\([^()]*\)", rest):
                        self.so_far.leave(record, column, texts.pop(place), "It stands beside the number.")
                    return Numbers((number,), "action" if text.casefold().startswith("action") else "")
        return None

    def _part_number(
        self, columns: list[Column], texts: dict[int, str], part_at: int | None, *, goes_on: bool
    ) -> str:
        """Return the whole number of a part, and take it out of its text."""
        if (
            part_at is None and goes_on
        ):  # below an empty number, “7.1 Do it” stands in the column of the wording
            part_at = next((at for at, each in enumerate(columns) if each.meaning == Meaning.WORDING), None)
            own = split_leading_number(texts.get(part_at, "") if part_at is not None else "")[0]
            if not self.so_far.parent or not own.startswith(f"{self.so_far.parent}."):
                return ""
        text = texts.get(part_at, "") if part_at is not None else ""
        only = read_only_numbers(text)
        number, rest = (only.numbers[0], "") if only else split_leading_number(text)
        if self.so_far.parent and re.fullmatch(r"\(?[a-z]\)?\.?", text) and part_at is not None:
            texts.pop(part_at)
            return f"{self.so_far.parent}{text.strip('().')}"
        if number and part_at is not None:
            texts[part_at] = rest
            is_within = number.isdecimal() and self.so_far.parent.isdecimal()
            return f"{self.so_far.parent}.{number}" if is_within else number
        return ""

    def _read_whole(self, columns: list[Column], record: Record, texts: dict[int, str]) -> None:
        """Read what the row of a part says of the whole that it is a part of, and take it out of the row."""
        has_part = any(column.meaning == Meaning.PART for column in columns)
        whole = (
            [at for at, column in enumerate(columns) if column.meaning in OF_THE_WHOLE] if has_part else []
        )
        of_the_whole = {at: texts.pop(at) for at in whole if at in texts}
        if of_the_whole and self.so_far.parent:
            self._read_cells(self._item(self.so_far.parent, ""), columns, record, of_the_whole)

    def _item(self, number: str, kind: str) -> Item:
        key = (kind or ItemKind.RECOMMENDATION, number)
        return self.items.setdefault(key, Item(number, kind or ItemKind.RECOMMENDATION))

    def _unnumbered(self, columns: list[Column], record: Record, texts: dict[int, str]) -> list[Item]:
        """Return an item that only its title or wording names; none if the record has neither."""
        for meaning in (Meaning.TITLE, Meaning.WORDING, Meaning.SUMMARY):
            for place, column in enumerate(columns):
                if column.meaning == meaning and texts.get(place):
                    name = " ".join(texts[place].casefold().split())
                    return [self.items.setdefault((meaning, name), Item(""))]
        return []

    def _refused(self, problem: str, texts: dict[int, str]) -> list[Item]:
        if not texts:  # a heading between the rows, such as “Training”
            self.plan.unplaced.append(Unplaced("", "", problem, "It stands alone in its row."))
            return []
        item = Item("", problems=[problem])
        self.items["refused", problem] = item
        return [item]
