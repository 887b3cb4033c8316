"""Editors take the table that their force has into drafts."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from complaints.admin.table_import.comparison import UNDATED
from complaints.importing.cells import question_key
from complaints.models import (
    Action,
    ProgressUpdate,
    ReadingChoice,
    RecommendationResponsePage,
    SuperComplaintPage,
)
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.publication_set import set_holding
from pages.moderation.gate.roles import EDITORS, FEEDBACK_TEAM
from tests.complaints.importing.plans import table
from tests.factories import OrganisationFactory, UserFactory
from tests.submissions import submit

from .table_imports import ImportScreen
from .update_rounds import draft_of, revisions

pytestmark = pytest.mark.django_db

CHESHIRE = table(
    ["No.", "Recommendation", "Initial Constabulary Response 21st November 2024"],
    ["7", "Record stalking behind another crime.", "We accept this recommendation. Our system does it."],
    ["10", "Review training.", "<p>Accepted.</p><p>We review it.</p>"],
)


@pytest.fixture
def screen(client, editor, site_force, stalking):
    return ImportScreen.of(client, stalking)


def recommendations(parent):
    found = RecommendationResponsePage.objects.child_of(parent).order_by("sort_key")
    return [page.get_latest_revision_as_object() for page in found]


def test_a_table_becomes_drafts_in_one_set_once_it_was_seen(screen, stalking, editor, site_force):
    screen.paste(CHESHIRE)
    assert screen.problems == []
    answer = screen.client.post(screen.address, {**screen.typed, "show": "Recommendation 10"})
    assert "Review training." in answer.content.decode()
    assert recommendations(stalking) == []
    assert list(screen.changes()) == ["Recommendation 7: is made", "Recommendation 10: is made"]

    answer = screen.send(save="1")

    assert answer.status_code == 302, screen.problems
    seven, ten = recommendations(stalking)
    assert (seven.live, seven.owner) == (False, editor)
    assert seven.wording == "Record stalking behind another crime."
    assert seven.wording_source == "Stalking"
    response = ten.responses.get()
    assert list(response.respondents.all()) == [site_force]
    assert (response.position, response.date) == ("accepted", PartialDate(2024, 11, 21))
    assert str(response.narrative[0].value) == "<p>Accepted.</p><p>We review it.</p>"
    assert set_holding(seven) == set_holding(ten)


def test_a_row_without_a_number_among_others_is_refused_unless_it_is_there(screen, answered):
    answered("", title="Ask all", wording="Ask all.")
    refused = []
    for wording in ("Do none.", "Ask all."):
        screen.paste(table(["No.", "Recommendation"], ["", wording], ["1", "Do one."]))
        refused.append("nothing says its number, as others have one" in screen.words)

    assert refused == [True, False]


def test_the_same_table_again_changes_nothing(screen, stalking):
    screen.paste(CHESHIRE)
    screen.send(save="1")
    before = revisions()

    screen.paste(CHESHIRE)
    assert list(screen.changes()) == [
        "Recommendation 7: stays as it is",
        "Recommendation 10: stays as it is",
    ]
    screen.send(save="1")

    assert revisions() == before


ROUND = table(
    ["Rec No.", "Recommendation", "Status", "Update", "Due"],
    ["7", "Do 7", "Action complete", "All are trained.", "March 2027"],
    ["8", "Another wording", "Ongoing", "", "June 2027"],
)


def test_a_row_takes_so_few_queries_that_300_take_seconds(screen, django_assert_max_num_queries):
    """Each costs about a tenth of a second for 300 rows."""

    def queries(numbers, heading="Recommendation", said="Do {}"):
        rows = "\n".join(f"{each}\t{said.format(each)}" for each in numbers)
        screen.paste(f"No.\t{heading}\n{rows}", "pasted.txt")
        with django_assert_max_num_queries(300) as asked:
            assert screen.send(save="1").status_code == 302
        return len(asked)

    assert queries([3, 4, 5, 6]) - queries([1, 2]) <= 2 * 22
    changed = [queries(numbers, "Status", "Done") for numbers in ([3, 4, 5, 6], [1, 2])]
    assert changed[0] - changed[1] <= 2 * 13


def test_a_round_changes_field_by_field_and_leaves_what_it_does_not_say(screen, answered, stalking):
    seven, eight = answered("7", wording="Do 7", wording_source="The report"), answered("8", wording="Do 8")
    screen.paste(ROUND)
    screen.send(as_at="March 2026")

    assert screen.changes() == {
        "Recommendation 7: is changed": {
            "Progress update, March 2026": "All are trained.",
            "Status of the action": "Marked complete “Action complete” read as Marked complete",
            "Status in the force’s own words": "Action complete",
        },
        "Recommendation 8: is changed": {
            "Status in the force’s own words": "Ongoing",
            "Date that the action is due": "June 2027",
        },
    }
    assert "The recommendation has another text here, which stays." in screen.words
    assert screen.send(save="1").status_code == 302

    action = draft_of(seven).actions.get()
    assert (action.title, action.status) == ("Train", "complete")
    assert action.pk == seven.actions.get().pk  # the action that readers were promised a date for
    assert draft_of(seven).progress_updates.get().text == "<p>All are trained.</p>"
    dates = draft_of(eight).actions.get().due_dates_in_order()
    assert [str(each.due) for each in dates] == ["2027-03", "2027-06"]
    assert draft_of(eight).wording == "Do 8"


def test_nothing_is_saved_while_one_row_is_wrong(screen, answered):
    answered("7")
    before = revisions()
    screen.paste(
        "No.\tStatus\tLead\n7\tDone\tA\n8\tDone\t" + "x" * 200 + "\n9\tDone\tB\n10\tDone\tC", "pasted.txt"
    )

    assert len(screen.problems) == 1
    assert screen.problems[0].startswith("Recommendation 8: Row 3, “Lead”: “xxx")
    assert "save" not in [button.get("name") for button in screen.shown.select("button")]
    assert screen.send(save="1", fingerprint="x").status_code == 200
    assert revisions() == before


def test_a_heading_that_is_not_known_is_asked_and_remembered(screen, answered):
    seven = answered("7")
    notes = table(["No.", "Notes"], ["7", "All are trained."])
    screen.paste(notes)
    assert screen.problems == ["Say what each marked column is: nothing is read before."]
    assert screen.changes() == {}

    screen.send(**{"columns-0": ["number", "update"]})
    # Nothing says when it was, and nobody guesses it.
    assert screen.problems == [f"Date of the updates: {UNDATED}"]
    assert screen.shown.find("button", {"name": "save"}) is None
    assert screen.send(save="1").status_code == 200
    screen.send(as_at="March 2026")
    assert list(screen.changes()) == ["Recommendation 7: is changed"]
    screen.send(save="1")
    assert draft_of(seven).progress_updates.get().text == "<p>All are trained.</p>"

    screen.paste(notes)
    assert list(screen.changes()) == ["Recommendation 7: stays as it is"]
    assert "As you said at an earlier table of these headings." in screen.words


def test_what_a_colour_means_is_asked_once_and_remembered(screen, answered):
    seven, eight = answered("7"), answered("8")
    screen.paste("No.\tRAG\n7\tGreen\n8\tGreen", "pasted.txt")
    assert screen.problems == ["Status of the action: “Green”?"]
    (name,) = [name for name in screen.typed if name.startswith("answer-")]
    screen.send(**{name: "complete"})
    screen.send(save="1")

    assert [draft_of(page).actions.get().status for page in (seven, eight)] == ["complete", "complete"]
    assert ReadingChoice.objects.get().answer == "complete"
    screen.paste("No.\tRAG\n7\tGreen", "pasted.txt")
    assert screen.problems == []


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_saved(screen, answered):
    seven = answered("7")
    screen.paste("No.\tStatus\n7\tDone", "pasted.txt")
    draft = draft_of(seven)
    draft.actions = [Action(title="Train", description="<p>x</p>", status="superseded")]
    draft.save_revision(clean=False)

    screen.send(save="1")

    assert screen.problems[0].startswith("Somebody changed these recommendations meanwhile.")
    assert draft_of(seven).actions.get().status == "superseded"
    assert screen.send(save="1").status_code == 302
    # An action of the report is no recommendation of the same number.
    screen.paste(b"No.\tTitle\nAction 7\tInspect", "pasted.txt")
    assert list(screen.changes()) == ["Action 7: is made"]
    draft = draft_of(answered("8"))
    draft.title, draft.change_note = "Changed", "A new title."
    draft.save_revision()
    submit(draft, UserFactory(roles=[EDITORS]))
    screen.paste("No.\tStatus\n8\tDone", "pasted.txt")
    assert "so it cannot be changed now" in screen.problems[0]


def test_what_is_in_the_way_or_not_wanted_is_left_out_and_the_rest_saved(screen, answered, stalking):
    seven, eight = answered("7"), answered("8")
    draft = draft_of(eight)
    draft.title, draft.change_note = "Changed", "A new title."
    draft.save_revision()
    submit(draft, UserFactory(roles=[EDITORS]))
    before = revisions()[eight.pk]
    screen.paste("No.\tStatus\n7\tDone\n8\tDone\n9\tDone", "pasted.txt")
    assert screen.shown.find("button", {"name": "save"}) is None

    screen.send(left_out=["Recommendation 8", "Recommendation 9"])
    assert "1 changed, 2 left out." in screen.words
    assert screen.send(save="1").status_code == 302

    assert draft_of(seven).actions.get().status == "complete"
    assert revisions()[eight.pk] == before
    assert [page.number for page in recommendations(stalking)] == ["7", "8"]


def test_wrong_files_get_a_clear_message(screen):
    for name, contents, told in [
        ("plan.pdf", b"%PDF", "This kind of file is not read here."),
        ("plan.xlsm", b"PK", "It may run macros."),
        ("plan.csv", b"", "The file is empty."),
        ("plan.xlsx", b"PK\x03\x04", "damaged, or not what its name says"),
        ("plan.csv", b"x" * (10 * 1024 * 1024 + 1), "at most 10 MB are opened"),
    ]:
        screen.typed = {}
        answer = screen.client.post(screen.address, {"table": SimpleUploadedFile(name, contents)})

        assert answer.status_code == 200, name
        assert told in answer.content.decode(), name


def test_rude_requests_save_nothing(screen, stalking, client, signed_in):
    assert client.get(screen.address).status_code == 200
    for typed in ({}, {"source": "x"}, {"source": "[" * 9999}, {"source": '{"parts": [1], "notes": []}'}):
        assert "cannot be taken" in client.post(screen.address, typed).content.decode()
    screen.paste(CHESHIRE)
    assert screen.send(**{"columns-0": ["nonsense"] * 3, "columns-99": ["x"], "answer-x": "y", "as_at": "?"})
    signed_in(FEEDBACK_TEAM)
    assert client.post(screen.address, screen.typed).url == reverse("wagtailadmin_home")
    assert recommendations(stalking) == []


def test_a_new_super_complaint_is_made_with_the_recommendations_of_its_table(
    client, section, editor, site_force
):
    body = OrganisationFactory(name="Women’s Trust")
    screen = ImportScreen(client, reverse("new_response_import", args=[section.pk]))
    typed = {"title": "Delays", "lead_bodies": ["999999"], "stage": "report", "submitted": "Nov 2022"}
    rows = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-number": "3",
        "items-0-title": "Typed",
    }
    screen.paste(CHESHIRE, **typed, **rows, report_published="27/9/2024")
    assert any("Lead body or bodies" in each for each in screen.problems)
    assert screen.typed["items-0-title"] == "Typed"
    screen.send(lead_bodies=["999999"], save="1")
    assert not SuperComplaintPage.objects.exists()

    answer = screen.send(lead_bodies=[str(body.pk)], save="1")

    page = SuperComplaintPage.objects.get(draft_title="Delays")
    assert answer.url == reverse("update_round", args=[page.pk])
    assert [(each.number, each.title) for each in recommendations(page)] == [
        ("3", "Typed"),
        ("7", "Record stalking behind another crime"),
        ("10", "Review training"),
    ]
    assert len(set_holding(page).objects_in_order()) == 4


def import_plan(file, *options):
    said = StringIO()
    call_command(
        "import_plan",
        str(file),
        "--super-complaint=" + SuperComplaintPage.objects.get().slug,
        *options,
        stdout=said,
    )
    return said.getvalue()


def test_the_command_says_what_changes_and_saves_it(answered, editor, site_force, stalking, tmp_path):
    seven, file = answered("7"), tmp_path / "plan.csv"
    file.write_text("No.,Status,Notes\n7,Green,Done\n")
    with pytest.raises(CommandError, match="--columns"):
        import_plan(file, f"--user={editor}")
    columns = "--columns=number,status,left_out"
    with pytest.raises(CommandError, match="--answer"):
        import_plan(file, f"--user={editor}", columns)
    answer = f"--answer={question_key('status', 'Green')}=complete"
    before = revisions()

    said = import_plan(file, f"--user={editor}", columns, answer, "--dry-run")
    assert "Status of the action: In progress → Marked complete (“Green” read as Marked complete)" in said
    assert revisions() == before
    with pytest.raises(CommandError, match="put these right"):  # the update has no date
        import_plan(file, f"--user={editor}", "--columns=number,left_out,update", "--dry-run")
    assert "Saved as drafts" in import_plan(file, f"--user={editor}", columns, answer)
    assert draft_of(seven).actions.get().status == "complete"


def test_our_own_data_change_nothing(screen, answered, stalking):
    update = ProgressUpdate(as_at=PartialDate(2025, 3), text="<p>Half are trained.</p><p>More follow.</p>")
    answered("7", wording="Do 7", wording_source="The report", progress_updates=[update])
    answered("7.1", deadline_printed="as an interim measure, immediately")
    data = screen.client.get("/super-complaints/data/recommendations.csv")
    lines = data.getvalue().decode("utf-8-sig").splitlines(keepends=True)
    of_other_bodies = dict.fromkeys(next(csv.reader(lines[:1])), "")
    of_other_bodies |= {"super_complaint": stalking.identifier, "kind": "action", "number": "7", "title": "X"}
    before = revisions()

    screen.paste(f"{''.join(lines)}{','.join(of_other_bodies.values())}\n".encode(), "recommendations.csv")

    assert screen.problems == []
    assert list(screen.changes()) == [
        "Recommendation 7: stays as it is",
        "Recommendation 7.1: stays as it is",
    ]
    screen.send(save="1")
    assert revisions() == before


def test_who_leads_the_whole_plan_is_said_at_the_super_complaint(screen, stalking):
    screen.paste("<p>Executive lead: Assistant Chief Constable</p>" + CHESHIRE)
    changes = screen.changes()["The super-complaint itself: is changed"]
    assert changes == {"Executive lead of the whole plan": "Assistant Chief Constable"}
    screen.send(save="1")

    draft = SuperComplaintPage.objects.get(pk=stalking.pk).get_latest_revision_as_object()
    assert draft.executive_lead == "Assistant Chief Constable"
    assert set_holding(draft) == set_holding(recommendations(stalking)[0])
    screen.paste("<p>Executive lead: Assistant Chief Constable</p>" + CHESHIRE)
    assert "of the whole plan" not in screen.words


def test_an_answer_to_several_recommendations_stands_once_on_the_super_complaint(
    screen, stalking, site_force
):
    table_of_letters = (
        "No.\tResponse\n1, 4 and 5\tWe accept these recommendations.\n7\tWe accept this recommendation."
    )
    screen.paste(table_of_letters.encode(), "pasted.txt")
    assert screen.changes()["The super-complaint itself: is changed"] == {
        "Answer of the force to recommendations 1, 4 and 5": "We accept these recommendations.",
        "Position: accepted or not to recommendations 1, 4 and 5": "Accepts "
        "“We accept these recommendations.” read as Accepts, as the answer begins with it",
    }
    screen.send(save="1")

    draft = SuperComplaintPage.objects.get(pk=stalking.pk).get_latest_revision_as_object()
    answer = draft.responses.get()
    assert (answer.covered_words, answer.position) == ("Recommendations 1, 4 and 5", "accepted")
    assert list(answer.respondents.all()) == [site_force]
    assert [page.responses.count() for page in recommendations(stalking)] == [0, 0, 0, 1]
    assert set_holding(draft) == set_holding(recommendations(stalking)[0])
    screen.paste(table_of_letters.encode(), "pasted.txt")
    assert set(screen.changes()) == {f"Recommendation {number}: stays as it is" for number in "1457"}


def test_no_text_is_made_up_for_an_action_of_which_a_table_gives_the_status_alone(screen, stalking):
    screen.paste("No.\tStatus\tUpdate\tDate\n7\tAction complete\tAll are trained.\tNov-24", "pasted.txt")
    screen.send(save="1")

    action = recommendations(stalking)[0].actions.get()
    assert (action.status, action.status_words, action.completed) == ("complete", "Action complete", None)
    assert action.description == ""
