"""Reads a document by what a person chose: what it says of each recommendation, and what is still asked."""

from complaints.not_known import says_not_known
from complaints.other_bodies import may_name_other_body, only_refers_elsewhere
from pages.core.partial_dates import PartialDate, read_date

from .choices import Choices, Step
from .chosen_tables import ChosenTable, Column, Row, choose_tables
from .dates import read_exact_date
from .meanings import (
    DATES,
    NAMES_OF_POSTS,
    OF_AN_ORGANISATION,
    OF_THE_REPORT,
    OF_THE_RESPONSE,
    PAST_DATES,
    TEXTS_THAT_COUNT,
    Meaning,
)
from .numbers import read_numbers, split_number
from .options import (
    ABOVE,
    LEFT_OUT,
    NO_ACTIONS,
    NO_ACTIONS_OPTIONS,
    OPTIONS_OF_WORDS,
    OWN,
    ROW_OPTIONS,
)
from .questions import Kind, Question, Questions
from .records import Known, LeftOut, Line, Plan, Record, Statement
from .tables import Cell, Document
from .whose import Whose

UPDATE_NEEDS_DATE = "An update needs a date before it can be published: a year is enough."


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
        self.whose = Whose(self.questions, known)
        self.records: dict[str, Record] = {}
        self.left_out: list[LeftOut] = []

    def read(self) -> Plan:
        tables = choose_tables(self.document, self.typed, self.questions)
        labels = {table.label for table in tables}
        for table in self.document.tables:
            if table.label not in labels:
                self.left_out.append(LeftOut(table.label, "", table.name, "You excluded this table."))
        for chosen in tables:
            self.read_table(chosen)
        return Plan(self.questions, list(self.records.values()), self.left_out)

    def read_table(self, table: ChosenTable) -> None:
        for column in table.columns:
            if column.meaning in OF_AN_ORGANISATION:
                column.whose = self.whose.of_heading("Heading", column.key, table.label)
        whose_above = self.whose.of_heading("Above the table", table.title, table.label)
        whose_before = None
        previous: list[Record] = []
        for row in table.rows:
            title = row.only_text()
            if title and (whose_above or may_name_other_body(title)):
                whose_above = self.whose.ask("Above rows", title, row.place)
                self.leave_row_out(row, "It is about the rows below it.")
                continue
            row.whose = self.whose.of_row(row) or whose_above
            is_going_on = row.text_of(Meaning.NUMBER) == ""
            if is_going_on and not row.whose:
                row.whose = whose_before
            whose_before = row.whose
            previous = self.read_row(row, previous) or previous

    # Rows

    def read_row(self, row: Row, previous: list[Record]) -> list[Record]:
        """Read one row, and return the records that it belongs to; none if it is left out."""
        records, parts = self.records_of(row, previous)
        if not records:
            self.leave_row_out(row, "It is not about a recommendation.")
            return []
        if row.whose == LEFT_OUT:
            self.leave_row_out(row, "It is about another organisation.")
            return records
        row.colour = self.status_of_colours(row)
        cells = row.cells
        if parts:
            of_report = [each for each in cells if each[0].meaning in OF_THE_REPORT]
            cells = [each for each in cells if each not in of_report]
            self.add_line(row, of_report, records)
        line = self.add_line(row, cells, parts or records)
        if row.colour and not line.find(Meaning.STATUS):
            whose = self.whose.of_action(row)
            line.statements.append(Statement(Meaning.STATUS, "Colour", "", whose, row.colour))
        return records

    def add_line(self, row: Row, cells: list[tuple[Column, Cell]], records: list[Record]) -> Line:
        """Add what the ``cells`` of a row say to each of the ``records``."""
        line = Line(row.place)
        for column, cell in cells:
            statement = self.read_cell(row, column, cell, line)
            if statement:
                line.statements.append(statement)
        if row.text_of(Meaning.ACTION) is None and line.is_about_an_action:
            line.action_of = self.ask_about_actions(row)
        for record in records:
            record.lines.append(line)
        return line

    def ask_about_actions(self, row: Row) -> str:
        question = Question(
            Step.WORDS,
            NO_ACTIONS,
            "Your table has no column of actions. What do its statuses, dates, posts and evidence refer to?",
            options=NO_ACTIONS_OPTIONS,
            is_required=True,
            is_saved=True,
        )
        return self.questions.ask(question, row.place) or ""

    def leave_row_out(self, row: Row, why: str) -> None:
        texts = [cell.text for _, cell in row.cells if cell.text]
        self.left_out.append(LeftOut(row.place, "", " · ".join(texts), why))

    # Numbers

    def records_of(self, row: Row, previous: list[Record]) -> tuple[list[Record], list[Record]]:
        """Return the records of a row, and the parts of them that the row is about, if it names any."""
        number = row.text_of(Meaning.NUMBER)
        numbered = row.text_of(Meaning.NUMBERED)
        if number is None and numbered is None:
            return self.records_of_table(row), []
        parts = []
        if numbered:
            parts = self.records_called(split_number(numbered)[0], numbered, row)
        if number:
            return self.records_called(number, number, row), parts
        if numbered:
            return parts, []
        return self.records_without_number(row, previous), []

    def records_of_table(self, row: Row) -> list[Record]:
        """Return the records of a row in a table that has no column of numbers."""
        table = row.table
        if not table.is_understood:
            return []
        label = f"Which recommendation is {table.label} about?"
        leave_blank = "Leave blank if each row is a recommendation without a number."
        known = table.name if read_numbers(table.name) else None
        answer = self.ask_number(table.label, label, leave_blank, row, known)
        if answer is None:
            return []
        return self.add_records(self.names_in(answer) or [row.place])

    def records_called(self, number: str, text: str, row: Row) -> list[Record]:
        """Return the records with ``number``, which is asked about if it is not read without doubt."""
        names = self.names_in(number)
        if not names:
            leave_blank = "Leave blank to exclude these rows."
            answer = self.ask_number(text, f"“{text[:200]}”", leave_blank, row)
            names = self.names_in(answer or "")
        return self.add_records(names)

    def ask_number(
        self, key: str, label: str, leave_blank: str, row: Row, known: str | None = None
    ) -> str | None:
        question = Question(
            Step.NUMBERS,
            key,
            label,
            Kind.NUMBER,
            options=self.known.recommendations,
            known=known,
            help=f"Enter a number, or choose a recommendation on this site. {leave_blank}",
        )
        return self.questions.ask(question, row.place)

    def names_in(self, answer: str) -> list[str]:
        """Return the names of the recommendations that an answer gives, by number or as they are here."""
        if answer in dict(self.known.recommendations):
            return [answer]
        return read_numbers(answer)

    def records_without_number(self, row: Row, previous: list[Record]) -> list[Record]:
        title = "Rows without a number"
        question = Question(Step.NUMBERS, title, title, options=ROW_OPTIONS, is_required=True)
        answer = self.questions.ask(question, row.place)
        if answer == ABOVE:
            return previous
        if answer == OWN:
            return self.add_records([row.place])
        return []

    def add_records(self, names: list[str]) -> list[Record]:
        return [self.records.setdefault(name, Record(name)) for name in names]

    # Cells

    def read_cell(self, row: Row, column: Column, cell: Cell, line: Line) -> Statement | None:
        """Return what a cell says; note what is not taken of it."""
        if cell.struck:
            line.leave_out(column.key, cell.struck, "It is struck through.")
        meaning = column.meaning or Meaning.LEFT_OUT
        text = cell.text if cell.says_something else ""
        if meaning == Meaning.NUMBERED:
            meaning = Meaning.WORDING
            text = split_number(text)[1]
        if not text or meaning in {Meaning.NUMBER, Meaning.ORGANISATION}:
            return None
        statement = Statement(meaning, column.key, text)
        if meaning == Meaning.LEFT_OUT:
            line.leave_out(column.key, text, "")
            return None
        if meaning in OF_AN_ORGANISATION:
            statement.whose = self.whose.of_cell(row, column, cell)
            if statement.whose == LEFT_OUT:
                line.leave_out(column.key, text, "It is about another organisation.")
                return None
            statement.code = self.ask_what_it_means(statement, row)
            if statement.code == LEFT_OUT:
                line.leave_out(column.key, text, "It has no information of its own.")
                return None
        self.add_value(statement, row, column, line)
        return statement

    def ask_what_it_means(self, statement: Statement, row: Row) -> str:
        """Return what a position, a status, or a text such as “PCC to respond” means; empty if nothing.

        An answer is required of what readers might take for a response although it is none yet.
        """
        meaning, text = statement.meaning, statement.text
        names_other = self.whose.may_name_other_body(text)
        is_of_other = names_other and statement.whose != self.known.our_force
        says_nothing = says_not_known(text) or only_refers_elsewhere(text)
        is_in_doubt = says_nothing or is_of_other or (names_other and meaning in OF_THE_RESPONSE)
        if meaning == Meaning.STATUS:
            return self.ask_word("Status", text, row, is_required=is_of_other)
        if meaning == Meaning.POSITION:
            return self.ask_word("Position", text, row, is_required=is_in_doubt)
        if meaning in NAMES_OF_POSTS and says_not_known(text):
            return self.ask_word("Post", text, row, is_required=True)
        if meaning == Meaning.ACTION:  # “PCC to train” is an action
            is_in_doubt = says_nothing
        if meaning in TEXTS_THAT_COUNT and is_in_doubt:
            return self.ask_word("Text", text, row, is_required=True)
        return ""

    def add_value(self, statement: Statement, row: Row, column: Column, line: Line) -> None:
        """Add the date that a text means, and the status that the colour of its row means."""
        if statement.meaning in DATES:
            statement.date = self.read_date(statement, row)
        elif column.needs_date:
            statement.date = self.date_of_heading(column, row)
        elif statement.meaning == Meaning.STATUS:
            statement.code = self.status_of(row, statement, line)

    # Words, colours and dates

    def ask_word(self, what: str, text: str, row: Row, *, is_required: bool = False) -> str:
        """Return the code that a person chose for a word, or whose label it is; empty if none."""
        options = OPTIONS_OF_WORDS[what]
        codes = {label: code for code, label in options}
        question = Question(
            Step.WORDS,
            f"{what}: {text}",
            f"{what}: “{text}”",
            options=options,
            known=codes.get(text),
            colour=text if what == "Colour" else "",
            is_required=is_required,
            is_saved=True,
        )
        return self.questions.ask(question, row.place) or ""

    def status_of(self, row: Row, statement: Statement, line: Line) -> str:
        status = statement.code
        if status and row.colour not in {"", status}:
            line.problems.append(
                f"{row.place}: the status “{statement.text}” and the colour mean different things. Choose "
                "another meaning for one of them."
            )
        return status or row.colour

    def status_of_colours(self, row: Row) -> str:
        """Return the status that a person chose for a colour of the row; empty if none."""
        found = ""
        for _, cell in row.cells:
            if cell.colour:
                found = self.ask_word("Colour", cell.colour, row) or found
        return found

    def read_date(self, statement: Statement, row: Row) -> PartialDate | None:
        """Return the date that a text means; ``None`` if it is kept as written."""
        date = read_exact_date(statement.text)
        doubt = self.doubt_about(statement.meaning, date)
        if date and not doubt:
            return date
        label = f"“{statement.text}” ({statement.meaning.label.lower()})"
        leave_blank = f"{doubt} Leave blank to keep it as written.".strip()
        if statement.meaning == Meaning.UPDATE_DATE:
            leave_blank += f" {UPDATE_NEEDS_DATE}"
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
        exact = read_exact_date(column.key)
        if exact:
            return exact
        label = f"Date of the texts under the heading “{column.key}”"
        leave_blank = "Leave blank if the table gives none."
        if column.meaning == Meaning.UPDATE:
            leave_blank += f" {UPDATE_NEEDS_DATE}"
        return self.ask_date(f"Heading: {column.key}", label, leave_blank, row)

    def ask_date(self, key: str, label: str, leave_blank: str, row: Row) -> PartialDate | None:
        question = Question(Step.DATES, key, label, Kind.DATE, help=leave_blank)
        answer = self.questions.ask(question, row.place)
        if not answer:
            return None
        return read_date(answer)
