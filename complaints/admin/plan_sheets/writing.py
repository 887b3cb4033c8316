"""Writes the plan as a workbook or as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from complaints.admin.update_round.rows import RoundRow
from complaints.models import Organisation
from pages.core.text import escape_formula

from .cells import tidy
from .columns import COLUMNS, HEADINGS, RowKey, rows_of

PLAN, HELP = "Plan", "Help"
"""The names of the sheets."""
MAX_LETTERS = 32_767
"""The most that a cell of a spreadsheet takes."""
SPARE_ROWS = 60
"""Empty rows below the plan, in which a spreadsheet takes what is typed as text."""
AS_TEXT = "@"
"""The number format of text: no spreadsheet makes a date, a number or a formula of it."""
GUIDANCE = (
    "Change the cells that have something new. A cell that you empty becomes blank on the page.",
    "For a new recommendation, use an empty row. Leave its key blank and enter a short title.",
    "For a second response, action or update, add a row with the number of the recommendation.",
    "Enter dates like 27 March 2027, March 2027 or 2027.",
    "Enter posts, not names of people, and each on a line of its own.",
    "A row that you delete changes nothing on the site.",
    "Do not rename, add or delete columns.",
)


def names_of_organisations() -> dict[int, str]:
    return dict(Organisation.objects.values_list("pk", "name"))


def written(text: str) -> str:
    """Return a text as a sheet has it: it cannot be run as a formula, and fits into a cell."""
    return escape_formula(tidy(text))[:MAX_LETTERS]


def texts_of_plan(rows: Iterable[RoundRow]) -> list[list[str]]:
    """Return the cells of all rows below the headings."""
    names = names_of_organisations()
    found = []
    for row in rows:
        for place, texts in enumerate(rows_of(row.content, names)):
            key = RowKey(row.page.pk, place, row.page.latest_revision_id or 0)
            found.append([str(key), *(written(texts[column]) for column in COLUMNS)])
    return found


def write_csv(rows: Iterable[RoundRow]) -> bytes:
    """Return the plan as CSV, with the mark by which spreadsheets know that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    writer.writerows(texts_of_plan(rows))
    return file.getvalue().encode("utf-8-sig")


def write_workbook(rows: Iterable[RoundRow]) -> bytes:
    """Return the plan as XLSX."""
    # Few processes write a workbook, and openpyxl would take a tenth of their memory.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = PLAN
    wrapped = Alignment(wrap_text=True, vertical="top")
    empty = [[""] * len(HEADINGS)] * SPARE_ROWS
    for number, texts in enumerate([HEADINGS, *texts_of_plan(rows), *empty], 1):
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(number, place, text or None)
            cell.number_format = AS_TEXT
            cell.alignment = wrapped
            if text:
                cell.data_type = "s"  # whatever it begins with
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "C2"
    write_help(book.create_sheet(HELP))
    offer_choices(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def offer_choices(sheet: Any) -> None:
    """Set the widths of the columns, and offer the labels of those that have some as lists."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    with_choices = [column for column in COLUMNS if column.choices]
    for place, column in enumerate(COLUMNS, 2):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        if column.choices:
            source = get_column_letter(with_choices.index(column) + 2)
            last = len(column.choices) + 1
            offered = DataValidation(
                "list", formula1=f"{HELP}!${source}$2:${source}${last}"
            )
            offered.add(f"{letter}2:{letter}{sheet.max_row}")
            sheet.add_data_validation(offered)


def write_help(sheet: Any) -> None:
    """Write how to fill the plan in, and beside it the labels to choose from."""
    lists: list[tuple[str, Sequence[str]]] = [("How to fill this in", GUIDANCE)]
    for column in COLUMNS:
        if column.choices:
            lists.append((column.heading, column.choices))
    for place, (heading, texts) in enumerate(lists, 1):
        for number, text in enumerate([heading, *texts], 1):
            sheet.cell(number, place, text)
    sheet.column_dimensions["A"].width = 90
