"""The list of recommendations, as a reader has filtered it, as a file for a spreadsheet.

It has a row for each recommendation of the list and the words of the list, for readers.
The data files of ``complaints.data`` have every field and its code, for programs.
"""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format

from complaints.models import RecommendationResponsePage
from complaints.status.respondent_states import RespondentState, those_asked
from complaints.vocabulary import STATES_WITHOUT_RESPONSE

from .organisation_cards import ShownStatus, overall_status_of

NOT_RECORDED = "Not recorded"
BYTE_ORDER_MARK = "\ufeff"
"""What tells a spreadsheet that opens the file that it is UTF-8."""


def spreadsheet_header() -> list[str]:
    """Return the headings of the columns; that of the status names today, in London."""
    today = date_format(timezone.localdate(), "j F Y")
    return [
        "Super-complaint",
        "Number",
        "What the report asks",
        "Parts",
        "For",
        "Deadline",
        "Deadline as a date",
        "Note on the deadline",
        f"Status on {today}",
        "Status of each organisation",
        "Responded",
        "Response given on behalf of",
        "Response missing from",
        "Latest response, update or completion",
        "Recommendations in the whole report",
        "Address",
    ]


def spreadsheet_rows(
    items: Iterable[RecommendationResponsePage], site_address: str
) -> Iterator[list[str]]:
    """Yield a row for each of ``items``, which ``prepare_rows`` has prepared."""
    for item in items:
        deadline = item.deadline
        yield [
            item.super_complaint_facts.title,
            item.number or NOT_RECORDED,
            item.title,
            ", ".join(part["number"] or part["title"] for part in item.parts),
            item.asked,
            deadline.words if deadline else item.deadline_words,
            str(deadline) if deadline and deadline.day else "",
            item.deadline_note,
            overall_status_of(item).label,
            "; ".join(map(_status_in_words, item.row_statuses)),
            "; ".join(_list_who_responded(item.respondent_states)),
            "; ".join(_list_represented(item.respondent_states)),
            "; ".join(_list_missing(item.respondent_states)),
            str(item.last_reported or ""),
            item.super_complaint_facts.recommendations_made or NOT_RECORDED,
            f"{site_address}{item.super_complaint_address}{item.slug}/",
        ]


def _status_in_words(shown: ShownStatus) -> str:
    words = f"{shown.label} ({shown.detail})" if shown.detail else shown.label
    return f"{shown.who}: {words}" if shown.who else words


def _list_who_responded(states: list[RespondentState]) -> list[str]:
    """Return who responded themselves, with a note if it is not recorded that they were asked."""
    asked = those_asked(states)
    responded = []
    for state in states:
        if not _has_response(state) or state.answered_by:
            continue
        if any(state is other for other in asked):
            responded.append(state.name)
        else:
            responded.append(f"{state.name} (not recorded as asked)")
    return responded


def _list_represented(states: list[RespondentState]) -> list[str]:
    """Return the organisations that another one responded for, with its name."""
    return [
        f"{state.name} (by {state.answered_by})"
        for state in states
        if _has_response(state) and state.answered_by
    ]


def _has_response(state: RespondentState) -> bool:
    return bool(state.name) and state.has_response and not _is_missing(state)


def _list_missing(states: list[RespondentState]) -> list[str]:
    return [
        state.name for state in those_asked(states) if state.name and _is_missing(state)
    ]


def _is_missing(state: RespondentState) -> bool:
    return state.open_detailed_status in STATES_WITHOUT_RESPONSE
