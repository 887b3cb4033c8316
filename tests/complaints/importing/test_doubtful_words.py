"""What forces really write, and what it must not come out as: it is taken as said, or else asked."""

import pytest

from complaints.importing.cells import question_key
from complaints.importing.columns import Meaning
from complaints.importing.dates import read_when, with_month_first
from complaints.importing.words import read_position, read_status
from complaints.stated_positions import ONLY_A_PERSON_CAN_TELL, stated_position

from .plans import TODAY, actions, meanings, plan_of, read, said, table

ANSWERS = {
    "accepted": (
        "Accepted.",
        "Agreed.",
        "• Accepted – it is done",
        "Fully accepted and completed.",
        "Dyfed-Powys Police accepts this recommendation in full.",
        "We accept this recommendation because it is right.",
        "We\xa0accept this recommendation, and have trained everybody. We do not stop there.",
    ),
    "accepted_in_part": (
        "Partially accepted – see comments.",
        "We accept this recommendation in part.",
        "We accept this recommendation in part, but only where it applies.",
    ),
    "not_accepted": (
        *("We reject this recommendation.", "The force has rejected this recommendation."),
        *("No, we do not accept this recommendation.", "The recommendation is rejected."),
        "Not accepted – already in place.",
        "Rejected.",
        "We don’t accept this recommendation.",
        "The force can't accept this recommendation as it has no power to do it.",
    ),
    ONLY_A_PERSON_CAN_TELL: (
        *("Accepted – in part.", "Accepted (in part)", "Accepted — partially", "Accepted in principle."),
        *(
            "Accepted: No",
            "Accepted? No",
            "Accepted / not accepted: not accepted",
            "Accepted – not applicable",
        ),
        *(
            "(a) Accepted.\n(b) Not accepted.",
            "We accept this recommendation. It does not apply to one team.",
            "Accepted*",
            "Accepted, with the exception of 7.2",
            "Agreed subject to PCC approval",
        ),
        *("Accepted; not applicable to Kent", "Accepted. However, we do not intend to do it."),
        *("The force accepts this recommendation, save for part b.", "Accepted with modifications"),
        *("We accept this recommendation if funding is granted.", "We accept this recommendation in spirit."),
        *("We accept this recommendation only insofar as it applies.", "Accepted. We reject part b."),
        *("We accept this recommendation is for others.", "We agree the recommendation cannot be met."),
        *("We accept the recommendation was not met.", "This recommendation is accepted by the NPCC."),
        *("We accept the spirit of the recommendation.", "We do not disagree with this recommendation."),
        *("We cannot but accept this recommendation.", "We have decided not to accept this recommendation."),
        *("We do not fully accept this recommendation.", "We don't accept all of the recommendations."),
        *("We do not accept this recommendation in full.", "Not accepted, but we will do part of it."),
        *(
            "We would accept this recommendation if it were funded.",
            "The recommendation has not been accepted.",
        ),
        *("Not applicable to this force.", "N/A as we already do this", "☐ Accepted ☒ Not accepted"),
        *(
            "No. Accepted by others.",
            "No: not accepted.",
            "The NPCC accepts this recommendation on behalf of all forces.",
        ),
        *("☐ Partially accepted ☒ Accepted", "☐ Accepted in part ☒ Not accepted", "☐ Partially accepted"),
        *(
            "Partially accepted – no.",
            "We accept in part the premise but reject the recommendation.",
            "Partially accepted. We withdrew this in 2026.",
        ),
        *("Accepted. The force no longer accepts it.", "Accepted. Part (b) is declined."),
        *("Agreed. We disagree with part b.", "We accept this recommendation. Part b was refused."),
        *("Accepted. We withdrew our acceptance in May 2025.", "Accepted, withdrawn in 2026"),
        *("Not accepted. This was changed in 2026: we now accept it.", "Not accepted – now accepted"),
        *("We do not accept this recommendation. We now accept it.", "Rejected, then accepted in 2025"),
    ),
    None: (
        "We accept that more is to be done.",
        "The force does not accept that there is a problem, but will review its training.",
        "Accepted practice is to ask.",
        "We do.",
    ),
}


@pytest.mark.parametrize(("position", "answers"), ANSWERS.items())
def test_an_answer_states_a_position_only_by_itself(position, answers):
    assert {each: stated_position(each) for each in answers} == dict.fromkeys(answers, position)


def test_cells_of_a_status_or_position_are_asked_unless_they_say_one_thing():
    for text in (
        *(
            "Partially accepted – see comments",
            "Accepted in principle",
            "Accepted – in part",
            "Not yet accepted",
        ),
        *("Not applicable to this force", "[ ] Accepted", "Accepted?", "Y", "✔"),
    ):
        assert not (word := read_position(text)) or word.is_unsure, text
    for text in (
        *(
            "Complete - ongoing monitoring",
            "Closed (not achieved)",
            "No further action required",
            "Incomplete",
        ),
        *(
            "not yet complete",
            "Complete except training",
            "Complete by 31 March 2027",
            "Completed by May 2025",
        ),
        *("Complete / Ongoing", "Complete\nNot complete", "Complete: No", "[ ] Complete", "☐ Complete"),
        *("✗ Complete", "To be completed", "75% complete", "Ongoing/BAU", "Blue", "Withdrawn"),
        *("No longer required", "Complete – due March 2027", "Completed 31/04/2026", "Closed – duplicate"),
    ):
        assert not (word := read_status(text)) or word.is_unsure, text
    assert (
        read_status("Complete as at March 2026").code,
        read_status("Complete as at May 2026").date,
    ) == (
        "complete",
        None,
    )


def test_a_completion_to_come_is_asked():
    found = read(table(["No.", "Status"], ["1", "Complete March 2027"], ["2", "Complete"], ["3", "Ongoing"]))

    assert (actions(found["1"]), actions(found["2"])) == ([], [{"status": "complete"}])


def test_dates_that_are_not_exact_are_asked():
    for text in (
        "Before March 2026",
        "From March 2026",
        "since 1 March 2026",
        "31/04/2026",
        "Sept 25",
        "27 March",
    ):
        assert read_when(text, TODAY).date is None, text
        assert read_when(text, TODAY).doubt, text


def test_where_one_date_has_the_month_first_others_may_have_it_too():
    rows = [["03/27/2026"], ["By 04/05/2026"], ["05/05/2026"], ["27 March 2026"]]
    asked = plan_of(table(["No.", "Due"], *([str(n), *row] for n, row in enumerate(rows, 1))))
    done = plan_of(table(["No.", "Due", "Status"], ["1", "03/27/2026", "Completed 04/05/2026"]))
    plain = plan_of(table(["No.", "Due"], ["1", "27/03/2026"], ["2", "04/05/2026"]))

    assert [each.text for each in asked.open_questions] == ["03/27/2026", "By 04/05/2026"]
    assert [value for value, _ in asked.open_questions[1].choices] == [
        *("2026-05-04", "2026-04-05"),
        *("words", "leave"),
    ]
    assert [each.text for each in done.open_questions] == ["03/27/2026", "Completed 04/05/2026"]
    assert plain.open_questions == []
    assert with_month_first("2011-05-04") is None


def test_an_answer_that_only_a_person_can_tell_is_asked_with_all_positions():
    source = table(["No.", "Response"], ["7", "Accepted – in part, as funding allows."], ["8", "We do it."])
    (question,) = plan_of(source).open_questions
    key = question_key(Meaning.POSITION, question.text)

    answered = plan_of(source, answers={key: "accepted_in_part"})

    assert said(answered.items[0], Meaning.POSITION) == "accepted_in_part"
    assert said(plan_of(source, answers={key: "leave"}).items[0], Meaning.POSITION) is None


def test_the_whole_answer_is_asked_about_and_not_another_that_begins_like_it():
    begin = f"We accept this recommendation. {'Our officers are trained. ' * 10}"
    texts = [f"{begin}We do not accept part b.", f"{begin}However, not yet."]
    plan = plan_of(table(["No.", "Response"], *([str(n), text] for n, text in enumerate(texts, 1))))

    assert [each.text for each in plan.open_questions] == texts


def test_a_column_of_positions_says_it_where_the_words_do_not():
    headings, doubtful = ["No.", "Position", "Response"], "Accepted, with the exception of 7.2"
    plan = plan_of(table(headings, ["7", "Accepted in part", doubtful], ["8", "–", doubtful]))
    against = plan_of(table(headings, ["7", "Accepted", "We reject this recommendation."]))

    assert said(plan.items[0], Meaning.POSITION) == "accepted_in_part"
    assert [each.places for each in plan.open_questions] == [["row 3"]]
    assert len(against.items[0].problems) == 1


def test_a_column_of_positions_with_more_words_is_asked():
    assert meanings(
        plan_of(table(["No.", "Accepted?"], ["1", "Yes – partially"], ["2", "N – no power"]))
    ) == [
        "number",
        None,
    ]


PARTS = frozenset({"7", "7.1", "7.2", "8"})


def test_parts_are_known_however_they_are_printed_and_asked_where_they_have_letters():
    rows = [
        [text, "We do it."] for text in ("7.1", "R7.1", "Rec 7 part 1", "7(1)", "Recommendation 7, part 1")
    ]
    assert list(read(table(["Rec", "Response"], *rows), numbers=PARTS)) == ["7.1"]

    for printed, number in (("7a", "7a"), ("7 (b)", "7b"), ("Recommendation 7 (i)", "7i"), ("7(ii)", "7ii")):
        source = table(["Rec", "Response"], [printed, "We do it."], ["8", "We ask."])
        (question,) = plan_of(source, numbers=PARTS).open_questions
        assert question.text == number
        assert [value for value, _ in question.choices] == ["7.1", "7.2", number, "leave"]
        answers = {question_key(Meaning.NUMBER, number): "7.2"}
        assert list(read(source, numbers=PARTS, answers=answers)) == ["7.2", "8"]
        assert list(read(source, numbers=frozenset({"8"}))) == [number, "8"]


def test_what_goes_on_below_a_part_that_is_left_out_is_no_recommendation():
    source = (
        "<table><tr><th>Rec<th>Title<th>Response<tr><td rowspan=2>7a<td rowspan=2>Train<td>We do it."
        "<tr><td>We do more.</table>"
    )
    plan = plan_of(source, numbers=PARTS, answers={question_key(Meaning.NUMBER, "7a"): "leave"})

    assert plan.items == []
    assert {"We do it.", "We do more."} <= {each.text for each in plan.unplaced}


def test_numbers_that_cannot_be_read_are_no_wording():
    for numbers in (["VII", "VIII"], ["7.1.2", "7.1.3"], ["1", "Half of 2", "3 (part)", "4*"]):
        assert meanings(plan_of(table(["Rec", "Response"], *([n, "We do."] for n in numbers)))) == [
            None,
            "answer",
        ]


def test_a_date_does_not_complete_what_has_another_status():
    source = table(
        ["No.", "Status", "Date completed"], ["1", "Blue", "1 March 2026"], ["2", "", "2 March 2026"]
    )
    left_out = {question_key(Meaning.STATUS, "Blue"): "leave"}

    one, two = plan_of(source, answers=left_out).items

    assert (actions(one), actions(two)) == ([], [{"completed": "2026-03-02", "status": "complete"}])
    assert [each.text for each in plan_of(source, answers=left_out).unplaced] == ["1 March 2026"]


def test_a_closing_date_is_not_a_date_of_completion():
    source = table(
        ["No.", "Status", "Date closed"],
        ["1", "Closed", "1 March 2026"],
        ["2", "Complete", "2 March 2026"],
        ["3", "", "3 March 2026"],
        ["4", "Closed March 2026", ""],
    )
    plan = plan_of(source)

    assert [actions(item) for item in plan.items] == [
        [{"closed": "2026-03-01", "status": "closed"}],
        [{"status": "complete"}],
        [{"closed": "2026-03-03", "status": "closed"}],
        [{"closed": "2026-03", "status": "closed"}],
    ]
    assert [each.text for each in plan.unplaced] == ["2 March 2026"]


@pytest.mark.parametrize("words", ["March 26 earliest", "Spring 2025", "Q3 2025/26", "From March 2026"])
def test_a_due_date_that_does_not_say_by_when_can_be_kept_in_its_words(words):
    source = table(["No.", "Due"], ["1", words])
    key = plan_of(source).open_questions[0].key

    plan = plan_of(source, answers={key: "words"})

    said = plan.items[0].actions[0].get(Meaning.DUE)
    assert (said.value, said.text) == (None, words)
    assert plan.open_questions == []


def test_a_text_within_another_is_no_repetition():
    source = table(["No.", "Action", "Update"], ["1", "Train", "Not done yet."], ["1", "Audit", "done"])

    assert [each.text.text for each in read(source)["1"].updates] == ["Not done yet.\ndone"]


def test_answers_that_say_two_things_are_put_right_first_and_the_last_round_counts():
    accepted, refused = "We accept this recommendation.", "We do not accept this recommendation."
    twice = plan_of(table(["No.", "Response"], ["1", accepted], ["1", refused])).items[0]
    assert len(twice.problems) == 1

    for first, last in (("March 2025", "March 2026"), ("March 2026", "March 2025")):
        headings = ["No.", f"Response {first}", f"Response {last}"]
        item = read(table(headings, ["1", refused, accepted]))["1"]
        assert (said(item, Meaning.POSITION), item.problems) == (
            "accepted" if last == "March 2026" else "not_accepted",
            [],
        )


def test_a_column_of_positions_and_texts_is_asked_and_n_a_is_none():
    found = plan_of(table(["No.", "Current position"], ["1", "Not accepted"], ["2", "All are trained."]))
    assert meanings(found) == ["number", None]
    n_a = plan_of(table(["No.", "Position"], ["1", "N/A"], ["2", "Accepted"]))
    assert [each.text for each in n_a.open_questions] == ["N/A"]


def test_an_owner_that_is_another_body_is_pointed_out():
    plan = plan_of(
        table(["No.", "Owner", "Status"], ["15", "OPFCC", "Not started"], ["1", "Analyst", "Complete"])
    )

    assert [each.text for each in plan.unplaced] == ["OPFCC"]
    assert actions(plan.items[0]) == [{"owner": "OPFCC", "status": "not_started"}]


def test_a_status_beside_a_number_is_no_wording():
    plan = plan_of(
        "<h2>Recommendation 1 – Complete</h2><p>Response: We do it.</p>"
        "<h2>Recommendation 2 (not accepted)</h2><p>Response: We have no power.</p>"
    )

    assert [item.said for item in plan.items] == [{}, {}]
    assert [each.text for each in plan.unplaced] == ["Complete", "(not accepted)"]
    counted = plan_of("Recommendation,Response\nRecommendation 7 (2 actions),We do it.\nRec 8,We ask.")
    assert [(item.number, item.said) for item in counted.items] == [("7", {}), ("8", {})]
    assert [each.text for each in counted.unplaced] == ["(2 actions)"]
