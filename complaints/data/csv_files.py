"""Writes CSV by RFC 4180: lines end in CR and LF, quotes where needed, a header, UTF-8.

There is no byte order mark, because programs would take it for a part of the first column's name. Who imports
the file into a spreadsheet tells it the encoding.
"""

import csv
from collections.abc import Iterable, Iterator

from pages.core.spreadsheets import escape_formula

from . import licence
from .field_descriptions import NOT_KNOWN, CsvColumn, FieldGroup, csv_columns
from .published_section import PublishedSection


class _Lines:
    """A file for ``csv`` that returns what it is given."""

    def write(self, line: str) -> str:
        return line


def write_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of ``header`` and ``rows``; no spreadsheet takes a value for a formula."""
    writer = csv.writer(_Lines())
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([_format_cell(value) for value in row])


def _format_cell(value: object) -> str:
    if isinstance(value, list):
        # Each line for itself: an empty first line must not look like the start of a formula.
        return "\n".join(escape_formula(" ".join(_format_value(each).split())) for each in value)
    return escape_formula(_format_value(value))


def _format_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def csv_metadata(section: PublishedSection, name: str, title: str, group: FieldGroup) -> dict[str, object]:
    """Return the metadata of the file ``name``, whose columns are the fields of ``group``."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": title,
        "dc:description": NOT_KNOWN,
        "dc:publisher": section.publisher,
        "dc:license": {"@id": licence.ADDRESS},
        "dc:rights": licence.attribution(section.publisher),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "doubleQuote": True},
        "tableSchema": {"columns": [_column_metadata(column) for column in csv_columns(group.fields)]},
    }


def _column_metadata(column: CsvColumn) -> dict[str, object]:
    lines = {"separator": "\n", "null": [""]} if column.is_list else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": column.type.csvw,
        **lines,
    }
