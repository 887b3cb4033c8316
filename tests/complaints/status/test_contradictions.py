"""What in a recommendation does not fit together: the rules, on content alone."""

from datetime import date

from complaints.status.contradictions import (
    TextAround,
    find_contradictions,
    find_contradictions_of_super_complaint,
)
from complaints.vocabulary import DetailedStatus, Status
from pages.core.partial_dates import PartialDate

FORCE = 1
REPORT = PartialDate(2024, 9, 27)


def rules_that_warn(
    content, state=DetailedStatus.IN_PROGRESS, published=None, today=date(2025, 6, 1)
):
    """Return the keys of what is found in ``content``, without the places."""
    states = ((FORCE, state), (None, state))
    around = TextAround(today, states, REPORT, PartialDate(2022, 11), published)
    return [found.key.split(":")[0] for found in find_contradictions(content, around)]


def action(text="", status="", **fields):
    return {
        "actions": [
            {
                "title": "Train",
                "description": f"<p>{text}</p>",
                "status": status,
                **fields,
            }
        ]
    }


def response(text="", position="accepted", **fields):
    narrative = (
        f'[{{"type": "text", "value": "<p>{text}</p>", "id": "9c7d48-done"}}]'
        if text
        else "[]"
    )
    return {
        "responses": [
            {
                "respondents": [FORCE],
                "position": position,
                "narrative": narrative,
                **fields,
            }
        ],
    }


def update(text, as_at="2025-05-01"):
    return {"progress_updates": [{"as_at": as_at, "text": f"<p>{text}</p>"}]}


def test_a_reason_in_the_text_of_a_response_that_is_said_to_give_none():
    for text, ticked, found in (
        (
            "We do not accept this recommendation because it costs too much.",
            True,
            ["reason-in-words"],
        ),
        (
            "The law is clear. The recommendation is therefore not accepted.",
            True,
            ["reason-in-words"],
        ),
        ("We do not accept this recommendation.", True, []),
        ("We do not accept this recommendation because it costs too much.", False, []),
    ):
        content = response(
            text, "not_accepted", no_reason=ticked, reason="" if ticked else "Its cost."
        )
        assert rules_that_warn(content, DetailedStatus.NOT_ACCEPTED) == found, text


def test_a_complete_action_whose_own_status_says_that_it_is_open():
    for words, found in (
        ("re-opened following peer review", ["complete-and-open"]),
        ("In progress – 60%", ["complete-and-open"]),
        ("Completed. Monitoring is ongoing.", []),
        ("Action complete", []),
    ):
        content = action(status="complete", status_words=words, completed="2025-03")
        assert rules_that_warn(content, DetailedStatus.COMPLETE) == found, words


def test_a_status_that_was_read_from_a_colour_and_is_shown_as_that_of_the_force():
    for words, fields, found in (
        ("Green", {"status": "complete"}, ["status-from-colour"]),
        ("RAG: Amber", {"status": "in_progress"}, ["status-from-colour"]),
        ("BAU", {"status": "complete"}, ["status-from-colour"]),
        ("(blue)", {"status": "in_progress"}, ["status-from-colour"]),
        ("Green", {"status": "complete", "status_chosen_here": True}, []),
        ("Amber", {"status": "not_stated"}, []),
        ("Complete (green)", {"status": "complete"}, []),
    ):
        content = action(status_words=words, completed="2025-03", **fields)
        state = (
            DetailedStatus.COMPLETE
            if fields["status"] == "complete"
            else DetailedStatus.IN_PROGRESS
        )
        assert rules_that_warn(content, state) == found, words


def test_an_action_that_is_done_in_words_alone_and_words_that_hope_or_fit():
    for text, status in (
        ("All officers were told. The training has now been completed.", "in_progress"),
        ("Action complete.", "not_started"),
        ("Northamptonshire Police implemented an immediate change in practice.", ""),
        ("A joint communication was sent out to all.", ""),
        ("Completed March 2026.", "in_progress"),
        ("Complete", "not_started"),
        ("The change was implemented in May.", "in_progress"),
        ("This action is now closed.", "in_progress"),
    ):
        assert rules_that_warn(action(text, status)) == ["action-done-in-words"]
    for text, status in (
        ("It will be completed by the specified deadline.", "in_progress"),
        ("Once the policy is implemented, we review it.", "not_started"),
        ("The first phase has been completed.", "in_progress"),
        ("It has been completed by 80% of officers.", "in_progress"),
        ("We implemented a pilot.", "in_progress"),
        ("It has been completed.", "complete"),
        ("It has been completed.", "superseded"),
        ('<a href="/has-been-completed/">The plan</a>', ""),
        ("The training has been rolled out to two of five districts.", "in_progress"),
        ("The pilot has been completed and we are evaluating it.", "in_progress"),
        ("The review is complete except for custody.", "in_progress"),
        ("A working group has been put in place to take this forward.", "in_progress"),
        (
            "Guidance has been issued by the NPCC; local adoption follows.",
            "in_progress",
        ),
    ):
        assert rules_that_warn(action(text, status)) == []


def test_what_is_said_against_the_state():
    unfinished = action(
        "The training is still in progress.", "complete", completed="2025-05"
    )
    assert rules_that_warn(unfinished, DetailedStatus.COMPLETE) == [
        "action-not-done-in-words"
    ]
    assert rules_that_warn(
        update("The work is not yet complete."), DetailedStatus.COMPLETE
    ) == ["finished-and-not-done"]
    done = action("Done.", "complete", completed="2025-05")
    assert rules_that_warn(done, DetailedStatus.OVERDUE) == ["all-complete-and-open"]
    # An update beside a state of work is told of only if it is about all.
    assert (
        rules_that_warn(update("One course was completed."), DetailedStatus.OVERDUE)
        == []
    )
    assert rules_that_warn(
        update("All actions are complete."), DetailedStatus.OVERDUE
    ) == ["done-and-overdue"]


def test_what_is_said_of_the_past_of_some_or_of_nothing_is_no_contradiction():
    for text in (
        "Incomplete.",
        "Closed (not achieved).",
        "No funding, so not started.",
        "This work has been paused.",
        "This action will be completed by June 2027.",
    ):
        assert rules_that_warn(action(text, "complete"), DetailedStatus.COMPLETE) == [
            "action-not-done-in-words"
        ]
    for text in (
        "No action remains outstanding.",
        "Staff who have not completed the course are followed up.",
        "Before this, the process was not in place.",
        "Incomplete forms are returned.",
        "The training is complete. The work will be audited each year.",
        "This action will be reviewed in 2027.",
        "The recommendation will be monitored by the board.",
        "This work will be continued as business as usual.",
    ):
        assert rules_that_warn(action(text, "complete"), DetailedStatus.COMPLETE) == []


def test_an_answer_that_begins_with_another_position():
    for text, position in (
        ("We do not accept this recommendation.", "accepted"),
        ("Accepted.", "not_accepted"),
        ("The force accepts the recommendation in part.", "accepted"),
        ("We accept this recommendation.", ""),
        ("We reject this recommendation.", "accepted"),
    ):
        assert rules_that_warn(response(text, position)) == ["position-against-words"]
        of_several = find_contradictions_of_super_complaint(
            response(text, position), date(2025, 6, 1)
        )
        assert [found.key for found in of_several] == ["position-against-words:0"]
    for text, position in (
        ("We accept this recommendation.", "accepted"),
        ("Accepted – in part.", "accepted_in_part"),
        ("We train everybody.", "not_accepted"),
        ("We accept that more is to be done.", "not_accepted"),
    ):
        assert rules_that_warn(response(text, position)) == []


def test_what_is_told_of_a_day_after_the_last_one_or_that_has_not_come():
    late = response("Update, 3 March 2025: all is well.", date="2024-11")
    assert rules_that_warn(late) == ["text-reports-later"]
    assert (
        rules_that_warn(
            response("Update, 3 November 2024: all is well.", date="2024-11")
        )
        == []
    )
    assert rules_that_warn(update("It was implemented on 3 May 2027.")) == [
        "happened-in-future"
    ]
    assert rules_that_warn(update("It is planned for 3 May 2027.")) == []


def test_an_answer_that_says_done_where_readers_are_told_that_nothing_is_known():
    content = response("We accept it: the change was implemented at once.")
    for state, status in (
        (DetailedStatus.NOT_ANSWERED, Status.RESPONSE_MISSING),
        (DetailedStatus.NOT_STATED, Status.RESPONSE_PUBLISHED),
        (DetailedStatus.DEADLINE_PASSED, Status.PAST_DEADLINE),
    ):
        around = TextAround(
            date(2025, 6, 1),
            ((FORCE, state), (None, DetailedStatus.IN_PROGRESS)),
            statuses=((FORCE, status), (None, Status.IN_PROGRESS)),
        )
        [found] = find_contradictions(content, around)

        assert found.text == (
            f"Response 1 says “was implemented”, and readers are shown “{status.label}”. "
            "If it is done, enter an action with its status."
        )


def test_a_response_without_position_and_text():
    assert rules_that_warn(response("", position="")) == ["empty-response"]
    assert rules_that_warn(response("", position="accepted")) == []
    assert rules_that_warn(response("We answer.", position="")) == []
    # Who enters an action has said something.
    assert (
        rules_that_warn(
            response("", position="") | action("", "complete", respondents=[FORCE])
        )
        == []
    )


def test_a_new_update_before_what_was_reported_already():
    published = update("The first one.", "2025-03-01")
    newer = {
        "progress_updates": [
            *published["progress_updates"],
            *update("Next.", "2024-05")["progress_updates"],
        ]
    }

    assert rules_that_warn(newer, published=published) == ["update-before-last-report"]
    assert rules_that_warn(published, published=published) == []


def test_a_year_that_is_off_and_years_that_are_told_as_history():
    for content, rule in (
        (action(due_dates=[{"due": "2022-03-27"}]), "due-before-report"),
        (action(status="complete", completed="2014-03"), "completed-before-submission"),
        (response("We finish by 27 March 2022."), "promised-before-report"),
        (
            response("We finish by 27 March 2022.") | {"deadline": "2025-03-27"},
            "other-year",
        ),
    ):
        assert rules_that_warn(content) == [rule]
    content = response("Since 1 May 2019 we have a team. We finish by 27 March 2025.")
    assert rules_that_warn(content | {"deadline": "2025-03-27"}) == []


def test_a_published_report_of_a_day_that_has_not_come():
    content = {"stage": "report", "report_published": "2025-06-02"}

    assert find_contradictions_of_super_complaint(content, date(2025, 6, 1))
    assert not find_contradictions_of_super_complaint(content, date(2025, 6, 2))


def test_content_of_any_shape_is_read():
    odd = {
        "responses": None,
        "actions": [None, {"description": None, "due_dates": [{"due": "x"}]}],
    }

    assert rules_that_warn(odd) == []
    assert (
        rules_that_warn(
            {"responses": [{"narrative": "[not JSON", "position": "accepted"}]}
        )
        == []
    )
