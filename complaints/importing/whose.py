"""Asks whose something is, wherever a text may name another body or a level above a force."""

from complaints.other_bodies import may_name_other_body

from .choices import Step
from .chosen_tables import Column, Row
from .meanings import DATES, OF_AN_ACTION, OF_AN_ORGANISATION, OF_AN_UPDATE, OF_THE_RESPONSE, Meaning
from .options import NOT_ABOUT_WHOSE, WHOSE_WAYS_OUT
from .questions import CHOOSE, Kind, Question, Questions
from .records import Known
from .tables import Cell

MAX_LETTERS_OF_A_NAME = 60
"""A longer cell is prose, which names other bodies without being about them."""
PROSE = frozenset({Meaning.WORDING, Meaning.TITLE, Meaning.SUMMARY, Meaning.NUMBERED, Meaning.EVIDENCE_ASKED})
EVERYTHING_ELSE = "Everything else"
BESIDE_OWNER = "Responses and updates in rows with the owner"
BESIDE_TEXT = "Dates, positions, statuses and evidence beside"
DETAILS_OF_TEXTS = {
    Meaning.RESPONSE: OF_THE_RESPONSE - {Meaning.RESPONSE},
    Meaning.ACTION: OF_AN_ACTION - {Meaning.ACTION},
    Meaning.UPDATE: OF_AN_UPDATE - {Meaning.UPDATE},
}
"""What belongs to each text."""


class Whose:
    """Finds out whose a cell is: one organisation on each line, or ``left_out``."""

    def __init__(self, questions: Questions, known: Known) -> None:
        self.questions = questions
        self.known = known
        self.organisations = tuple((name, name) for name in known.organisations)

    def ask(self, what: str, text: str, place: str, known: str | None = None) -> str | None:
        """Return whose ``text`` is, by the answer of a person; ``None`` if it does not say."""
        question = Question(
            Step.WHOSE,
            f"{what}: {text}",
            f"{what}: “{text}”",
            Kind.SEVERAL,
            options=WHOSE_WAYS_OUT + self.organisations,
            alone=dict(WHOSE_WAYS_OUT),
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

    def of_row(self, row: Row) -> str | None:
        """Return whose a row is by the cells that say nothing of their own: a name, or a column left out."""
        for column, cell in row.cells:
            if column.meaning in OF_AN_ORGANISATION:
                continue
            if column.meaning == Meaning.ORGANISATION and cell.says_something:
                known = cell.text if cell.text in self.known.organisations else None
                found = self.ask("Rows with", cell.text, row.place, known)
            else:
                found = self.of_short_text("Rows with", row, column, cell)
            if found:
                return found
        return None

    def of_cell(self, row: Row, column: Column, cell: Cell) -> str:
        """Return whose one cell is: what it names itself counts for it alone."""
        if column.meaning != Meaning.OWNER:
            own = self.of_short_text("Cell", row, column, cell)
            if own:
                return own
        if column.whose:
            return column.whose
        of_text = self.of_text_beside(row, column)
        if of_text:
            return of_text
        if column.meaning in OF_AN_ACTION:
            return self.of_action(row)
        return row.whose or self.of_owner(row, BESIDE_OWNER) or self.of_everything_else(row)

    def of_text_beside(self, row: Row, column: Column) -> str | None:
        """Return whose a date, position or status is, beside a text that names another body."""
        for other, cell in row.cells:
            if other.meaning not in DETAILS_OF_TEXTS:
                continue
            is_detail = column.meaning in DETAILS_OF_TEXTS[other.meaning]
            if is_detail and self.of_short_text("Cell", row, other, cell):
                return self.ask(BESIDE_TEXT, cell.text, row.place)
        return None

    def of_action(self, row: Row) -> str:
        """Return whose the action of a row is."""
        return self.of_owner(row) or row.whose or self.of_everything_else(row)

    def of_owner(self, row: Row, beside: str = "") -> str | None:
        """Return the organisation of the action’s owner, or of an owner ``beside`` one elsewhere."""
        found = None
        for column, cell in row.cells:
            if column.meaning == Meaning.OWNER:
                owner = self.of_short_text("Owner", row, column, cell)
                if owner and beside:  # it may own the action alone, or the whole row may be its
                    owner = self.ask(beside, cell.text, row.place)
                found = owner or found
        return found

    def of_short_text(self, what: str, row: Row, column: Column, cell: Cell) -> str | None:
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
        names = [name for name in self.known.organisations if name != self.known.our_force]
        return may_name_other_body(text) or any(name in text for name in names)

    def of_everything_else(self, row: Row) -> str:
        question = Question(
            Step.WHOSE,
            EVERYTHING_ELSE,
            "Organisation for all other responses, actions, updates and posts",
            options=(CHOOSE, *self.organisations),
            initial=self.known.our_force,
            is_required=True,
        )
        return self.questions.ask(question, row.place) or ""
