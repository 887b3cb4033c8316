"""What a table says is what a person chose, and what nobody chose is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.importing.choices import ImportChoices, UnreadableChoicesError
from complaints.importing.dates import FORMATS, read_exact_date
from complaints.importing.meanings import ColumnMeaning
from complaints.importing.numbers import read_numbers, split_number
from complaints.importing.questions import AnswerKnown
from complaints.importing.reading import read_plan
from pages.core.partial_dates import MONTHS, PartialDate
from pages.files.contained.child import RefusedError

from .plans import (
    CHESHIRE,
    HAMPSHIRE,
    KENT,
    ORGANISATIONS,
    TODAY,
    asked,
    document_of,
    plan_of,
    said,
    table,
)

BEGINS = "Table that begins with “{}”"
TWO = {"No.": "number", "Response": "response"}


def columns(*meanings, **named):
    return {
        "columns": {f"Column {place}": each for place, each in enumerate(meanings, 1)}
        | named
    }


# The faults of guessing


@pytest.mark.parametrize(
    "source",
    [
        table(["No.", "Who", "Response"], ["7", "PCC", "We accept."]),
        table(["No.", "Response"], ["For the PCC", ""], ["7", "We accept."]),
        "<p>PCC response</p>" + table(["No.", "Response"], ["7", "We accept."]),
        table(["OPFCC", ""], ["No.", "Response"], ["7", "We accept."]).replace(
            "</td><td></td>", "</td><td></td>", 1
        ),
    ],
    ids=["a cell", "a row above", "a line above the table", "a title within the table"],
)
def test_a_row_of_the_commissioner_is_asked_about_and_is_not_ours(source):
    answers = {
        "columns": {**TWO, "Who": "left_out"},
        "tables": {f"{BEGINS.format('OPFCC')}: headings": "2"},
    }
    plan = plan_of(source, answers)
    (key,) = [each for each in asked(plan) if each != "Everything else"]

    taken = said(plan_of(source, {**answers, "whose": {key: "Our commissioner"}}))
    assert taken == {"Recommendation 7": {"response | Our commissioner | We accept."}}
    left = plan_of(source, {**answers, "whose": {key: "left_out"}})
    assert set().union(*said(left).values()) == set()
    assert "It is about another organisation." in [each.why for each in left.left_out]


def test_a_row_that_goes_on_from_one_of_another_body_is_that_body_s_too():
    source = "No.\tWho\tAction\n15\tPCC\tFund it.\n\t\tAudit it.\n16\t\tTrain."
    answers = {"columns": {"No.": "number", "Who": "organisation", "Action": "action"}}
    answers["numbers"] = {"Rows without a number": "above"}

    told = said(
        plan_of(source, {**answers, "whose": {"Rows with: PCC": "Our commissioner"}})
    )
    assert told == {
        "Recommendation 15": {
            "action | Our commissioner | Fund it.",
            "action | Our commissioner | Audit it.",
        },
        "Recommendation 16": {"action | Our police | Train."},
    }
    left = plan_of(source, {**answers, "whose": {"Rows with: PCC": "left_out"}})
    assert said(left) == {"Recommendation 16": {"action | Our police | Train."}}
    assert [each.text for each in left.left_out] == ["15 · PCC · Fund it.", "Audit it."]


def test_a_column_of_another_level_is_asked_about_and_is_not_our_position():
    source = "No.\tNational position\tForce position\n7\tAgreed\tNot agreed"
    answers = {
        "columns": {
            "No.": "number",
            "National position": "position",
            "Force position": "position",
        }
    }
    assert "Heading: National position" in asked(plan_of(source, answers))

    answers |= {"whose": {"Heading: National position": "Home Office"}}
    answers |= {
        "words": {
            "Position: Agreed": "accepted",
            "Position: Not agreed": "not_accepted",
        }
    }
    assert said(plan_of(source, answers)) == {
        "Recommendation 7": {
            "position | Home Office | Agreed | accepted",
            "position | Our police | Not agreed | not_accepted",
        }
    }


def test_no_heading_is_taken_for_what_it_looks_like():
    for heading in (
        "Rec. Owner",
        "Status",
        "RAG",
        "Recomendation",
        "Number of the recommendation",
        "title",
    ):
        plan = plan_of(f"{heading}\tx\n7\ty")
        assert heading in asked(plan, "columns")
    plan = plan_of(
        f"{ColumnMeaning.NUMBER.label}\t{ColumnMeaning.OWNER.label}\n7\tHead of Crime"
    )
    assert asked(plan) == []
    assert said(plan) == {"Recommendation 7": {"owner | Our police | Head of Crime"}}


def test_a_colour_without_words_is_asked_about_with_its_count():
    rows = "".join(f"<tr><td>{number}<td bgcolor='#92D050'>" for number in (7, 8))
    source = f"<table><tr><td>No.<td>RAG{rows}<tr><td>9<td></table>"
    answers = {"columns": {"No.": "number", "RAG": "status"}}
    plan = plan_of(source, answers)
    (question,) = plan.questions.of_step("words")
    assert (question.key, len(question.places), question.colour) == (
        "Colour: #92D050",
        2,
        "#92D050",
    )
    assert said(plan) == {f"Recommendation {number}": set() for number in (7, 8, 9)}

    told = said(plan_of(source, {**answers, "words": {"Colour: #92D050": "complete"}}))
    assert told["Recommendation 8"] == {"status | Our police | complete"}
    assert told["Recommendation 9"] == set()


def test_prose_under_headings_is_not_read_and_what_is_typed_is():
    source = "<h3>Recommendation 7</h3><p>Evidence</p><p>We trained all officers.</p>"
    document = document_of(source)
    known = AnswerKnown(TODAY, ["Our police"], "Our police")
    assert read_plan(document, ImportChoices(), known).records == []

    typed = [
        {"number": "7", "response": "We trained all officers.", "position": "Accepts"}
    ]
    choices = ImportChoices(
        {
            "whose": {"Everything else": "Our police"},
            "dates": {"Heading: Text of the response": ""},
        },
        typed,
    )
    plan = read_plan(document, choices, known)
    assert asked(plan) == []
    assert said(plan) == {
        "Recommendation 7": {
            "response | Our police | We trained all officers.",
            "position | Our police | Accepts | accepted",
        }
    }


def test_a_response_in_prose_states_no_position():
    answers = {"columns": {"No.": "number", "Recommendation": "wording"}}
    answers["columns"]["Initial Constabulary Response 21st November 2024"] = "response"

    told = said(plan_of(CHESHIRE, answers))

    assert not any("position" in cell for cells in told.values() for cell in cells)


# Tables as forces have them


def test_an_upright_table_for_each_recommendation():
    answers = {"tables": {BEGINS.format("Recommendation:"): "columns"}}
    (question, headings) = plan_of(KENT, answers).questions.of_step("tables")
    assert (len(question.places), len(headings.places)) == (2, 2)
    assert asked(plan_of(KENT, answers), "columns") == [
        "Recommendation:",
        "Evidence requirements:",
        "Owner:",
        "Force update:",
        "Date:",
        "Status:",
        "Supporting documents:",
    ]
    answers["columns"] = {
        "Recommendation:": "numbered",
        "Evidence requirements:": "evidence_asked",
        "Owner:": "owner",
        "Force update:": "update",
        "Date:": "update_date",
        "Status:": "status",
        "Supporting documents:": "evidence",
    }
    answers["dates"] = {"Nov-24": "November 2024"}
    answers["words"] = {"Status: Action complete": "complete"}
    plan = plan_of(KENT, answers)

    assert said(plan) == {
        "Recommendation 7.1": {
            "wording | Use the feature.",
            "evidence_asked | Logs.",
            "owner | Our police | Inspector",
            "update | Our police | Trained.\nChecked.",
            "update_date | Our police | Nov-24 | 2024-11",
            "status | Our police | Action complete | complete",
            "evidence | Our police | Plan (https://force.example/plan)",
        },
        "Recommendation 7.2": {
            "wording | Search.",
            "owner | Our police | Analyst",
            "status | Our police | Amber",
            "update | Our police | Half.",
            "update_date | Our police | Oct-26",
        },
    }


def test_parts_below_a_merged_cell_and_a_row_that_is_no_recommendation():
    answers = {
        "columns": {
            "Rec No.": "number",
            "Recomendation": "wording",
            "Sub recommendation/": "numbered",
            "Rec. Owner": "owner",
            "Initial action plan response": "response",
            "March 2026 update": "update",
        },
        "dates": {"Heading: March 2026 update": "March 2026"},
    }
    plan = plan_of(HAMPSHIRE, answers)

    assert said(plan) == {
        "Recommendation 7": {"wording | By 27 March 2025, record it."},
        "Recommendation 7.1": {
            "wording | Use it",
            "owner | Our police | Head of Crime",
            "response | Our police | We will.",
            "update | Our police | Done. | 2026-03",
        },
        "Recommendation 7.2": {
            "wording | Search",
            "owner | Our police | Head of IT",
            "response | Our police | We do.",
        },
        "Recommendation 10": {
            "wording | Train.",
            "owner | Our police | Head of Learning",
            "response | Our police | Yes.",
            "update | Our police | Begun. | 2026-03",
        },
    }
    assert [(each.text, each.why) for each in plan.left_out] == [
        ("Training", "It is not linked to a recommendation.")
    ]


def test_a_table_takes_its_number_from_the_line_above_only_if_it_is_one():
    rows = table(["Owner", "Head of Crime"])
    answers = {
        "tables": {BEGINS.format("Owner"): "columns"},
        "columns": {"Owner": "owner"},
    }

    plan = plan_of(f"<h3>Recommendation 9</h3>{rows}", answers)
    assert list(said(plan)) == ["Recommendation 9"]
    plan = plan_of(f"<h3>About recording</h3>{rows}", answers)
    assert list(said(plan)) == ["Table 1, column 2"]
    plan = plan_of(
        f"<h3>About recording</h3>{rows}",
        {**answers, "numbers": {"Table 1": "Action 9"}},
    )
    assert list(said(plan)) == ["Action 9"]


def test_two_rows_of_headings_are_joined_and_repeated_headings_are_passed_over():
    source = (
        "<table><tr><th rowspan=2>No.<th colspan=2>Completion<tr><th>Planned<th>Actual"
        "<tr><td>1<td>30/09/2025<td>31/10/2025"
        "<tr><td>No.<td>Planned<td>Actual<tr><td>2<td>2026<td></table>"
    )
    answers = {"tables": {f"{BEGINS.format('No.')}: headings": "2"}}
    assert asked(plan_of(source, answers)) == [
        "No.",
        "Completion: Planned",
        "Completion: Actual",
    ]
    answers |= {
        "columns": {
            "No.": "number",
            "Completion: Planned": "due",
            "Completion: Actual": "completed",
        }
    }

    plan = plan_of(source, answers)

    assert said(plan)["Recommendation 1"] == {
        "due | Our police | 30/09/2025 | 2025-09-30",
        "completed | Our police | 31/10/2025 | 2025-10-31",
    }


def test_a_table_and_columns_that_are_left_out_are_listed():
    source = table(["Green", "On track"]) + table(
        ["No.", "Notes", "Response"], ["1", "Private.", "We do."]
    )
    answers = {"tables": {BEGINS.format("Green"): "left_out"}}
    answers |= {
        "columns": {"No.": "number", "Notes": "left_out", "Response": "response"}
    }
    plan = plan_of(source, answers)

    assert said(plan) == {"Recommendation 1": {"response | Our police | We do."}}
    assert [each.place for each in plan.left_out] == ["Table 1"]
    assert [each.text for each in plan.records[0].left_out] == ["Private."]


def test_what_is_struck_through_is_left_out_with_a_word():
    plan = plan_of(
        table(["No.", "Response"], ["1", "<s>We refuse.</s> We do."]), {"columns": TWO}
    )

    assert said(plan) == {"Recommendation 1": {"response | Our police | We do."}}
    assert plan.records[0].left_out[0].text == "We refuse."


def test_the_owner_of_an_action_that_names_another_body_decides_on_the_action_and_the_rest_is_asked():
    source = "No.\tResponse\tAction\tOwner\n7\tWe accept.\tFund it.\tOPCC"
    answers = {"columns": {**TWO, "Action": "action", "Owner": "owner"}}
    plan = plan_of(source, answers)
    assert asked(plan) == ["Responsible: OPCC"]

    answers["whose"] = {"Responsible: OPCC": "Our commissioner"}
    beside = "Responses and updates in rows with the responsible post: OPCC"
    assert asked(plan_of(source, answers)) == [beside]
    answers["whose"][beside] = "Our commissioner"
    told = said(plan_of(source, answers))
    assert "response | Our commissioner | We accept." in told["Recommendation 7"]
    answers["whose"][beside] = "none"
    told = said(plan_of(source, answers))
    assert told["Recommendation 7"] == {
        "response | Our police | We accept.",
        "action | Our commissioner | Fund it.",
        "owner | Our commissioner | OPCC",
    }


def test_what_a_status_is_about_is_asked_once_if_there_is_no_column_of_actions():
    source = "No.\tStatus\n7\tAmber\n8\tGreen"
    answers = {
        "columns": {"No.": "number", "Status": "status"},
        "words": {"No column of actions": ""},
    }
    plan = plan_of(source, answers)
    assert asked(plan) == ["No column of actions"]
    [question] = [
        each
        for each in plan.questions.asked.values()
        if each.key == "No column of actions"
    ]
    assert len(question.places) == 2

    with_actions = "No.\tAction\tStatus\n7\t\tAmber"
    plan = plan_of(
        with_actions,
        {"columns": {"No.": "number", "Action": "action", "Status": "status"}},
    )
    assert "No column of actions" not in [key for _, key in plan.questions.asked]


def test_a_body_that_one_cell_names_has_that_cell_alone():
    source = "No.\tStatus\tResponse\tAction\n7\tOPCC to confirm\tWe accept.\tTrain all."
    answers = {"columns": {**TWO, "Action": "action", "Status": "status"}}
    answers["words"] = {"Status: OPCC to confirm": "not_stated"}
    assert asked(plan_of(source, answers)) == ["Cell: OPCC to confirm"]

    told = said(
        plan_of(
            source, {**answers, "whose": {"Cell: OPCC to confirm": "Our commissioner"}}
        )
    )
    assert told["Recommendation 7"] == {
        "response | Our police | We accept.",
        "action | Our police | Train all.",
        "status | Our commissioner | OPCC to confirm | not_stated",
    }
    left = plan_of(source, {**answers, "whose": {"Cell: OPCC to confirm": "left_out"}})
    assert said(left)["Recommendation 7"] == {
        "response | Our police | We accept.",
        "action | Our police | Train all.",
    }


@pytest.mark.parametrize(
    ("text", "detail", "value"),
    [("response", "position", "Accepts"), ("action", "status", "In progress")],
)
def test_what_belongs_to_a_text_of_another_body_is_asked_about_too(text, detail, value):
    source = f"No.\tText\tDetail\n7\tPCC to decide\t{value}"
    answers = {"columns": {"No.": "number", "Text": text, "Detail": detail}}
    answers["whose"] = {"Cell: PCC to decide": "Our commissioner"}
    answers["words"] = {"Text: PCC to decide": "as_written"}
    beside = "Dates, positions, statuses and evidence beside: PCC to decide"
    assert asked(plan_of(source, answers)) == [beside]

    answers["whose"][beside] = "Our commissioner"
    for cells in said(plan_of(source, answers)).values():
        assert all("| Our commissioner |" in cell for cell in cells)
    answers["whose"][beside] = "none"
    [cells] = said(plan_of(source, answers)).values()
    assert any(f"{detail} | Our police | {value}" in cell for cell in cells)


def test_one_cell_can_be_that_of_several_bodies():
    source = "No.\tResponse\tOwner\tAction\n7\tWe accept.\tForce and PFCC\tTrain all."
    answers = {"columns": {**TWO, "Owner": "owner", "Action": "action"}}
    both = "Our police\nOur commissioner"
    answers["whose"] = {
        "Responsible: Force and PFCC": both,
        "Responses and updates in rows with the responsible post: Force and PFCC": "Our police",
    }
    told = said(plan_of(source, answers))["Recommendation 7"]
    assert told == {
        "response | Our police | We accept.",
        f"owner | {both} | Force and PFCC",
        f"action | {both} | Train all.",
    }
    answers["whose"]["Responsible: Force and PFCC"] = (
        "Our police\nleft_out"  # which contradicts itself
    )
    assert "Responsible: Force and PFCC" in asked(plan_of(source, answers))


@pytest.mark.parametrize("text", ["See PFCC", "See NPCC response", "n/a", "TBC"])
@pytest.mark.parametrize("meaning", ["response", "action", "update"])
def test_a_text_that_points_elsewhere_or_says_nothing_is_asked_about(text, meaning):
    source = f"No.\tx\tReply\n7\tTrain.\t{text}"
    answers = {"columns": {"No.": "number", "x": "title", "Reply": meaning}}
    key = f"Text: {text}"
    assert key in asked(plan_of(source, answers))

    left = plan_of(source, {**answers, "words": {key: "left_out"}})
    assert said(left) == {"Recommendation 7": {"title | Train."}}
    assert [each.text for each in left.records[0].left_out] == [text]
    answers["whose"] = {f"Cell: {text}": "none"}
    taken = said(plan_of(source, {**answers, "words": {key: "as_written"}}))
    assert any(text in each for each in taken["Recommendation 7"])


@pytest.mark.parametrize(
    ("meaning", "key"),
    [
        ("response", "Text"),
        ("update", "Text"),
        ("position", "Position"),
        ("status", "Status"),
    ],
)
def test_a_cell_that_announces_what_another_body_will_do_is_asked_about(meaning, key):
    source = "No.\tAction\tReply\n7\tTrain.\tPCC to respond"
    answers = {"columns": {"No.": "number", "Action": "action", "Reply": meaning}}
    whose, what = "Cell: PCC to respond", f"{key}: PCC to respond"
    assert whose in asked(plan_of(source, answers))

    answers["whose"] = {whose: "Our commissioner"}
    assert asked(plan_of(source, answers)) == [what]
    left = plan_of(source, {**answers, "words": {what: "left_out"}})
    assert said(left) == {"Recommendation 7": {"action | Our police | Train."}}
    assert [each.text for each in left.records[0].left_out] == ["PCC to respond"]
    excluded = plan_of(source, {**answers, "whose": {whose: "left_out"}})
    assert asked(excluded) == []


def test_a_cell_of_ours_that_names_another_body_is_asked_about_once_unless_it_is_a_response():
    source = "No.\tAction\tNews\tStatus\tReply\n7\tTrain.\tAwaiting NPCC guidance\tPCC to pay\tPCC to say"
    answers = {
        "columns": {
            "No.": "number",
            "Action": "action",
            "News": "update",
            "Status": "status",
        }
    }
    answers["columns"] |= {"Reply": "response"}
    answers["whose"] = dict.fromkeys(
        ["Cell: Awaiting NPCC guidance", "Cell: PCC to pay", "Cell: PCC to say"], "none"
    )

    assert asked(plan_of(source, answers)) == ["Text: PCC to say"]


def test_business_as_usual_is_shown_as_written_and_is_no_status_and_no_position():
    source = "No.\tAction\tStatus\tAccepted?\tReply\n7\tTrain.\tBAU\tBAU\tBAU"
    answers = {"columns": {"No.": "number", "Action": "action", "Status": "status"}}
    answers["columns"] |= {"Accepted?": "position", "Reply": "response"}

    told = said(plan_of(source, answers))["Recommendation 7"]

    assert told == {
        "action | Our police | Train.",
        "status | Our police | BAU",
        "position | Our police | BAU",
        "response | Our police | BAU",
    }


@pytest.mark.parametrize("text", ["TBC", "n/a", "See NPCC response"])
def test_a_position_that_says_nothing_is_asked_about_and_can_be_excluded(text):
    source = f"No.\tAction\tAccepted?\n7\tTrain.\t{text}"
    answers = {
        "columns": {"No.": "number", "Action": "action", "Accepted?": "position"}
    }
    assert f"Position: {text}" in asked(plan_of(source, answers))

    answers["words"] = {f"Position: {text}": "left_out"}
    assert said(plan_of(source, answers)) == {
        "Recommendation 7": {"action | Our police | Train."}
    }


def test_a_post_that_is_not_known_yet_is_left_out_with_a_word():
    source = "No.\tOwner\tLead\n7\tTBC\tto be confirmed"
    answers = {"columns": {"No.": "number", "Owner": "owner", "Lead": "executive_lead"}}
    plan = plan_of(source, answers)

    assert asked(plan) == []
    assert said(plan) == {"Recommendation 7": set()}
    assert [(each.text, each.why) for each in plan.records[0].left_out] == [
        ("TBC", "It does not name a post."),
        ("to be confirmed", "It does not name a post."),
    ]


def test_a_recommendation_without_a_number_is_chosen_from_those_that_are_here():
    here = (
        ("Recommendation: Action plan", "Action plan"),
        ("Recommendation 7", "Train"),
    )
    source = "No.\tResponse\nthe plan\tWe accept."
    plan = plan_of(source, {"columns": TWO}, recommendations=here)
    [question] = plan.questions.of_step("numbers")
    assert question.options == here
    assert question.accepts("Recommendation: Action plan")
    assert question.accepts("12")
    assert not question.accepts("Some other plan")

    answers = {"columns": TWO, "numbers": {"the plan": "Recommendation: Action plan"}}
    told = said(plan_of(source, answers, recommendations=here))
    assert told == {
        "Recommendation: Action plan": {"response | Our police | We accept."}
    }


@pytest.mark.parametrize(
    "heading", ["Addressees", "Addressee", "Addressee(s) of the report"]
)
def test_whoever_a_report_addresses_is_not_taken_for_who_responds_or_acts(heading):
    source = f"No.\t{heading}\tReply\tStep\n7\tChief constables\tWe accept.\tTrain."
    answers = {"columns": {"No.": "number", "Reply": "response", "Step": "action"}}
    [question] = [
        each
        for each in plan_of(source, answers).questions.unanswered
        if each.key == heading
    ]
    assert dict(question.options) == {
        "": "Choose",
        "addressees_printed": "Who the report asked",
        "left_out": "Exclude this column",
    }
    for other in ("organisation", "owner", "response"):
        assert not question.accepts(other)

    answers["columns"][heading] = "addressees_printed"
    plan = plan_of(source, answers, saved={("columns", heading): "organisation"})
    assert [each.key for each in plan.questions.of_step("whose")] == ["Everything else"]
    assert said(plan)["Recommendation 7"] == {
        "addressees_printed | Chief constables",
        "response | Our police | We accept.",
        "action | Our police | Train.",
    }


def test_whose_a_row_is_that_addresses_another_body_is_asked_in_these_words():
    source = "No.\tFor\tReply\n7\tPCC\tWe accept."
    answers = {
        "columns": {"No.": "number", "For": "addressees_printed", "Reply": "response"}
    }
    asked_for = "Who responds and acts in rows in which the report asks: PCC"
    assert asked(plan_of(source, answers)) == [asked_for]

    for answer, whose in (
        ("none", "Our police"),
        ("Our commissioner", "Our commissioner"),
    ):
        told = said(plan_of(source, {**answers, "whose": {asked_for: answer}}))
        assert told["Recommendation 7"] == {
            "addressees_printed | PCC",
            f"response | {whose} | We accept.",
        }


def test_the_name_of_an_organisation_in_its_own_column_is_known():
    source = "Number\tOrganisation that responds or acts\tText of the response\n7\tHome Office\tWe do."

    plan = plan_of(source)

    assert asked(plan) == []
    assert said(plan) == {"Recommendation 7": {"response | Home Office | We do."}}


# Numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("7", ["Recommendation 7"]),
        ("7.1", ["Recommendation 7.1"]),
        ("Rec. 7a:", ["Recommendation 7a"]),
        ("Action 26", ["Action 26"]),
        ("Recommendation No. 7", ["Recommendation 7"]),
        (
            "Recommendations 1, 4 and 5",
            ["Recommendation 1", "Recommendation 4", "Recommendation 5"],
        ),
        ("7 (chief constables)", []),
        ("7-9", []),
        ("Seven", []),
        ("Total", []),
        ("1²", []),
        ("0", []),
        ("27/03/2025", []),
        ("Reccommendation 7", []),
        ("", []),
    ],
)
def test_numbers_are_read_in_the_forms_that_the_screen_lists(text, names):
    assert read_numbers(text) == names


@given(st.text(max_size=30))
def test_a_number_at_the_beginning_takes_nothing_from_the_text(text):
    number, rest = split_number(text)

    assert not number or read_numbers(number)
    assert "".join((number + rest).split()) in "".join(text.split()) or number


def test_rows_without_a_number_are_asked_about_once():
    source = "No.\tAction\n7\tTrain.\n\tAudit.\n8\tAsk.\n\tTell."
    answers = {"columns": {"No.": "number", "Action": "action"}}
    assert asked(plan_of(source, answers)) == ["Rows without a number"]

    told = said(
        plan_of(source, {**answers, "numbers": {"Rows without a number": "above"}})
    )
    assert told["Recommendation 7"] == {
        "action | Our police | Train.",
        "action | Our police | Audit.",
    }
    own = said(
        plan_of(source, {**answers, "numbers": {"Rows without a number": "own"}})
    )
    assert len(own) == 4
    left = plan_of(
        source, {**answers, "numbers": {"Rows without a number": "left_out"}}
    )
    assert [each.text for each in left.left_out] == ["Audit.", "Tell."]


def test_a_row_about_several_recommendations_is_about_each_of_them():
    told = said(
        plan_of("No.\tResponse\n1, 4 and 5\tWe accept these.", {"columns": TWO})
    )

    assert told == {
        f"Recommendation {number}": {"response | Our police | We accept these."}
        for number in (1, 4, 5)
    }


# Dates


@given(st.dates(min_value=TODAY.replace(year=2010), max_value=TODAY.replace(year=2099)))
def test_dates_are_read_in_the_forms_that_the_screen_lists(day):
    month = MONTHS[day.month]
    whole = PartialDate.of_day(day)
    for text in (
        f"{day.day} {month} {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"by {day.day} {month} {day.year}",
    ):
        assert read_exact_date(text) == whole
    assert read_exact_date(f"{month} {day.year}") == PartialDate(day.year, day.month)
    assert read_exact_date(f"{day.year}") == PartialDate(day.year)


@given(st.text(max_size=20))
def test_no_other_text_is_a_date(text):
    date = read_exact_date(text)

    assert date is None or str(date.year) in text or not text.isascii()


def test_the_examples_on_the_screen_are_read():
    for example in FORMATS:
        assert read_exact_date(example.partition(" (")[0])


@pytest.mark.parametrize(
    "text",
    [
        "Nov-24",
        "March 26",
        "27/03/25",
        "Q3",
        "Spring 2025",
        "03/27/2025",
        "TBC",
        "31/02/2025",
    ],
)
def test_an_unclear_date_is_asked_about_once_and_kept_as_written_without_an_answer(
    text,
):
    source = f"No.\tDue\n7\t{text}\n8\t{text}"
    answers = {"columns": {"No.": "number", "Due": "due"}}
    plan = plan_of(source, answers)
    (question,) = plan.questions.of_step("dates")
    assert (question.key, len(question.places)) == (text, 2)
    assert said(plan)["Recommendation 8"] == {f"due | Our police | {text}"}

    told = said(plan_of(source, {**answers, "dates": {text: "March 2027"}}))
    assert told["Recommendation 8"] == {f"due | Our police | {text} | 2027-03"}


def test_a_date_that_cannot_be_right_is_asked_about():
    source = "No.\tUpdate\tDate\n7\tDone.\t27 March 2022\n8\tBegun.\tMarch 2027\n9\tx\tMarch 2026"
    answers = {"columns": {"No.": "number", "Update": "update", "Date": "update_date"}}

    before, coming = plan_of(source, answers).questions.of_step("dates")

    assert before.help.startswith("27 March 2022 is before the report was published.")
    assert coming.help.startswith("March 2027 is in the future.")


def test_a_heading_that_is_a_date_and_no_more_is_the_date_of_its_updates():
    source = "No.\tNovember 2024\tMay 2025 (draft)\n7\tBegun.\tDone."
    answers = {
        "columns": {
            "No.": "number",
            "November 2024": "update",
            "May 2025 (draft)": "update",
        }
    }
    plan = plan_of(source, answers)

    assert [each.key for each in plan.questions.of_step("dates")] == [
        "Heading: May 2025 (draft)"
    ]
    assert said(plan)["Recommendation 7"] == {
        "update | Our police | Begun. | 2024-11",
        "update | Our police | Done.",
    }


# Words


def test_only_our_exact_words_and_those_chosen_before_need_no_question():
    source = (
        "No.\tStatus\n1\tMarked complete\n2\tmarked complete\n3\tComplete\n4\tGreen"
    )
    answers = {"columns": {"No.": "number", "Status": "status"}}
    saved = {
        ("words", "Status: Green"): "in_progress",
        ("words", "Status: Complete"): "nonsense",
    }
    plan = plan_of(source, answers, saved=saved)

    known = {each.key: each.known for each in plan.questions.of_step("words")}
    assert known.pop("No column of actions") is None
    assert known == {
        "Status: Marked complete": "complete",
        "Status: marked complete": None,
        "Status: Complete": None,
        "Status: Green": "in_progress",
    }


def test_an_answer_of_a_person_counts_more_than_one_saved_before():
    source = "No.\tRAG\n1\tGreen"
    answers = {"columns": {"No.": "number"}, "words": {"Status: Green": "complete"}}
    saved = {
        ("words", "Status: Green"): "in_progress",
        ("columns", "RAG"): "status",
        ("columns", "No."): "title",
    }
    plan = plan_of(source, answers, saved=saved)

    assert said(plan) == {
        "Recommendation 1": {"status | Our police | Green | complete"}
    }
    assert plan.questions.answers_to_save() == {
        ("columns", "No."): "number",
        ("words", "Status: Green"): "complete",
        ("words", "No column of actions"): "preview",
    }


def test_answers_are_told_by_their_labels():
    source = "No.\tOwner\tStatus\n1\tForce, PFCC and Home Office\tGreen"
    answers = {"columns": {"No.": "number", "Owner": "owner", "Status": "status"}}
    answers["whose"] = {
        "Responsible: Force, PFCC and Home Office": "\n".join(ORGANISATIONS)
    }
    answers["words"] = {"Status: Green": ""}
    plan = plan_of(source, answers)

    told = {
        question.key: question.answer_words
        for question in plan.questions.asked.values()
    }
    assert (
        told["Responsible: Force, PFCC and Home Office"]
        == "Our police, Home Office and Our commissioner"
    )
    assert told["Status: Green"] == "Not entered: show the force’s words"


# Choices


TEXTS = st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3)


@given(
    st.dictionaries(st.text(max_size=9), TEXTS, max_size=3), st.lists(TEXTS, max_size=2)
)
def test_choices_survive_their_way_through_a_file(answers, typed):
    assert ImportChoices.from_json(
        ImportChoices(answers, typed).to_json()
    ) == ImportChoices(answers, typed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "null",
        "{",
        '{"x": 1}',
        '{"answers": []}',
        '{"answers": {"words": []}}',
        "[" * 9999,
        '{"answers": {"words": {"a": 1}}}',
        '{"typed": [["a"]]}',
        '{"typed": 7}',
    ],
)
def test_a_file_that_holds_no_choices_is_refused(text):
    with pytest.raises(UnreadableChoicesError, match="not a file of choices"):
        ImportChoices.from_json(text)


@given(
    st.lists(
        st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=2, max_size=5
    )
)
def test_no_table_breaks_the_reading_and_no_text_is_lost(rows):
    source = "\n".join(
        "\t".join(" ".join(cell.split()) or "x" for cell in row) for row in rows
    )
    try:
        document = document_of(f"x{source}")
    except RefusedError:
        return  # it says what to do
    if not document.tables:
        return
    name = BEGINS.format(document.tables[0].rows[0][0].text[:60])
    choices = ImportChoices({"tables": {name: "rows", f"{name}: headings": "1"}})
    known = AnswerKnown(TODAY, ["Our police"], "Our police")
    for question in read_plan(document, choices, known).questions.of_step("columns"):
        meaning = (
            "number"
            if question.key == document.tables[0].rows[0][0].text
            else "response"
        )
        choices.store("columns", {question.key: meaning})
    plan = read_plan(document, choices, known)
    texts = {each.text for each in plan.left_out}
    for record in plan.records:
        texts |= {
            statement.text for line in record.lines for statement in line.statements
        }
        texts |= {record.number}
    everything = " ".join(texts)
    for row in document.tables[0].rows[1:]:
        for cell in row[1:]:
            assert (
                not cell.says_something
                or cell.text in everything
                or row == document.tables[0].rows[0]
            )
