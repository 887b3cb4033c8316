"""Asks whose something is, wherever a text may name another body or a level above a force."""

from collections.abc import Mapping
from typing import Any

from complaints.importing.other_bodies import may_name_other_body

from .choices import ImportStep
from .chosen_tables import ChosenColumn, ChosenRow
from .meanings import (
    DATES,
    OF_AN_ACTION,
    OF_AN_ORGANISATION,
    OF_AN_UPDATE,
    OF_THE_RESPONSE,
    ColumnMeaning,
)
from .options import CHOOSE, NOT_ABOUT_WHOSE
from .questions import ImportQuestion, ImportQuestions, OrganisationsQuestion
from .tables import SourceCell

MAX_LETTERS_OF_A_NAME = 60
"""A longer cell is prose, which names other bodies without being about them."""
PROSE = frozenset(
    {
        ColumnMeaning.WORDING,
        ColumnMeaning.TITLE,
        ColumnMeaning.SUMMARY,
        ColumnMeaning.NUMBERED,
        ColumnMeaning.EVIDENCE_ASKED,
    }
)
EVERYTHING_ELSE = "Everything else"
ROWS_WITH = "Rows with"
ROWS_ADDRESSED = "Who responds and acts in rows in which the report asks"
BESIDE_OWNER = "Responses and updates in rows with the responsible post"
BESIDE_TEXT = "Dates, positions, statuses and evidence beside"
DETAILS_OF_TEXTS = {
    ColumnMeaning.RESPONSE: OF_THE_RESPONSE - {ColumnMeaning.RESPONSE},
    ColumnMeaning.ACTION: OF_AN_ACTION - {ColumnMeaning.ACTION},
    ColumnMeaning.UPDATE: OF_AN_UPDATE - {ColumnMeaning.UPDATE},
}
"""What belongs to each text."""
BESIDE_OWNERS = {ColumnMeaning.OWNER: OF_AN_ORGANISATION - OF_AN_ACTION}
"""What may be an owner’s, too, or only beside an action of theirs."""


class OrganisationQuestion:
    """Finds out which organisations a cell is about: one on each line, or ``left_out``."""

    def __init__(self, questions: ImportQuestions) -> None:
        self.questions = questions
        self.known = questions.known
        self.organisations = tuple((name, name) for name in self.known.organisations)

    def ask(
        self, what: str, text: str, place: str, known: str | None = None
    ) -> str | None:
        """Return whose ``text`` is, by the answer of a person; ``None`` if it does not say."""
        question = OrganisationsQuestion(
            ImportStep.WHOSE,
            f"{what}: {text}",
            f"{what}: “{text}”",
            self.organisations,
            known=known,
            is_required=True,
            is_saved=True,
        )
        answer = self.questions.ask(question, place)
        if answer == NOT_ABOUT_WHOSE:
            return None
        return answer

    def of_heading(self, what: str, text: str, place: str) -> str | None:
        """Return whose everything below or after ``text`` is, if it may say so."""
        if may_name_other_body(text):
            return self.ask(what, text, place)
        return None

    def of_row(self, row: ChosenRow) -> str | None:
        """Return whose a row is by the cells that say nothing of their own: a name, or a column left out."""
        for column, cell in row.cells:
            if column.meaning in OF_AN_ORGANISATION:
                continue
            what = ROWS_WITH
            if column.meaning == ColumnMeaning.ADDRESSEES:
                what = ROWS_ADDRESSED
            if column.meaning == ColumnMeaning.ORGANISATION and cell.says_something:
                known = cell.text if cell.text in self.known.organisations else None
                whose = self.ask(what, cell.text, row.place, known)
            else:
                whose = self.of_short_text(what, row, column, cell)
            if whose:
                return whose
        return None

    def of_cell(self, row: ChosenRow, column: ChosenColumn, cell: SourceCell) -> str:
        """Return whose one cell is: what it names itself counts for it alone."""
        if column.meaning != ColumnMeaning.OWNER:
            own = self.of_short_text("Cell", row, column, cell)
            if own:
                return own
        whose = column.whose or self.of_neighbour(
            "Cell", BESIDE_TEXT, DETAILS_OF_TEXTS, row, column
        )
        if whose:
            return whose
        if column.meaning in OF_AN_ACTION:
            return self.of_action(row)
        whose = row.whose or self.of_neighbour(
            "Responsible", BESIDE_OWNER, BESIDE_OWNERS, row, column
        )
        return whose or self.of_everything_else(row)

    def of_neighbour(
        self,
        what: str,
        beside: str,
        details: Mapping[Any, Any],
        row: ChosenRow,
        column: ChosenColumn,
    ) -> str | None:
        """Return whose a cell is that is among the ``details`` of one that names another body."""
        for other, cell in row.cells:
            is_detail = column.meaning in details.get(other.meaning, ())
            if is_detail and self.of_short_text(what, row, other, cell):
                return self.ask(beside, cell.text, row.place)
        return None

    def of_action(self, row: ChosenRow) -> str:
        """Return whose the action of a row is: its owner’s, if that is an organisation."""
        owner = None
        for column, cell in row.cells:
            if column.meaning == ColumnMeaning.OWNER:
                owner = self.of_short_text("Responsible", row, column, cell) or owner
        return owner or row.whose or self.of_everything_else(row)

    def of_short_text(
        self, what: str, row: ChosenRow, column: ChosenColumn, cell: SourceCell
    ) -> str | None:
        """Return whose a cell is by its own text, if that is short and may name another body."""
        if column.meaning in PROSE | DATES or not cell.says_something:
            return None
        if self.may_name_other_body(cell.text):
            return self.ask(what, cell.text, row.place)
        return None

    def may_name_other_body(self, text: str) -> bool:
        """Return True if ``text`` is short and may name another body than our force."""
        if len(text) > MAX_LETTERS_OF_A_NAME:
            return False
        names = [
            name for name in self.known.organisations if name != self.known.our_force
        ]
        return may_name_other_body(text) or any(name in text for name in names)

    def of_everything_else(self, row: ChosenRow) -> str:
        question = ImportQuestion(
            ImportStep.WHOSE,
            EVERYTHING_ELSE,
            "Organisation for all other responses, actions, updates and posts",
            (CHOOSE, *self.organisations),
            initial=self.known.our_force,
            is_required=True,
        )
        return self.questions.ask(question, row.place) or ""
