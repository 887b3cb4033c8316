"""Reads a plan record by record: finds out which recommendations each is about, and reads its cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from complaints.vocabulary import ActionStatus, ItemKind
from pages.core.names import join_as_in_a_sentence

from .cells import CellReader, Said, Settings, joined
from .columns import DATES, LABELS, Column, Meaning
from .plan import ActionLine, Item, Plan, Report, Unplaced, read_columns
from .shapes import Record, Shape
from .words import (
    BESIDE_A_NUMBER,
    Numbers,
    plain_words,
    read_numbers,
    read_only_numbers,
    says_nothing,
    split_leading_number,
)

OF_THE_WHOLE = frozenset({Meaning.WORDING, Meaning.TITLE, Meaning.SUMMARY})
"""What stands once for a recommendation and its parts."""
OF_AN_ACTION = (Meaning.STATUS, Meaning.DUE, Meaning.COMPLETED)
"""What an action has once."""
OF_AN_ANSWER = frozenset({Meaning.ANSWER, Meaning.POSITION, Meaning.REASON, Meaning.ANSWER_DATE})
"""What is said once, however many recommendations a row names."""
OF_EACH_ACTION = frozenset({Meaning.STATUS, Meaning.DUE, Meaning.COMPLETED, Meaning.OWNER})
"""What a merged cell says of each action beside it."""
OF_WORDS = frozenset({Meaning.STATUS, Meaning.POSITION})
"""What “N/A” may be an answer to."""
JOINED = (Meaning.OWNER, Meaning.EVIDENCE, Meaning.DOCUMENTS)
"""What an action has in one text, of however many cells."""


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
        self.above: list[Item] = []
        """Those of the record before."""
        self.goes_on = False
        """Whether a record has no number of its own."""
        self.parent = ""
        self.has_dates_of_updates = any(
            column.meaning == Meaning.AS_AT for read in plan.grids for column in read.columns
        )
        """Whether each row may have an update of its own date."""

    def read(self) -> None:
        for meaning, text in self.shape.leads:
            self.plan.leads[meaning] = Said(text, text, "above the table", LABELS[meaning])
        for read in self.plan.grids:
            self.current, self.above, self.parent = [], [], ""
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
                    self.leave(record, columns[place], text, "Nothing says which recommendation it is about.")
            return
        if len(items) > 1 and items[0].kind == ItemKind.RECOMMENDATION:
            self._read_joint_answer(items, columns, record, texts)
        for item in items:
            self._read_cells(item, columns, record, texts)
        self.above = items

    def _read_cells(self, item: Item, columns: list[Column], record: Record, texts: dict[int, str]) -> None:
        if record.place not in item.places:
            item.places.append(record.place)
        _RecordReader(self, item, columns, record, texts).read()

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
        numbers = self._own_numbers(columns, texts)
        goes_on = number_at is not None and (number_at in record.merged or not texts.get(number_at))
        if number_at is not None:
            text = texts.pop(number_at, "")
            if beside := BESIDE_A_NUMBER.search(text) if numbers else None:
                self.leave(record, columns[number_at], beside["words"], "It stands beside the number.")
            if text and not numbers:
                heading = columns[number_at].heading
                problem = f"{record.place.capitalize()}: “{text[:60]}” in “{heading}” is no number."
                return self._refused(problem, texts)
        self.goes_on = goes_on
        if numbers and not goes_on:
            self.parent = numbers.numbers[0]
        if part := self._part_number(columns, texts, part_at, goes_on=goes_on):
            self._read_whole(columns, record, texts)
            numbers, goes_on = Numbers((part,), ""), False
        if numbers and not goes_on:
            here = filter(None, [self.cells.number_here(each, record.place) for each in numbers.numbers])
            self.current = [self._item(number, numbers.kind) for number in here]
        elif not goes_on or not self.current:
            self.current = self._unnumbered(columns, record, texts)
        return self.current

    def _own_numbers(self, columns: list[Column], texts: dict[int, str]) -> Numbers | None:
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
            if not self.parent or not own.startswith(f"{self.parent}."):
                return ""
        text = texts.get(part_at, "") if part_at is not None else ""
        only = read_only_numbers(text)
        number, rest = (only.numbers[0], "") if only else split_leading_number(text)
        if self.parent and re.fullmatch(r"\(?[a-z]\)?\.?", text) and part_at is not None:
            texts.pop(part_at)
            return f"{self.parent}{text.strip('().')}"
        if number and part_at is not None:
            texts[part_at] = rest
            return f"{self.parent}.{number}" if number.isdecimal() and self.parent.isdecimal() else number
        return ""

    def _read_whole(self, columns: list[Column], record: Record, texts: dict[int, str]) -> None:
        """Read what the row of a part says of the whole that it is a part of, and take it out of the row."""
        has_part = any(column.meaning == Meaning.PART for column in columns)
        whole = (
            [at for at, column in enumerate(columns) if column.meaning in OF_THE_WHOLE] if has_part else []
        )
        of_the_whole = {at: texts.pop(at) for at in whole if at in texts}
        if of_the_whole and self.parent:
            self._read_cells(self._item(self.parent, ""), columns, record, of_the_whole)

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

    def leave(self, record: Record, column: Column, text: str, why: str) -> None:
        self.plan.unplaced.append(Unplaced(record.place, column.heading, text, why))


class _RecordReader:
    """Reads the cells of one record for one recommendation."""

    def __init__(
        self, reader: _PlanReader, item: Item, columns: list[Column], record: Record, texts: dict[int, str]
    ) -> None:
        self.reader, self.item, self.columns, self.record, self.texts = reader, item, columns, record, texts
        self.action = ActionLine()
        self.undated: list[Report] = []
        self.as_at: Said | None = None

    def read(self) -> None:
        for place, column in enumerate(self.columns):
            text = self.texts.get(place, "")
            if not text or column.meaning in {None, Meaning.LEFT_OUT, Meaning.NUMBER}:
                continue
            if column.replaced_by:
                self._leave(column, text, f"“{column.replaced_by}” says it for a later date.")
            elif place in self.record.merged and self._is_said_above(column):
                continue
            else:
                self._read(column, text)
        self._finish_updates()
        self._finish_action()

    def _is_said_above(self, column: Column) -> bool:
        """Tell whether a merged cell said it already of this recommendation, or of this action."""
        own = {self.columns[place].meaning for place in self.texts if place not in self.record.merged}
        is_of_action = Meaning.ACTION in own and column.meaning in OF_EACH_ACTION
        is_repeated = is_of_action or column.meaning == Meaning.AS_AT
        return self.item in self.reader.above and not is_repeated

    def _leave(self, column: Column, text: str, why: str) -> None:
        self.reader.leave(self.record, column, text, why)

    def _read(self, column: Column, text: str) -> None:
        meaning = column.meaning or Meaning.LEFT_OUT
        if says_nothing(text) and (meaning not in OF_WORDS or not plain_words(text)):
            self._leave(column, text, "It says that there is nothing.")
            return
        said = self.reader.cells.read(meaning, text, self.record.place, column.heading)
        if not said:
            return
        if meaning == Meaning.ANSWER:
            self._add_answer(said, column)
        elif meaning == Meaning.UPDATE:
            self._add_update(said, column)
        elif meaning == Meaning.AS_AT:
            self.as_at = said
        elif meaning == Meaning.PART:
            self._add_part(said)
        elif not self._read_of_action(meaning, said):
            self._say_once(meaning, said)

    def _read_of_action(self, meaning: Meaning, said: Said) -> bool:
        """Take what is said of the action of this row; return False for anything else."""
        if meaning == Meaning.ACTION:
            self.action.text = joined(self.action.text, said)
        elif meaning in JOINED:
            self.action.said[meaning] = joined(self.action.said.get(meaning), said)
        elif meaning in OF_AN_ACTION:
            self.action.said[meaning] = said
        else:
            return False
        return True

    def _say_once(self, meaning: Meaning, said: Said) -> None:
        before = self.item.said.get(meaning)
        if before and before.value != said.value:
            self.item.problems.append(
                f"{before.place.capitalize()} and {said.place} give two values of “{said.heading}”: "
                f"“{before.text[:60]}” and “{said.text[:60]}”."
            )
        self.item.said.setdefault(meaning, said)

    def _add_part(self, said: Said) -> None:
        """Take the text of a part: as the wording of an item of its own, or below that of the whole."""
        wording = self.item.said.get(Meaning.WORDING)
        is_whole = self.item.number == self.reader.parent
        self.item.said[Meaning.WORDING] = joined(wording, said) if is_whole else said

    def _add_answer(self, said: Said, column: Column) -> None:
        if column.date:
            self._check_heading_date(column)
        self._add_report(self.item.answers, said, column)
        if position := self.reader.cells.position_in(said):
            self.item.said.setdefault(Meaning.POSITION, position)

    def _add_update(self, said: Said, column: Column) -> None:
        report = self._add_report(self.item.updates, said, column)
        if column.date:
            self._check_heading_date(column)
        elif column.period and not self.reader.has_dates_of_updates:
            place = f"the heading “{column.heading}”"
            report.date = self.reader.cells.read(Meaning.AS_AT, column.period, place, column.heading)
        else:
            self.undated.append(report)

    def _add_report(self, reports: list[Report], said: Said, column: Column) -> Report:
        """Add an answer or an update, or to the one of the same column: its rows are one text."""
        same = [
            each for each in reports if each.text.heading == said.heading and each.text.place != said.place
        ]
        if same and (column.date or not self.reader.has_dates_of_updates):
            if _table_of(same[-1].text) != _table_of(said) and not self.reader.goes_on:
                self.item.problems.append(
                    f"{same[-1].text.place.capitalize()} and {said.place} both have “{said.heading}”. Put "
                    "them into one, or say in the headings whose or of when they are."
                )
            same[-1].text = joined(same[-1].text, said)
            return same[-1]
        reports.append(Report(said, column.date))
        return reports[-1]

    def _check_heading_date(self, column: Column) -> None:
        if column.date and column.date.earliest > self.reader.settings.today:
            problem = f"“{column.heading}” names a date that has not come yet."
            if problem not in self.item.problems:
                self.item.problems.append(problem)

    def _finish_updates(self) -> None:
        for report in self.undated:
            report.date = self.as_at
        if self.as_at and not self.undated:
            column = next((c for c in self.columns if c.meaning == Meaning.AS_AT), self.columns[0])
            if not self.item.updates:
                why = "There is no progress update of which it could be the date."
                self._leave(column, self.as_at.text, why)

    def _finish_action(self) -> None:
        line = self.action
        status = line.get(Meaning.STATUS)
        completed = line.get(Meaning.COMPLETED)
        is_complete = status and status.code == ActionStatus.COMPLETE
        says_status = any(self.columns[place].meaning == Meaning.STATUS for place in self.texts)
        if completed and completed.value and not says_status:
            reading = f"{ActionStatus.COMPLETE.label}, as it says when"
            line.said[Meaning.STATUS] = replace(completed, value=ActionStatus.COMPLETE.value, reading=reading)
        elif completed and says_status and (not status or (not completed.value and not is_complete)):
            del line.said[Meaning.COMPLETED]
            column = next(each for each in self.columns if each.heading == completed.heading)
            self._leave(column, completed.text, "The status does not say that it is complete.")
        if status and status.completed and not completed:
            line.said[Meaning.COMPLETED] = Said(
                status.completed, status.text, status.place, status.heading, status.completed.words
            )
        if set(line.said) == {Meaning.OWNER} and not line.text:
            self._say_once(Meaning.OPERATIONAL_LEAD, line.said[Meaning.OWNER])
        elif line.text or line.said:
            self._add_action(line)

    def _add_action(self, line: ActionLine) -> None:
        same = next((each for each in self.item.actions if _text(each) == _text(line)), None)
        if not same:
            self.item.actions.append(line)
            return
        for meaning, said in line.said.items():
            before = same.said.get(meaning)
            if not before or before.value == said.value:
                same.said[meaning] = said
            elif meaning in JOINED:
                same.said[meaning] = joined(before, said)
            else:
                self.item.problems.append(
                    f"{before.place.capitalize()} and {said.place} say two things in “{said.heading}”, and "
                    f"no action tells them apart: “{before.text[:60]}” and “{said.text[:60]}”."
                )


def _table_of(said: Said) -> str:
    return said.place.partition(" of ")[2]


def _text(line: ActionLine) -> str:
    return " ".join(line.text.text.casefold().split()) if line.text else ""
