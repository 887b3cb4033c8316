"""The metadata of a CSV file, by CSV on the Web (W3C, Metadata Vocabulary for Tabular Data)."""

from . import licence
from .field_descriptions import NOT_KNOWN, CsvColumn, FieldGroup, csv_columns
from .published_section import PublishedSection


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
