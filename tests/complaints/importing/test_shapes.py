"""The shapes in which forces keep their plans, and what is read of each.

The tables are ours, made after descriptions of published plans.
"""

import pytest

from complaints.importing.cells import LEAVE_OUT, question_key
from complaints.importing.columns import Meaning
from complaints.importing.sources import read_html
from complaints.importing.tables import UnreadableSourceError
from pages.core.partial_dates import PartialDate

from .plans import actions, meanings, plan_of, read, said, table, updates


def test_the_same_headings_for_each_round_are_updates_and_the_last_status_counts():
    plan = plan_of(
        table(
            ["", "", "March 2025", "", "March 2026", ""],
            ["No", "Recommendation", "Status", "Update", "Status", "Update"],
            ["7", "Record it.", "Ongoing", "Begun.", "Complete", "Done."],
        )
    )
    item = plan.items[0]
    assert updates(item) == [("Begun.", "2025-03"), ("Done.", "2026-03")]
    assert actions(item) == [{"status": "complete"}]
    assert [each.text for each in plan.unplaced] == ["Ongoing"]


def test_headings_in_prose_with_a_lead_named_once():
    plan = plan_of(
        "<p>Executive lead: Assistant Chief Constable, Crime</p>"
        "<h2>Recommendation 7: Record stalking</h2>"
        "<p><b>Response</b></p><p>We accept this recommendation.</p><p>It is done.</p><p>Status: Complete</p>"
        "<h2>Recommendation 10: Train</h2><p>Response: Accepted.</p>"
    )
    seven, ten = plan.items
    assert seven.answers[0].text.text == "We accept this recommendation.\nIt is done."
    assert (actions(seven), said(ten, Meaning.POSITION)) == ([{"status": "complete"}], "accepted")
    assert plan.leads[Meaning.EXECUTIVE_LEAD].text == "Assistant Chief Constable, Crime"


def test_prose_without_labels_is_asked_about():
    prose = "<h2>Recommendation 7</h2><p>We do it.</p><h2>Recommendation 8</h2><p>We do that, too.</p>"

    assert meanings(plan_of(prose)) == ["number", None]
    chosen = plan_of(prose, chosen={0: ["number", "answer"]})
    assert [each.answers[0].text.text for each in chosen.items] == ["We do it.", "We do that, too."]


def test_the_column_recommendation_holds_numbers_or_wording_by_its_cells():
    assert meanings(plan_of("Recommendation\tStatus\n7\tOngoing\n8\tDone")) == ["number", "status"]
    assert meanings(plan_of("No\tRecommendation\n7\tRecord it.\n8\tTrain.")) == ["number", "wording"]
    found = read("Recommendation\tStatus\n7 – Record it.\tOngoing\nRecommendation 8: Train.\tDone")
    assert {number: said(item, Meaning.WORDING) for number, item in found.items()} == {
        "7": "Record it.",
        "8": "Train.",
    }


def test_one_row_answers_several_recommendations_at_once():
    plan = plan_of("Rec No.\tResponse\tStatus\n1, 4 and 5\tWe accept these recommendations.\tDone")

    assert [item.number for item in plan.items] == ["1", "4", "5"]
    assert [(item.answers, item.actions[0].get(Meaning.STATUS).code) for item in plan.items] == [
        ([], "complete")
    ] * 3
    (joint,) = plan.joint
    assert (joint.number, said(joint, Meaning.POSITION)) == ("1, 4 and 5", "accepted")


def test_rows_below_an_empty_number_are_further_actions_of_the_same():
    found = read(
        "No\tRecommendation\tAction\tOwner\tStatus\n"
        "7\tRecord it.\tTrain\tA\tDone\n\t\tTeach\tB\tOngoing\n8\tX.\tAsk\tC\t"
    )
    assert actions(found["7"]) == [
        {"text": "Train", "owner": "A", "status": "complete"},
        {"text": "Teach", "owner": "B", "status": "in_progress"},
    ]


@pytest.mark.parametrize(
    "headings",
    ["No.\tRecommendation\tComments", "Nr\tWibble\tStatus", "No\tStatus\tStatus", "No\tAnswer\tDate"],
)
def test_a_heading_that_is_not_understood_stops_everything(headings):
    plan = plan_of(f"{headings}\n7\tText.\tOngoing\n8\tMore.\tOngoing")

    assert not plan.is_understood
    assert (plan.items, plan.unplaced) == ([], [])


def test_cells_that_are_not_what_their_heading_says_stop_everything():
    plan = plan_of("No.\tDeadline\n7\tWe accept this.\n8\tWe accept that, too.")

    assert meanings(plan) == ["number", None]
    assert (
        plan.grids[0].columns[1].why_asked == "Its cells do not look like “Deadline of the recommendation”."
    )


def test_a_table_without_headings_is_asked_about():
    plan = plan_of("7\tDone\tAll of them.\n10\tOngoing\tHalf of them.")
    assert [column.heading for column in plan.grids[0].columns] == ["Column 1", "Column 2", "Column 3"]
    assert not plan.is_understood

    chosen = plan_of("7\tDone\tAll.\n10\tOngoing\tHalf.", chosen={0: ["number", "status", "update"]})
    assert [(each.number, actions(each)[0]["status"]) for each in chosen.items] == [
        ("7", "complete"),
        ("10", "in_progress"),
    ]


def test_a_cell_that_is_no_number_is_refused_by_its_place():
    found = plan_of("No.\tUpdate\n7\tDone.\n8\tDone.\n9\tDone.\nseven\tDone.")

    assert found.items[3].problems == ["Row 5: “seven” in “No.” is no number."]


def test_colours_are_asked_once_and_the_answer_counts_for_all():
    source = "No.\tStatus\n7\tGreen\n8\tGreen\n9\tDone"
    (question,) = plan_of(source).questions
    assert (question.text, question.places, question.answer) == ("Green", ["row 2", "row 3"], "")

    key = question_key(Meaning.STATUS, "green")
    answered = plan_of(source, answers={key: "in_progress"})
    assert [actions(each)[0]["status"] for each in answered.items] == [
        "in_progress",
        "in_progress",
        "complete",
    ]


def test_impossible_dates_are_pointed_out():
    source = "No.\tUpdate\tDate\tDue\n7\tDone.\t27 March 2022\t27/03/25\n8\tBegun.\tNov-27\tJune 2027"
    before, coming = plan_of(source).questions
    assert "before the report was published" in before.why
    assert ("2025-03-27", "27 March 2025") in before.choices
    assert coming.why == "November 2027 has not come yet."

    key = question_key(Meaning.AS_AT, "27 March 2022")
    answered = plan_of(source, answers={key: "2025-03-27"})
    assert updates(answered.items[0]) == [("Done.", "2025-03-27")]
    written = plan_of(source, written={key: "26 March 2025"})
    assert updates(written.items[0]) == [("Done.", "2025-03-26")]
    left = plan_of(source, answers={key: LEAVE_OUT})
    assert updates(left.items[0]) == [("Done.", None)]


def test_a_date_far_from_the_others_is_pointed_out_where_no_report_is_known():
    source = "No.\tDue\n1\t27 March 2025\n2\tJune 2025\n3\t27 March 2022\n4\tMay 2026"

    (question,) = plan_of(source, report=None).questions

    assert question.text == "27 March 2022"


def test_a_deadline_without_a_date_keeps_its_words():
    found = read("No.\tDeadline\n7\timmediately\n8\tby 27 March 2025\n9\twithin 56 days")

    assert [said(item, Meaning.DEADLINE) for item in found.values()] == [None, PartialDate(2025, 3, 27), None]
    assert found["7"].said[Meaning.DEADLINE].reading == "kept in these words"


def test_words_marked_as_deleted_are_left_out_and_it_is_said():
    source = read_html(table(["No.", "Update"], ["7", "Done<del> badly</del><s>x</s>."]))

    assert source.tables[0].rows[1] == ["7", "Done."]
    assert source.notes == ["Text that is marked as deleted or hidden, and comments, were left out."]


def test_too_many_rows_are_refused_with_how_to_split_them():
    rows = "\n".join(f"{number}\tDone." for number in range(1, 302))

    with pytest.raises(UnreadableSourceError, match="301 rows; one go takes 300"):
        plan_of(f"No.\tUpdate\n{rows}")


@pytest.mark.parametrize("source", ["<p>Nothing.</p>", "<table></table>", "x", "<table><tr><td>x</table>"])
def test_what_holds_no_plan_is_refused_with_what_to_do(source):
    with pytest.raises(UnreadableSourceError, match="There is no table here"):
        plan_of(source)
