"""Tables in the shapes of other forces: what is read of each, and what is asked."""

import pytest

from complaints.importing.cells import KEEP_WORDS, LEAVE_OUT, question_key
from complaints.importing.columns import Meaning
from complaints.importing.words import read_numbers

from .plans import cells_of, meanings, plan_of, read, table

OTHER_FORCES = {
    "misspelt headings, parts below a merged cell and an update of a month": (
        "<table><tr><th>Rec No.<th>Recomendation<th>Sub recommendation/<th>Rec. Owner"
        "<th>Initial action plan response<th>March 2026 update"
        "<tr><td rowspan=2>7<td rowspan=2>By 27 March 2025, record it."
        "<td>7.1 Use it<td>Head of Crime<td>We will.<td>Done."
        "<tr><td>7.2 Search<td>Head of IT<td>We do.<td>"
        "<tr><td colspan=6>Training"
        "<tr><td>10<td>Train.<td><td>Head of Learning<td>Yes.<td>Begun.</table>",
        {
            "7": {"wording: By 27 March 2025, record it."},
            "7.1": {"wording: Use it", "operational_lead: Head of Crime", "answer: We will."}
            | {"update 2026-03: Done."},
            "7.2": {"wording: Search", "operational_lead: Head of IT", "answer: We do."},
            "10": {"wording: Train.", "operational_lead: Head of Learning", "answer: Yes."}
            | {"update 2026-03: Begun."},
        },
    ),
    "an upright table for each recommendation": (
        table(
            *(
                ["Recommendation:", "7.1 Use it."],
                ["Evidence requirements:", "Logs."],
                ["Owner:", "Inspector"],
            ),
            *(["Force update:", "<p>Trained.</p><p>Checked.</p>"], ["Date:", "Nov-24"]),
            *(["Status:", "Action complete"], ["Documents:", "<a href='https://force.example/a'>Plan</a>"]),
        )
        + table(
            *(
                ["Recommendation:", "7.2 Search."],
                ["Owner:", "Analyst"],
                ["Status:", "Ongoing"],
                ["Date:", ""],
            )
        ),
        {
            "7.1": {"wording: Use it.", "evidence_asked: Logs.", "owner: Inspector", "status: complete"}
            | {"update 2024-11: Trained.\nChecked.", "documents: Plan (https://force.example/a)"},
            "7.2": {"wording: Search.", "owner: Analyst", "status: in_progress"},
        },
    ),
    "an upright table that takes its number from the heading above": (
        "<h3>Recommendation 9</h3>"
        + table(["Owner", "Inspector"], ["Update", "Done."], ["Status", "Closed"]),
        {"9": {"owner: Inspector", "update: Done.", "status: closed"}},
    ),
    "a row across that names the recommendation of the rows below": (
        "<table><tr><th>Action<th>Owner<tr><td colspan=2>Recommendation 7: Record it."
        "<tr><td>Train<td>A<tr><td>Teach<td>B<tr><td colspan=2>Recommendation 8<tr><td>Ask<td>C</table>",
        {
            "7": {"wording: Record it.", "action: Train", "owner: A", "action: Teach", "owner: B"},
            "8": {"action: Ask", "owner: C"},
        },
    ),
    "a column for each round, called by its month alone": (
        "No\tRecommendation\tNovember 2024\tMay 2025\n7\tRecord it.\tBegun.\tDone.",
        {"7": {"wording: Record it.", "update 2024-11: Begun.", "update 2025-05: Done."}},
    ),
    "two rows of headings": (
        "<table><tr><th rowspan=2>No.<th rowspan=2>Recommendation<th colspan=2>Update<th colspan=2>Completion"
        "<tr><th>Text<th>Date<th>Planned<th>Actual"
        "<tr><td>1<td>Do one.<td>Written.<td>31/10/2025<td>30/09/2025<td>31/10/2025</table>",
        {
            "1": {"wording: Do one.", "update 2025-10-31: Written.", "due: 2025-09-30"}
            | {"completed: 2025-10-31", "status: complete"}
        },
    ),
    "a form with two labels in a row": (
        table(
            *(["Recommendation No.", "7", "Owner", "Inspector"], ["Status", "Closed", "Due", "27/03/25"]),
            *(["Force response", "We do.", "", ""], ["Update", "All.", "", ""]),
        ),
        {"7": {"owner: Inspector", "status: closed", "due: 2025-03-27", "answer: We do.", "update: All."}},
    ),
    "a column for each recommendation": (
        table(
            ["", "Rec 1", "Rec 2"],
            ["Owner", "A", "B"],
            ["Status", "Complete", "On track"],
            ["Update", "All.", ""],
        ),
        {"1": {"owner: A", "status: complete", "update: All."}, "2": {"owner: B", "status: in_progress"}},
    ),
    "labels with the number, in one upright table": (
        table(
            *(["Recommendation 1", "Do one."], ["Lead officer", "A"], ["What we have done", "All."]),
            *(["Recommendation 2", "Do two."], ["Lead officer", "B"], ["What we have done", "Half."]),
        ),
        {
            "1": {"wording: Do one.", "operational_lead: A", "update: All."},
            "2": {"wording: Do two.", "operational_lead: B", "update: Half."},
        },
    ),
    "the number in a row above repeated headings": (
        table(
            *(["Recommendation 1", ""], ["Wording", "Response"], ["Do one.", "We will."]),
            *(["Recommendation 2", ""], ["Wording", "Response"], ["Do two.", "We do."]),
        ),
        {"1": {"wording: Do one.", "answer: We will."}, "2": {"wording: Do two.", "answer: We do."}},
    ),
    "a title, a key, totals, footnotes and a bracket behind the number": (
        table(["Green", "On track"], ["Red", "Late"])
        + table(
            ["Plan, updated March 2026", "", ""],
            ["Rec.", "Recommendation", "Status"],
            [
                "Rec. 3a<sup>1</sup>",
                "Do it by the 22<sup>nd</sup>.<sup><a href='#n'>[2]</a></sup>",
                "Ongoing",
            ],
            ["Recommendation 04 (chief constables)", "Do four.", "Complete – Nov 24"],
            ["Total", "2", "1"],
            ["Note: as agreed by the board.", "", ""],
        ),
        {
            "3a": {"wording: Do it by the 22nd.", "status: in_progress"},
            "4": {"wording: Do four.", "status: complete", "completed: 2024-11"},
        },
    ),
    "two languages": (
        table(
            ["Rhif / No.", "Ymateb / Response", "Statws / Status"], ["1", "We will.", "Cyflawn / Complete"]
        ),
        {"1": {"answer: We will.", "status: complete"}},
    ),
    "dates in headings": (
        table(
            ["No.", "Action", "Lead", "Update (Jan 25)", "Position as at 31/07/2025", "Update – May 2026"],
            ["1", "Train all.", "A", "Begun it.", "Half of it.", ""],
            ["1", "Audit.", "B", "", "", "Done it."],
        ),
        {
            "1": {"action: Train all.", "action: Audit.", "owner: A", "owner: B", "update 2025-01: Begun it."}
            | {"update 2025-07-31: Half of it.", "update 2026-05: Done it."}
        },
    ),
    "an accordion and a list of terms": (
        "<details><summary>Recommendation 1</summary><p><b>Our response</b></p><p>We do.</p>"
        "<p>Status – Closed</p></details><h2>Recommendation 2</h2>"
        "<dl><dt>Owner<dd>B<dt>Status<dd>Ongoing<dt>Update<dd>Half.</dl>",
        {
            "1": {"answer: We do.", "status: closed"},
            "2": {"owner: B", "status: in_progress", "update: Half."},
        },
    ),
    "cells that say nothing": (
        "No.\tResponse\tOwner\tDeadline\tDate completed\tStatus\tEvidence\n"
        "1\tN/A\t–\t–\tTBC\tOngoing\tNone\n2\tWe do.\tA\t27 March 2025\tMay 2025\tDone\tPolicy 7",
        {
            "1": {"status: in_progress"},
            "2": {"answer: We do.", "owner: A", "deadline: 2025-03-27", "completed: 2025-05"}
            | {"status: complete", "evidence: Policy 7"},
        },
    ),
}


@pytest.mark.parametrize("name", OTHER_FORCES)
def test_tables_as_other_forces_have_them(name):
    source, cells = OTHER_FORCES[name]

    found = read(source)

    assert {number: cells_of(item) for number, item in found.items()} == cells
    assert [problem for item in found.values() for problem in item.problems] == []


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("PCC response", ["I welcome it.", "I will ask."]),
        ("HMICFRS status", ["Closed", "Complete"]),
        ("Next update", ["March 2027", "April 2027"]),
        ("Recommendation date", ["27/09/2024", "28/09/2024"]),
        ("Recommendation type", ["National", "Local"]),
        ("Evidence owner", ["Chief Inspector", "Analyst"]),
        ("Lead agency", ["Police", "Council"]),
        ("Accepted by", ["Chief Constable", "Deputy"]),
        ("Completion date", ["March 2025", "30 June 2025"]),
        ("Progress", ["80%", "100%"]),
        ("Evidence", ["Y", "N"]),
        ("Response", ["Complete", "Ongoing"]),
        ("Topic", ["Crime", "Crime"]),
    ],
)
def test_what_may_mean_something_else_is_asked(heading, cells):
    plan = plan_of(table(["No.", "Owner", heading], *([n, "A", each] for n, each in enumerate(cells, 1))))

    assert meanings(plan) == ["number", "owner", None]


def test_words_that_lead_to_another_cell_and_quarters_in_headings_are_asked():
    source = "No.\tResponse\tQ4 2024/25 update\tDue\n1\tAs above\tBegun it.\tCompleted 27/03/2025"
    plan = plan_of(source)
    assert [each.text for each in plan.open_questions] == ["As above", "Q4 2024/25", "Completed 27/03/2025"]

    answers = {question_key(Meaning.ANSWER, "As above"): KEEP_WORDS}
    answers |= {question_key(Meaning.AS_AT, "Q4 2024/25"): "2025-03"}
    answers |= {question_key(Meaning.DUE, "Completed 27/03/2025"): LEAVE_OUT}
    assert cells_of(plan_of(source, answers=answers).items[0]) == {
        "answer: As above",
        "update 2025-03: Begun it.",
    }


def test_what_is_passed_over_as_a_whole_is_said():
    plan = plan_of(
        f"<p>{'All of this is agreed. ' * 4}</p>"
        + table(["No.", "Update"], ["1", "All."], ["2", "Half."])
        + table(["Nothing below"])
    )

    assert [note[:30] for note in plan.notes] == [
        "A table without rows below hea",
        "Passed over, because it stands",
    ]


READ_AS_WRITTEN = {
    "letters stay with their numbers": (
        table(["No.", "Update"], ["7a (chief constables)", "One."], ["7b (commissioners)", "Two."]),
        {"7a": {"update: One."}, "7b": {"update: Two."}},
    ),
    "dates of their own count more than the year of the heading": (
        table(
            ["No.", "Progress update 2025", "Date of update"],
            *(["1", "Began it.", "12 March 2025"], ["1", "Ended it.", "3 June 2025"]),
        ),
        {"1": {"update 2025-03-12: Began it.", "update 2025-06-03: Ended it."}},
    ),
    "dates above some of the headings": (
        table(["Recommendation", "", "March 2026"], ["No.", "Wording", "Update"], ["1", "Do one.", "All."]),
        {"1": {"wording: Do one.", "update 2026-03: All."}},
    ),
    "a date above all headings but the first": (
        table(["Recommendation", "March 2026", ""], ["No.", "Update", "Status"], ["1", "All.", "Complete"]),
        {"1": {"update 2026-03: All.", "status: complete"}},
    ),
    "a date that is about the whole table": (
        table(
            *(["Updated:", "March 2026", ""], ["No.", "Wording", "Update"]),
            *(["1", "Do one.", "All."], ["2", "Do two.", "Half."]),
        ),
        {"1": {"wording: Do one.", "update: All."}, "2": {"wording: Do two.", "update: Half."}},
    ),
    "a number with what it asks, and nothing below it": (
        table(
            *(["Recommendation 1", "Do one."], ["Recommendation 2", "Do two."], ["Owner", "B"]),
            *(["Status", "Complete"], ["Update", "All."], ["Deadline", "27 March 2025"]),
            *(["Evidence", "Audit."], ["Recommendation 3", "Do three."]),
        ),
        {
            "1": {"wording: Do one."},
            "2": {"wording: Do two.", "owner: B", "status: complete", "update: All."}
            | {"deadline: 2025-03-27", "evidence: Audit."},
            "3": {"wording: Do three."},
        },
    ),
    "two actions at the end of a form": (
        table(
            *(["Recommendation number", "7"], ["Owner", "A"], ["Status", "Complete"], ["Update", "All."]),
            *(["Action 1", "Train them"], ["Action 2", "Tell all"]),
        ),
        {"7": {"owner: A", "status: complete", "update: All.", "action: Train them\nTell all"}},
    ),
}


@pytest.mark.parametrize("name", READ_AS_WRITTEN)
def test_what_was_once_read_without_a_word_as_something_else(name):
    source, expected = READ_AS_WRITTEN[name]

    found = {item.number: cells_of(item) for item in plan_of(source).items}

    assert {number: set(cells) for number, cells in found.items()} == expected


def test_raised_numbers_of_measures_stay():
    source = table(["No.", "Update"], ["1<sup>2</sup>", "A room of 30 m<sup>2</sup>.<sup>1</sup>"])

    assert {item.number: cells_of(item) for item in plan_of(source).items} == {
        "1": cells_of(plan_of(table(["No.", "Update"], ["1", "A room of 30 m2."])).items[0])
    }


def test_statements_before_a_dash_are_no_headings():
    plan = plan_of(
        "<h2>Recommendation 1</h2><p>Not accepted – we have no power to do it.</p>"
        "<h2>Recommendation 2</h2><p>Progress is good – 300 trained.</p>"
    )

    texts = [said for record in plan.grids[0].grid.records for said in record.cells.values()]
    assert {"Not accepted – we have no power to do it.", "Progress is good – 300 trained."} <= set(texts)


def test_colours_below_as_at_are_no_updates_and_days_are_no_numbers():
    plan = plan_of(table(["No.", "RAG as at March 2026"], ["1", "Green"], ["2", "Amber"]))

    assert [item.updates for item in plan.items] == [[], []]
    assert (read_numbers("01/02/25"), read_numbers("3/4/25")) == (None, None)
