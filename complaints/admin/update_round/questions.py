"""The cells that a plan sheet fills in, and those about which it makes the site ask.

Beside a cell that is asked about, the form carries each value that a sheet has, under
``sheet-`` and the name of the cell. The cell has no value until the person chooses one
of them, or the one that is on this site.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

FROM_SHEET = "from_sheet"
"""What a form carries that a sheet has filled in."""
EMPTIED = "The sheet leaves this blank. What does that mean?"
SEVERAL = "There are several values. Which one counts?"
MOVED_ON = (
    "This changed on the site after the sheet was downloaded. Which value counts?"
)
UNKNOWN = "“%(value)s” is not in the list. Choose one that is."


class ChoiceOfValue(forms.RadioSelect):
    """The values that a cell may get, none of them chosen at first."""

    def format_value(self, value: Any) -> list[str]:
        """Return what is chosen: without a value nothing is, not even the blank one."""
        return [] if value is None else super().format_value(value)


class GridCell(forms.BoundField):
    """A cell of the grid."""

    @property
    def sheet_values(self) -> list[str]:
        """The values of sheets that the person has to choose from."""
        data: Any = self.form.data
        return data.getlist(f"sheet-{self.html_name}")

    @property
    def is_asked(self) -> bool:
        """Return True if the person has yet to say which value counts."""
        return bool(self.sheet_values) and self.html_name not in self.form.data

    @property
    def is_from_sheet(self) -> bool:
        """Return True if a sheet has filled this in, or made it a question."""
        if FROM_SHEET not in self.form.data:
            return False
        return self.is_asked or self.name in self.form.changed_data

    @property
    def before(self) -> str:
        """What was in the cell when it was opened, in words."""
        return self.words_of(self.form.data.get(self.html_initial_name, ""))

    @property
    def question(self) -> str:
        """What the person is asked."""
        if "" in self.sheet_values:
            return EMPTIED
        return SEVERAL if len(self.sheet_values) > 1 else MOVED_ON

    def words_of(self, value: str) -> str:
        """Return a value as people read it."""
        choices = dict(getattr(self.field, "choices", ()))
        return choices.get(value, value) if value else ""

    def options(self) -> list[tuple[str, str]]:
        """Return the values that the person can choose, with what each means."""
        here = self.form.data.get(self.html_initial_name, "")
        options = []
        for value in self.sheet_values:
            label = "No longer stated"
            if value:
                label = f"From the sheet: {self.words_of(value)}"
            options.append((value, label))
        options.append((here, f"Unchanged: {self.words_of(here) or 'blank'}"))
        return options


def ask_about(data: QueryDict, name: str, values: list[str]) -> None:
    """Make the cell ``name`` in ``data`` a question about the ``values`` of sheets."""
    data.pop(name, None)
    data.setlist(f"sheet-{name}", values)


def ask_questions(cells: Iterable[Any]) -> None:
    """Put a choice in place of each of the ``cells`` that is asked about, and show words that no list has."""
    for cell in cells:
        if cell.is_asked:
            cell.field.widget = ChoiceOfValue(choices=cell.options())
            cell.field.required = True
            cell.field.error_messages["required"] = cell.question
        elif isinstance(cell.field, forms.ChoiceField):
            typed = cell.form.data.get(cell.html_name, "")
            cell.field.error_messages["invalid_choice"] = UNKNOWN
            if typed and not cell.field.valid_value(typed):
                choices: Any = cell.field.choices
                cell.field.widget.choices = [*choices, (typed, typed)]
