"""What the page about the data tells: from the fields themselves, everything that there is to know."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from . import codes, files, licence, modified, openapi
from .changes import CHANGE
from .fields import Code, Group, Many
from .json_ld import CONTEXT, script
from .recommendation_fields import RECOMMENDATION
from .section import Section
from .super_complaints import SUPER_COMPLAINT

TITLE = "Data"
SUMMARY = (
    "Every super-complaint and recommendation, what is answered and done about it, and every change, as "
    "files to use in your own work."
)


@dataclass(frozen=True)
class Row:
    """A field as the page lists it: its name in JSON, its column in CSV, what it means and may be."""

    name: SafeString
    column: SafeString
    meaning: str
    type: str
    code: str


def _breakable(name: str) -> SafeString:
    """Return ``name``, which may be parted between its words."""
    words = re.split(r"(?<=[_.])", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((word,) for word in words))


def rows(group: Group, above: str = "", prefix: str | None = "") -> Iterator[Row]:
    """Yield the fields of ``group`` and of the groups in it; without ``prefix`` they are no columns."""
    for field in group.fields:
        many = isinstance(field.type, Many)
        of = field.type.of if isinstance(field.type, Many) else field.type
        name = f"{above}{field.name}{'[]' if many else ''}"
        in_csv = field.in_csv and prefix is not None
        if isinstance(of, Group):
            yield Row(_breakable(name), SafeString(), field.meaning, "list", "")
            yield from rows(of, f"{name}.", f"{of.name}_" if in_csv else None)
        else:
            column = f"{prefix}{field.name}" if in_csv else ""
            words = f"list: {of.words}" if many else of.words
            code = of.name if isinstance(of, Code) else ""
            yield Row(_breakable(name), _breakable(column), field.meaning, words, code)


def context(section: Section) -> dict[str, Any]:
    """Return what the template needs."""
    changed = modified.of_data(section)
    return {
        "page": section.page,
        "subpage_title": TITLE,
        "summary": SUMMARY,
        "changed": changed,
        "files": [(file, section.path_to(file.address_name)) for file in files.DATA],
        "schemas": [(file, section.path_to(file.address_name)) for file in files.SCHEMAS],
        "feed": section.path_to("updates"),
        "openapi": section.path_to(f"data/{openapi.FILE_NAME}"),
        "licence": {
            "name": licence.NAME,
            "address": licence.ADDRESS,
            "attribution": licence.attribution(section.publisher),
        },
        "tables": [
            ("recommendations", "Recommendations", list(rows(RECOMMENDATION))),
            ("super-complaints", "Super-complaints", list(rows(SUPER_COMPLAINT, prefix=None))),
            ("changes", "Changes", list(rows(CHANGE))),
        ],
        "codes": codes.ALL,
        "json_ld": script(_dataset(section, changed)),
    }


def _dataset(section: Section, changed: datetime | None) -> dict[str, Any]:
    """Return the description for search engines of data."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": section.fixed("data"),
        "url": section.fixed("data"),
        "name": f"Super-complaints and what {section.publisher} does about them",
        "description": SUMMARY,
        "inLanguage": "en-GB",
        "license": licence.ADDRESS,
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": section.publisher},
        **({"dateModified": changed.isoformat(timespec="seconds")} if changed else {}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": section.fixed(file.address_name),
                "encodingFormat": file.media_type,
            }
            for file in files.DATA
        ],
    }
