"""Numbers, dates, statuses and positions as people write them."""

import datetime

import pytest

from complaints.importing.columns import meanings_of
from complaints.importing.dates import read_when
from complaints.importing.words import (
    position_of_answer,
    read_numbers,
    read_position,
    read_status,
    split_leading_number,
)

TODAY = datetime.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7", ["7"]),
        ("7.1", ["7.1"]),
        ("Rec 7", ["7"]),
        ("Recommendation 7.1", ["7.1"]),
        ("R7", ["7"]),
        ("(7)", ["7"]),
        ("No. 7.", ["7"]),
        ("7(a)", ["7a"]),
        ("1, 4 and 5", ["1", "4", "5"]),
        ("1, 4, and 5", ["1", "4", "5"]),
        ("Recommendations 1 & 4", ["1", "4"]),
        ("1 to 3", ["1", "2", "3"]),
    ],
)
def test_numbers(text, numbers):
    assert list(read_numbers(text).numbers) == numbers


@pytest.mark.parametrize(
    "text", ["", "seven", "2024", "27 March 2025", "100 officers", "7 7.1", "3-1", "Training"]
)
def test_what_is_no_number(text):
    assert read_numbers(text) is None


def test_an_action_of_the_report_is_told_from_a_recommendation():
    assert read_numbers("Action 3").kind == "action"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7.1 Use it", "7.1"),
        ("Recommendation 7: Do", "7"),
        ("(7) Do", "7"),
        ("15 officers do", ""),
        ("2024 was", ""),
    ],
)
def test_numbers_before_words(text, number):
    assert split_leading_number(text)[0] == number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Nov-24", "2024-11"),
        ("27/03/25", "2025-03-27"),
        ("by 27 March 2025", "2025-03-27"),
        ("22nd November 2024", "2024-11-22"),
        ("today", "2026-11-28"),
        ("2026/12/01", "2026-12-01"),
        ("Friday 22 November 2024", "2024-11-22"),
        ("end of March 2025", "2025-03"),
    ],
)
def test_dates(text, date):
    assert str(read_when(text, TODAY).date) == date


@pytest.mark.parametrize("text", ["immediately", "within 56 days", "TBC", "Ongoing", "N/A"])
def test_words_in_place_of_a_date_are_kept(text):
    assert read_when(text, TODAY).printed == text


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Q4 2024/25", ["2025-03"]),
        ("Q1 2025", ["2025-06", "2025-03"]),
        ("2024/25", ["2025-03", "2025"]),
        ("March 26 earliest", ["2026-03", "2025-03-26", "2026-03-26", "2027-03-26"]),
        ("03/27/25", ["2025-03-27"]),
        ("mid-March 2025", ["2025-03"]),
        ("Summer 2025", ["2025"]),
        ("1 May 2025, moved to 1 June 2025", ["2025-05-01", "2025-06-01"]),
        ("27 March", []),
        ("soon", []),
    ],
)
def test_doubtful_dates_are_asked_with_what_they_may_be(text, choices):
    when = read_when(text, TODAY)

    assert when.date is None
    assert when.doubt
    assert [str(each) for each in when.choices] == choices


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Action complete", "complete"),
        ("Completed.", "complete"),
        ("Ongoing", "in_progress"),
        ("On-going", "in_progress"),
        ("In progress", "in_progress"),
        ("Not yet started", "not_started"),
        ("No longer required", "superseded"),
    ],
)
def test_statuses(text, status):
    assert read_status(text).code == status


def test_a_status_may_have_its_date_beside_it():
    word = read_status("Completed – Nov-24")

    assert (word.code, str(word.completed)) == ("complete", "2024-11")


@pytest.mark.parametrize("text", ["Green", "Amber/Red", "RED", "Open", "B"])
def test_words_that_each_force_means_in_its_own_way_are_asked(text):
    assert read_status(text).is_unsure


def test_a_sentence_is_no_status():
    assert read_status("All officers are trained, which is complete.") is None


def test_positions():
    assert read_position("Accepted in part").code == "accepted_in_part"
    assert read_position("Partially accepted").code == "accepted_in_part"
    assert read_position("Yes").is_unsure
    assert read_position("We train everybody.") is None


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("We accept this recommendation. It is done.", "accepted"),
        ("Northamptonshire Police fully accepts the recommendation.", "accepted"),
        ("Recommendation accepted. It is done.", "accepted"),
        ("Accepted – it is done", "accepted"),
        ("The force accepts this recommendation in part.", "accepted_in_part"),
        ("We do not accept this recommendation.", "not_accepted"),
    ],
)
def test_answers_that_begin_with_a_position(text, position):
    assert position_of_answer(text).code == position


@pytest.mark.parametrize(
    "text",
    [
        "We accept that more is to be done.",
        "The policy was accepted in 2020.",
        "Agreed practice is good.",
        "We do.",
    ],
)
def test_answers_that_state_none(text):
    assert position_of_answer(text) is None


def test_a_reservation_is_asked_about():
    assert position_of_answer("We accept this recommendation, but not now.").is_unsure
    assert position_of_answer("We accept this recommendation in principle.").is_unsure


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Rec No.", "number"),
        ("Sub recommendation/", "part"),
        ("Rec. Owner", "owner"),
        ("Reccomendation status", "status"),
        ("Evidance", "evidence"),
        ("Evidence requirements", "evidence_asked"),
        ("Action owner", "owner"),
        ("Target date", "due"),
        ("Deadline for implementation", "deadline"),
        ("Planned completion date", "due"),
        ("Date completed", "completed"),
        ("Date of last update", "as_at"),
        ("Strategic lead", "executive_lead"),
        ("Supporting documents", "documents"),
    ],
)
def test_headings(heading, meaning):
    assert meanings_of(heading)[0][0] == meaning


@pytest.mark.parametrize("heading", ["Comments", "Theme", "How will we know?", "x" * 500])
def test_headings_that_are_not_known(heading):
    assert meanings_of(heading)[0] == ()
