"""The data files, and their description for search engines (schema.org) and catalogues of data (DCAT 3)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, get_type_hints

from django.db.models import Max

from complaints.catalogue.reader import read_catalogue, types_in
from complaints.catalogue.records import CatalogueReport
from complaints.models import SuperComplaintPage
from pages.core.grouping import index_by
from pages.core.moments import end_of_day
from pages.core.page_visibility import public_descendants, public_pages
from pages.core.partial_dates import PartialDate
from pages.feedback.models import FeedbackPage
from pages.moderation.models import PublishedVersion
from pages.published.editions import remember

from . import changes, file_formats
from .changes import CHANGE_FIELDS
from .field_descriptions import (
    LICENCE_ADDRESS,
    PARTIAL_DATE_PATTERN,
    FieldGroup,
    csv_cells,
    csv_columns,
)
from .fields import RECOMMENDATION_FIELDS, SUPER_COMPLAINT_FIELDS
from .json_ld import CONTEXT
from .published_section import PublishedSection
from .sitemap import last_days_passed_below

CATALOGUE_NAME = "catalogue.json"
CATALOGUE_TITLE = (
    "The national reports and their recommendations: the same file at every force"
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
    reports = []
    for report in catalogue.reports:
        values = {
            **_catalogue_values(report),
            "recommendations_not_seen": report.not_seen,
        }
        # Whole identifiers, by which the data of forces can be joined.
        for item, item_values in zip(
            report.recommendations, values["recommendations"], strict=True
        ):
            item_values["identifier"] = report.identifier_of(item)
            item_values["aliases"] = report.aliases_of(item)
        reports.append(values)
    return {
        "version": catalogue.version,
        "licence": LICENCE_ADDRESS,
        "reports": reports,
    }


def _catalogue_values(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return list(map(_catalogue_values, value))
    if is_dataclass(value):
        values = {}
        for field in fields(value):
            if field.name not in LEFT_OUT:
                values[field.name] = _catalogue_values(getattr(value, field.name))
        return values
    return None if value == "" else value


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file, without its address."""
    report = _catalogue_schema(CatalogueReport)
    report["properties"]["recommendations_not_seen"] = TYPES[int]
    report["required"].append("recommendations_not_seen")
    texts = {"type": "string"}
    return {
        "title": CATALOGUE_TITLE,
        "type": "object",
        "properties": {
            "version": texts,
            "licence": texts,
            "reports": {"type": "array", "items": report},
        },
        "required": ["version", "licence", "reports"],
    }


def _catalogue_schema(hint: Any) -> dict[str, Any]:
    inner = types_in(hint)
    if inner and inner[-1] is Ellipsis:
        return {"type": "array", "items": _catalogue_schema(inner[0])}
    hint = inner[0] if inner else hint
    if hint in TYPES:
        return TYPES[hint]
    properties = {
        name: _catalogue_schema(inner_hint)
        for name, inner_hint in get_type_hints(hint).items()
        if name not in LEFT_OUT
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
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
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EUROPEAN_LISTS = "http://publications.europa.eu/resource/authority/"
"""The lists of values that DCAT-AP asks for, and harvesters look for."""
IANA = "https://www.iana.org/assignments/media-types/"
FORMATS = {CSV: "CSV", JSON: "JSON"}
KEYWORDS = ["police", "super-complaints", "recommendations", "accountability"]


def dataset_title(section: PublishedSection) -> str:
    return f"Super-complaints and what {section.publisher} does about them"


def dataset_identifier(section: PublishedSection) -> str:
    """Return the identifier of the data set, which stays when the site moves; the feed has the same."""
    return f"urn:uuid:{section.index_page.translation_key}"


def _first_day(section: PublishedSection) -> str:
    """Return when the earliest super-complaint was submitted, as exactly as it is known."""
    public = public_descendants(SuperComplaintPage.objects.all(), section.index_page)
    days = public.values_list("submitted", flat=True)
    return min((str(day) for day in days if day), default="")


def last_change_of_data(section: PublishedSection) -> datetime | None:
    """Return when a page of ``section``, deleted ones too, was published, taken down or became overdue.

    Every recommendation is read once for an edition, which ends at midnight.
    """
    return remember(
        section.request,
        ("last change of data", section.index_page.pk),
        lambda: _find_last_change(section),
    )


def _find_last_change(section: PublishedSection) -> datetime | None:
    versions = PublishedVersion.objects.filter(
        path__startswith=section.index_page.get_url_parts()[2]
    )
    changed = versions.aggregate(
        published=Max("published_at"), withdrawn=Max("withdrawn_at")
    ).values()
    passed = last_days_passed_below(section.index_page).values()
    times = (
        *changed,
        section.index_page.last_published_at,
        *(end_of_day(day) for day in passed),
    )
    return max(filter(None, times), default=None)


def describe_for_search_engines(
    section: PublishedSection, files: Sequence[DataFile], changed: datetime | None
) -> dict[str, object]:
    created = section.index_page.first_published_at
    first = _first_day(section)
    address = section.absolute_address("data")
    described = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "identifier": dataset_identifier(section),
        "name": dataset_title(section),
        "description": SUMMARY,
        "inLanguage": "en-GB",
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": section.publisher},
    }
    if created:
        described["dateCreated"] = created.isoformat(timespec="seconds")
    if changed:
        described["dateModified"] = changed.isoformat(timespec="seconds")
    if first:
        described["temporalCoverage"] = f"{first}/.."
    described["distribution"] = [
        {
            "@type": "DataDownload",
            "name": file.title,
            "contentUrl": section.absolute_address(file.url_name),
            "encodingFormat": file.media_type,
        }
        for file in files
    ]
    return described


def describe_for_catalogues(
    section: PublishedSection, files: Sequence[DataFile]
) -> dict[str, Any]:
    """Return the description by DCAT-AP. All that it names has an address, by which harvesters keep it."""
    address = section.absolute_address("data")
    changed = last_change_of_data(section)
    created = section.index_page.first_published_at
    return {
        **_common_description(section, changed, created),
        "@context": DCAT_CONTEXT,
        "@type": "dcat:Catalog",
        "@id": section.absolute_address("data/data.json"),
        "foaf:homepage": _thing("foaf:Document", address),
        "dcat:themeTaxonomy": {
            **_thing("skos:ConceptScheme", f"{EUROPEAN_LISTS}data-theme"),
            "dct:title": "Data theme",
        },
        "dcat:dataset": [_describe_dataset(section, files, changed, created)],
    }


def _common_description(
    section: PublishedSection, changed: datetime | None, created: datetime | None
) -> dict[str, Any]:
    """Return what is said of the catalogue and of the data set alike."""
    described = {
        "dct:title": dataset_title(section),
        "dct:description": SUMMARY,
        "dct:language": _listed_value("dct:LinguisticSystem", "language", "ENG"),
        "dct:license": _thing("dct:LicenseDocument", LICENCE_ADDRESS),
        "dct:publisher": {
            "@id": f"{section.site.root_url}/#publisher",
            "@type": ["foaf:Agent", "foaf:Organization"],
            "foaf:name": section.publisher,
        },
    }
    if created:
        described["dct:issued"] = _moment(created)
    if changed:
        described["dct:modified"] = _moment(changed)
    return described


def _describe_dataset(
    section: PublishedSection,
    files: Sequence[DataFile],
    changed: datetime | None,
    created: datetime | None,
) -> dict[str, Any]:
    address = section.absolute_address("data")
    dataset = {
        **_common_description(section, changed, created),
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": dataset_identifier(section),
        "dcat:landingPage": _thing("foaf:Document", address),
        "dcat:theme": {
            **_listed_value("skos:Concept", "data-theme", "JUST"),
            "skos:prefLabel": "Justice, legal system and public safety",
        },
        "dcat:keyword": KEYWORDS,
        "dct:accrualPeriodicity": _listed_value("dct:Frequency", "frequency", "IRREG"),
        "dct:accessRights": _listed_value(
            "dct:RightsStatement", "access-right", "PUBLIC"
        ),
        "dcat:contactPoint": {
            "@id": f"{address}#contact",
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": section.publisher,
            "vcard:hasURL": {"@id": _contact_address(section)},
        },
        "dcat:distribution": [_distribution(file, section, changed) for file in files],
    }
    first = _first_day(section)
    if first:
        kind = {4: "gYear", 7: "gYearMonth"}.get(len(first), "date")
        dataset["dct:temporal"] = {
            "@id": f"{address}#period",
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": f"xsd:{kind}", "@value": first},
        }
    return dataset


def _thing(kind: str, address: str) -> dict[str, str]:
    """Return what is at ``address``.

    Validators follow no address, so that its kind has to be here.
    """
    return {"@id": address, "@type": kind}


def _listed_value(kind: str, list_name: str, code: str) -> dict[str, Any]:
    """Return the value ``code`` of one of the European lists."""
    address = f"{EUROPEAN_LISTS}{list_name}"
    return {**_thing(kind, f"{address}/{code}"), "skos:inScheme": {"@id": address}}


def _moment(moment: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat(timespec="seconds")}


def _contact_address(section: PublishedSection) -> str:
    """Return where to write about the data: the feedback page or, without one, the page of the data."""
    page = public_pages(FeedbackPage.objects.in_site(section.site)).first()
    if page:
        return section.page_address(page)
    return section.absolute_address("data")


def _distribution(
    file: DataFile, section: PublishedSection, changed: datetime | None
) -> dict[str, Any]:
    address = section.absolute_address("data")
    described = {
        "@type": "dcat:Distribution",
        "@id": f"{address}#{file.name}",
        "dct:title": file.name,
        "dct:description": file.title,
        "dct:license": _thing("dct:LicenseDocument", LICENCE_ADDRESS),
        "dct:format": _listed_value(
            "dct:MediaTypeOrExtent", "file-type", FORMATS[file.media_type]
        ),
        "dcat:mediaType": _thing("dct:MediaType", f"{IANA}{file.media_type}"),
        "dcat:downloadURL": {"@id": section.absolute_address(file.url_name)},
        "dcat:accessURL": {"@id": address},
        "dcatap:availability": {
            **_listed_value("skos:Concept", "planned-availability", "STABLE"),
            "skos:prefLabel": "stable",
        },
    }
    if changed:
        described["dct:modified"] = _moment(changed)
    if file.schema:
        schema = section.absolute_address(file.schema.url_name)
        described["dct:conformsTo"] = _thing("dct:Standard", schema)
    return described


def write_rows(group: FieldGroup, entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of a CSV file of ``entries``, which hold the values of the fields of ``group``."""
    header = [column.column for column in csv_columns(group)]
    return file_formats.write_csv(
        header, (csv_cells(group.fields, entry) for entry in entries)
    )


def _json(
    values: Callable[[PublishedSection], dict[str, Any]],
) -> Callable[[PublishedSection], list[str]]:
    return lambda section: [file_formats.write_json(values(section))]


def _schema_of(file_name: str, schema: dict[str, Any]) -> DataFile:
    """Return the file with the JSON Schema of the file ``file_name``."""
    name = file_name.replace(".json", ".schema.json")
    title = f"JSON Schema of {file_name}"
    dialect = {"$schema": file_formats.JSON_SCHEMA_DIALECT}
    return DataFile(
        name,
        title,
        JSON_SCHEMA,
        _json(
            lambda section: {
                **dialect,
                "$id": section.absolute_address(f"data/{name}"),
                **schema,
            }
        ),
    )


def _csv_metadata_of(file_name: str, title: str, group: FieldGroup) -> DataFile:
    return DataFile(
        f"{file_name}-metadata.json",
        f"CSV on the Web metadata of {file_name}",
        CSV_SCHEMA,
        _json(
            lambda section: file_formats.csv_metadata(section, file_name, title, group)
        ),
    )


DATA_FILES = (
    DataFile(
        "recommendations.csv",
        "All recommendations, a row for each",
        CSV,
        lambda section: write_rows(
            RECOMMENDATION_FIELDS, file_formats.recommendation_values(section)
        ),
        _csv_metadata_of(
            "recommendations.csv",
            "Recommendations and responses",
            RECOMMENDATION_FIELDS,
        ),
    ),
    DataFile(
        "recommendations.json",
        "All recommendations, with responses, actions and updates",
        JSON,
        lambda section: file_formats.write_list(
            section, "recommendations", file_formats.recommendation_values(section)
        ),
        _schema_of(
            "recommendations.json",
            file_formats.json_schema("recommendations", RECOMMENDATION_FIELDS),
        ),
    ),
    DataFile(
        "super-complaints.json",
        "All super-complaints, with the number of recommendations in each status",
        JSON,
        lambda section: file_formats.write_list(
            section, "super_complaints", file_formats.super_complaint_values(section)
        ),
        _schema_of(
            "super-complaints.json",
            file_formats.json_schema("super_complaints", SUPER_COMPLAINT_FIELDS),
        ),
    ),
    DataFile(
        "changes.csv",
        "What changed with each publication, a row for each field",
        CSV,
        lambda section: write_rows(CHANGE_FIELDS, changes.list_changes(section)),
        _csv_metadata_of("changes.csv", "Changes of published pages", CHANGE_FIELDS),
    ),
    DataFile(
        CATALOGUE_NAME,
        CATALOGUE_TITLE,
        JSON,
        _json(lambda section: catalogue_values()),
        _schema_of(CATALOGUE_NAME, catalogue_schema()),
    ),
)
SCHEMA_FILES = tuple(file.schema for file in DATA_FILES if file.schema)
CATALOGUE_FILE = DataFile(
    "data.json",
    "These files, described for open data catalogues (DCAT)",
    JSON_LD,
    _json(lambda section: describe_for_catalogues(section, DATA_FILES)),
)
FILES_BY_NAME = index_by((*DATA_FILES, *SCHEMA_FILES, CATALOGUE_FILE), "name")
