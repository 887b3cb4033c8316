"""The data files, and their description for search engines (schema.org) and catalogues of data (DCAT)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from pages.core.grouping import index_by
from pages.core.moments import end_of_day
from pages.moderation.models import PublishedVersion
from pages.published.editions import remember

from . import file_formats
from .field_descriptions import LICENCE_ADDRESS, FieldGroup
from .fields import (
    LISTED_ACTION_FIELDS,
    LISTED_UPDATE_FIELDS,
    RECOMMENDATION_FIELDS,
    SUPER_COMPLAINT_FIELDS,
)
from .json_ld import CONTEXT
from .published_section import PublishedSection
from .sitemap import last_days_passed_below

JSON = "application/json"
JSON_LD = "application/ld+json"
JSON_SCHEMA = "application/schema+json"
CSV = "text/csv"


@dataclass(frozen=True)
class DataFile:
    """One file: its name, title and type, and how its parts are written."""

    name: str
    title: str
    media_type: str
    write: Callable[[PublishedSection], Iterable[str]]

    @property
    def url_name(self) -> str:
        return f"data/{self.name}"

    @property
    def content_type(self) -> str:
        """The media type with the encoding and, for CSV, that there is a header (RFC 4180)."""
        header = "; header=present" if self.media_type == CSV else ""
        return f"{self.media_type}; charset=utf-8{header}"


@dataclass(frozen=True)
class DataList:
    """What the data lists, an entry each: in a CSV and in a JSON file."""

    name: str
    title: str
    group: FieldGroup
    read: Callable[[PublishedSection], Iterable[dict[str, Any]]]

    @property
    def json_name(self) -> str:
        return self.name.replace("-", "_")

    def write_csv(self, section: PublishedSection) -> Iterator[str]:
        return file_formats.write_rows(self.group, self.read(section))

    def write_json(self, section: PublishedSection) -> Iterator[str]:
        return file_formats.write_list(section, self.json_name, self.read(section))

    def files(self) -> list[DataFile]:
        return [
            DataFile(f"{self.name}.csv", self.title, CSV, self.write_csv),
            DataFile(f"{self.name}.json", self.title, JSON, self.write_json),
        ]


LISTS = (
    DataList(
        "super-complaints",
        "All super-complaints, with the number of recommendations in each status",
        SUPER_COMPLAINT_FIELDS,
        file_formats.super_complaint_values,
    ),
    DataList(
        "recommendations",
        "All recommendations, with their responses",
        RECOMMENDATION_FIELDS,
        file_formats.recommendation_values,
    ),
    DataList(
        "actions",
        "All actions, each with its recommendation",
        LISTED_ACTION_FIELDS,
        file_formats.action_values,
    ),
    DataList(
        "updates",
        "All progress updates, each with its recommendation",
        LISTED_UPDATE_FIELDS,
        file_formats.update_values,
    ),
)
DATA_FILES = tuple(file for each in LISTS for file in each.files())


def write_schema(section: PublishedSection) -> Iterator[str]:
    lists = {each.json_name: each.group for each in LISTS}
    address = section.absolute_address(SCHEMA_FILE.url_name)
    yield file_formats.write_json(file_formats.json_schema(lists, address))


SCHEMA_FILE = DataFile(
    "schema.json", "JSON Schema of the JSON files", JSON_SCHEMA, write_schema
)

# Their description

SUMMARY = "Every super-complaint, recommendation, action and update, as files that you can use."


def dataset_title(section: PublishedSection) -> str:
    return f"Super-complaints and what {section.publisher} does about them"


def dataset_identifier(section: PublishedSection) -> str:
    """Return the identifier of the data set, which stays when the site moves; the feed has the same."""
    return f"urn:uuid:{section.index_page.translation_key}"


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


def describe_for_search_engines(section: PublishedSection) -> dict[str, object]:
    """Return the description of the data set in the words of schema.org."""
    address = section.absolute_address("data")
    described: dict[str, object] = {
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
    if changed := last_change_of_data(section):
        described["dateModified"] = changed.isoformat(timespec="seconds")
    described["distribution"] = [
        {
            "@type": "DataDownload",
            "name": file.title,
            "contentUrl": section.absolute_address(file.url_name),
            "encodingFormat": file.media_type,
        }
        for file in DATA_FILES
    ]
    return described


DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def describe_for_catalogues(section: PublishedSection) -> dict[str, Any]:
    """Return the description for catalogues of data, in the words of DCAT."""
    address = section.absolute_address("data")
    common: dict[str, Any] = {
        "dct:title": dataset_title(section),
        "dct:description": SUMMARY,
        "dct:publisher": {
            "@type": "foaf:Organization",
            "foaf:name": section.publisher,
        },
        "dct:license": {"@id": LICENCE_ADDRESS},
    }
    if changed := last_change_of_data(section):
        moment = changed.isoformat(timespec="seconds")
        common["dct:modified"] = {"@type": "xsd:dateTime", "@value": moment}
    dataset = {
        **common,
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": dataset_identifier(section),
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(file, section) for file in DATA_FILES],
    }
    return {
        **common,
        "@context": DCAT_CONTEXT,
        "@type": "dcat:Catalog",
        "@id": section.absolute_address(CATALOGUE_FILE.url_name),
        "dcat:dataset": [dataset],
    }


def _distribution(file: DataFile, section: PublishedSection) -> dict[str, Any]:
    address = section.absolute_address("data")
    described = {
        "@type": "dcat:Distribution",
        "@id": f"{address}#{file.name}",
        "dct:title": file.title,
        "dct:license": {"@id": LICENCE_ADDRESS},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{file.media_type}"},
        "dcat:downloadURL": {"@id": section.absolute_address(file.url_name)},
        "dcat:accessURL": {"@id": address},
    }
    if file.media_type == JSON:
        schema = section.absolute_address(SCHEMA_FILE.url_name)
        described["dct:conformsTo"] = {"@id": schema}
    return described


def write_catalogue(section: PublishedSection) -> Iterator[str]:
    yield file_formats.write_json(describe_for_catalogues(section))


CATALOGUE_FILE = DataFile(
    "data.json",
    "These files, described for catalogues of open data (DCAT)",
    JSON_LD,
    write_catalogue,
)
FILES_BY_NAME = index_by((*DATA_FILES, SCHEMA_FILE, CATALOGUE_FILE), "name")
