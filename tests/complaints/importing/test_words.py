"""Numbers, dates, statuses and positions as people write them."""

import datetime

from complaints.importing.columns import meanings_of
from complaints.importing.dates import read_when
from complaints.importing.words import (
    read_numbers,
    read_position,
    read_status,
    split_leading_number,
)
from complaints.stated_positions import ONLY_A_PERSON_CAN_TELL, stated_position

TODAY = datetime.date(2026, 11, 28)


def test_numbers_alone_and_before_words():
    for text, numbers in {
        "7": ["7"],
        "7.1": ["7.1"],
        "Rec 7": ["7"],
        "Recommendation 7.1": ["7.1"],
        "R7": ["7"],
        "(7)": ["7"],
        "No. 7.": ["7"],
        "7(a)": ["7a"],
        "1, 4 and 5": ["1", "4", "5"],
        "1, 4, and 5": ["1", "4", "5"],
        "Rec 3 & Rec 4": ["3", "4"],
        "Recommendations 1 & 4": ["1", "4"],
        "1 to 3": ["1", "2", "3"],
    }.items():
        assert list(read_numbers(text).numbers) == numbers
    assert read_numbers("Action 3").kind == "action"
    for text in ("", "seven", "2024", "27 March 2025", "100 officers", "7 7.1", "3-1", "Training"):
        assert read_numbers(text) is None, text
    for text in ("Recommendation 7 (2 actions)", "7 (1 April 2026)", "R7 (2 of 3)", "Rec 7 (a plan) Do"):
        assert split_leading_number(text)[0] in {"7", ""}, text
    beginnings = {"7.1 Use it": "7.1", "Recommendation 7: Do": "7", "(7) Do": "7"}
    for text, number in {**beginnings, "15 officers do": "", "2024 was": ""}.items():
        assert split_leading_number(text)[0] == number


def test_dates_and_words_in_their_place():
    for text, date in {
        "Nov-24": "2024-11",
        "27/03/25": "2025-03-27",
        "by 27 March 2025": "2025-03-27",
        "22nd November 2024": "2024-11-22",
        "today": "2026-11-28",
        "2026/12/01": "2026-12-01",
        "Friday 22 November 2024": "2024-11-22",
        "end of March 2025": "2025-03",
    }.items():
        assert str(read_when(text, TODAY).date) == date
    for text in ("immediately", "within 56 days", "TBC", "Ongoing", "N/A"):
        assert read_when(text, TODAY).printed == text


def test_doubtful_dates_are_asked_with_what_they_may_be():
    for text, choices in {
        "Q4 2024/25": ["2025-03"],
        "Q1 2025": ["2025-06", "2025-03"],
        "2024/25": ["2025-03", "2025"],
        "March 26 earliest": ["2026-03", "2025-03-26", "2026-03-26", "2027-03-26"],
        "03/27/25": ["2025-03-27"],
        "mid-March 2025": ["2025-03"],
        "Summer 2025": ["2025"],
        "1 May 2025, moved to 1 June 2025": ["2025-05-01", "2025-06-01"],
        "27 March": [],
        "soon": [],
    }.items():
        when = read_when(text, TODAY)

        assert when.date is None
        assert when.doubt
        assert [str(each) for each in when.choices] == choices


def test_statuses_and_words_that_each_force_means_in_its_own_way():
    for text, status in {
        "Action complete": "complete",
        "Completed.": "complete",
        "Ongoing": "in_progress",
        "On-going": "in_progress",
        "In progress": "in_progress",
        "Not yet started": "not_started",
        "Replaced": "superseded",
    }.items():
        assert read_status(text).code == status
    word = read_status("Completed – Nov-24")
    assert (word.code, str(word.date)) == ("complete", "2024-11")
    for text in ("Green", "Amber/Red", "RED", "Open", "B", "No longer required"):
        assert read_status(text).is_unsure
    assert read_status("All officers are trained, which is complete.") is None


def test_positions():
    assert read_position("Accepted in part").code == "accepted_in_part"
    assert read_position("Partially accepted").code == "accepted_in_part"
    assert read_position("Yes").is_unsure
    assert read_position("We train everybody.") is None


def test_answers_that_begin_with_a_position_state_none_or_are_asked_about():
    for text, position in {
        "We accept this recommendation. It is done.": "accepted",
        "Northamptonshire Police fully accepts the recommendation.": "accepted",
        "Recommendation accepted. It is done.": "accepted",
        "Accepted – it is done": "accepted",
        "The force accepts this recommendation in part.": "accepted_in_part",
        "We do not accept this recommendation.": "not_accepted",
    }.items():
        assert stated_position(text) == position
    for text in (
        "We accept that more is to be done.",
        "The policy was accepted in 2020.",
        "Agreed practice is good.",
        "We do.",
    ):
        assert stated_position(text) is None
    for reservation in (", but not now", " in principle"):
        assert stated_position(f"We accept this recommendation{reservation}.") == ONLY_A_PERSON_CAN_TELL


def test_headings():
    for heading, meaning in {
        "Rec No.": "number",
        "Sub recommendation/": "part",
        "Rec. Owner": "owner",
        "Reccomendation status": "status",
        "Evidance": "evidence",
        "Evidence requirements": "evidence_asked",
        "Action owner": "owner",
        "Target date": "due",
        "Deadline for implementation": "deadline",
        "Planned completion date": "due",
        "Date completed": "completed",
        "Date of last update": "as_at",
        "Strategic lead": "executive_lead",
        "Supporting documents": "documents",
    }.items():
        assert meanings_of(heading)[0][0] == meaning
    for heading in ("Comments", "Theme", "How will we know?", "x" * 500):
        assert meanings_of(heading)[0] == ()
