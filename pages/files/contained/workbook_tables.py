"""Reads the sheets of a workbook; of formulas, the values saved with them."""

import datetime
import io
import re
import zipfile
from calendar import month_name
from typing import Any

from .child import RefusedError
from .office_archive import open_office_xml
from .table_grid import Cell, colour_code, make_cell

MAX_UNPACKED = 20 * 1024 * 1024
MAX_CELLS = 300_000
COMPUTED = re.compile(rb"<f[ >/]")
NEVER_COMPUTED = re.compile(
    rb"<c\b[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)


def read_workbook(contents: bytes) -> dict[str, Any]:
    """Return the tables of all sheets that show."""
    import openpyxl

    archive = open_office_xml(contents, "xlsx", MAX_UNPACKED)
    notes = look_at_parts(archive)
    book = openpyxl.load_workbook(
        io.BytesIO(contents), data_only=True, keep_links=False, rich_text=True
    )
    tables = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"The hidden sheet “{sheet.title}” was left out.")
        elif sheet.max_row * sheet.max_column > MAX_CELLS:
            raise RefusedError(
                f"The sheet “{sheet.title}” has {sheet.max_row:,} rows and {sheet.max_column:,} columns, "
                "which is too many to read. Copy only the table into a new file and upload that."
            )
        else:
            tables.append({"name": sheet.title, "rows": read_sheet(sheet, notes)})
    return {"tables": tables, "paragraphs": [], "notes": notes}


def look_at_parts(archive: zipfile.ZipFile) -> list[str]:
    """Return notes on what is not read; refuse formulas that were never worked out."""
    sheets_xml = [
        archive.read(name)
        for name in archive.namelist()
        if name.startswith("xl/worksheets/sheet")
    ]
    if any(map(NEVER_COMPUTED.search, sheets_xml)):
        raise RefusedError(
            "Some cells have formulas that were never calculated, so they have no value. Open the file in "
            "Excel, save it and upload it again."
        )
    notes = []
    if computed := sum(len(COMPUTED.findall(xml)) for xml in sheets_xml):
        notes.append(
            f"{count(computed, 'cell')} with a formula. The values that were last saved were used."
        )
    if any(b"<conditionalFormatting" in xml for xml in sheets_xml):
        notes.append("Colours from conditional formatting cannot be read.")
    names = archive.namelist()
    if any("comments" in name.lower() for name in names):
        notes.append("Comments in the workbook were left out.")
    if any(
        b"<a:t>" in archive.read(name)
        for name in names
        if name.startswith("xl/drawings/drawing")
    ):
        notes.append(
            "Text in boxes and shapes was left out. Move it into cells if it is part of the plan."
        )
    return notes


def read_sheet(sheet: Any, notes: list[str]) -> list[list[Cell]]:
    """Return the cells of a sheet that show."""
    from openpyxl.utils import get_column_letter

    rows = [list(map(read_cell, row)) for row in sheet.iter_rows()]
    spread_merged_cells(sheet, rows)
    hidden_rows = find_hidden_rows(sheet, rows)
    hidden_columns = find_hidden_columns(sheet, rows)
    shown = []
    for row_number, row in enumerate(rows, 1):
        if row_number not in hidden_rows:
            shown.append(
                [
                    cell
                    for number, cell in enumerate(row, 1)
                    if number not in hidden_columns
                ]
            )
    lost_rows = [
        str(number) for number, has_content in hidden_rows.items() if has_content
    ]
    lost_columns = [
        get_column_letter(number)
        for number, has_content in hidden_columns.items()
        if has_content
    ]
    for lost, kind in ((lost_rows, "row"), (lost_columns, "column")):
        if lost:
            notes.append(
                f"{count(len(lost), f'hidden {kind}')} of “{sheet.title}” left out: {', '.join(lost[:20])}. "
                "Show them in Excel if they are part of the plan."
            )
    return shown


def find_hidden_rows(sheet: Any, rows: list[list[Cell]]) -> dict[int, bool]:
    """Return the numbers of hidden rows, and whether they have content."""
    hidden = {}
    for number, row in sorted(sheet.row_dimensions.items()):
        if row.hidden and number <= len(rows):
            hidden[number] = any(cell["text"] for cell in rows[number - 1])
    return hidden


def find_hidden_columns(sheet: Any, rows: list[list[Cell]]) -> dict[int, bool]:
    """Return the numbers of hidden columns, and whether they have content."""
    hidden = {}
    for column in sheet.column_dimensions.values():
        if column.hidden and column.min:
            for number in range(column.min, min(column.max, sheet.max_column) + 1):
                hidden[number] = any(row[number - 1]["text"] for row in rows)
    return dict(sorted(hidden.items()))


def spread_merged_cells(sheet: Any, rows: list[list[Cell]]) -> None:
    """Give each cell below a merged one its text, and mark what it covers to the right."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= len(rows):
            first = rows[area.min_row - 1][area.min_col - 1]
        else:
            first = {"text": ""}
        for row in range(area.min_row, min(area.max_row, len(rows)) + 1):
            for column in range(area.min_col, min(area.max_col, sheet.max_column) + 1):
                shown = first if column == area.min_col else {"text": ""}
                if (row, column) != (area.min_row, area.min_col):
                    rows[row - 1][column - 1] = {**shown, "is_merged": True}


def read_cell(cell: Any) -> Cell:
    text, struck = cell_text(cell)
    target = cell.hyperlink.target if getattr(cell, "hyperlink", None) else None
    if target and target.startswith(("http://", "https://")) and target not in text:
        text += f" ({target})"
    return make_cell(text, fill_colour(cell), struck)


def fill_colour(cell: Any) -> str:
    """Return the colour of a cell.

    One of a theme, whose colours are elsewhere, has its name there.
    """
    from openpyxl.styles.colors import COLOR_INDEX

    if not getattr(cell, "fill", None) or cell.fill.fill_type != "solid":
        return ""
    colour = cell.fill.fgColor
    if colour.type == "theme":
        is_white = colour.theme == 0 and not colour.tint
        if is_white:
            return ""
        return f"theme colour {colour.theme} {colour.tint:.2f}"
    if colour.type == "indexed":
        code = COLOR_INDEX[colour.indexed] if colour.indexed < len(COLOR_INDEX) else ""
    else:
        code = str(colour.rgb)
    return colour_code(f"#{code[-6:]}")


def cell_text(cell: Any) -> tuple[str, str]:
    """Return what a cell shows, and what is struck through in it."""
    value = cell.value
    if value is None:
        return "", ""
    # Text can have several fonts: a part without its own has the cell’s.
    if isinstance(value, list):
        text = struck = ""
        for part in value:
            styled = cell if isinstance(part, str) else part
            if is_struck(styled):
                struck += str(part)
            else:
                text += str(part)
        return text, struck
    if isinstance(value, bool):
        text = "Yes" if value else "No"
    elif isinstance(value, (int, float)):
        text = number_text(value, cell.number_format or "")
    elif isinstance(value, (datetime.datetime, datetime.date)):
        text = date_text(value, cell.number_format or "")
    else:
        text = str(value)
    return ("", text) if is_struck(cell) else (text, "")


def is_struck(part: Any) -> bool:
    """Return True if a cell, or a part of its text, is struck through."""
    return bool(getattr(getattr(part, "font", None), "strike", False))


def number_text(value: float, shown_as: str) -> str:
    """Return a number with as many decimals as it shows: 7.1, or 7.10."""
    if decimals := re.fullmatch(r"[#,]*0\.(0+)(?:_.*)?", shown_as):
        return f"{value:.{len(decimals[1])}f}"
    if float(value).is_integer():
        return str(int(value))
    return repr(value)


def date_text(value: datetime.date, shown_as: str) -> str:
    """Return a date as precisely as it shows: Excel stores “Nov-24” as a day."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown_as).lower()
    month = month_name[value.month]
    if "d" in letters or not re.search(r"[my]", letters):
        return f"{value.day} {month} {value.year}"
    return f"{month} {value.year}" if "m" in letters else str(value.year)


def count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
