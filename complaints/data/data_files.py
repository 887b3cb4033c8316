"""The data files, from which addresses, descriptions and links are made; among them the catalogue.

The data set is described for search engines (schema.org) and for catalogues of open data (DCAT 3).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, get_type_hints

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Report
from pages.core.partial_dates import PartialDate

from . import changes, field_descriptions, file_formats
from .changes import CHANGE_FIELDS
from .field_descriptions import PARTIAL_DATE_PATTERN, FieldGroup, csv_cells, csv_columns, field_values
from .json_ld import CONTEXT
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS
from .super_complaint_fields import SUPER_COMPLAINT_FIELDS

CATALOGUE_NAME = "catalogue.json"
CATALOGUE_TITLE = (
    "The reports and their recommendations, without any force’s answer: the same file at every force"
)
LEFT_OUT = {"sources", "support_services"}
"""What only helps those who write the catalogue, or is no fact about a report."""
TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": ["string", "null"]},
    bool: {"type": "boolean"},
    int: {"type": ["integer", "null"]},
    PartialDate: {"type": ["string", "null"], "pattern": PARTIAL_DATE_PATTERN},
}


def catalogue_values() -> dict[str, Any]:
    """Return the whole file. What is not known is null or an empty list."""
    catalogue = read_catalogue()
    reports = [
        {**_catalogue_values(report), "recommendations_not_seen": report.not_seen}
        for report in catalogue.reports
    ]
    # Whole identifiers, by which the data of forces can be joined.
    for report in reports:
        for item in report["recommendations"]:
            item["identifier"] = f"{report['identifier']}/{item['identifier']}"
    return {"version": catalogue.version, "licence": field_descriptions.LICENCE_ADDRESS, "reports": reports}


def _catalogue_values(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [_catalogue_values(each) for each in value]
    if is_dataclass(value):
        names = [each.name for each in fields(value) if each.name not in LEFT_OUT]
        return {name: _catalogue_values(getattr(value, name)) for name in names}
    return None if value == "" else value


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file, without its address."""
    report = _catalogue_schema(Report)
    report["properties"]["recommendations_not_seen"] = TYPES[int]
    report["required"].append("recommendations_not_seen")
    texts = {"type": "string"}
    return {
        "title": CATALOGUE_TITLE,
        "type": "object",
        "properties": {"version": texts, "licence": texts, "reports": {"type": "array", "items": report}},
        "required": ["version", "licence", "reports"],
    }


def _catalogue_schema(hint: Any) -> dict[str, Any]:
    inner = [each for each in getattr(hint, "__args__", ()) if each is not type(None)]
    if inner and inner[-1] is Ellipsis:
        return {"type": "array", "items": _catalogue_schema(inner[0])}
    hint = inner[0] if inner else hint
    if hint in TYPES:
        return TYPES[hint]
    hints = {name: each for name, each in get_type_hints(hint).items() if name not in LEFT_OUT}
    return {
        "type": "object",
        "properties": {name: _catalogue_schema(each) for name, each in hints.items()},
        "required": list(hints),
    }


JSON = "application/json"
JSON_LD = "application/ld+json"
JSON_SCHEMA = "application/schema+json"
CSV = "text/csv"
CSV_SCHEMA = "application/csvm+json"


@dataclass(frozen=True)
class DataFile:
    """One file: its name, title and type, how its parts are written, and its schema."""

    name: str
    title: str
    media_type: str
    write: Callable[[PublishedSection], Iterable[str]]
    schema: "DataFile | None" = None

    @property
    def url_name(self) -> str:
        return f"data/{self.name}"

    @property
    def content_type(self) -> str:
        """The media type with the encoding and, for CSV, that there is a header (RFC 4180)."""
        header = "; header=present" if self.media_type == CSV else ""
        return f"{self.media_type}; charset=utf-8{header}"


SUMMARY = "Every super-complaint, recommendation, response and change, as files that you can use."
DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
IANA = "https://www.iana.org/assignments/media-types/"


def dataset_title(section: PublishedSection) -> str:
    return f"Super-complaints and what {section.publisher} does about them"


def dataset_identifier(section: PublishedSection) -> str:
    """Return the identifier of the data set, which stays when the site moves; the feed has the same."""
    return f"urn:uuid:{section.index_page.translation_key}"


def _first_day(section: PublishedSection) -> str:
    """Return when the earliest super-complaint was submitted, as exactly as it is known."""
    return min(
        (str(each.submitted) for each in section.super_complaints.values() if each.submitted), default=""
    )


def describe_for_search_engines(
    section: PublishedSection, files: Sequence[DataFile], changed: datetime | None
) -> dict[str, object]:
    created = section.index_page.first_published_at
    first = _first_day(section)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": section.absolute_address("data"),
        "url": section.absolute_address("data"),
        "identifier": dataset_identifier(section),
        "name": dataset_title(section),
        "description": SUMMARY,
        "inLanguage": "en-GB",
        "license": field_descriptions.LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": section.publisher},
        **({"dateCreated": created.isoformat(timespec="seconds")} if created else {}),
        **({"dateModified": changed.isoformat(timespec="seconds")} if changed else {}),
        **({"temporalCoverage": f"{first}/.."} if first else {}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": section.absolute_address(file.url_name),
                "encodingFormat": file.media_type,
            }
            for file in files
        ],
    }


def describe_for_catalogues(section: PublishedSection, files: Sequence[DataFile]) -> dict[str, Any]:
    publisher = {"@type": "foaf:Organization", "foaf:name": section.publisher}
    created, first = section.index_page.first_published_at, _first_day(section)
    dataset = {
        "@type": "dcat:Dataset",
        "@id": section.absolute_address("data"),
        "dct:identifier": dataset_identifier(section),
        "dct:title": dataset_title(section),
        "dct:description": SUMMARY,
        "dct:language": {"@id": ENGLISH},
        "dct:license": {"@id": field_descriptions.LICENCE_ADDRESS},
        "dct:publisher": publisher,
        "dcat:landingPage": {"@id": section.absolute_address("data")},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file.title,
                "dct:license": {"@id": field_descriptions.LICENCE_ADDRESS},
                "dcat:mediaType": {"@id": f"{IANA}{file.media_type}"},
                "dcat:downloadURL": {"@id": section.absolute_address(file.url_name)},
                "dcat:accessURL": {"@id": section.absolute_address("data")},
                **(
                    {"dct:conformsTo": {"@id": section.absolute_address(file.schema.url_name)}}
                    if file.schema
                    else {}
                ),
            }
            for file in files
        ],
    }
    if created:
        dataset["dct:issued"] = {"@type": "xsd:dateTime", "@value": created.isoformat(timespec="seconds")}
    if first:
        kind = {4: "gYear", 7: "gYearMonth"}.get(len(first), "date")
        start = {"@type": f"xsd:{kind}", "@value": first}
        dataset["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": start}
    return {
        "@context": DCAT_CONTEXT,
        "@type": "dcat:Catalog",
        "@id": section.absolute_address("data/data.json"),
        "dct:title": dataset_title(section),
        "dct:description": SUMMARY,
        "dct:publisher": publisher,
        "dcat:dataset": [dataset],
    }


def write_recommendation_rows(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    header = [column.name for column in csv_columns(RECOMMENDATION_FIELDS.fields)]
    rows = (csv_cells(RECOMMENDATION_FIELDS.fields, entry) for entry in entries)
    return file_formats.write_csv(header, rows)


def _write_changes_csv(section: PublishedSection) -> Iterator[str]:
    header = [column.name for column in csv_columns(CHANGE_FIELDS.fields)]
    return file_formats.write_csv(
        header, (field_values(CHANGE_FIELDS.fields, each).values() for each in changes.list_changes(section))
    )


def _json_writer(
    name: str, entries: Callable[[PublishedSection], Iterator[dict[str, Any]]]
) -> Callable[[PublishedSection], Iterator[str]]:
    return lambda section: file_formats.write_list(section, name, entries(section))


def _json_schema_file(file_name: str, name: str, group: FieldGroup) -> DataFile:
    return DataFile(
        file_name,
        f"JSON Schema of {name.replace('_', '-')}.json",
        JSON_SCHEMA,
        lambda section: [
            file_formats.write_json(
                file_formats.json_schema(name, group, section.absolute_address(f"data/{file_name}"))
            )
        ],
    )


def _csv_metadata_file(file_name: str, title: str, group: FieldGroup) -> DataFile:
    return DataFile(
        f"{file_name}-metadata.json",
        f"CSV on the Web metadata of {file_name}",
        CSV_SCHEMA,
        lambda section: [
            file_formats.write_json(file_formats.csv_metadata(section, file_name, title, group))
        ],
    )


DATA_FILES = (
    DataFile(
        "recommendations.csv",
        "All recommendations, a row for each",
        CSV,
        lambda section: write_recommendation_rows(file_formats.recommendation_values(section)),
        schema=_csv_metadata_file(
            "recommendations.csv", "Recommendations and responses", RECOMMENDATION_FIELDS
        ),
    ),
    DataFile(
        "recommendations.json",
        "All recommendations, with responses, actions and updates",
        JSON,
        _json_writer("recommendations", file_formats.recommendation_values),
        schema=_json_schema_file("recommendations.schema.json", "recommendations", RECOMMENDATION_FIELDS),
    ),
    DataFile(
        "super-complaints.json",
        "All super-complaints, with how many recommendations have which status",
        JSON,
        _json_writer("super_complaints", file_formats.super_complaint_values),
        schema=_json_schema_file("super-complaints.schema.json", "super_complaints", SUPER_COMPLAINT_FIELDS),
    ),
    DataFile(
        "changes.csv",
        "What changed with each publication, a row for each field",
        CSV,
        _write_changes_csv,
        schema=_csv_metadata_file("changes.csv", "Changes of published pages", CHANGE_FIELDS),
    ),
    DataFile(
        CATALOGUE_NAME,
        CATALOGUE_TITLE,
        JSON,
        lambda section: [file_formats.write_json(catalogue_values())],
        schema=DataFile(
            "catalogue.schema.json",
            f"JSON Schema of {CATALOGUE_NAME}",
            JSON_SCHEMA,
            lambda section: [
                file_formats.write_json(
                    {
                        "$schema": file_formats.JSON_SCHEMA_DIALECT,
                        "$id": section.absolute_address("data/catalogue.schema.json"),
                        **catalogue_schema(),
                    }
                )
            ],
        ),
    ),
)
SCHEMA_FILES = tuple(file.schema for file in DATA_FILES if file.schema)
CATALOGUE_FILE = DataFile(
    "data.json",
    "These files, described for open data catalogues (DCAT)",
    JSON_LD,
    lambda section: [file_formats.write_json(describe_for_catalogues(section, DATA_FILES))],
)
FILES_BY_NAME = {file.name: file for file in (*DATA_FILES, *SCHEMA_FILES, CATALOGUE_FILE)}
