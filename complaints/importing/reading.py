"""Reads a document by what a person chose: what it says of each recommendation, and what is still asked."""

from complaints.importing.other_bodies import may_name_other_body, only_refers_elsewhere
from complaints.unknown_names import says_not_known
from pages.core.partial_dates import PartialDate, read_date

from .choices import ImportChoices, ImportStep
from .chosen_tables import (
    ChosenColumn,
    ChosenRow,
    ChosenTable,
    choose_table,
    table_of_typed,
    text_across,
)
from .dates import read_exact_date
from .meanings import (
    DATE_OF,
    DATES,
    LEADS,
    OF_AN_ACTION,
    OF_AN_ORGANISATION,
    OF_THE_REPORT,
    PAST_DATES,
    ColumnMeaning,
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
from .organisations import OrganisationQuestion
from .questions import (
    AnswerKnown,
    DateQuestion,
    ImportQuestion,
    ImportQuestions,
    NumberQuestion,
)
from .records import (
    ImportedLine,
    ImportedPlan,
    ImportedRecord,
    ImportedStatement,
    LeftOutRow,
)
from .tables import Document, SourceCell

CODED = {ColumnMeaning.POSITION: "Position", ColumnMeaning.STATUS: "Status"}
"""What always has a meaning to choose, and what its questions call it."""


def read_plan(
    document: Document, choices: ImportChoices, known: AnswerKnown
) -> ImportedPlan:
    """Return what ``document`` says, as far as ``choices`` answer what is asked about it."""
    return PlanReader(choices, known).read(document, choices.typed)


class PlanReader:
    """Walks over the tables once.

    Whatever it needs to know, it asks; without an answer it goes on.
    """

    def __init__(self, choices: ImportChoices, known: AnswerKnown) -> None:
        self.known = known
        self.questions = ImportQuestions(choices, known)
        self.whose = OrganisationQuestion(self.questions)
        self.records: dict[str, ImportedRecord] = {}
        self.left_out: list[LeftOutRow] = []

    def read(self, document: Document, typed: list[dict[str, str]]) -> ImportedPlan:
        for table in document.tables:
            chosen = choose_table(table, self.questions)
            if chosen:
                self.read_table(chosen)
            else:
                self.left_out.append(
                    LeftOutRow(table.label, "", table.name, "You excluded this table.")
                )
        if typed:
            self.read_table(table_of_typed(typed, self.questions))
        records = [record for record in self.records.values() if record.lines]
        return ImportedPlan(self.questions, records, self.left_out)

    def read_table(self, table: ChosenTable) -> None:
        for column in table.columns:
            if column.meaning in OF_AN_ORGANISATION:
                column.whose = self.whose.of_heading("Heading", column.key, table.label)
        whose_above = self.whose.of_heading("Above the table", table.title, table.label)
        whose_before = None
        previous: list[ImportedRecord] = []
        for row in table.rows:
            title = text_across([cell for _, cell in row.cells])
            if title and (whose_above or may_name_other_body(title)):
                whose_above = self.whose.ask("Above rows", title, row.place)
                self.leave_row_out(row, "It is about the rows below it.")
                continue
            row.whose = self.whose.of_row(row) or whose_above
            is_going_on = row.text_of(ColumnMeaning.NUMBER) == ""
            if is_going_on and not row.whose:
                row.whose = whose_before
            whose_before = row.whose
            previous = self.read_row(row, previous) or previous

    # Rows

    def read_row(
        self, row: ChosenRow, previous: list[ImportedRecord]
    ) -> list[ImportedRecord]:
        """Read one row, and return the records that it belongs to; none if it is left out."""
        records, parts = self.records_of(row, previous)
        if not records:
            self.leave_row_out(row, "It is not linked to a recommendation.")
            return []
        if row.whose == LEFT_OUT:
            self.leave_row_out(row, "It is about another organisation.")
            return records
        whole = line = ImportedLine(row.place)
        if parts:
            line = ImportedLine(row.place)
        for column, cell in row.cells:
            entry = whole if column.meaning in OF_THE_REPORT else line
            self.read_cell(row, column, cell, entry)
        self.read_colours(row, line)
        has_actions = row.text_of(ColumnMeaning.ACTION) is not None
        if not has_actions and any(
            statement.meaning in OF_AN_ACTION for statement in line.statements
        ):
            line.action_of = self.ask_about_actions(row)
        for record in records:
            record.lines.append(whole)
        for part in parts:
            part.lines.append(line)
        return records

    def ask_about_actions(self, row: ChosenRow) -> str:
        question = ImportQuestion(
            ImportStep.WORDS,
            NO_ACTIONS,
            "Your table has no column of actions. What do its statuses, dates, posts and evidence refer to?",
            NO_ACTIONS_OPTIONS,
            is_required=True,
            is_saved=True,
        )
        return self.questions.ask(question, row.place) or ""

    def leave_row_out(self, row: ChosenRow, why: str) -> None:
        texts = [cell.text for _, cell in row.cells if cell.text]
        self.left_out.append(LeftOutRow(row.place, "", " · ".join(texts), why))

    # Numbers

    def records_of(
        self, row: ChosenRow, previous: list[ImportedRecord]
    ) -> tuple[list[ImportedRecord], list[ImportedRecord]]:
        """Return the records of a row, and the parts of them that the row is about, if it names any."""
        number = row.text_of(ColumnMeaning.NUMBER)
        numbered = row.text_of(ColumnMeaning.NUMBERED)
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

    def records_of_table(self, row: ChosenRow) -> list[ImportedRecord]:
        """Return the records of a row in a table that has no column of numbers."""
        table = row.table
        if not table.is_understood:
            return []
        known = table.name if read_numbers(table.name) else None
        question = NumberQuestion(
            ImportStep.NUMBERS,
            table.label,
            f"Which recommendation is {table.label} about?",
            self.known.recommendations,
            known=known,
            help="Leave blank if each row is a recommendation without a number.",
        )
        answer = self.questions.ask(question, row.place)
        if answer is None:
            return []
        return self.add_records(self.names_in(answer) or [row.place])

    def records_called(
        self, number: str, text: str, row: ChosenRow
    ) -> list[ImportedRecord]:
        """Return the records with ``number``, which is asked about if it is not read without doubt."""
        names = self.names_in(number)
        if not names:
            question = NumberQuestion(
                ImportStep.NUMBERS,
                text,
                f"“{text[:200]}”",
                self.known.recommendations,
                help="Leave blank to exclude these rows.",
            )
            names = self.names_in(self.questions.ask(question, row.place) or "")
        return self.add_records(names)

    def names_in(self, answer: str) -> list[str]:
        """Return the names of the recommendations that an answer gives, by number or as they are here."""
        if answer in dict(self.known.recommendations):
            return [answer]
        return read_numbers(answer)

    def records_without_number(
        self, row: ChosenRow, previous: list[ImportedRecord]
    ) -> list[ImportedRecord]:
        title = "Rows without a number"
        question = ImportQuestion(
            ImportStep.NUMBERS, title, title, ROW_OPTIONS, is_required=True
        )
        answer = self.questions.ask(question, row.place)
        if answer == ABOVE:
            return previous
        if answer == OWN:
            return self.add_records([row.place])
        return []

    def add_records(self, names: list[str]) -> list[ImportedRecord]:
        return [self.records.setdefault(name, ImportedRecord(name)) for name in names]

    # Cells

    def read_cell(
        self, row: ChosenRow, column: ChosenColumn, cell: SourceCell, line: ImportedLine
    ) -> None:
        """Add what a cell says to ``line``, or note why it is not taken."""
        if cell.struck:
            line.left_out.append(
                LeftOutRow(row.place, column.key, cell.struck, "It is struck through.")
            )
        meaning = column.meaning or ColumnMeaning.LEFT_OUT
        text = cell.text
        if meaning == ColumnMeaning.NUMBERED:
            meaning = ColumnMeaning.WORDING
            text = split_number(text)[1]
        if (
            not text
            or not cell.says_something
            or meaning in {ColumnMeaning.NUMBER, ColumnMeaning.ORGANISATION}
        ):
            return
        statement = ImportedStatement(row.place, meaning, column.key, text)
        why = self.understand(statement, row, column, cell)
        if why:
            line.left_out.append(statement.left_out(why))
        else:
            line.statements.append(statement)

    def understand(
        self,
        statement: ImportedStatement,
        row: ChosenRow,
        column: ChosenColumn,
        cell: SourceCell,
    ) -> str:
        """Add whose it is, what it means and its date; return why it is left out, empty if it is not."""
        meaning = statement.meaning
        if meaning == ColumnMeaning.LEFT_OUT:
            return "You excluded this column."
        if meaning in OF_AN_ORGANISATION:
            statement.whose = self.whose.of_cell(row, column, cell)
            if statement.whose == LEFT_OUT:
                return "It is about another organisation."
            if meaning in LEADS | {ColumnMeaning.OWNER} and says_not_known(
                statement.text
            ):
                return "It does not name a post."
            statement.code = self.ask_what_it_means(statement, row)
            if statement.code == LEFT_OUT:
                return "It has no information of its own."
        if meaning in DATES:
            statement.date = self.read_date(statement, row)
        elif meaning in DATE_OF and row.text_of(DATE_OF[meaning]) is None:
            statement.date = self.date_of_heading(column, row)
        return ""

    def ask_what_it_means(self, statement: ImportedStatement, row: ChosenRow) -> str:
        """Return what a position, a status, or a text such as “PCC to respond” means; empty if nothing.

        An answer is required of what readers might take for a response although it is
        none yet.
        """
        meaning = statement.meaning
        text = statement.text
        names_other = self.whose.may_name_other_body(text)
        is_of_other = names_other and statement.whose != self.known.our_force
        says_nothing = says_not_known(text) or only_refers_elsewhere(text)
        in_doubt = {
            ColumnMeaning.POSITION: says_nothing or names_other,
            ColumnMeaning.RESPONSE: says_nothing or names_other,
            ColumnMeaning.STATUS: is_of_other,
            ColumnMeaning.ACTION: says_nothing,  # “PCC to train” is an action
            ColumnMeaning.UPDATE: says_nothing or is_of_other,
        }
        is_in_doubt = in_doubt.get(meaning, False)
        if meaning in CODED or is_in_doubt:
            return self.ask_word(
                CODED.get(meaning, "Text"), text, row, is_required=is_in_doubt
            )
        return ""

    # Words, colours and dates

    def ask_word(
        self, what: str, text: str, row: ChosenRow, *, is_required: bool = False
    ) -> str:
        """Return the code that a person chose for a word, or whose label it is; empty if none."""
        options = OPTIONS_OF_WORDS[what]
        codes = {label: code for code, label in options}
        colour = text if what == "Colour" else ""
        question = ImportQuestion(
            ImportStep.WORDS,
            f"{what}: {text}",
            f"{what}: “{text}”",
            options,
            known=codes.get(text),
            colour=colour,
            is_required=is_required,
            is_saved=True,
        )
        return self.questions.ask(question, row.place) or ""

    def read_colours(self, row: ChosenRow, line: ImportedLine) -> None:
        """Add the status that a person chose for a colour of the row."""
        for column, cell in row.cells:
            code = cell.colour and self.ask_word("Colour", cell.colour, row)
            if not code:
                continue
            statement = ImportedStatement(
                row.place, ColumnMeaning.STATUS, "Colour", "", code=code
            )
            if column.meaning == ColumnMeaning.STATUS:
                statement.whose = self.whose.of_cell(row, column, cell)
            else:
                statement.whose = self.whose.of_action(row)
            if statement.whose != LEFT_OUT and statement not in line.statements:
                line.statements.append(statement)

    def read_date(
        self, statement: ImportedStatement, row: ChosenRow
    ) -> PartialDate | None:
        """Return the date that a text means; ``None`` if it is kept as written."""
        date = read_exact_date(statement.text)
        report = self.known.report
        doubt = ""
        if (
            date
            and statement.meaning in PAST_DATES
            and date.earliest > self.known.today
        ):
            doubt = f"{date.words} is in the future. "
        elif date and report and date.is_certainly_before(report):
            doubt = f"{date.words} is before the report was published. "
        if date and not doubt:
            return date
        label = f"“{statement.text}” ({statement.meaning.label.lower()})"
        leave_blank = f"{doubt}Leave blank to keep it as written."
        return self.ask_date(statement.text, label, leave_blank, row)

    def date_of_heading(
        self, column: ChosenColumn, row: ChosenRow
    ) -> PartialDate | None:
        """Return the date of all texts in a column, which a person says of its heading."""
        exact = read_exact_date(column.key)
        if exact:
            return exact
        label = f"Date of everything in the “{column.key}” column"
        leave_blank = "Leave blank if the table gives none."
        return self.ask_date(f"Heading: {column.key}", label, leave_blank, row)

    def ask_date(
        self, key: str, label: str, leave_blank: str, row: ChosenRow
    ) -> PartialDate | None:
        question = DateQuestion(ImportStep.DATES, key, label, help=leave_blank)
        answer = self.questions.ask(question, row.place)
        if not answer:
            return None
        return read_date(answer)
