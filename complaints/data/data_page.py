"""The page that explains the data, made from the same description of fields as the files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from complaints.models import RecommendationState
from pages.core.days import end_of_day
from pages.moderation.models import PublishedVersion

from . import code_lists, data_files, licence, openapi
from .changes import CHANGE_FIELDS
from .field_descriptions import NOT_KNOWN, CodeType, FieldGroup, ListOf
from .json_ld import json_ld_script
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS
from .super_complaint_fields import SUPER_COMPLAINT_FIELDS


def last_change_of_data(section: PublishedSection) -> datetime | None:
    """Return when a page of ``section`` was last published, taken down or became overdue.

    Versions of pages that are there no more count, too: the time never goes back.
    """
    versions = PublishedVersion.objects.filter(path__startswith=section.index_page.get_url_parts()[2])
    changed = versions.aggregate(published=Max("published_at"), withdrawn=Max("withdrawn_at")).values()
    states = RecommendationState.objects.filter(page__path__startswith=section.index_page.path)
    passed = states.last_days_passed(section.today)
    times = (*changed, section.index_page.last_published_at, *(end_of_day(day) for day in passed))
    return max(filter(None, times), default=None)


PAGE_TITLE = "Data"


@dataclass(frozen=True)
class FieldRow:
    """A field as the page lists it: its name in JSON, its column in CSV, its meaning and type."""

    name: SafeString
    column: SafeString
    meaning: str
    type: str
    code: str


def _with_line_breaks(name: str) -> SafeString:
    """Return ``name`` with places at which a browser may break the line."""
    words = re.split(r"(?<=[_.])", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((word,) for word in words))


def field_rows(group: FieldGroup, parent_name: str = "", prefix: str | None = "") -> Iterator[FieldRow]:
    """Yield the fields of ``group`` and of the groups in it.

    ``prefix`` stands before the names of their CSV columns; with ``None`` they have no columns.
    """
    for field in group.fields:
        is_list = isinstance(field.type, ListOf)
        item_type = field.type.item_type if isinstance(field.type, ListOf) else field.type
        name = f"{parent_name}{field.name}{'[]' if is_list else ''}"
        in_csv = field.in_csv and prefix is not None
        if isinstance(item_type, FieldGroup):
            yield FieldRow(_with_line_breaks(name), SafeString(), field.meaning, "list", "")
            yield from field_rows(item_type, f"{name}.", f"{item_type.name}_" if in_csv else None)
        else:
            column = f"{prefix}{field.name}" if in_csv else ""
            words = f"list: {item_type.words}" if is_list else item_type.words
            code = item_type.name if isinstance(item_type, CodeType) else ""
            yield FieldRow(_with_line_breaks(name), _with_line_breaks(column), field.meaning, words, code)


def data_page_context(section: PublishedSection) -> dict[str, object]:
    """Return the context of the template."""
    changed = last_change_of_data(section)
    return {
        "page": section.index_page,
        "subpage_title": PAGE_TITLE,
        "summary": data_files.SUMMARY,
        "changed": changed,
        "not_known": NOT_KNOWN,
        "files": [(file, section.address_path(file.url_name)) for file in data_files.DATA_FILES],
        "schemas": [
            (file, section.address_path(file.url_name))
            for file in (data_files.CATALOGUE_FILE, *data_files.SCHEMA_FILES)
        ],
        "feed": section.address_path("updates"),
        "openapi": section.address_path(f"data/{openapi.FILE_NAME}"),
        "licence": {
            "name": licence.NAME,
            "address": licence.ADDRESS,
            "attribution": licence.attribution(section.publisher),
        },
        "tables": [
            ("recommendations", "Recommendations", list(field_rows(RECOMMENDATION_FIELDS))),
            ("super-complaints", "Super-complaints", list(field_rows(SUPER_COMPLAINT_FIELDS, prefix=None))),
            ("changes", "Changes", list(field_rows(CHANGE_FIELDS))),
        ],
        "codes": code_lists.ALL_CODE_LISTS,
        "json_ld": json_ld_script(
            data_files.describe_for_search_engines(section, data_files.DATA_FILES, changed)
        ),
    }
