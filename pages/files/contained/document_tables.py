"""Reads the tables and paragraphs of a Word document, with changes as if they were accepted.

It reads the parts itself: no library that we use gives the colour of a cell, by which
plans show a status.
"""

from typing import Any
from xml.etree import ElementTree as ET

from .child import RefusedError
from .office_archive import open_office_xml
from .table_grid import MAX_COLUMNS, TableGrid, colour_code, make_cell, tidy_text

MAX_UNPACKED = 20 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OFF = {"0", "false", "off", "none"}
CHANGES_NOTE = (
    "The document has tracked changes. Its text was read as if they were accepted."
)
NOTES = {
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo"), CHANGES_NOTE),
    "numPr": "Automatic numbering in Word cannot be read. Type the numbers.",
    "txbxContent": "Text in boxes was left out. Move it into the table if it is part of the plan.",
}
"""What people are told of elements that a document has."""


def read_document(contents: bytes) -> dict[str, Any]:
    archive = open_office_xml(contents, "docx", MAX_UNPACKED)
    body = ET.fromstring(archive.read("word/document.xml")).find(f"{W}body")  # noqa: S314 -- no entities
    if body is None:
        raise RefusedError("This document has no text.")
    reader = DocumentReader(find_links(archive))
    reader.read_blocks(body)
    notes = [
        note
        for name, note in NOTES.items()
        if next(body.iter(f"{W}{name}"), None) is not None
    ]
    if reader.has_hidden:
        notes.append("Hidden text was left out.")
    if "word/comments.xml" in archive.namelist():
        notes.append("Comments in the document were left out.")
    notes = list(dict.fromkeys(notes))
    return {"tables": reader.tables, "paragraphs": reader.paragraphs, "notes": notes}


def find_links(archive: Any) -> dict[str, str]:
    """Return the web addresses that the document leads to, by their keys."""
    name = "word/_rels/document.xml.rels"
    if name not in archive.namelist():
        return {}
    links = {}
    for relation in ET.fromstring(archive.read(name)):  # noqa: S314 -- it declares no entities
        target = relation.get("Target", "")
        if target.startswith(("http://", "https://")):
            links[relation.get("Id", "")] = target
    return links


class DocumentReader:
    """Reads the blocks of a document: tables, and the paragraphs around them."""

    def __init__(self, links: dict[str, str]) -> None:
        self.links = links
        self.tables: list[dict[str, Any]] = []
        self.paragraphs: list[str] = []
        self.has_hidden = False

    def read_blocks(self, parent: ET.Element) -> None:
        for block in parent:
            if block.tag == f"{W}p":
                if text := tidy_text(self.read_text(block)[0]):
                    self.paragraphs.append(text)
            elif block.tag == f"{W}tbl":
                name = self.paragraphs[-1] if self.paragraphs else ""
                self.tables.append({"name": name, "rows": self.read_table(block)})
            elif block.tag not in SKIPPED and block.tag != FALLBACK:
                self.read_blocks(block)  # such as a content control

    def read_table(self, table: ET.Element) -> Any:
        grid = TableGrid()
        for row in find_parts(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            grid.begin_row()
            before = row.find(f"{W}trPr/{W}gridBefore")
            if before is not None:
                grid.add(make_cell(""), read_number(before))
            for cell in find_parts(row, "tc"):
                self.read_cell(cell, grid)
        return grid.rows

    def read_cell(self, cell: ET.Element, grid: TableGrid) -> None:
        columns = read_number(cell.find(f"{W}tcPr/{W}gridSpan"))
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(f"{W}val") != "restart":
            grid.add_covered_by_cell_above(columns)
            return
        shade = cell.find(f"{W}tcPr/{W}shd")
        fill = shade.get(f"{W}fill", "") if shade is not None else ""
        if fill != "auto":
            fill = f"#{fill}"
        colour = colour_code(fill)
        text, struck = self.read_text(cell)
        highlight = cell.find(f".//{W}highlight")
        if not colour and highlight is not None:
            colour = colour_code(highlight.get(f"{W}val", ""))
        grid.add(make_cell(text, colour, struck), columns)

    def read_text(self, element: ET.Element) -> tuple[str, str]:
        """Return the text of ``element``, and what is struck through in it."""
        if element.tag in SKIPPED or element.tag == FALLBACK:
            return "", ""
        if element.tag == f"{W}r":
            return self.read_run(element)
        text = struck = ""
        for child in element:
            more, more_struck = self.read_text(child)
            text += more
            struck += more_struck
        if element.tag == f"{W}hyperlink":
            address = self.links.get(element.get(LINK_ID, ""), "")
            if address and address not in text:
                text += f" ({address})"
        if element.tag == f"{W}p":
            text += "\n"
            if struck:
                struck += "\n"
        return text, struck

    def read_run(self, run: ET.Element) -> tuple[str, str]:
        text = ""
        for part in run:
            if part.tag == f"{W}t":
                text += part.text or ""
            else:
                text += SIGNS.get(part.tag, "")
        if has_property(run, "vanish"):
            self.has_hidden = True
            return "", ""
        is_struck = has_property(run, "strike") or has_property(run, "dstrike")
        return ("", text) if is_struck else (text, "")


SIGNS = {
    f"{W}tab": " ",
    f"{W}cr": "\n",
    f"{W}br": "\n",
    f"{W}noBreakHyphen": "-",
}
"""The characters that have elements of their own."""


def find_parts(parent: ET.Element, name: str) -> list[ET.Element]:
    """Return the rows of a table or the cells of a row, within content controls too."""
    found = []
    for child in parent:
        if child.tag == f"{W}{name}":
            found.append(child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            found += find_parts(child, name)
    return found


def has_property(run: ET.Element, name: str) -> bool:
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in OFF


def read_number(element: ET.Element | None) -> int:
    """Return the number in ``element``, which a cell covers; 1 if there is none."""
    text = element.get(f"{W}val", "") if element is not None else ""
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    if is_number:
        return max(1, min(int(text), MAX_COLUMNS * 2))
    return 1
