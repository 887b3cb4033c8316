"""Progress over time as data: how many recommendations had each status at the end of each quarter."""

from collections.abc import Iterator
from typing import Any

from complaints.history.progress import ProgressOverTime, section_progress
from complaints.vocabulary import NO_STATUS_CODES, NO_STATUS_LABELS, Knowledge, Status

from .field_descriptions import DATE, WHOLE_NUMBER, DataField, FieldGroup
from .published_section import PublishedSection


def _status_field(status: Status) -> DataField:
    meaning = f"How many had the status “{status.label}”."
    return DataField(f"count_{status.value}", meaning, WHOLE_NUMBER, required=True)


def _no_status_field(known: Knowledge) -> DataField:
    meaning = f"How many more had “{NO_STATUS_LABELS[known]}” instead of a status."
    return DataField(
        f"recommendations_{NO_STATUS_CODES[known]}",
        meaning,
        WHOLE_NUMBER,
        required=True,
    )


PROGRESS_FIELDS = FieldGroup(
    "progress",
    (
        DataField(
            "super_complaint",
            "The identifier of the super-complaint. Empty for all super-complaints together.",
        ),
        DataField("super_complaint_title", "Its title on this site."),
        DataField(
            "quarter",
            "The quarter of the calendar year, such as 2026-Q1.",
            required=True,
        ),
        DataField("quarter_label", "The quarter in words.", required=True),
        DataField(
            "day",
            "The day on which they are counted: the last one of the quarter or, before that, today.",
            DATE,
            required=True,
        ),
        DataField(
            "since",
            "The day of the first publication that is counted. There is no data from before.",
            DATE,
            required=True,
        ),
        DataField(
            "total",
            "How many recommendations had a status. This is the sum of the count_ columns.",
            WHOLE_NUMBER,
            required=True,
        ),
        *map(_status_field, Status),
        *map(_no_status_field, Knowledge),
        DataField(
            "not_shown",
            "How many more had a version that is no longer shown. We do not give its status.",
            WHOLE_NUMBER,
            required=True,
        ),
    ),
)


def list_progress(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield a row for each quarter: first those of all super-complaints together, then those of each."""
    whole, by_path = section_progress(section.index_page, section.request)
    if whole:
        yield from _rows(whole)
    for path, page in section.super_complaints.items():
        if path in by_path:
            yield from _rows(
                by_path[path],
                super_complaint=page.identifier,
                super_complaint_title=page.title,
            )


def _rows(progress: ProgressOverTime, **names: str) -> Iterator[dict[str, Any]]:
    for quarter in progress.quarters:
        row = {
            **names,
            "quarter": quarter.quarter.code,
            "quarter_label": quarter.quarter.words,
            "day": quarter.day.isoformat(),
            "since": progress.since.isoformat(),
            "total": quarter.total,
            "not_shown": quarter.not_shown,
        }
        for status in Status:
            row[f"count_{status.value}"] = quarter.by_status[status]
        for known in Knowledge:
            row[f"recommendations_{NO_STATUS_CODES[known]}"] = quarter.without_status[
                known
            ]
        yield row
