"""Describes the data set for search engines (schema.org) and for catalogues of open data (DCAT 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from . import licence
from .data_file import DataFile
from .json_ld import CONTEXT
from .published_section import PublishedSection

SUMMARY = "Every super-complaint, recommendation, response and change, as files that you can use."
DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
IANA = "https://www.iana.org/assignments/media-types/"


def title(section: PublishedSection) -> str:
    """Return the title of the data set."""
    return f"Super-complaints and what {section.publisher} does about them"


def identifier(section: PublishedSection) -> str:
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
    """Return the description in the words of schema.org."""
    created = section.index_page.first_published_at
    first = _first_day(section)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": section.absolute_address("data"),
        "url": section.absolute_address("data"),
        "identifier": identifier(section),
        "name": title(section),
        "description": SUMMARY,
        "inLanguage": "en-GB",
        "license": licence.ADDRESS,
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
    """Return a catalogue with this one data set in the words of DCAT 3, as JSON-LD."""
    publisher = {"@type": "foaf:Organization", "foaf:name": section.publisher}
    created, first = section.index_page.first_published_at, _first_day(section)
    dataset = {
        "@type": "dcat:Dataset",
        "@id": section.absolute_address("data"),
        "dct:identifier": identifier(section),
        "dct:title": title(section),
        "dct:description": SUMMARY,
        "dct:language": {"@id": ENGLISH},
        "dct:license": {"@id": licence.ADDRESS},
        "dct:publisher": publisher,
        "dcat:landingPage": {"@id": section.absolute_address("data")},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file.title,
                "dct:license": {"@id": licence.ADDRESS},
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
        "dct:title": title(section),
        "dct:description": SUMMARY,
        "dct:publisher": publisher,
        "dcat:dataset": [dataset],
    }
