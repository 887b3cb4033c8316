"""The fields that every entry of the data has, even after it was taken down."""

from typing import Any

from . import code_lists
from .field_descriptions import DATE, TEXT, DataField, FieldGroup, attribute, coded_fields, field_values

IDENTITY_FIELDS = (
    DataField(
        "id",
        "The identifier: the same at every force, and for good.",
        TEXT,
        attribute("identifier"),
        required=True,
    ),
    *coded_fields("status", "Whether it can be read.", code_lists.STATUS, attribute("status"), required=True),
    DataField("withdrawn_on", "The day on which it was taken down.", DATE, attribute("withdrawn_on")),
    *coded_fields(
        "withdrawn_because",
        "Why it was taken down.",
        code_lists.WITHDRAWN_BECAUSE,
        attribute("withdrawn_because"),
    ),
)
"""The only fields with a value in an entry that was taken down."""


def withdrawn_entry_values(group: FieldGroup, entry: object) -> dict[str, Any]:
    """Return the values of an ``entry`` that was taken down: the other fields of ``group`` are empty."""
    return {
        **{field.name: field.empty_value for field in group.fields},
        **field_values(IDENTITY_FIELDS, entry),
    }
