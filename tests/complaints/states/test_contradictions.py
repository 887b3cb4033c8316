"""What in a recommendation does not fit together: the rules, on content alone."""

from datetime import date

import pytest

from complaints.states.contradictions import (
    Around,
    find_contradictions,
    find_contradictions_of_super_complaint,
)
from complaints.vocabulary import State
from pages.core.partial_dates import PartialDate

FORCE = 1
REPORT = PartialDate(2024, 9, 27)


def rules_that_warn(content, state=State.IN_PROGRESS, published=None, today=date(2025, 6, 1)):
    """Return the keys of what is found in ``content``, without the places."""
    states = ((FORCE, state), (None, state))
    around = Around(today, states, REPORT, PartialDate(2022, 11), published)
    return [found.key.split(":")[0] for found in find_contradictions(content, around)]


def action(text="", status="", **fields):
    return {"actions": [{"title": "Train", "description": f"<p>{text}</p>", "status": status, **fields}]}


def response(text="", position="accepted", **fields):
    narrative = f'[{{"type": "text", "value": "<p>{text}</p>", "id": "9c7d48-done"}}]' if text else "[]"
    return {
        "responses": [{"respondents": [FORCE], "position": position, "narrative": narrative, **fields}],
    }


def update(text, as_at="2025-05-01"):
    return {"progress_updates": [{"as_at": as_at, "text": f"<p>{text}</p>"}]}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("All officers were told. The training has now been completed.", "in_progress"),
        ("Action complete.", "not_started"),
        ("Northamptonshire Police implemented an immediate change in practice.", ""),
        ("A joint communication was sent out to all.", ""),
    ],
)
def test_an_action_that_is_done_in_words_alone(text, status):
    assert rules_that_warn(action(text, status)) == ["action-done-in-words"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("It will be completed by the specified deadline.", "in_progress"),
        ("Once the policy is implemented, we review it.", "not_started"),
        ("The first phase has been completed.", "in_progress"),
        ("It has been completed by 80% of officers.", "in_progress"),
        ("We implemented a pilot.", "in_progress"),
        ("It has been completed.", "complete"),
        ("It has been completed.", "superseded"),
        ('<a href="/has-been-completed/">The plan</a>', ""),
    ],
)
def test_words_that_hope_or_fit_are_no_contradiction(text, status):
    assert rules_that_warn(action(text, status)) == []


def test_an_action_that_is_complete_and_said_not_to_be():
    content = action("The training is still in progress.", "complete", completed="2025-05")

    assert rules_that_warn(content, State.COMPLETE) == ["action-not-done-in-words"]


@pytest.mark.parametrize("state", [State.NOT_ANSWERED, State.NOT_STATED, State.DEADLINE_PASSED])
def test_an_answer_that_says_done_where_readers_are_told_that_nothing_is_known(state):
    content = response("We accept it: the change was implemented at once.")

    [found] = find_contradictions(content, Around(date(2025, 6, 1), ((FORCE, state), (None, state))))

    assert found.text == (
        f"Response 1 says “was implemented”, and readers are shown “{state.label}”. "
        "If it is done, enter an action with its status."
    )


def test_an_update_that_says_done_beside_a_state_of_work_is_told_of_only_if_it_is_about_all():
    assert rules_that_warn(update("One course was completed."), State.OVERDUE) == []
    assert rules_that_warn(update("All actions are complete."), State.OVERDUE) == ["done-and-overdue"]


def test_an_update_that_says_not_done_of_a_finished_recommendation():
    content = update("The work is not yet complete.")

    assert rules_that_warn(content, State.COMPLETE) == ["finished-and-not-done"]


def test_all_actions_complete_and_the_whole_overdue():
    content = action("Done.", "complete", completed="2025-05")

    assert rules_that_warn(content, State.OVERDUE) == ["all-complete-and-open"]


def test_a_response_without_position_and_text():
    assert rules_that_warn(response("", position="")) == ["empty-response"]
    assert rules_that_warn(response("", position="accepted")) == []
    assert rules_that_warn(response("We answer.", position="")) == []
    # Who enters an action has said something.
    assert rules_that_warn(response("", position="") | action("", "complete", respondents=[FORCE])) == []


def test_a_new_update_before_what_was_reported_already():
    published = update("The first one.", "2025-03-01")
    newer = {
        "progress_updates": [*published["progress_updates"], *update("Next.", "2024-05")["progress_updates"]]
    }

    assert rules_that_warn(newer, published=published) == ["update-before-last-report"]
    assert rules_that_warn(published, published=published) == []


def test_a_text_that_reports_later_than_the_last_date():
    content = response("Update, 3 March 2025: all is well.", date="2024-11")

    assert rules_that_warn(content) == ["text-reports-later"]
    assert rules_that_warn(response("Update, 3 November 2024: all is well.", date="2024-11")) == []


def test_something_that_happened_on_a_day_that_has_not_come():
    assert rules_that_warn(update("It was implemented on 3 May 2027.")) == ["happened-in-future"]
    assert rules_that_warn(update("It is planned for 3 May 2027.")) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (action(due_dates=[{"due": "2022-03-27"}]), "due-before-report"),
        (action(status="complete", completed="2014-03"), "completed-before-submission"),
        (response("We finish by 27 March 2022."), "promised-before-report"),
        (response("We finish by 27 March 2022.") | {"deadline": "2025-03-27"}, "other-year"),
    ],
)
def test_a_year_that_is_off(content, rule):
    assert rules_that_warn(content) == [rule]


def test_years_that_are_told_as_history_are_no_contradiction():
    content = response("Since 1 May 2019 we have a team. We finish by 27 March 2025.")

    assert rules_that_warn(content | {"deadline": "2025-03-27"}) == []


def test_a_published_report_of_a_day_that_has_not_come():
    content = {"stage": "report", "report_published": "2025-06-02"}

    assert find_contradictions_of_super_complaint(content, date(2025, 6, 1))
    assert not find_contradictions_of_super_complaint(content, date(2025, 6, 2))


def test_content_of_any_shape_is_read():
    odd = {"responses": None, "actions": [None, {"description": None, "due_dates": [{"due": "x"}]}]}

    assert rules_that_warn(odd) == []
    assert rules_that_warn({"responses": [{"narrative": "[not JSON", "position": "accepted"}]}) == []
