"""Sample recommendations in different patterns, so that every state occurs.

A missing date is given as ``None``, which is how a version keeps it.

Past dates are long enough ago, and future dates far enough ahead, for a state to last.
Only the year in which the sample is made depends on today.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from complaints.vocabulary import ActionStatus, Assurance, Position, Theme
from pages.core.partial_dates import PartialDate

from .sample_texts import WORDS, choose_in_turn, paragraph_text, request_text

Fields = dict[str, Any]

FORCE = "Sample Police"
COMMISSIONER = "Sample Police and Crime Commissioner"

EARLY_DATE = PartialDate(2023, 6)
FIRST_DUE_DATE = PartialDate(2023, 9, 29)
LATER_DUE_DATE = PartialDate(2024, 3)
LATE_DATE = PartialDate(2024, 5, 17)
NEWS_DATE = PartialDate(2025, 1, 31)


def future_date() -> PartialDate:
    """Return a date that is far in the future."""
    return PartialDate(timezone.localdate().year + 2, 6, 30)


def _response(
    position: str = Position.ACCEPTED, *respondents: str, **fields: object
) -> Fields:
    return {
        "respondents": respondents or (FORCE,),
        "position": position,
        "date": EARLY_DATE,
        **fields,
    }


def _action(status: str, *due: PartialDate | Fields, **fields: object) -> Fields:
    due_dates = [each if isinstance(each, dict) else {"due": each} for each in due]
    return {"status": status, "due_dates": due_dates, "completed": None, **fields}


def _moved_due_date(to: PartialDate) -> Fields:
    return {
        "due": to,
        "reason": "The sample supplier delivered later than it had promised.",
    }


NO_DUE_DATE = {
    "due": None,
    "no_date": True,
    "reason": "It depends on a sample decision that others take.",
}
POSITION_REASON = "A sample rule does this already."


def recommendation_patterns() -> list[Fields]:
    """Return the fields of one recommendation for each pattern of responses and actions."""
    accepted = {"responses": [_response()]}
    return [
        {  # a date was moved, and there is news at the second publication
            **accepted,
            "actions": [
                _action(
                    ActionStatus.IN_PROGRESS,
                    FIRST_DUE_DATE,
                    _moved_due_date(future_date()),
                )
            ],
            "progress_updates": [EARLY_DATE, PartialDate(2024)],
            "second_change_note": "We added what was done since.",
        },
        {
            **accepted,
            "actions": [_action(ActionStatus.IN_PROGRESS, FIRST_DUE_DATE)],
        },  # overdue
        {  # complete in time, as far as somebody else has looked
            "responses": [_response(approving_post="Deputy Chief Constable")],
            "actions": [
                _action(ActionStatus.COMPLETE, FIRST_DUE_DATE, completed=EARLY_DATE)
            ],
            "assurances": [
                {
                    "body": "An inspectorate",
                    "verdict": Assurance.NO_FURTHER_ACTION,
                    "date": LATE_DATE,
                }
            ],
        },
        {"deadline": future_date()},  # not answered
        {  # two bodies answer together, with several actions of which one has no date
            "responses": [_response(Position.ACCEPTED, FORCE, COMMISSIONER)],
            "actions": [
                _action(ActionStatus.COMPLETE, FIRST_DUE_DATE, completed=EARLY_DATE),
                _action(
                    ActionStatus.IN_PROGRESS,
                    LATER_DUE_DATE,
                    _moved_due_date(future_date()),
                ),
                _action(ActionStatus.NOT_STARTED, NO_DUE_DATE),
            ],
            "progress_updates": [LATER_DUE_DATE],
        },
        {
            **accepted,
            "deadline": future_date(),
            "deadline_printed": "by the end of June",
            "actions": [_action(ActionStatus.NOT_STARTED, future_date())],
        },
        {
            **accepted,
            "actions": [
                _action(ActionStatus.COMPLETE, FIRST_DUE_DATE, completed=LATE_DATE)
            ],
            "progress_updates": [LATER_DUE_DATE],
        },
        {  # two bodies give different answers, and it is overdue
            "responses": [
                _response(),
                _response(Position.NOT_ACCEPTED, COMMISSIONER, reason=POSITION_REASON),
            ],
            "actions": [
                _action(
                    ActionStatus.IN_PROGRESS,
                    FIRST_DUE_DATE,
                    _moved_due_date(LATER_DUE_DATE),
                )
            ],
            "deadline": LATE_DATE,
            "deadline_printed": "by 17 May 2024",
        },
        {"responses": [_response(Position.AWAITING)]},
        {
            "responses": [_response("")],
            "actions": [_action("")],
        },  # the source says nothing of how far it is
        {
            "deadline": LATE_DATE,
            "deadline_printed": "by 17 May 2024",
        },  # it passed, and nobody said a word
        accepted,
        {  # complete, until the work begins again at the second publication
            **accepted,
            "actions": [
                _action(ActionStatus.COMPLETE, FIRST_DUE_DATE, completed=EARLY_DATE)
            ],
            "second_change_note": "An inspection of this sample found more to do.",
        },
        {**accepted, "actions": [_action(ActionStatus.SUPERSEDED, FIRST_DUE_DATE)]},
        {  # closed, and nobody said that it was completed
            **accepted,
            "actions": [_action(ActionStatus.CLOSED, FIRST_DUE_DATE)],
        },
        {"responses": [_response(Position.NOT_ACCEPTED, reason=POSITION_REASON)]},
        {"responses": [_response(Position.NOT_APPLICABLE, reason=POSITION_REASON)]},
    ]


def printed_numbers() -> Iterator[str]:
    """Yield 1, 2, 2.1, 2.2, 3 and so on: the second has sub-items."""
    yield from ("1", "2", "2.1", "2.2")
    number = 3
    while True:
        yield str(number)
        number += 1


def recommendation_fields(super_complaint: int, place: int, number: str) -> Fields:
    """Return the fields of the sample recommendation with index ``place`` in ``super_complaint``."""
    seed = super_complaint * 11 + place
    kind = choose_in_turn(recommendation_patterns(), super_complaint - 1 + place)
    found: Fields = {"actions": [], "responses": [], **kind}
    for each in found["responses"]:
        each["narrative"] = [{"text": paragraph_text(seed)}]
    acting = next((each["respondents"] for each in found["responses"]), (FORCE,))
    for order, each in enumerate(found["actions"]):
        each["respondents"] = acting
        each["title"] = request_text(seed + order)
        each["description"] = paragraph_text(seed + order)
        each["owning_post"] = choose_in_turn(WORDS["posts"], seed + order)
    found["progress_updates"] = [
        {"as_at": as_at, "text": paragraph_text(seed), "respondents": acting}
        for as_at in found.get("progress_updates", [])
    ]
    both = len({who for each in found["responses"] for who in each["respondents"]}) > 1
    return {
        "title": f"Sample: {request_text(seed).lower()}",
        "number": number,
        "theme": choose_in_turn(list(Theme.values), seed),
        "summary": f"Sample summary: {request_text(seed).lower()}.",
        "wording": f"Sample wording {number}: chief constables should {request_text(seed).lower()}.",
        "wording_source": f"Sample report {super_complaint}",
        "wording_paragraph": f"page {place + 1}",
        "addressees": (FORCE, COMMISSIONER) if both else (FORCE,),
        "addressees_printed": "chief constables",
        "deadline": None,
        **found,
    }
