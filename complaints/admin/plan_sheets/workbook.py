"""Makes the workbook of a plan, in which only the cells to fill in are unlocked."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from complaints.vocabulary import ActionStatus

from .columns import FILLED_IN, SheetColumn
from .plan import HELP, PLAN, PlanRow, texts_in_order

SPARE_ROWS = 10
"""Empty rows below the plan, for actions that it does not have yet."""
FILLED_IN_SPARE_ROWS = frozenset({SheetColumn.NUMBER, SheetColumn.ACTION, *FILLED_IN})
WIDTHS = {
    SheetColumn.KEY: 16,
    SheetColumn.NUMBER: 20,
    SheetColumn.RECOMMENDATION: 34,
    SheetColumn.ACTION: 34,
    SheetColumn.LAST_UPDATE: 40,
    SheetColumn.UPDATE: 40,
    SheetColumn.EVIDENCE: 34,
    SheetColumn.MORE_EVIDENCE: 34,
}
USUAL_WIDTH = 22
LOCKED_FILL = PatternFill("solid", fgColor="E8E8E8")
HEADING_FILL = PatternFill("solid", fgColor="D0D0D0")
AS_TEXT = "@"
"""The number format of text: no spreadsheet makes a date, a number or a formula of what is typed."""
GUIDANCE = (
    "Fill in the white cells of the sheet “Plan”. Grey cells are for reading.",
    "Leave a cell as it is if nothing has changed. If you empty a cell, the editor is asked what that means.",
    "Write dates like 27 March 2027, March 2027 or 2027.",
    "Write posts, not names, one on each line.",
    "For a new action, use an empty row at the end. Enter the number of the recommendation and the action.",
    "Do not rename or delete columns. Send the file back to the person who sent it to you.",
)


def workbook_of(plan: Sequence[PlanRow]) -> bytes:
    """Return the bytes of the workbook."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = PLAN
    write_headings(sheet)
    for number, row in enumerate(plan, 2):
        texts = zip(SheetColumn, texts_in_order(row), strict=True)
        for place, (column, text) in enumerate(texts, 1):
            is_open = column in FILLED_IN or (column == SheetColumn.ACTION and not text)
            write_cell(sheet.cell(number, place), text, is_open=is_open)
    first_spare = len(plan) + 2
    for number in range(first_spare, first_spare + SPARE_ROWS):
        for place, column in enumerate(SheetColumn, 1):
            write_cell(
                sheet.cell(number, place), "", is_open=column in FILLED_IN_SPARE_ROWS
            )
    offer_choices(sheet, first_spare)
    protect(sheet)
    write_help(book.create_sheet(HELP))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_headings(sheet: Worksheet) -> None:
    for place, column in enumerate(SheetColumn, 1):
        heading: Any = sheet.cell(1, place, str(column))
        heading.font = Font(bold=True)
        heading.fill = HEADING_FILL
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(
            column, USUAL_WIDTH
        )
    sheet.freeze_panes = "C2"


def write_cell(cell: Cell, text: str, *, is_open: bool) -> None:
    """Write ``text`` as text, whatever it begins with."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.number_format = AS_TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.protection = Protection(locked=not is_open)
    if not is_open:
        cell.fill = LOCKED_FILL


def offer_choices(sheet: Worksheet, first_spare: int) -> None:
    """Offer the statuses, and in the spare rows the recommendations above, as lists."""
    last = first_spare + SPARE_ROWS - 1
    statuses = DataValidation(
        "list", formula1=f"{HELP}!$A$2:$A${len(ActionStatus) + 1}", allow_blank=True
    )
    statuses.error = (
        "Choose a status from the list. Write your own words in the next column."
    )
    statuses.showErrorMessage = True
    sheet.add_data_validation(statuses)
    statuses.add(
        f"{letter_of(SheetColumn.STATUS)}2:{letter_of(SheetColumn.STATUS)}{last}"
    )
    letter = letter_of(SheetColumn.NUMBER)
    numbers = DataValidation(
        "list", formula1=f"${letter}$2:${letter}${first_spare - 1}", allow_blank=True
    )
    numbers.showErrorMessage = False  # a title without a number can be typed
    sheet.add_data_validation(numbers)
    numbers.add(f"{letter}{first_spare}:{letter}{last}")


def letter_of(column: SheetColumn) -> str:
    return get_column_letter(list(SheetColumn).index(column) + 1)


def protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in, without a password; rows and columns can be made larger."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def write_help(sheet: Worksheet) -> None:
    sheet.append(["Statuses to choose from", "How to fill this in"])
    for place in range(max(len(ActionStatus), len(GUIDANCE))):
        status = ActionStatus.labels[place] if place < len(ActionStatus) else None
        guidance = GUIDANCE[place] if place < len(GUIDANCE) else None
        sheet.append([status, guidance])
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["B"].width = 100
    sheet.protection.sheet = True
