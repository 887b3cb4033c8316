"""Reads a plan sheet that was filled in."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from pages.core.text import strip_control_characters, unescape_formula
from pages.files.contained import ContainedFailureError, read_sheet

from .columns import COLUMNS, HEADINGS, KEY, Column

MAX_BYTES = 10 * 1024 * 1024
PREVIEW = "preview of a plan sheet"
"""What is signed, so that nothing else that this site signs is taken for it."""
TOO_LARGE = "This file is larger than 10 MB, so it was not opened. A plan sheet is much smaller."
WRONG_KIND = "Upload the plan as XLSX without macros, or as CSV."
NO_PLAN = (
    "This is not a plan sheet. Download the plan, fill in that file, and upload it."
)


@dataclass(frozen=True)
class SheetRow:
    """One row below the headings."""

    sheet: str
    number: int
    """Its place in the sheet, counted from 1."""
    key: str
    texts: dict[Column, str]

    def place_of(self, column: Column | None = None) -> str:
        """Say where a problem is: “Plan”, row 5, column “Due date”."""
        place = f"“{self.sheet}”, row {self.number}"
        return f"{place}, column “{column.heading}”" if column else place


@dataclass(frozen=True)
class FilledSheet:
    """The rows of a sheet that was filled in."""

    name: str
    rows: list[list[str]]

    @classmethod
    def from_upload(cls, file: Any) -> "FilledSheet":
        """Return what a file says; raise ``ValidationError`` if it is no plan sheet."""
        ending = file.name.rpartition(".")[2].casefold()
        if ending not in {"xlsx", "csv"}:
            raise ValidationError(WRONG_KIND)
        if file.size > MAX_BYTES:
            raise ValidationError(TOO_LARGE)
        try:
            name, rows = read_sheet(file.read(), ending)
        except ContainedFailureError as error:
            raise ValidationError(str(error)) from error
        sheet = cls(name or file.name, rows)
        sheet.check_headings()
        return sheet

    @classmethod
    def from_preview(cls, signed: str) -> "FilledSheet":
        """Return the sheet that a preview carries; raise ``signing.BadSignature`` if it is another text."""
        return cls(**signing.loads(signed, salt=PREVIEW))

    def for_preview(self) -> str:
        return signing.dumps(vars(self), salt=PREVIEW, compress=True)

    def check_headings(self) -> None:
        """Raise ``ValidationError`` unless each of our headings is there once, and no other."""
        headings = self.rows[0] if self.rows else []
        if KEY not in headings:
            raise ValidationError(NO_PLAN)
        problems = []
        for heading in dict.fromkeys([*HEADINGS, *filter(None, headings)]):
            if heading not in HEADINGS:
                problems.append(f"the column “{heading}” is not known. Delete it.")
            elif headings.count(heading) != 1:
                problems.append(f"there must be one column “{heading}”.")
        if problems:
            place = f"“{self.name}”, row 1"
            raise ValidationError([f"{place}: {problem}" for problem in problems])

    def filled_rows(self) -> list[SheetRow]:
        """Return the rows that have something in them."""
        places = {heading: self.rows[0].index(heading) for heading in HEADINGS}
        found = []
        for number, cells in enumerate(self.rows[1:], 2):
            if not any(cell.strip() for cell in cells):
                continue
            padded = [*cells, *[""] * len(HEADINGS)]
            texts = {}
            for column in COLUMNS:
                text = strip_control_characters(padded[places[column.heading]])
                texts[column] = unescape_formula(text.strip())
            key = padded[places[KEY]].strip()
            found.append(SheetRow(self.name, number, key, texts))
        return found


class UploadForm(forms.Form):
    """The file with a plan that was filled in."""

    plan = forms.FileField(
        label="Filled-in plan",
        help_text="XLSX or CSV, at most 10 MB. Nothing is saved before you have seen what it changes.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

    def clean_plan(self) -> FilledSheet:
        return FilledSheet.from_upload(self.cleaned_data["plan"])
