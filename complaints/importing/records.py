"""Reads a document by what a person chose: what it says of each recommendation, and what is still asked."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from complaints.other_bodies import may_name_other_body
from complaints.vocabulary import ActionStatus, ItemKind, Position
from pages.core.partial_dates import PartialDate, read_date

from .choices import Choices, Step
from .chosen_tables import LEFT_OUT, ChosenTable, Column, Row, choose_tables
from .dates import read_exact_date
from .meanings import (
    DATES,
    LABELS,
    OF_AN_ACTION,
    OF_AN_ORGANISATION,
    OF_THE_REPORT,
    PAST_DATES,
    Meaning,
)
from .numbers import read_numbers, split_number
from .questions import CHOOSE, Kind, Options, Question, Questions
from .tables import Cell, Document

MAX_LETTERS_OF_A_NAME = 60
"""A longer cell is prose, which names other bodies without being about them."""
PROSE = frozenset({Meaning.WORDING, Meaning.TITLE, Meaning.SUMMARY, Meaning.NUMBERED, Meaning.EVIDENCE_ASKED})
EVERYTHING_ELSE = "Everything else"
BESIDE_OWNER = "Responses and updates in rows with the owner"
NOT_ABOUT_WHOSE = "none"
ABOVE, OWN = "above", "own"
NOT_ENTERED = ("", "Not entered: show in the force’s words")
STATUS_OPTIONS: Options = (NOT_ENTERED, *ActionStatus.choices)
POSITION_OPTIONS: Options = (NOT_ENTERED, *Position.choices)
WHOSE_WAYS_OUT: Options = (
    (NOT_ABOUT_WHOSE, "It does not name an organisation"),
    (LEFT_OUT, "Another organisation: leave out what it is about"),
)
"""The answers to whose something is that are not an organisation."""
COLOUR_OPTIONS: Options = (("", "It says nothing about the status"), *ActionStatus.choices)


@dataclass
class Known:
    """What is known beside the document."""

    today: datetime.date
    organisations: Sequence[str] = ()
    """The names of organisations that can be chosen."""
    our_force: str = ""
    report: PartialDate | None = None
    """When the report was published."""
    saved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Answers given at earlier tables."""


@dataclass
class Statement:
    """What one cell says."""

    meaning: Meaning
    heading: str
    text: str
    whose: str = ""
    """The organisation that says or does it; empty for what the report says."""
    code: str = ""
    """The status or position that a person chose for the text; empty if none."""
    date: PartialDate | None = None
    """The date that the text is; or, of an update or response, the one that its heading gives."""


@dataclass
class LeftOut:
    """A cell, row or table that is not taken, and why."""

    place: str
    heading: str
    text: str
    why: str = ""


@dataclass
class Line:
    """One row of the force's table, as far as it is about one recommendation."""

    place: str
    statements: list[Statement] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def find(self, meaning: Meaning) -> Statement | None:
        return next((each for each in self.statements if each.meaning == meaning), None)

    def by_organisation(self) -> dict[str, dict[Meaning, list[Statement]]]:
        """Return what each organisation says, by its meaning."""
        found: dict[str, dict[Meaning, list[Statement]]] = {}
        for each in self.statements:
            if each.whose:
                found.setdefault(each.whose, {}).setdefault(each.meaning, []).append(each)
        return found


@dataclass
class Record:
    """All rows about one recommendation."""

    name: str
    """Its kind and number, or its place in the table if it has none."""
    lines: list[Line] = field(default_factory=list)

    @property
    def kind(self) -> ItemKind:
        is_action = self.name.startswith(f"{ItemKind.ACTION.label} ")
        return ItemKind.ACTION if is_action else ItemKind.RECOMMENDATION

    @property
    def number(self) -> str:
        """The printed number; empty if it has none."""
        return self.name.rpartition(" ")[2] if read_numbers(self.name) else ""

    @property
    def left_out(self) -> list[LeftOut]:
        return [each for line in self.lines for each in line.left_out]

    @property
    def problems(self) -> list[str]:
        return [problem for line in self.lines for problem in line.problems]

    def find(self, meaning: Meaning) -> Statement | None:
        """Return the first statement of ``meaning``."""
        return next(filter(None, (line.find(meaning) for line in self.lines)), None)


@dataclass
class Plan:
    """What a document says by the choices of a person."""

    questions: Questions
    records: list[Record]
    left_out: list[LeftOut]
    """What belongs to no recommendation."""


def read_plan(document: Document, choices: Choices, known: Known) -> Plan:
    """Return what ``document`` says, as far as ``choices`` answer what is asked about it."""
    return PlanReader(document, choices, known).read()


class PlanReader:
    """Walks over the tables once. Whatever it needs to know, it asks; without an answer it goes on."""

    def __init__(self, document: Document, choices: Choices, known: Known) -> None:
        self.document = document
        self.known = known
        self.typed = choices.typed
        self.questions = Questions(choices, known.saved)
        self.records: dict[str, Record] = {}
        self.left_out: list[LeftOut] = []
        self.organisations: Options = tuple((name, name) for name in known.organisations)

    def read(self) -> Plan:
        tables = choose_tables(self.document, self.typed, self.questions)
        labels = {table.label for table in tables}
        for table in self.document.tables:
            if table.label not in labels:
                self.left_out.append(LeftOut(table.label, "", table.name, "You left this table out."))
        for chosen in tables:
            self.read_table(chosen)
        return Plan(self.questions, list(self.records.values()), self.left_out)

    def read_table(self, table: ChosenTable) -> None:
        for column in table.columns:
            if column.meaning in OF_AN_ORGANISATION and may_name_other_body(column.key):
                column.whose = self.ask_whose("Heading", column.key, table.label)
        whose_above = None
        if may_name_other_body(table.title):
            whose_above = self.ask_whose("Above the table", table.title, table.label)
        previous: list[Record] = []
        whose_before = None
        for row in table.rows:
            title = row.only_text()
            if title and (whose_above or may_name_other_body(title)):
                whose_above = self.ask_whose("Above rows", title, row.place)
                self.leave_row_out(row, "It is about the rows below it.")
            else:
                is_going_on = row.text_of(Meaning.NUMBER) == ""
                row.whose = self.whose_of_row(row) or whose_above or (whose_before if is_going_on else None)
                whose_before = row.whose
                previous = self.read_row(row, previous) or previous

    # Rows

    def read_row(self, row: Row, previous: list[Record]) -> list[Record]:
        """Read one row, and return the records that it belongs to; none if it is left out."""
        records, parts = self.records_of(row, previous)
        if not records or row.whose == LEFT_OUT:
            why = "It is about another body." if records else "It is about no recommendation."
            self.leave_row_out(row, why)
            return records
        row.colour = self.status_of_colours(row)
        line, line_of_whole = Line(row.place), Line(row.place)
        for column, cell in row.cells:
            statement = self.read_cell(row, column, cell, line)
            if statement:
                is_of_whole = parts and column.meaning in OF_THE_REPORT
                (line_of_whole if is_of_whole else line).statements.append(statement)
        if row.colour and not line.find(Meaning.STATUS):
            whose = row.whose or self.whose_of_everything_else(row)
            line.statements.append(Statement(Meaning.STATUS, "Colour", "", whose, code=row.colour))
        for record in parts or records:
            record.lines.append(line)
        if parts:
            for record in records:
                record.lines.append(line_of_whole)
        return records

    def leave_row_out(self, row: Row, why: str) -> None:
        texts = " · ".join(cell.text for _, cell in row.cells if cell.text)
        self.left_out.append(LeftOut(row.place, "", texts, why))

    # Numbers

    def records_of(self, row: Row, previous: list[Record]) -> tuple[list[Record], list[Record]]:
        """Return the records of a row, and the parts of them that the row is about, if it names any."""
        number, numbered = row.text_of(Meaning.NUMBER), row.text_of(Meaning.NUMBERED)
        if number is None and numbered is None:
            return self.records_of_table(row), []
        parts = self.records_called(split_number(numbered)[0], numbered, row) if numbered else []
        if number:
            return self.records_called(number, number, row), parts
        return parts if numbered else self.records_without_number(row, previous), []

    def records_of_table(self, row: Row) -> list[Record]:
        """Return the records of a row in a table that has no column of numbers."""
        if not row.table.is_understood:
            return []
        question = Question(
            Step.NUMBERS,
            row.table.label,
            f"Which recommendation is {row.table.label} about?",
            Kind.NUMBER,
            known=row.table.name if read_numbers(row.table.name) else None,
            help="Leave blank if each row is a recommendation without a number.",
        )
        answer = self.questions.ask(question, row.place)
        return [] if answer is None else self.add_records(read_numbers(answer) or [row.place])

    def records_called(self, number: str, text: str, row: Row) -> list[Record]:
        """Return the records with ``number``, which is asked about if it is not read without doubt."""
        names = read_numbers(number)
        if not names:
            leave_blank = "Leave blank to leave these rows out."
            question = Question(Step.NUMBERS, text, f"“{text[:200]}”", Kind.NUMBER, help=leave_blank)
            names = read_numbers(self.questions.ask(question, row.place) or "")
        return self.add_records(names)

    def records_without_number(self, row: Row, previous: list[Record]) -> list[Record]:
        options = (
            CHOOSE,
            (ABOVE, "They belong to the row above"),
            (OWN, "They are recommendations without a number"),
            (LEFT_OUT, "Leave them out"),
        )
        title = "Rows without a number"
        question = Question(Step.NUMBERS, title, title, options=options, is_required=True)
        answer = self.questions.ask(question, row.place)
        if answer == ABOVE:
            return previous
        return self.add_records([row.place]) if answer == OWN else []

    def add_records(self, names: list[str]) -> list[Record]:
        return [self.records.setdefault(name, Record(name)) for name in names]

    # Whose it is

    def ask_whose(self, what: str, text: str, place: str, known: str | None = None) -> str | None:
        """Return the organisation that ``text`` is about, ``left_out``, or ``None`` if it does not say."""
        question = Question(
            Step.WHOSE,
            f"{what}: {text}",
            f"{what}: “{text}”",
            options=(CHOOSE, *self.organisations, *WHOSE_WAYS_OUT),
            known=known,
            is_required=True,
            is_saved=True,
        )
        answer = self.questions.ask(question, place)
        return None if answer == NOT_ABOUT_WHOSE else answer

    def whose_of_row(self, row: Row) -> str | None:
        """Return the organisation that a cell of the row names, other than the owner of its action."""
        found = None
        for column, cell in row.cells:
            if column.meaning != Meaning.OWNER and self.may_say_whose(column, cell):
                is_name = column.meaning == Meaning.ORGANISATION and cell.text in self.known.organisations
                known = cell.text if is_name else None
                found = found or self.ask_whose("Cell", cell.text, row.place, known)
        return found

    def may_say_whose(self, column: Column, cell: Cell) -> bool:
        if not cell.says_something or column.meaning == Meaning.ORGANISATION:
            return cell.says_something
        is_prose = column.meaning in PROSE or len(cell.text) > MAX_LETTERS_OF_A_NAME
        if is_prose or column.meaning in DATES:
            return False
        others = [name for name in self.known.organisations if name != self.known.our_force]
        return may_name_other_body(cell.text) or any(name in cell.text for name in others)

    def whose_of_cell(self, row: Row, column: Column) -> str:
        """Return the organisation of a cell: that of its heading, its action, its row or everything else."""
        if column.whose:
            return column.whose
        found = row.whose
        for other, cell in row.cells:
            if other.meaning == Meaning.OWNER and self.may_say_whose(other, cell):
                owner = self.ask_whose("Owner", cell.text, row.place)
                if column.meaning in OF_AN_ACTION:
                    found = owner or found
                elif owner and not found:  # it may own the action alone, or the whole row may be its
                    found = self.ask_whose(BESIDE_OWNER, cell.text, row.place)
        return found or self.whose_of_everything_else(row)

    def whose_of_everything_else(self, row: Row) -> str:
        question = Question(
            Step.WHOSE,
            EVERYTHING_ELSE,
            "All other responses, actions, updates and posts are those of",
            options=(CHOOSE, *self.organisations),
            initial=self.known.our_force,
            is_required=True,
        )
        return self.questions.ask(question, row.place) or ""

    # Cells

    def read_cell(self, row: Row, column: Column, cell: Cell, line: Line) -> Statement | None:
        """Return what a cell says; note what is not taken of it."""
        meaning, text = column.meaning, cell.text if cell.says_something else ""
        if cell.struck:
            line.left_out.append(LeftOut(row.place, column.key, cell.struck, "It is struck through."))
        if meaning == Meaning.NUMBERED:
            meaning, text = Meaning.WORDING, split_number(text)[1]
        if not text or meaning in {Meaning.NUMBER, Meaning.ORGANISATION}:
            return None
        statement = Statement(meaning or Meaning.LEFT_OUT, column.key, text)
        if meaning in OF_AN_ORGANISATION:
            statement.whose = self.whose_of_cell(row, column)
        if LEFT_OUT in {statement.meaning, statement.whose}:
            why = "It is about another body." if statement.whose else ""
            line.left_out.append(LeftOut(row.place, column.key, text, why))
            return None
        self.add_value(statement, row, column, line)
        return statement

    def add_value(self, statement: Statement, row: Row, column: Column, line: Line) -> None:
        """Add the date, status or position that a text means."""
        if statement.meaning in DATES:
            statement.date = self.read_date(statement, row)
        elif column.needs_date:
            statement.date = self.date_of_heading(column, row)
        elif statement.meaning == Meaning.STATUS:
            statement.code = self.status_of(row, statement.text, line)
        elif statement.meaning == Meaning.POSITION:
            statement.code = self.ask_word("Position", statement.text, POSITION_OPTIONS, row)

    # Words, colours and dates

    def ask_word(self, what: str, text: str, options: Options, row: Row) -> str:
        """Return the code that a person chose for a word, or whose label it is; empty if none."""
        codes = {label: code for code, label in options}
        question = Question(
            Step.WORDS,
            f"{what}: {text}",
            f"{what}: “{text}”",
            options=options,
            known=codes.get(text),
            colour=text if what == "Colour" else "",
            is_saved=True,
        )
        return self.questions.ask(question, row.place) or ""

    def status_of(self, row: Row, text: str, line: Line) -> str:
        status = self.ask_word("Status", text, STATUS_OPTIONS, row)
        if status and row.colour not in {"", status}:
            line.problems.append(
                f"{row.place}: the status “{text}” and the colour say different things. Choose another "
                "meaning for one of them."
            )
        return status or row.colour

    def status_of_colours(self, row: Row) -> str:
        """Return the status that a person chose for a colour of the row; empty if none."""
        found = ""
        for colour in dict.fromkeys(cell.colour for _, cell in row.cells if cell.colour):
            found = self.ask_word("Colour", colour, COLOUR_OPTIONS, row) or found
        return found

    def read_date(self, statement: Statement, row: Row) -> PartialDate | None:
        """Return the date that a text means; ``None`` if it is kept as written."""
        date = read_exact_date(statement.text)
        doubt = self.doubt_about(statement.meaning, date)
        if date and not doubt:
            return date
        label = f"“{statement.text}” ({LABELS[statement.meaning].lower()})"
        leave_blank = f"{doubt} Leave blank to keep it as written.".strip()
        return self.ask_date(statement.text, label, leave_blank, row)

    def doubt_about(self, meaning: Meaning, date: PartialDate | None) -> str:
        """Return why a date cannot be right; empty if it can."""
        if date and meaning in PAST_DATES and date.earliest > self.known.today:
            return f"{date.words} is in the future."
        if date and self.known.report and date.is_certainly_before(self.known.report):
            return f"{date.words} is before the report was published."
        return ""

    def date_of_heading(self, column: Column, row: Row) -> PartialDate | None:
        """Return the date of all texts in a column, which a person says of its heading."""
        label = f"Date of the texts below the heading “{column.key}”"
        exact = read_exact_date(column.key)
        if exact:
            return exact
        return self.ask_date(f"Heading: {column.key}", label, "Leave blank if the table gives none.", row)

    def ask_date(self, key: str, label: str, leave_blank: str, row: Row) -> PartialDate | None:
        question = Question(Step.DATES, key, label, Kind.DATE, help=leave_blank)
        answer = self.questions.ask(question, row.place)
        return read_date(answer) if answer else None
