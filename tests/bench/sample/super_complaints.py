"""Sample super-complaints, and the organisations that submit and answer them."""

from typing import Any

from complaints.vocabulary import OrganisationKind, Stage
from pages.core.partial_dates import PartialDate

from .recommendations import COMMISSIONER, FORCE
from .sample_texts import choose_in_turn, paragraph_text, subject_text

CHARITIES = [f"Sample Charity {letter}" for letter in "ABCDE"]
ORGANISATIONS: list[dict[str, Any]] = [
    {"name": FORCE, "kind": OrganisationKind.POLICE_FORCE},
    {"name": COMMISSIONER, "kind": OrganisationKind.COMMISSIONER},
    *({"name": name, "kind": OrganisationKind.DESIGNATED_BODY} for name in CHARITIES),
]
NEWEST = 25
"""Every super-complaint after so many was submitted earlier."""
STAGES = (Stage.REPORT, Stage.FOLLOW_UP, Stage.REPORT, Stage.CLOSED)


def _partial_date(number: int, year: int) -> PartialDate:
    """Return a date known, in turn, to the day, the month or the year."""
    parts = (year, number % 12 + 1, number % 28 + 1)
    return PartialDate(*parts[: 3 - number % 3])


def super_complaint_fields(number: int, recommendations: int) -> dict[str, Any]:
    """Return the fields of sample super-complaint ``number``."""
    found: dict[str, Any] = {
        "title": f"Sample super-complaint {number}",
        "slug": f"sample-{number}",
        "official_title": f"Sample report {number}: the police response to {subject_text(number)}",
        "summary": f"Sample data, not to be relied on: how the police deal with {subject_text(number)}.",
        "sensitive": number % 5 == 0,
        "lead_bodies": [choose_in_turn(CHARITIES, number)],
        "stage": STAGES[number % len(STAGES)],
        "submitted": _partial_date(number, 2020 - (number - 1) // NEWEST),
        "report_published": _partial_date(number + 1, 2021 + number % 2),
        "found_eligible": None,
        "respond_by": None,
        "recommendations_made": recommendations,
        "body": [{"text": paragraph_text(number) + paragraph_text(number + 1)}],
    }
    if number % 3 == 1:
        found["second_change_note"] = "We say more of what it is about."
    if number % 3 == 0:
        found["supporting_bodies"] = [choose_in_turn(CHARITIES, number + 1)]
    if number % 4 == 0:
        letter = {
            "sender": "Sample Inspectorate",
            "recipient": FORCE,
            "sent": "2022-03",
            "received": "2022-03-14",
            "summary": paragraph_text(number),
            "document": {"document": None, "title": ""},
        }
        found["correspondence"] = [{"letter": letter}]
    return found
