"""How many honest entries the checks before submission flag, and how many mistaken ones they find."""

from datetime import date

import pytest

from complaints.status.contradictions import TextAround, find_contradictions
from complaints.status.recorded_facts import ParentFacts, derive_status
from complaints.status.truth_table import detailed_status_on_day, status_on_day
from complaints.vocabulary import OrganisationKind
from pages.core.partial_dates import PartialDate

from .honest_and_mistaken import (
    FIRST_HONEST,
    FIRST_MISTAKEN,
    SECOND_HONEST,
    SECOND_MISTAKEN,
    THIRD_HONEST,
    THIRD_MISTAKEN,
    action,
    entry,
)

FORCE = 1
TODAY = date(2025, 6, 1)
PARENT_FACTS = ParentFacts(
    local_organisations={FORCE: OrganisationKind.POLICE_FORCE}, our_force=FORCE
)
HONEST_THAT_MAY_BE_FLAGGED = 1


def found_in(content):
    """Return what the checks say of ``content``, with the statuses that readers would be shown."""
    states = []
    statuses = []
    for derived in derive_status(content, PARENT_FACTS):
        last_days = derived.last_days
        state = detailed_status_on_day(derived.detailed_status, last_days, TODAY)
        status = status_on_day(
            derived.status, last_days, TODAY, deadline_over=derived.deadline_over
        )
        states.append((derived.respondent_id, state))
        statuses.append((derived.respondent_id, status))
    around = TextAround(
        TODAY,
        tuple(states),
        PartialDate(2024, 9, 27),
        PartialDate(2022, 11),
        our_force=FORCE,
        statuses=tuple(statuses),
    )
    return find_contradictions(content, around)


def flagged(entries):
    """Return which of ``entries`` the checks flag, counted from 1, with what they say."""
    found = {
        number: found_in(content) for number, content in enumerate(entries, start=1)
    }
    return {
        number: [text.text for text in texts]
        for number, texts in found.items()
        if texts
    }


@pytest.mark.parametrize(
    "honest",
    [FIRST_HONEST, SECOND_HONEST, THIRD_HONEST],
    ids=["first", "second", "third"],
)
def test_at_most_one_of_20_honest_entries_is_flagged(honest):
    assert len(honest) == 20
    found = flagged(honest)
    assert len(found) <= HONEST_THAT_MAY_BE_FLAGGED, found


@pytest.mark.parametrize(
    ("mistaken", "caught"),
    [(FIRST_MISTAKEN, 10), (SECOND_MISTAKEN, 7), (THIRD_MISTAKEN, 6)],
    ids=[
        "first, after which the checks were mended",
        "second, which they were not mended for",
        "third, which they were not mended for",
    ],
)
def test_most_mistaken_entries_are_found(mistaken, caught):
    assert len(mistaken) == 10
    found = flagged(mistaken)
    assert len(found) >= caught, f"only {sorted(found)} are found"


def test_completed_actions_of_other_bodies_beside_an_open_status_are_no_contradiction():
    advocate = action(
        "Fund an advocate", "complete", completed="2025-03", respondents=[2]
    )

    assert found_in(entry(deadline="2025-03-27", actions=[advocate])) == []


def test_an_action_that_is_only_called_closed_is_not_taken_for_complete():
    for words, is_flagged in (
        ("Closed", True),
        ("Action closed by the board, March 2025", True),
        ("Closed – complete", False),
        ("Closed: embedded as business as usual", False),
        ("Complete and closed", False),
    ):
        found = found_in(
            entry(actions=[action("Train", "complete", status_words=words)])
        )
        assert bool(found) == is_flagged, words


def test_a_due_date_in_the_text_of_an_action_has_to_be_among_those_that_are_entered():
    for text, due, is_flagged in (
        ("This is to be completed by 30 June 2025.", "2025-09-30", True),
        ("This is to be completed by 30 June 2025.", "2025-06-30", False),
        ("This is to be completed by June 2025.", "2025-06-30", False),
        ("This is to be completed by 30 June 2025.", "2025", False),
        (
            "One part will be delivered by July 2025 and all will be in place by May 2026.",
            "2026-06",
            False,
        ),
        ("The interim report was due by 30 June 2025.", "2025-09-30", False),
        ("This is to be completed by 30 June 2025.", "", False),
    ):
        found = found_in(entry(actions=[action("Train", "in_progress", text, due)]))
        assert bool(found) == is_flagged, (text, due)
    untrue = action(
        "Train",
        "in_progress",
        "This is to be completed by 30 June 2025.",
        no_due_date=True,
    )
    assert found_in(entry(actions=[untrue]))
