"""The schema beside a CSV file: CSV on the Web (W3C, Metadata Vocabulary for Tabular Data)."""

from typing import Any

from . import licence
from .csv_files import NOT_STATED
from .fields import Column, Group, columns
from .section import Section


def schema(section: Section, name: str, title: str, group: Group) -> dict[str, Any]:
    """Return the metadata of the file ``name``, which has ``columns`` of ``group``."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": title,
        "dc:publisher": section.publisher,
        "dc:license": {"@id": licence.ADDRESS},
        "dc:rights": licence.attribution(section.publisher),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "doubleQuote": True},
        "tableSchema": {"columns": [_column(column) for column in columns(group.fields)]},
    }


def _column(column: Column) -> dict[str, Any]:
    lines = {"separator": "\n", "null": ["", NOT_STATED]} if column.is_list else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": column.type.csvw,
        **lines,
    }
