"""Takes the text out of a workbook or a Word document; of formulas, the values saved with them."""

import datetime
import io
import json
import re
import zipfile
from calendar import month_name
from typing import Any, BinaryIO

from .child import RefusedError
from .office_archive import XML, open_archive, refuse_declarations

MAX_UNPACKED = 20 * 1024 * 1024
MAX_CELLS = 300_000
COMPUTED = re.compile(rb"<f[ >/]")
NEVER_COMPUTED = re.compile(rb"<c\b[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def run(given: BinaryIO, written: BinaryIO, kind: str) -> None:
    contents = given.read()
    archive = open_archive(io.BytesIO(contents), kind, MAX_UNPACKED)
    for part in archive.namelist():
        if part.endswith(XML):
            refuse_declarations(archive.read(part))
    written.write(
        json.dumps((read_workbook if kind == "xlsx" else read_document)(archive, contents)).encode()
    )


# Workbooks


def read_workbook(archive: zipfile.ZipFile, contents: bytes) -> dict[str, Any]:
    """Return the tables of all sheets that show."""
    import openpyxl

    sheets_xml = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    if any(NEVER_COMPUTED.search(xml) for xml in sheets_xml):
        raise RefusedError(
            "Some cells hold formulas that were never worked out, so they have no value. Open the file in "
            "Excel, save it, and take that."
        )
    notes = []
    if computed := sum(len(COMPUTED.findall(xml)) for xml in sheets_xml):
        notes.append(f"{_count(computed, 'cell')} with a formula: the values that were last saved are taken.")
    names = archive.namelist()
    if any("comments" in name.lower() for name in names):
        notes.append("The comments of the workbook are left out.")
    if any(b"<a:t>" in archive.read(name) for name in names if name.startswith("xl/drawings/drawing")):
        notes.append("The text in boxes and shapes is left out. Put it into cells if it is part of the plan.")
    book = openpyxl.load_workbook(io.BytesIO(contents), data_only=True, keep_links=False, rich_text=True)
    tables = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"The hidden sheet “{sheet.title}” is left out.")
        elif sheet.max_row * sheet.max_column > MAX_CELLS:
            raise RefusedError(
                f"The sheet “{sheet.title}” has {sheet.max_row:,} rows and {sheet.max_column:,} columns, "
                "more than can be read. Copy the table alone into a new file, and take that."
            )
        else:
            tables.append(read_sheet(sheet, notes))
    return {"tables": tables, "notes": notes}


def read_sheet(sheet: Any, notes: list[str]) -> dict[str, Any]:
    """Return the cells of a sheet that show."""
    from openpyxl.utils import get_column_letter

    hidden_rows = {
        number for number, row in sheet.row_dimensions.items() if row.hidden and number <= sheet.max_row
    }
    hidden_columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden and column.min
        for number in range(column.min, min(column.max, sheet.max_column) + 1)
    }
    values = [[cell_text(cell) for cell in row] for row in sheet.iter_rows()]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    parts = (part for cell in cells if isinstance(cell.value, list) for part in cell.value)
    if any(map(is_struck, [*cells, *parts])):
        notes.append(f"Text of “{sheet.title}” that is struck through was left out.")
    merged = spread_merged_cells(sheet, values)
    rows = [number for number in range(1, len(values) + 1) if number not in hidden_rows]
    columns = [number for number in range(1, sheet.max_column + 1) if number not in hidden_columns]
    # Only what has content is worth a word.
    lost_rows = [
        number for number in sorted(hidden_rows) if number <= len(values) and any(values[number - 1])
    ]
    lost_columns = [n for n in sorted(hidden_columns) if any(len(row) >= n and row[n - 1] for row in values)]
    for lost, kind in ((lost_rows, "row"), (lost_columns, "column")):
        if lost:
            names = ", ".join(str(each) if kind == "row" else get_column_letter(each) for each in lost[:20])
            notes.append(
                f"{_count(len(lost), f'hidden {kind}')} of “{sheet.title}” left out: {names}. Show them in "
                "Excel if they are part of the plan."
            )
    at = {number: place for place, number in enumerate(rows)}
    across = {number: place for place, number in enumerate(columns)}
    return {
        "name": sheet.title,
        "rows": [[values[row - 1][column - 1] for column in columns] for row in rows],
        "merged": [[at[row], across[column]] for row, column in merged if row in at and column in across],
    }


def spread_merged_cells(sheet: Any, values: list[list[str]]) -> list[tuple[int, int]]:
    """Give each cell below a merged one its text; return those cells, counted from one."""
    merged = []
    for area in sheet.merged_cells.ranges:
        text = values[area.min_row - 1][area.min_col - 1] if area.min_row <= len(values) else ""
        for row in range(area.min_row + 1, min(area.max_row, len(values)) + 1):
            values[row - 1][area.min_col - 1] = text
            merged.append((row, area.min_col))
    return merged


def is_struck(part: Any) -> bool:
    """Tell whether a cell or a part of its text is struck through."""
    return bool(getattr(getattr(part, "font", None), "strike", False))


def cell_text(cell: Any) -> str:
    """Return what a cell shows, without what is struck through."""
    value = cell.value
    if isinstance(value, list):  # text in several fonts: a part without one of its own has the cell’s
        value = "".join(str(part) for part in value if not is_struck(cell if isinstance(part, str) else part))
    elif value is None or is_struck(cell):
        return ""
    if isinstance(value, bool):
        text = "Yes" if value else "No"
    elif isinstance(value, (int, float)):
        text = number_text(value, cell.number_format or "")
    elif isinstance(value, (datetime.datetime, datetime.date)):
        text = date_text(value, cell.number_format or "")
    else:
        text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    target = cell.hyperlink.target if getattr(cell, "hyperlink", None) else None
    if target and target.startswith(("http://", "https://")) and target not in text:
        text += f" ({target})"
    return text.strip()


def number_text(value: float, shown_as: str) -> str:
    """Return a number with as many decimals as it shows: 7.1, or 7.10."""
    if decimals := re.fullmatch(r"[#,]*0\.(0+)(?:_.*)?", shown_as):
        return f"{value:.{len(decimals[1])}f}"
    return str(int(value)) if float(value).is_integer() else repr(value)


def date_text(value: datetime.date, shown_as: str) -> str:
    """Return a date as precisely as it shows: Excel stores “Nov-24” as a day."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown_as).lower()
    month = month_name[value.month]
    if "d" in letters or not re.search(r"[my]", letters):
        return f"{value.day} {month} {value.year}"
    return f"{month} {value.year}" if "m" in letters else str(value.year)


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


# Word documents


def read_document(archive: zipfile.ZipFile, contents: bytes) -> dict[str, Any]:
    """Return the document as HTML, with changes as if they were accepted."""
    import mammoth

    xml = archive.read("word/document.xml")
    notes = []
    if re.search(rb"<w:(ins|del|moveFrom|moveTo)\b", xml):
        notes.append("The document has tracked changes: its text is taken as if they were accepted.")
    if re.search(rb'<w:(vanish|dstrike)\b(?! w:val="(0|false)")', xml):
        notes.append(
            "The document has text that is hidden or struck through twice, and stands below. Check it."
        )
    if re.search(rb"<w:numPr>(?:(?!<w:t[ >]|</w:p>).)*</w:p>", xml, re.DOTALL):
        notes.append("Numbers that Word makes by itself are no text and were left out. Type them.")
    if "word/comments.xml" in archive.namelist():
        notes.append("The comments of the document are left out.")
    no_pictures = mammoth.images.img_element(lambda _: {"src": ""})
    result = mammoth.convert_to_html(io.BytesIO(contents), convert_image=no_pictures)
    return {"html": result.value, "notes": notes}
