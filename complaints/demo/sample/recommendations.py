"""Sample recommendations: one way of answering after the other, so that every state occurs.

A date that is left out is given as ``None``, which is how a version keeps it.

The dates of what is over lie long enough ago, and those of what is to come far enough ahead, for a state to
last: what depends on today is only the year in which the sample is made.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from complaints.vocabulary import ActionStatus, Assurance, Position
from pages.core.partial_dates import PartialDate

from . import words

Fields = dict[str, Any]

FORCE = "Sample Police"
COMMISSIONER = "Sample Police and Crime Commissioner"

EARLY = PartialDate(2023, 6)
DUE = PartialDate(2023, 9, 29)
LATER = PartialDate(2024, 3)
LATE = PartialDate(2024, 5, 17)
NEWS = PartialDate(2025, 1, 31)


def ahead() -> PartialDate:
    """Return a date that has not come for long."""
    return PartialDate(timezone.localdate().year + 2, 6, 30)


def _answer(position: str = Position.ACCEPTED, *respondents: str, **fields: Any) -> Fields:
    return {"respondents": respondents or (FORCE,), "position": position, "date": EARLY, **fields}


def _action(status: str, *due: PartialDate | Fields, **fields: Any) -> Fields:
    due_dates = [each if isinstance(each, dict) else {"due": each} for each in due]
    return {"status": status, "due_dates": due_dates, "completed": None, **fields}


def _moved(to: PartialDate) -> Fields:
    return {"due": to, "reason": "The sample supplier delivered later than it had promised."}


NO_DATE = {"due": None, "no_date": True, "reason": "It depends on a sample decision that others take."}
REASON = "A sample rule does this already."


def kinds() -> list[Fields]:
    """Return one recommendation after the other that is answered in its own way."""
    accepted = {"responses": [_answer()]}
    return [
        {  # a date was moved, and there is news at the second publication
            **accepted,
            "actions": [_action(ActionStatus.IN_PROGRESS, DUE, _moved(ahead()))],
            "progress_updates": [EARLY, PartialDate(2024)],
            "again": "We added what was done since.",
        },
        {**accepted, "actions": [_action(ActionStatus.IN_PROGRESS, DUE)]},  # overdue
        {  # complete in time, as far as somebody else has looked
            "responses": [_answer(approving_post="Deputy Chief Constable")],
            "actions": [_action(ActionStatus.COMPLETE, DUE, completed=EARLY)],
            "assurance": Assurance.NO_FURTHER_ACTION,
        },
        {"deadline": ahead()},  # not answered
        {  # two bodies answer together, with several actions of which one has no date
            "responses": [_answer(Position.ACCEPTED, FORCE, COMMISSIONER)],
            "actions": [
                _action(ActionStatus.COMPLETE, DUE, completed=EARLY),
                _action(ActionStatus.IN_PROGRESS, LATER, _moved(ahead())),
                _action(ActionStatus.NOT_STARTED, NO_DATE),
            ],
            "progress_updates": [LATER],
        },
        {
            **accepted,
            "deadline": ahead(),
            "deadline_printed": "by the end of June",
            "actions": [_action(ActionStatus.NOT_STARTED, ahead())],
        },
        {
            **accepted,
            "actions": [_action(ActionStatus.COMPLETE, DUE, completed=LATE)],
            "progress_updates": [LATER],
        },
        {  # two bodies give different answers, and it is overdue
            "responses": [_answer(), _answer(Position.NOT_ACCEPTED, COMMISSIONER, reason=REASON)],
            "actions": [_action(ActionStatus.IN_PROGRESS, DUE, _moved(LATER))],
            "deadline": LATE,
            "deadline_printed": "by 17 May 2024",
        },
        {"responses": [_answer(Position.AWAITING)]},
        {"responses": [_answer("")], "actions": [_action("")]},  # the source says nothing of how far it is
        accepted,
        {  # complete, until the work begins again at the second publication
            **accepted,
            "actions": [_action(ActionStatus.COMPLETE, DUE, completed=EARLY)],
            "again": "An inspection of this sample found more to do.",
        },
        {**accepted, "actions": [_action(ActionStatus.SUPERSEDED, DUE)]},
        {"responses": [_answer(Position.NOT_ACCEPTED, reason=REASON)]},
        {"responses": [_answer(Position.NOT_APPLICABLE, reason=REASON)]},
    ]


def numbers() -> Iterator[str]:
    """Give 1, 2, 2.1, 2.2, 3 and so on: the second has parts."""
    yield from ("1", "2", "2.1", "2.2")
    number = 3
    while True:
        yield str(number)
        number += 1


def fields(super_complaint: int, place: int, number: str) -> Fields:
    """Return the fields of the sample recommendation at ``place`` in ``super_complaint``."""
    seed = super_complaint * 11 + place
    kind = words.chosen(kinds(), super_complaint - 1 + place)
    found: Fields = {"actions": [], "responses": [], **kind}
    for each in found["responses"]:
        each["narrative"] = [{"text": words.paragraph(seed)}]
    for order, each in enumerate(found["actions"]):
        each["title"] = words.request(seed + order)
        each["description"] = words.paragraph(seed + order)
        each["owning_post"] = words.chosen(words.WORDS["posts"], seed + order)
    found["progress_updates"] = [
        {"as_at": as_at, "text": words.paragraph(seed)} for as_at in found.get("progress_updates", [])
    ]
    both = len({who for each in found["responses"] for who in each["respondents"]}) > 1
    return {
        "title": f"Sample: {words.request(seed).lower()}",
        "number": number,
        "wording": f"Sample wording {number}: chief constables should {words.request(seed).lower()}.",
        "wording_source": f"Sample report {super_complaint}",
        "wording_paragraph": f"page {place + 1}",
        "addressees": (FORCE, COMMISSIONER) if both else (FORCE,),
        "addressees_printed": "chief constables",
        "deadline": None,
        **found,
    }
