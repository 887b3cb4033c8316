"""What everything in the data has, even when it was taken down."""

from typing import Any

from . import codes
from .fields import DAY, TEXT, Field, Group, at, coded, values

IDENTITY = (
    Field(
        "id", "The identifier: the same at every force, and for good.", TEXT, at("identifier"), required=True
    ),
    *coded("status", "Whether it can be read.", codes.STATUS, at("status"), required=True),
    Field("withdrawn_on", "The day on which it was taken down.", DAY, at("withdrawn_on")),
    *coded("withdrawn_because", "Why it was taken down.", codes.WITHDRAWN_BECAUSE, at("withdrawn_because")),
)
"""The only fields that something which was taken down has."""


def without_words(group: Group, gone: Any) -> dict[str, Any]:
    """Return the values of what was taken down: the fields of ``group`` are there, and tell nothing."""
    return {**{field.name: field.nothing for field in group.fields}, **values(IDENTITY, gone)}
