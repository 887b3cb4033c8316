"""Reads the tables of a page, as Word, Excel and browsers put them on the clipboard."""

import re
from html.parser import HTMLParser
from typing import Any

from .child import RefusedError
from .table_grid import MAX_COLUMNS, TableGrid, colour_code, make_cell, tidy_text

MAX_TAGS = 300_000
MAX_MERGED_ROWS = 10_000
SKIPPED = {
    "head",
    "script",
    "template",
    "noscript",
    "select",
    "textarea",
    "svg",
    "title",
    "del",
}
SKIPPED_CLASSES = {"msodel", "msocommentreference", "msocomanchor"}
HIDDEN = re.compile(
    r"mso-element:\s*comment|mso-hide|display:\s*none|visibility:\s*hidden",
    re.IGNORECASE,
)
BLOCKS = re.compile(
    r"p|div|li|br|ul|ol|h[1-6]|tr|section|article|hr|d[ltd]|details|summary"
)
VOID = {
    "br",
    "hr",
    "img",
    "input",
    "meta",
    "link",
    "col",
    "wbr",
    "area",
    "base",
    "embed",
    "source",
    "track",
}
STRUCK = {"s", "strike"}
BACKGROUND = re.compile(r"background(?:-color)?:\s*([^;]+)", re.IGNORECASE)
CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TICKED = "☒ "
NOT_TICKED = "☐ "
SKIPPED_NOTE = "Deleted text, hidden text and comments were left out."


class TableReader(HTMLParser):
    """Follows the tags without building a tree, so that neither their depth nor their number matters."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[dict[str, Any]] = []
        self.paragraphs: list[str] = []
        self.grid: TableGrid | None = None
        self.inner_tables = 0
        self.open_tags: list[tuple[str, frozenset[str]]] = []
        """Each with what happens to its text: ``skip``, ``strike``, ``raise`` or ``style``."""
        self.cell_attributes: dict[str, str] | None = None
        """The attributes of the cell that is being read."""
        self.depth_of_cell = 0
        self.text = ""
        self.struck = ""
        self.link = ""
        self.link_from = 0
        self.styles: dict[str, str] = {}
        """The declarations of each class: Excel gives colours by them."""
        self.number_of_tags = 0
        self.has_skipped = False

    def effects(self) -> frozenset[str]:
        if self.open_tags:
            return self.open_tags[-1][1]
        return frozenset()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.number_of_tags += 1
        if self.number_of_tags > MAX_TAGS:
            raise RefusedError(
                "This page is too complex. Copy only the table of the plan and upload that."
            )
        attributes = {name: value or "" for name, value in attrs}
        effect = self.effect_of(tag, attributes)
        if tag == "table":
            self.begin_table()
        elif (
            self.grid and not self.inner_tables and tag in {"tr", "td", "th", "caption"}
        ):
            self.begin_in_table(tag, attributes)
        elif "skip" not in self.effects():
            self.begin_text(tag, attributes)
        if tag not in VOID and tag not in {"table", "tr"}:
            effects = self.effects() | {effect} if effect else self.effects()
            self.open_tags.append((tag, effects))

    def effect_of(self, tag: str, attributes: dict[str, str]) -> str:
        style = attributes.get("style", "")
        classes = set(attributes.get("class", "").casefold().split())
        if tag == "style":
            return "style"
        if (
            tag in SKIPPED
            or "hidden" in attributes
            or classes & SKIPPED_CLASSES
            or HIDDEN.search(style)
        ):
            self.has_skipped |= tag not in SKIPPED or tag == "del"
            return "skip"
        if tag in STRUCK or "line-through" in style:
            return "strike"
        return "raise" if tag == "sup" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.end_table()
        elif (
            self.grid and not self.inner_tables and tag in {"tr", "td", "th", "caption"}
        ):
            self.end_cell()
        else:
            self.end_text(tag)
            self.close_tag(tag)

    def close_tag(self, tag: str) -> None:
        """Forget the last ``tag`` that is open in this cell, and what is open within it."""
        for place in range(len(self.open_tags) - 1, self.depth_of_cell - 1, -1):
            if self.open_tags[place][0] == tag:
                del self.open_tags[place:]
                return

    # Tables. One within a cell is text of that cell.

    def begin_table(self) -> None:
        if self.grid:
            self.inner_tables += 1
            self.text += "\n"
            return
        self.end_paragraph()
        self.grid = TableGrid()
        self.depth_of_cell = len(self.open_tags)

    def end_table(self) -> None:
        if self.inner_tables:
            self.inner_tables -= 1
            self.text += "\n"
        elif self.grid:
            self.end_cell()
            name = self.paragraphs[-1] if self.paragraphs else ""
            self.tables.append({"name": name, "rows": self.grid.rows})
            self.grid = None
            self.depth_of_cell = 0

    def begin_in_table(self, tag: str, attributes: dict[str, str]) -> None:
        self.end_cell()
        if tag == "tr" and self.grid:
            self.grid.begin_row()
        elif tag != "tr":
            self.cell_attributes = attributes if tag != "caption" else None

    def end_cell(self) -> None:
        del self.open_tags[self.depth_of_cell :]
        if self.grid and self.cell_attributes is not None:
            cell = make_cell(
                self.text, self.colour_of(self.cell_attributes), self.struck
            )
            columns = span(self.cell_attributes.get("colspan", ""), MAX_COLUMNS * 2)
            rows = span(self.cell_attributes.get("rowspan", ""), MAX_MERGED_ROWS)
            self.grid.add(cell, columns, rows)
        self.cell_attributes = None
        self.text = self.struck = ""

    def colour_of(self, attributes: dict[str, str]) -> str:
        declared = [attributes.get("style", "")]
        for name in attributes.get("class", "").split():
            declared.append(self.styles.get(name, ""))
        for declarations in declared:
            if match := BACKGROUND.search(declarations):
                return colour_code(match[1].split(" none")[0].split("!")[0])
        return colour_code(attributes.get("bgcolor", ""))

    # Text

    def begin_text(self, tag: str, attributes: dict[str, str]) -> None:
        if self.inner_tables and tag in {"td", "th"}:
            self.text += " "
        elif BLOCKS.fullmatch(tag):
            self.end_line()
        elif tag == "a":
            self.link = attributes.get("href", "")
            self.link_from = len(self.text)
        elif tag == "input" and attributes.get("type") in {"checkbox", "radio"}:
            self.text += TICKED if "checked" in attributes else NOT_TICKED

    def end_text(self, tag: str) -> None:
        if BLOCKS.fullmatch(tag):
            self.end_line()
        elif tag == "a" and self.link:
            if (
                self.link.startswith(("http://", "https://"))
                and self.link not in self.text[self.link_from :]
            ):
                self.text += f" ({self.link})"
            self.link = ""

    def handle_data(self, data: str) -> None:
        effects = self.effects()
        if "style" in effects:
            self.styles.update(CLASS_RULE.findall(data))
            return
        if "skip" in effects or (self.grid and self.cell_attributes is None):
            return
        text = re.sub(r"\s+", " ", data)
        if "raise" in effects:
            text = text.translate(RAISED_DIGITS)
        if "strike" in effects:
            self.struck += text
        else:
            self.text += text

    def end_line(self) -> None:
        if self.grid:
            self.text += "\n"
            if self.struck:
                self.struck += "\n"
        else:
            self.end_paragraph()

    def end_paragraph(self) -> None:
        if text := tidy_text(self.text):
            self.paragraphs.append(text)
        self.text = self.struck = ""

    def close(self) -> None:
        super().close()
        self.inner_tables = 0
        self.end_table()
        self.end_paragraph()


def span(text: str, most: int) -> int:
    """Return how many cells a merged one covers, as its attribute says."""
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    if is_number:
        return max(1, min(int(text), most))
    return 1


def read_html(html: str) -> dict[str, Any]:
    reader = TableReader()
    reader.feed(html)
    reader.close()
    notes = [SKIPPED_NOTE] if reader.has_skipped else []
    return {"tables": reader.tables, "paragraphs": reader.paragraphs, "notes": notes}
