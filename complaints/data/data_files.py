"""The list of data files, from which addresses, descriptions and links are made."""

from collections.abc import Callable, Iterable
from typing import Any

from . import changes, csv_files, csv_schema, dataset, json_files
from .changes import CHANGE_FIELDS
from .data_file import CSV, CSV_SCHEMA, JSON, JSON_LD, JSON_SCHEMA, DataFile
from .field_descriptions import FieldGroup, csv_cells, csv_columns, field_values
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS
from .super_complaint_fields import SUPER_COMPLAINT_FIELDS


def _write_recommendations_csv(section: PublishedSection) -> str:
    return write_recommendation_rows(json_files.recommendation_values(section))


def write_recommendation_rows(entries: Iterable[dict[str, Any]]) -> str:
    """Return a CSV file with the ``entries``."""
    header = [column.name for column in csv_columns(RECOMMENDATION_FIELDS.fields)]
    rows = (
        csv_cells(RECOMMENDATION_FIELDS.fields, {**entry, "respondents": respondents})
        for entry in entries
        # One row for each respondent, or one row without if nobody responded.
        for respondents in ([[each] for each in entry["respondents"]] or [[]])
    )
    return csv_files.write_csv(header, rows)


def _write_changes_csv(section: PublishedSection) -> str:
    header = [column.name for column in csv_columns(CHANGE_FIELDS.fields)]
    return csv_files.write_csv(
        header, (field_values(CHANGE_FIELDS.fields, each).values() for each in changes.list_changes(section))
    )


def _json_writer(
    name: str, entries: Callable[[PublishedSection], list[dict[str, Any]]]
) -> Callable[[PublishedSection], str]:
    return lambda section: json_files.write_json({**json_files.file_header(section), name: entries(section)})


def _json_schema_file(file_name: str, name: str, group: FieldGroup) -> DataFile:
    return DataFile(
        file_name,
        f"JSON Schema of {name.replace('_', '-')}.json",
        JSON_SCHEMA,
        lambda section: json_files.write_json(
            json_files.json_schema(name, group, section.absolute_address(f"data/{file_name}"))
        ),
    )


def _csv_metadata_file(file_name: str, title: str, group: FieldGroup) -> DataFile:
    return DataFile(
        f"{file_name}-metadata.json",
        f"CSV on the Web metadata of {file_name}",
        CSV_SCHEMA,
        lambda section: json_files.write_json(csv_schema.csv_metadata(section, file_name, title, group)),
    )


DATA_FILES = (
    DataFile(
        "recommendations.csv",
        "All recommendations, a row for each respondent",
        CSV,
        _write_recommendations_csv,
        schema=_csv_metadata_file(
            "recommendations.csv", "Recommendations and responses", RECOMMENDATION_FIELDS
        ),
    ),
    DataFile(
        "recommendations.json",
        "All recommendations, with responses, actions and updates",
        JSON,
        _json_writer("recommendations", json_files.recommendation_values),
        schema=_json_schema_file("recommendations.schema.json", "recommendations", RECOMMENDATION_FIELDS),
    ),
    DataFile(
        "super-complaints.json",
        "All super-complaints, with how many recommendations have which status",
        JSON,
        _json_writer("super_complaints", json_files.super_complaint_values),
        schema=_json_schema_file("super-complaints.schema.json", "super_complaints", SUPER_COMPLAINT_FIELDS),
    ),
    DataFile(
        "changes.csv",
        "What changed with each publication, a row for each field",
        CSV,
        _write_changes_csv,
        schema=_csv_metadata_file("changes.csv", "Changes of published pages", CHANGE_FIELDS),
    ),
)
SCHEMA_FILES = tuple(file.schema for file in DATA_FILES if file.schema)
CATALOGUE_FILE = DataFile(
    "data.json",
    "These files, described for open data catalogues (DCAT)",
    JSON_LD,
    lambda section: json_files.write_json(dataset.describe_for_catalogues(section, DATA_FILES)),
)
FILES_BY_NAME = {file.name: file for file in (*DATA_FILES, *SCHEMA_FILES, CATALOGUE_FILE)}
