"""Cells that count for several rows, and tables of which part may be what another body says."""

import pytest

from .plans import actions, cells_of, meanings, plan_of, read, table


def test_a_merged_cell_counts_for_all_that_stands_beside_it():
    over_two = (
        "<table><tr><th>No.<th>Wording<th>Response<th>Status<th>Due"
        "<tr><td>1<td>Train all.<td rowspan=2>We accept these recommendations.<td rowspan=2>Complete"
        "<td rowspan=2>27 March 2025<tr><td>2<td>Audit all.<tr><td>3<td>Ask.<td>Not accepted.<td>Ongoing<td>"
        "</table>"
    )
    found = read(over_two)
    assert cells_of(found["1"]) - cells_of(found["2"]) == {"wording: Train all."}
    assert cells_of(found["2"]) == {"wording: Audit all.", "position: accepted", "status: complete"} | {
        "answer: We accept these recommendations.",
        "due: 2025-03-27",
    }

    over_actions = (
        "<table><tr><th>No.<th>Action<th>Owner<th>Status<th>Update<tr><td rowspan=2>1<td>Train all"
        "<td rowspan=2>Head<td rowspan=2>Complete<td rowspan=2>All of it.<tr><td>Audit all</table>"
    )
    one = read(over_actions)["1"]
    assert actions(one) == [
        {"text": "Train all", "owner": "Head", "status": "complete"},
        {"text": "Audit all", "owner": "Head", "status": "complete"},
    ]
    assert [each.text.text for each in one.updates] == ["All of it."]


TWO = (["No.", "Response", "Status"], ["1", "We do it.", "Complete"])
OF_THE_PCC = ["15", "The commissioner does not.", "Ongoing"]


@pytest.mark.parametrize(
    "source",
    [
        table(*TWO) + "<p>PCC response</p>" + table(TWO[0], OF_THE_PCC),
        table(*TWO, ["Recommendations for the PCC", "", ""], OF_THE_PCC),
        table(*TWO) + table(["OPFCC", "", ""], TWO[0], OF_THE_PCC),
    ],
    ids=["a line above a table", "a row within it", "a title within it"],
)
def test_what_may_be_the_answer_of_another_body_is_asked(source):
    plan = plan_of(source)

    assert [column.meaning for column in plan.grids[0].columns] == ["number", "answer", "status"]
    assert [column.meaning for column in plan.grids[1].columns] == ["number", None, None]


def test_rows_below_the_name_of_the_force_are_its_own_again():
    plan = plan_of(
        table(
            *TWO, ["For the PCC", "", ""], OF_THE_PCC, ["For the force", "", ""], ["2", "We do.", "Ongoing"]
        )
    )

    assert [len(grid.grid.records) for grid in plan.grids] == [2, 1]


def test_a_row_with_a_recommendation_that_names_a_body_is_no_heading():
    texts = ["2. Chief constables should share data", "3. PCCs and forces should meet", "4. Force policy"]
    rows = [["1. Train all", "We do it.", "Complete"], *([text, "", ""] for text in texts)]
    plan = plan_of(table(["Recommendation", "Response", "Status"], *rows, ["5. Ask", "We ask.", "Ongoing"]))

    assert [item.number for item in plan.items] == ["1", "2", "3", "4", "5"]
    assert meanings(plan) == ["wording", "answer", "status"]
    assert len(plan.grids) == 1


def test_a_bold_sentence_about_the_force_is_part_of_its_answer():
    sentences = ("The force has trained all its officers.", "We will ask the PCC for money.")
    bold = "".join(f"<p><b>{sentence}</b></p>" for sentence in sentences)
    record = f"<h2>Recommendation 7</h2><p>Response: We do it.</p>{bold}"
    (item,) = (plan := plan_of(f"{record}<h3>What the PCC is doing</h3>")).items

    assert item.answers[0].text.text == "\n".join(["We do it.", *sentences])
    assert plan.notes == ["Passed over, because it stands outside of what is read: “What the PCC is doing”."]


def test_a_body_above_some_headings_is_part_of_them():
    plan = plan_of(
        table(["", "Force", "", "PCC", ""], ["No.", "Response", "Owner", "Status", "Date"], ["1", *"abcd"])
    )

    assert [column.heading for column in plan.grids[0].columns][-2:] == ["PCC Status", "PCC Date"]
    assert meanings(plan)[-2:] == [None, None]


def test_an_upright_table_below_the_name_of_another_body_is_asked():
    labels = table(["Recommendation number", "15"], ["Response", "I do not."], ["Status", "Ongoing"])

    assert meanings(plan_of(f"<p>Police and Crime Commissioner</p>{labels}"))[1:] == [None, None]


def test_paragraphs_below_the_name_of_another_body_are_asked():
    ours = "<h3>Recommendation 1</h3><p>Response: We do it.</p>"
    theirs = "<h2>Recommendations for the PCC</h2><h3>Recommendation 15</h3><p>Response: Not accepted.</p>"
    back = "<h2>Recommendations for the force</h2><h3>Recommendation 16</h3><p>Response: We ask.</p>"

    plan = plan_of(ours + theirs + back)

    assert meanings(plan) == ["number", "answer", None]
    assert [sorted(record.cells) for record in plan.grids[0].grid.records] == [[0, 1], [0, 2], [0, 1]]
    assert "“Recommendations for the PCC”" in plan.notes[0]


def test_an_action_of_an_upright_table_is_not_its_number():
    source = table(
        ["Recommendation 7 (chief constables)", ""],
        ["Action", "Train"],
        ["Status", "On track"],
        ["Due", "May 2027"],
    )

    assert actions(read(source)["7"]) == [{"text": "Train", "status": "in_progress", "due": "2027-05"}]


def test_the_same_number_in_two_tables_is_put_right_first():
    both = plan_of(
        "<p>2025</p>" + table(["No.", "Update"], ["1", "Begun."]) + "<p>2026</p>"
        + table(["No.", "Update"], ["1", "Done."])
    )  # fmt: skip
    assert [len(item.problems) for item in both.items] == [1]
    # Word breaks a table at the end of a page: the row that goes on has no number.
    broken = plan_of(table(["No.", "Update"], ["1", "Begun."]) + table(["No.", "Update"], ["", "And more."]))
    assert [(item.problems, item.updates[0].text.text) for item in broken.items] == [
        ([], "Begun.\nAnd more.")
    ]


def test_all_that_is_passed_over_is_said():
    titled = table(["Action plan", "", ""], ["Owner: Head of Crime", "", ""], *TWO)
    for source, passed_over in (
        (f"{titled}<p>* not 7.2</p>", "“Action plan”; “Owner: Head of Crime”; “* not 7.2”"),
        (f"<h2>Recommendation 3 is not accepted</h2>{table(*TWO)}", "“Recommendation 3 is not accepted”"),
    ):
        note = f"Passed over, because it stands outside of what is read: {passed_over}."

        assert plan_of(source).notes == [note]
    many = "".join(f"<p>Line {number}</p>" for number in range(9))
    assert plan_of(f"{many}{table(*TWO)}").notes[0].endswith("“Line 7”, and 1 more.")
