"""Texts of cells and of drafts: compared, shortened, and turned into rich text."""

import html
import re
from collections.abc import Container
from typing import Any

from wagtail.rich_text import get_text_for_indexing as text_of

from complaints.admin.update_round.rows import to_plain_text, to_rich_text
from complaints.importing.cells import Said
from complaints.importing.plan import Report
from pages.core.partial_dates import PartialDate
from pages.core.text import without_editor_keys

MAX_TITLE_LETTERS = 90


def plain(text: object) -> str:
    """Return what tells one text from another, whatever its spaces and capitals."""
    return " ".join(str(text or "").casefold().split())


def words(value: object) -> str:
    """Return a value as people read it."""
    return value.words if isinstance(value, PartialDate) else str(value or "")


def short(text: str) -> str:
    """Return the first words of ``text``."""
    first = " ".join(text.split("\n", 1)[0].split())
    if len(first) <= MAX_TITLE_LETTERS:
        return first.rstrip(".;:,")
    return first[:MAX_TITLE_LETTERS].rsplit(" ", 1)[0].rstrip(".;:,") + "…"


def text_of_stream(stream: Any) -> str:
    """Return the words of the paragraphs in an answer or in evidence."""
    return "\n".join(text_of(block.value.source) for block in stream or [] if block.block_type == "text")


def is_plain(stream: Any) -> bool:
    """Tell whether an answer is paragraphs alone, which nothing is lost of if another text replaces it."""
    return all(
        block.block_type == "text" and to_plain_text(without_editor_keys(block.value.source)) is not None
        for block in stream or []
    )


def with_links(text: str) -> str:
    """Return ``text`` as rich text, in which a line with an address in brackets is a link."""
    lines = []
    for line in text.splitlines():
        found = re.fullmatch(r"(.+?) \((https?://[^\s()<>\"]+)\)", line.strip())
        words_of_link = html.escape(found[1], quote=False) if found else ""
        lines.append(
            f'<p><a href="{html.escape(found[2])}">{words_of_link}</a></p>' if found else to_rich_text(line)
        )
    return "".join(lines)


def date_of(report: Report) -> PartialDate | None:
    """Return the date of an answer or update, of its cell or its heading."""
    date = report.date.value if isinstance(report.date, Said) else report.date
    return date if isinstance(date, PartialDate) else None


def names_in(text: str, known: Container[str]) -> list[str]:
    """Return the names in a cell: its lines, or what “and” joins where those are not ``known``."""
    parts = [plain(part) for part in re.split(r"[;\n]", text) if part.strip()]
    if all(part in known for part in parts):
        return parts
    return [plain(part) for part in re.split(r"[;\n]|,? and ", text) if part.strip()]
