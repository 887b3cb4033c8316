"""Sample super-complaints, and who makes and answers them."""

from typing import Any

from complaints.vocabulary import OrganisationKind, Stage
from pages.core.partial_dates import PartialDate

from . import words
from .recommendations import COMMISSIONER, FORCE

CHARITIES = [f"Sample Charity {letter}" for letter in "ABCDE"]
ORGANISATIONS: list[dict[str, Any]] = [
    {"name": FORCE, "kind": OrganisationKind.POLICE_FORCE},
    {"name": COMMISSIONER, "kind": OrganisationKind.COMMISSIONER},
    *({"name": name, "kind": OrganisationKind.DESIGNATED_BODY} for name in CHARITIES),
]
STAGES = (Stage.REPORT, Stage.FOLLOW_UP, Stage.REPORT, Stage.CLOSED)


def _date(number: int, year: int) -> PartialDate:
    """Return a date known to the day, the month or the year, in turn."""
    parts = (year, number % 12 + 1, number % 28 + 1)
    return PartialDate(*parts[: 3 - number % 3])


def fields(number: int, recommendations: int) -> dict[str, Any]:
    """Return the fields of the sample super-complaint of ``number``."""
    found: dict[str, Any] = {
        "title": f"Sample super-complaint {number}",
        "slug": f"sample-{number}",
        "official_title": f"Sample report {number}: the police response to {words.subject(number)}",
        "summary": f"Sample data, not to be relied on: how the police deal with {words.subject(number)}.",
        "sensitive": number % 5 == 0,
        "lead_bodies": [words.chosen(CHARITIES, number)],
        "stage": STAGES[number % len(STAGES)],
        "submitted": _date(number, 2018 + number % 3),
        "report_published": _date(number + 1, 2021 + number % 2),
        "found_eligible": None,
        "respond_by": None,
        "recommendations_made": recommendations,
        "body": [{"text": words.paragraph(number) + words.paragraph(number + 1)}],
    }
    if number % 3 == 1:
        found["again"] = "We say more of what it is about."
    if number % 3 == 0:
        found["supporting_bodies"] = [words.chosen(CHARITIES, number + 1)]
    if number % 4 == 0:
        letter = {
            "sender": "Sample Inspectorate",
            "recipient": FORCE,
            "sent": "2022-03",
            "received": "2022-03-14",
            "summary": words.paragraph(number),
            "document": {"document": None, "title": ""},
        }
        found["correspondence"] = [{"letter": letter}]
    return found
