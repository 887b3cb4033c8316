"""Reads the cells of one record for one recommendation: its position, answers, updates and action."""

from dataclasses import dataclass, field, replace

from complaints.other_bodies import other_body_in
from complaints.vocabulary import ActionStatus

from .cells import CellReader, Said, joined
from .columns import Column, Meaning, find_date
from .heading_rows import OTHER_BODY
from .plan import ActionLine, Item, Plan, Report, Unplaced
from .shapes import Record
from .words import plain_words, says_nothing

OF_AN_ACTION = (Meaning.STATUS, Meaning.DUE, Meaning.COMPLETED, Meaning.CLOSED)
"""What an action has once."""
OF_EACH_ACTION = frozenset({*OF_AN_ACTION, Meaning.OWNER})
"""What a merged cell says of each action beside it."""
OF_WORDS = frozenset({Meaning.STATUS, Meaning.POSITION})
"""What “N/A” may be an answer to."""
JOINED = (Meaning.OWNER, Meaning.EVIDENCE, Meaning.DOCUMENTS)
"""What an action has in one text, of however many cells."""


@dataclass
class SoFar:
    """What the records before say of how one is read."""

    plan: Plan
    cells: CellReader
    has_dates_of_updates: bool
    """Whether each row may have an update of its own date."""
    parent: str = ""
    """The last number, of which parts may follow."""
    above: list[Item] = field(default_factory=list)
    """The recommendations of the record before."""
    goes_on: bool = False
    """Whether a record has no number of its own."""

    def leave(self, record: Record, column: Column, text: str, why: str) -> None:
        self.plan.unplaced.append(Unplaced(record.place, column.heading, text, why))


class RecordReader:
    """Reads the cells of one record for one recommendation."""

    def __init__(
        self, so_far: SoFar, item: Item, columns: list[Column], record: Record, texts: dict[int, str]
    ) -> None:
        self.so_far, self.item, self.columns, self.record, self.texts = so_far, item, columns, record, texts
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
        return self.item in self.so_far.above and not is_repeated

    def _leave(self, column: Column, text: str, why: str) -> None:
        self.so_far.leave(self.record, column, text, why)

    def _read(self, column: Column, text: str) -> None:
        meaning = column.meaning or Meaning.LEFT_OUT
        if says_nothing(text) and (meaning not in OF_WORDS or not plain_words(text)):
            self._leave(column, text, "It says that there is nothing.")
            return
        said = self.so_far.cells.read(meaning, text, self.record.place, column.heading)
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
        elif not self._read_of_action(meaning, said, column):
            self._say_once(meaning, said)

    def _read_of_action(self, meaning: Meaning, said: Said, column: Column) -> bool:
        """Take what is said of the action of this row; return False for anything else."""
        if meaning == Meaning.ACTION:
            self.action.text = joined(self.action.text, said)
        elif meaning in JOINED:
            if meaning == Meaning.OWNER and (OTHER_BODY.search(said.text) or other_body_in(said.text)):
                self._leave(column, said.text, "It names another body. Check on the form whose action it is.")
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
        is_whole = self.item.number == self.so_far.parent
        self.item.said[Meaning.WORDING] = joined(wording, said) if is_whole else said

    def _add_answer(self, said: Said, column: Column) -> None:
        if column.date:
            self._check_heading_date(column)
        self._add_report(self.item.answers, said, column)
        # A column of positions says it, unless the answer plainly says another one.
        is_asked = not any(
            column.meaning == Meaning.POSITION and plain_words(self.texts.get(place, ""))
            for place, column in enumerate(self.columns)
        )
        if position := self.so_far.cells.position_in(said, is_asked=is_asked):
            before = self.item.said.get(Meaning.POSITION)
            day = find_date(before.heading)[0] if before else None
            if not day or not column.date or day == column.date:
                self._say_once(Meaning.POSITION, position)
            elif column.date > day:  # the last round counts
                self.item.said[Meaning.POSITION] = position

    def _add_update(self, said: Said, column: Column) -> None:
        report = self._add_report(self.item.updates, said, column)
        if column.date:
            self._check_heading_date(column)
        elif column.period and not self.so_far.has_dates_of_updates:
            place = f"the heading “{column.heading}”"
            report.date = self.so_far.cells.read(Meaning.AS_AT, column.period, place, column.heading)
        else:
            self.undated.append(report)

    def _add_report(self, reports: list[Report], said: Said, column: Column) -> Report:
        """Add an answer or an update, or to the one of the same column: its rows are one text."""
        same = [
            each for each in reports if each.text.heading == said.heading and each.text.place != said.place
        ]
        if same and (column.date or not self.so_far.has_dates_of_updates):
            tables = {each.place.partition(" of ")[2] for each in (same[-1].text, said)}
            if len(tables) > 1 and not self.so_far.goes_on:
                self.item.problems.append(
                    f"{same[-1].text.place.capitalize()} and {said.place} both have “{said.heading}”. Put "
                    "them into one, or say in the headings whose or of when they are."
                )
            same[-1].text = joined(same[-1].text, said)
            return same[-1]
        reports.append(Report(said, column.date))
        return reports[-1]

    def _check_heading_date(self, column: Column) -> None:
        if column.date and column.date.earliest > self.so_far.cells.settings.today:
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
        self._finish_closed(line, says_status=says_status)
        status = line.get(Meaning.STATUS)
        if status and status.date:
            is_closed = status.code == ActionStatus.CLOSED
            line.said.setdefault(
                Meaning.CLOSED if is_closed else Meaning.COMPLETED,
                Said(status.date, status.text, status.place, status.heading, status.date.words),
            )
        if set(line.said) == {Meaning.OWNER} and not line.text:
            self._say_once(Meaning.OPERATIONAL_LEAD, line.said[Meaning.OWNER])
        elif line.text or line.said:
            self._add_action(line)

    def _finish_closed(self, line: ActionLine, *, says_status: bool) -> None:
        """Take the date of closing with the status “closed” alone: it is not one of completion."""
        closed, status = line.get(Meaning.CLOSED), line.get(Meaning.STATUS)
        if not closed:
            return
        if not status and not says_status:
            reading = f"{ActionStatus.CLOSED.label}, as it says when"
            line.said[Meaning.STATUS] = replace(closed, value=ActionStatus.CLOSED.value, reading=reading)
        elif not status or status.code != ActionStatus.CLOSED:
            del line.said[Meaning.CLOSED]
            column = next(each for each in self.columns if each.heading == closed.heading)
            why = "The status does not say that it is closed, and a closing date is not a date of completion."
            self._leave(column, closed.text, why)

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


def _text(line: ActionLine) -> str:
    return " ".join(line.text.text.casefold().split()) if line.text else ""
