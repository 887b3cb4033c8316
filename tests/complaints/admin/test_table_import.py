"""Editors import the table that their force has."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText
from wagtail.rich_text import get_text_for_indexing as text_of

from complaints.admin.table_import.texts import text_of_stream
from complaints.models import (
    Action,
    RecommendationResponsePage,
    Response,
    SavedChoice,
    SuperComplaintPage,
    TableImport,
)
from complaints.models.recommendation import SOURCE_OF_IMPORTED_WORDING
from complaints.models.table_import import delete_old_imports
from complaints.vocabulary import OrganisationKind
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_set import set_holding
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, MODERATORS
from tests.complaints.importing.plans import CHESHIRE
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    publish,
)
from tests.submissions import submit

from .table_imports import Wizard
from .update_rounds import draft_of, revisions

pytestmark = pytest.mark.django_db

CHESHIRES_RESPONSE = "Initial Constabulary Response 21st November 2024"
CHESHIRES = {
    "columns": {
        "No.": "number",
        "Recommendation": "wording",
        CHESHIRES_RESPONSE: "response",
    },
    "dates": {f"Heading: {CHESHIRES_RESPONSE}": "21 November 2024"},
}


@pytest.fixture
def wizard(client, editor, site_force, stalking):
    return Wizard(client, stalking)


@pytest.fixture
def imported(wizard):
    """Return a function that brings a table to the preview by the choices of its columns."""

    def upload(source, columns, **answers):
        return wizard.upload(source).choose(**{"columns": columns, **answers})

    return upload


def recommendations(parent):
    found = RecommendationResponsePage.objects.child_of(parent).order_by("sort_key")
    return [page.get_latest_revision_as_object() for page in found]


# The way there


def test_the_menu_leads_to_the_import_of_a_super_complaint(
    client, wizard, stalking, section
):
    start = reverse("table_import_start")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Import a table" in home
    assert start in home

    shown = client.get(start).content.decode()

    assert "Which super-complaint is your table about?" in shown
    assert reverse("table_import", args=[stalking.pk]) in shown
    assert reverse("new_response", args=[section.pk]) in shown
    assert "Your unfinished imports" not in shown
    wizard.upload(CHESHIRE)
    assert (
        wizard.address.replace("/tables/", "/preview/")
        in client.get(start).content.decode()
    )
    actions = client.get(
        reverse("wagtailadmin_pages:edit", args=[stalking.pk])
    ).content.decode()
    assert reverse("table_import", args=[stalking.pk]) in actions


def test_only_who_can_import_a_table_is_led_there(client, stalking, signed_in):
    signed_in(MODERATORS)

    assert (
        "Import a table"
        not in client.get(reverse("wagtailadmin_home")).content.decode()
    )
    assert client.get(reverse("table_import_start")).status_code == 302


# From the upload to the drafts


def test_a_table_becomes_drafts_in_one_set_once_it_was_seen(
    wizard, stalking, editor, site_force
):
    wizard.upload(CHESHIRE)
    assert wizard.step == "tables"
    wizard.send()
    assert (wizard.step, wizard.labels) == (
        "columns",
        [
            "“No.”",
            "“Recommendation”",
            f"“{CHESHIRES_RESPONSE}”",
        ],
    )
    wizard.choose(**CHESHIRES)
    assert wizard.step == "preview"
    assert recommendations(stalking) == []
    shown = wizard.drafts()[
        "Recommendation 7: Record and find stalking when another crime is the main one"
    ]
    assert (
        "The force responded. We have not recorded whether it accepts. It is not marked complete."
        in shown
    )
    assert "We accept this recommendation. Our system does it." in shown

    wizard.save()

    assert wizard.address == reverse("update_round", args=[stalking.pk])
    seven, ten = recommendations(stalking)
    assert (seven.live, seven.owner) == (False, editor)
    response = ten.responses.last()
    assert list(response.respondents.all()) == [site_force]
    assert (response.position, response.date) == ("", PartialDate(2024, 11, 21))
    assert str(response.narrative[0].value) == "<p>Accepted.</p><p>We review it.</p>"
    assert set_holding(seven) == set_holding(ten)


def test_imported_wording_is_that_of_the_plan_until_an_editor_has_checked_it(
    imported, stalking, client
):
    imported("Number\tWording\n99\tDo something.", {"Wording": "wording"}).save()
    page = publish(recommendations(stalking)[0])
    assert (page.wording_checked, page.wording_source) == (
        False,
        SOURCE_OF_IMPORTED_WORDING,
    )
    told = client.get(page.url).content.decode()
    assert "Wording as printed in the force’s plan" in told
    assert "We have not checked this wording against the report." in told
    assert "“Do something.”" not in told
    assert "Exact wording" not in told

    page.wording_checked = True
    with pytest.raises(Exception, match="Enter the report in which you checked"):
        page.clean_for_publication()
    page.wording_source = "Report, page 7"
    page = publish(page)
    told = client.get(page.url).content.decode()
    assert "“Do something.”" in told
    assert "as printed in the force’s plan" not in told


def test_the_wording_of_a_page_that_had_none_is_that_of_the_plan_too(
    imported, answered, stalking
):
    answered("7", wording="", summary="Train.")

    wizard = imported("Number\tPrinted\n7\tTrain everyone.", {"Printed": "wording"})

    assert (
        "Readers are told that the wording is as printed in the force’s plan"
        in wizard.words
    )


def test_organisations_that_plans_name_most_often_are_offered_first(wizard):
    OrganisationFactory(name="A charity", kind=OrganisationKind.DESIGNATED_BODY)
    OrganisationFactory(name="Our commissioner", kind=OrganisationKind.COMMISSIONER)

    wizard.upload("Number\tAction\tOwner\n7\tTrain.\tPCC").choose(
        columns={"Action": "action", "Owner": "owner"}
    )

    wizard.go("whose")
    labels = [
        label.get_text(strip=True)
        for label in wizard.shown.select("[id^=id_answer] label")
    ]
    assert labels.index("The table does not say which organisation") < labels.index(
        "Our commissioner"
    )
    assert labels.index("Our commissioner") < labels.index("A charity")


def test_the_preview_says_what_is_needed_before_it_can_be_published(imported):
    source = "Number\tWorks\tPosition\tLatest news\n99\tTrain.\tIn part\tBegun."
    columns = {"Works": "action", "Position": "position", "Latest news": "update"}

    wizard = imported(source, columns, words={"Position: In part": "accepted_in_part"})

    assert "Needed before it can be published" in wizard.words
    assert (
        "Date of the update: Enter the date that this update is about." in wizard.words
    )
    assert "Reason: Give the reason for the position" in wizard.words
    assert "What it asks: Enter what it asks" in wizard.words
    wizard.save()
    assert "Saved as drafts" in wizard.words


def test_what_the_catalogue_or_a_page_says_already_wins_and_the_difference_is_shown(
    imported, answered
):
    answered(
        "7",
        wording="Do 7",
        wording_source="The report",
        deadline=PartialDate(2025, 3, 27),
    )
    columns = {"Wording": "wording", "Deadline": "deadline", "Heading": "title"}
    wizard = imported(
        "Number\tWording\tDeadline\tHeading\n7\tDo eight\t2027\tX\n10\tTrain\t2027\tTrain",
        columns,
    )

    seven, ten = wizard.drafts().values()
    for text in ("Wording: “Do eight”", "Deadline: “2027”", "Heading: “X”"):
        assert f"{text} A different value is already there and stays as it is." in seven
    assert "Already on this site: no changes" in seven
    assert "The report asked for this by 27 March 2025." in ten
    assert (
        "Deadline: “2027” A different value is already there and stays as it is." in ten
    )


def test_the_same_table_again_asks_less_and_changes_nothing(wizard, stalking):
    wizard.upload(CHESHIRE).choose(**CHESHIRES).save()
    before = revisions()

    wizard.upload(CHESHIRE).send()
    assert (wizard.step, wizard.labels) == (
        "whose",
        [
            "Organisation for all other responses, actions, updates and posts used 2 times in the table"
        ],
    )
    wizard.choose(dates=CHESHIRES["dates"])
    assert all(
        "Already on this site: no changes" in draft
        for draft in wizard.drafts().values()
    )
    wizard.save()

    assert revisions() == before
    assert "Nothing has changed" in wizard.words


def test_a_round_changes_field_by_field_and_leaves_what_it_does_not_say(
    imported, answered, stalking
):
    seven, eight = answered("7"), answered("8")
    source = "Number\tRAG\tUpdate\tDue\n7\tAction complete\tAll are trained.\tMarch 2027\n8\tOngoing\t\tJune 2027"
    wizard = imported(
        source,
        {"RAG": "status", "Update": "update", "Due": "due"},
        words={"Status: Action complete": "complete"},
        dates={"Heading: Update": "March 2026"},
    )
    assert (
        "Status of the action In progress Marked complete"
        in wizard.drafts()["Recommendation 7: Do 7"]
    )
    wizard.save()

    action = draft_of(seven).actions.get()
    assert (action.title, action.status, action.status_words) == (
        "Train",
        "complete",
        "Action complete",
    )
    # The action that readers were promised a date for.
    assert action.pk == seven.actions.get().pk
    update = draft_of(seven).progress_updates.get()
    assert (update.text, update.as_at) == (
        "<p>All are trained.</p>",
        PartialDate(2026, 3),
    )
    action = draft_of(eight).actions.get()
    assert (action.status, action.status_words) == ("in_progress", "Ongoing")
    assert [str(date.due) for date in action.due_dates_in_order()] == [
        "2027-03",
        "2027-06",
    ]


def test_a_word_that_nobody_chose_is_shown_as_written_and_counts_as_not_entered(
    imported, stalking
):
    wizard = imported(
        "Number\tAction\tRAG\n99\tTrain.\tAmber", {"Action": "action", "RAG": "status"}
    )
    assert "We have not recorded" in wizard.words
    wizard.save()

    action = recommendations(stalking)[0].actions.get()
    assert (action.status, action.status_words) == ("", "Amber")


def test_a_colour_that_was_chosen_is_the_status(imported, stalking):
    source = "<table><tr><td>Number<td>Do<td>RAG<tr><td>99<td>Train.<td bgcolor='#92D050'></table>"
    columns = {"Do": "action", "RAG": "status"}
    wizard = imported(source, columns, words={"Colour: #92D050": "complete"})
    assert (
        "The force’s web editors marked this recommendation complete, going by what the force reported."
        in wizard.words
    )
    wizard.save()

    action = recommendations(stalking)[0].actions.get()
    assert (action.status, action.status_chosen_here) == ("complete", True)
    assert SavedChoice.objects.get(asked="Colour: #92D050").answer == "complete"


def test_dates_in_words_are_kept_as_written_and_make_nothing_overdue(
    imported, stalking
):
    source = "Number\tAction\tRAG\tDue\tDone\n99\tTrain all.\tMarked complete\tMarch 26 earliest\tin place"
    columns = {"Action": "action", "RAG": "status", "Due": "due", "Done": "completed"}
    wizard = imported(source, columns)
    assert "Timing March 26 earliest" in wizard.words
    wizard.save()

    action = recommendations(stalking)[0].actions.get()
    due = action.current_due_date
    assert (due.due, due.due_words) == (None, "March 26 earliest")
    assert (action.completed, action.completed_words) == (None, "in place")


def test_a_deadline_in_words_is_no_change_of_its_date(imported):
    source = "Number\tDeadline in the report\n99\twithin 56 days"
    shown = imported(source, {}).drafts()["Recommendation 99: Recommendation 99"]

    assert "Deadline as printed within 56 days" in shown
    assert "(cleared)" not in shown


def test_nothing_in_the_column_of_actions_is_no_action(imported, stalking):
    source = (
        "Number\tWhat\tStep\tRAG\tUpdate\n99\tTrain all\t–\tAmber\tHalf are trained."
    )
    columns = {"What": "title", "Step": "action", "RAG": "status", "Update": "update"}
    wizard = imported(source, columns, dates={"Heading: Update": "March 2026"})
    assert any(label.startswith("Action by ") for label in wizard.labels)
    assert "RAG: “Amber” The table does not name the action." in wizard.words
    wizard.save()

    (page,) = recommendations(stalking)
    assert list(page.actions.all()) == []
    assert page.progress_updates.get().text == "<p>Half are trained.</p>"


def test_a_row_without_an_action_takes_the_title_that_a_person_types(
    imported, stalking, site_force
):
    wizard = imported("Number\tRAG\n99\tAmber", {"RAG": "status"})
    wizard.send(
        {f"Recommendation 99: action of {site_force}": "Train all officers"}
    ).save()

    action = recommendations(stalking)[0].actions.get()
    assert (action.title, action.status, action.status_words) == (
        "Train all officers",
        "",
        "Amber",
    )


def test_a_date_without_its_text_is_no_response_and_no_update(imported, stalking):
    source = (
        "Number\tWhat\tReply\tOn\tNews\tOf\n99\tTrain\tSee PFCC\t1 May 2025\t\tMay 2026"
    )
    columns = {
        "What": "title",
        "Reply": "response",
        "On": "response_date",
        "News": "update",
        "Of": "update_date",
    }
    words = {"Text: See PFCC": "left_out"}
    whose = {"Cell: See PFCC": "none"}
    wizard = imported(source, columns, words=words, whose=whose)
    for text in ("On: “1 May 2025”", "Of: “May 2026”"):
        assert f"{text} The row has no text for this date." in wizard.words
    wizard.save()

    (page,) = recommendations(stalking)
    assert list(page.responses.all()) == []
    assert list(page.progress_updates.all()) == []


def test_what_a_table_without_a_column_of_actions_is_about_is_asked_once(
    imported, answered, stalking
):
    seven = answered("7")
    source = "Number\tWhat\tRAG\n7\tTrain\tMarked complete\n98\tTell all\tAmber\n99\tAsk all\tAmber"
    columns = {"What": "title", "RAG": "status"}
    wizard = imported(source, columns, words={"No column of actions": "left_out"})
    assert "RAG: “Marked complete” The table does not name the action." in wizard.words
    assert "RAG: “Amber” The table does not name the action." in wizard.words

    wizard = imported(source, columns, words={"No column of actions": "recommendation"})
    wizard.save()
    assert draft_of(seven).actions.get().status == "complete"
    titles = [page.actions.get().title for page in recommendations(stalking)[1:]]
    assert titles == ["Tell all", "Ask all"]


def test_two_rows_that_name_no_action_are_not_made_one(imported, stalking, site_force):
    wizard = imported("Number\tRAG\n99\tAmber\n99\tGreen", {"RAG": "status"})
    wizard.send({f"Recommendation 99: action of {site_force}": "Train all officers"})

    assert (
        "row 3 is about one of several actions. Name the action in the table and upload it again, "
        "or exclude this recommendation." in wizard.words
    )


def test_two_rows_about_one_recommendation_keep_both_their_updates_and_responses(
    imported, stalking
):
    source = (
        "Number\tWorks\tReply\tLatest news\n"
        "99\tTool.\tWe bought one.\tIt is live.\n"
        "99\tTraining.\tWe train.\tHalf are trained."
    )
    answers = {
        "columns": {"Works": "action", "Reply": "response", "Latest news": "update"},
        "dates": {
            "Heading: Latest news": "October 2025",
            "Heading: Reply": "October 2025",
        },
    }

    for _ in range(2):  # the second time nothing changes
        imported(source, **answers).save()
        [page] = recommendations(stalking)
        assert [text_of(update.text) for update in page.progress_updates.all()] == [
            "It is live.",
            "Half are trained.",
        ]
        assert [
            text_of_stream(response.narrative) for response in page.responses.all()
        ] == [
            "We bought one.",
            "We train.",
        ]


def test_an_update_with_another_text_is_added_and_replaces_none(imported, stalking):
    for text in ("Half are trained.", "All are trained."):
        source = f"Number\tWorks\tLatest news\n99\tTraining.\t{text}"
        answers = {"columns": {"Works": "action", "Latest news": "update"}}
        imported(
            source, **answers, dates={"Heading: Latest news": "October 2025"}
        ).save()

    [page] = recommendations(stalking)
    updates = [
        (text_of(update.text), str(update.as_at))
        for update in page.progress_updates.all()
    ]
    assert updates == [
        ("Half are trained.", "2025-10"),
        ("All are trained.", "2025-10"),
    ]


def test_two_rows_that_name_different_leads_take_the_first_and_say_so(imported):
    wizard = imported(
        "Number\tWorks\tWho\n99\tTool.\tHead of Crime\n99\tTraining.\tHead of IT",
        {"Works": "action", "Who": "operational_lead"},
    )

    [shown] = wizard.drafts().values()
    assert "“Head of IT” An earlier row names another lead." in shown
    assert "Operational lead Head of Crime" in shown


def test_two_words_for_one_status_are_both_kept(imported, stalking):
    source = "Number\tAction\tRAG\tTiming\n99\tTrain.\tpast due\tBAU"
    wizard = imported(source, {"Action": "action", "RAG": "status", "Timing": "status"})
    assert "past due · BAU" in wizard.words
    wizard.save()
    action = recommendations(stalking)[0].actions.get()
    assert (action.status, action.status_words) == ("", "past due · BAU")


def test_two_words_that_mean_different_statuses_are_a_problem(imported):
    wizard = imported(
        "Number\tAction\tRAG\tTiming\n99\tTrain.\tpast due\tBAU",
        {"Action": "action", "RAG": "status", "Timing": "status"},
        words={"Status: past due": "in_progress", "Status: BAU": "complete"},
    )

    assert "one row says In progress and Marked complete." in wizard.words


@pytest.mark.parametrize(
    ("word", "is_our_reading"),
    [("Green", True), ("BAU", True), ("Action complete", False)],
)
def test_what_a_colour_or_bau_means_is_said_to_be_our_reading(
    imported, stalking, word, is_our_reading
):
    source = f"Number\tAction\tRAG\n99\tTrain.\t{word}"
    columns = {"Action": "action", "RAG": "status"}
    imported(source, columns, words={f"Status: {word}": "complete"}).save()

    action = recommendations(stalking)[0].actions.get()
    assert (action.status, action.status_chosen_here) == ("complete", is_our_reading)


def test_a_status_in_words_is_the_force_s_own_though_its_colour_says_the_same(
    imported, stalking
):
    source = (
        "<table><tr><td>Number<td>Action<td>RAG"
        "<tr><td>99<td>Train.<td bgcolor='#92D050'>Action complete</table>"
    )
    words = {"Status: Action complete": "complete", "Colour: #92D050": "complete"}
    wizard = imported(source, {"Action": "action", "RAG": "status"}, words=words)
    assert "The force marked this recommendation complete." in wizard.words
    wizard.save()

    action = recommendations(stalking)[0].actions.get()
    assert (action.status, action.status_chosen_here) == ("complete", False)


def test_a_row_of_another_body_that_is_left_out_makes_no_recommendation(
    imported, stalking
):
    source = "Number\tWho\tAction\n98\tPCC\tFund it.\n99\t\tTrain."
    wizard = imported(
        source,
        {"Who": "organisation", "Action": "action"},
        whose={"Rows with: PCC": "left_out"},
    )
    assert "“98 · PCC · Fund it.” It is about another organisation." in wizard.words
    wizard.save()

    assert [page.number for page in recommendations(stalking)] == ["99"]


def test_a_word_and_a_colour_that_differ_are_a_problem(imported, stalking):
    source = "<table><tr><td>Number<td>Action<td>RAG<tr><td>99<td>Train.<td bgcolor=red>Done</table>"
    wizard = imported(
        source,
        {"Action": "action", "RAG": "status"},
        words={"Colour: red": "not_started", "Status: Done": "complete"},
    )
    assert "one row says Marked complete and Not started." in wizard.words

    wizard.save()
    assert recommendations(stalking) == []


def test_a_colour_beside_an_owner_that_is_left_out_says_nothing_of_us(
    imported, stalking
):
    source = (
        "<table><tr><td>Number<td>Reply<td>RAG<td>Owner"
        "<tr><td bgcolor='#92D050'>99<td>We do.<td bgcolor='#92D050'><td>PCC</table>"
    )
    wizard = imported(
        source,
        {"Reply": "response", "RAG": "status", "Owner": "owner"},
        words={"Colour: #92D050": "complete", "No column of actions": "recommendation"},
        whose={
            "Responsible: PCC": "left_out",
            "Responses and updates in rows with the responsible post: PCC": "none",
        },
    )
    assert "Colour: “#92D050”: Marked complete" in wizard.words
    wizard.save()

    [page] = recommendations(stalking)
    assert list(page.actions.all()) == []
    assert text_of_stream(page.responses.get().narrative) == "We do."


def test_an_action_of_two_bodies_is_that_of_both(imported, stalking, site_force):
    commissioner = OrganisationFactory(name="Our commissioner")
    both = f"{site_force}\n{commissioner}"
    wizard = imported(
        "Number\tAction\tOwner\n99\tTrain.\tForce and PFCC",
        {"Action": "action", "Owner": "owner"},
        whose={"Responsible: Force and PFCC": both},
    )
    wizard.save()

    action = recommendations(stalking)[0].actions.get()
    assert set(action.respondents.all()) == {site_force, commissioner}
    assert SavedChoice.objects.get(asked="Responsible: Force and PFCC").answer == both


def test_an_owner_that_is_not_known_is_not_named(imported, stalking):
    source = "Number\tAction\tOwner\n98\tTrain.\tTBC\n99\tTell.\tn/a"
    wizard = imported(source, {"Action": "action", "Owner": "owner"})
    assert "Owner: “TBC” It does not name a post." in wizard.words
    wizard.save()

    actions = [page.actions.get() for page in recommendations(stalking)]
    assert [(action.owning_post, action.no_owner) for action in actions] == [
        ("", False),
        ("", False),
    ]


def test_a_recommendation_without_a_number_is_chosen_by_its_title(imported, stalking):
    plan = publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="", kind="action", title="Action plan"
        )
    )
    wizard = imported(
        "Number\tReply\nthe plan in red\tWe do.",
        {"Reply": "response"},
        numbers={"the plan in red": "Action: Action plan"},
    )
    wizard.save()

    assert text_of_stream(draft_of(plan).responses.get().narrative) == "We do."


def test_the_list_of_recommendations_is_offered_by_title(wizard, stalking):
    publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="", title="Action plan"
        )
    )
    wizard.upload("Number\tReply\nthe plan\tWe do.").choose(
        columns={"Reply": "response"}, numbers={}
    )
    offered = wizard.go("numbers").shown.select("datalist option")

    assert [(each["value"], each["label"]) for each in offered] == [
        ("Recommendation: Action plan", "Action plan")
    ]


def test_a_change_that_changes_nothing_is_not_listed(imported, answered):
    answered("7")
    source = "Number\tRAG\tClosed on\n7\tIn progress\t"
    wizard = imported(source, {"RAG": "status", "Closed on": "closed"})

    assert "Already on this site: no changes" in wizard.words
    assert "(cleared)" not in wizard.words


def test_a_date_of_completion_is_left_out_of_an_action_that_nobody_marked_complete(
    imported, stalking
):
    source = "Number\tAction\tRAG\tDone\n99\tTrain.\tAmber\t27 March 2025"
    wizard = imported(
        source, {"Action": "action", "RAG": "status", "Done": "completed"}
    )

    assert "Done: “27 March 2025” The action does not have that status." in wizard.words


def test_an_action_of_another_body_is_not_ours(imported, answered, site_force):
    home_office = OrganisationFactory(name="Home Office")
    seven = answered("7", actions=[])
    source = (
        "Number\tWhat\tWho\tRAG\n7\tChange the law.\tHome Office\tMarked complete\n"
        "7\tFund it.\tOPCC\tMarked complete\n7\tTrain all.\tHead of Crime\tIn progress"
    )
    columns = {"What": "action", "Who": "owner", "RAG": "status"}
    whose = {"Responsible: Home Office": "Home Office", "Responsible: OPCC": "left_out"}
    wizard = imported(source, columns, whose=whose)
    assert "It is about another organisation." in wizard.words
    wizard.save()

    whose = {
        action.title: list(action.respondents.all())
        for action in draft_of(seven).actions.all()
    }
    assert whose == {"Change the law": [home_office], "Train all": [site_force]}


def test_a_response_that_is_more_than_paragraphs_stays_and_so_does_its_position(
    imported, answered, site_force
):
    narrative = [("text", RichText("<ul><li>We do.</li></ul>"))]
    seven = answered(
        "7",
        responses=[
            Response(position="accepted", narrative=narrative, respondents=[site_force])
        ],
    )
    source = "Number\tReply\tView\n7\tWe do not.\tDoes not accept"
    wizard = imported(source, {"Reply": "response", "View": "position"})

    assert (
        "The response on this site is more than plain paragraphs, so it stays."
        in wizard.words
    )
    wizard.save()
    assert draft_of(seven).responses.get().position == "accepted"


def test_what_another_body_said_on_its_behalf_stays_and_the_table_adds_a_response(
    imported, answered, site_force
):
    narrative = [("text", RichText("<p>The council replied for all forces.</p>"))]
    by_council = Response(
        position="accepted",
        narrative=narrative,
        respondents=[site_force],
        answered_by="A Council",
    )
    seven = answered("7", responses=[by_council])
    wizard = imported(
        "Number\tReply\n7\tWe have changed the system.", {"Reply": "response"}
    )

    wizard.save()
    theirs, ours = draft_of(seven).responses.all()
    assert (theirs.answered_by, text_of_stream(theirs.narrative)) == (
        "A Council",
        "The council replied for all forces.",
    )
    assert (ours.answered_by, text_of_stream(ours.narrative)) == (
        "",
        "We have changed the system.",
    )


def test_a_row_that_may_be_about_one_of_several_actions_is_a_problem_and_nothing_is_saved(
    imported, answered, site_force
):
    answered(
        "7",
        actions=[
            Action(title="A", respondents=[site_force]),
            Action(title="B", respondents=[site_force]),
        ],
    )
    answered("8")
    before = revisions()
    wizard = imported(
        "Number\tRAG\n7\tMarked complete\n8\tMarked complete", {"RAG": "status"}
    )
    assert (
        "row 2 is about one of several actions. Name the action in the table and upload it again, "
        "or exclude this recommendation." in wizard.words
    )

    wizard.save()
    assert wizard.problems[0].startswith(
        "Recommendation 7: Table 1, row 2 is about one of several actions."
    )
    assert revisions() == before
    wizard.send({"Recommendation 7: take": "left_out"}).save()
    assert len(revisions()) == len(before)
    assert revisions() != before


def test_what_is_in_review_is_left_out_and_the_rest_saved(imported, answered):
    seven, eight = answered("7"), answered("8")
    draft = draft_of(eight)
    draft.title, draft.change_note = "Changed", "A new title."
    draft.save_revision()
    submit(draft, UserFactory(roles=[EDITORS]))
    before = revisions()[eight.pk]
    wizard = imported(
        "Number\tRAG\n7\tMarked complete\n8\tMarked complete", {"RAG": "status"}
    )
    assert "Exclude it, or come back when it can be changed." in wizard.words

    wizard.send({"Recommendation 8: take": "left_out"})
    wizard.save()

    assert draft_of(seven).actions.get().status == "complete"
    assert revisions()[eight.pk] == before


def test_an_item_that_may_be_here_under_another_number_is_asked_about(
    imported, stalking, answered, site_force
):
    plan = publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="", kind="action", title="Action plan"
        )
    )
    columns = {"Action": "action", "RAG": "status"}
    wizard = imported("Number\tAction\tRAG\n26\tTrain.\tMarked complete", columns)
    assert (
        wizard.labels[0]
        == "Is this one of the recommendations that your table does not name?"
    )
    wizard.save()
    assert wizard.problems == [
        "Is this one of the recommendations that your table does not name?: Answer this question."
    ]

    wizard.send({"Recommendation 26: same as": plan.item_identifier})
    wizard.save()

    assert [
        page.pk for page in RecommendationResponsePage.objects.child_of(stalking)
    ] == [plan.pk]
    assert draft_of(plan).actions.get().status == "complete"


def test_titles_and_deadlines_are_typed_in_the_preview(imported, stalking):
    source = "Number\tWhat\n99\tDo something that takes very long to say"
    wizard = imported(source, {"What": "wording"})
    assert wizard.typed[
        next(
            name for name, value in wizard.typed.items() if "Do something" in str(value)
        )
    ]
    wizard.send(
        {
            "Recommendation 99: title": "Do it",
            "Recommendation 99: deadline": "by 27 March 2027",
        }
    )
    assert "The deadline is 27 March 2027." in wizard.words
    wizard.save()

    (page,) = recommendations(stalking)
    assert (page.title, str(page.deadline), page.deadline_printed) == (
        "Do it",
        "2027-03-27",
        "by 27 March 2027",
    )


def test_text_outside_the_tables_is_typed_beside_it(wizard, stalking):
    wizard.upload(
        "<h3>Recommendation 99</h3><p>Evidence</p><p>We trained all officers.</p>"
    )
    assert wizard.step == "text"
    assert "We trained all officers." in wizard.words
    wizard.send(
        **{"typed-0-number": "99", "typed-0-response": "We trained all officers."}
    )
    wizard.choose()
    wizard.save()

    (page,) = recommendations(stalking)
    assert page.wording_note == ""
    assert (
        str(page.responses.get().narrative[0].value)
        == "<p>We trained all officers.</p>"
    )


# Going back, two tabs, reloading


def test_whoever_types_nothing_beside_a_text_without_tables_reads_what_is_missing(
    wizard,
):
    wizard.upload("<h3>Recommendation 99</h3><p>We trained all officers.</p>")
    wizard.send()

    assert wizard.step == "text"
    assert wizard.problems == [
        "Nothing to import yet. Enter at least one row from the text, or include a table."
    ]


def test_going_back_keeps_what_was_chosen(wizard):
    wizard.upload(CHESHIRE).send().send(CHESHIRES["columns"])
    wizard.go("columns")

    assert "number" in wizard.typed.values()
    assert "response" in wizard.typed.values()
    assert wizard.shown.find("a", string="Back")["href"].endswith("/tables/")


def test_what_is_right_is_kept_where_something_else_is_wrong(wizard):
    wizard.upload(CHESHIRE).send().send({"No.": "number"})
    assert wizard.problems == [
        "“Recommendation”: Answer this question.",
        f"“{CHESHIRES_RESPONSE}”: Answer this question.",
    ]

    wizard.go("columns")
    assert "number" in wizard.typed.values()


def test_two_tabs_with_two_tables_do_not_mix(client, wizard, stalking):
    other = Wizard(client, stalking)
    wizard.upload("No.\tReply\n98\tA").send({"Table that begins with “No.”": "rows"})
    other.upload("No.\tReply\n99\tB").send({"Table that begins with “No.”": "rows"})
    wizard.choose(columns={"No.": "number", "Reply": "response"})
    other.choose(columns={"No.": "number", "Reply": "response"})

    wizard.save()
    other.save()
    assert other.problems == [
        "Is this one of the recommendations that your table does not name?: Answer this question."
    ]
    other.save({"Recommendation 99: same as": "new"})

    assert [recommendation.number for recommendation in recommendations(stalking)] == [
        "98",
        "99",
    ]


def test_a_table_that_is_saved_is_not_saved_twice_and_not_kept(
    client, imported, stalking
):
    wizard = imported("Number\tReply\n99\tA", {"Reply": "response"})
    sent, address = {**wizard.typed, "save": "1"}, wizard.address
    wizard.save()
    before = revisions()

    for answer in (client.post(address, sent), client.get(address)):
        assert answer.url == reverse("update_round", args=[stalking.pk])
    assert (
        "This table has already been saved." in client.get(answer.url).content.decode()
    )
    assert revisions() == before
    assert TableImport.objects.get().document == {}
    assert TableImport.objects.get().choices == {}


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_saved(
    imported, answered
):
    seven = answered("7")
    wizard = imported("Number\tRAG\n7\tMarked complete", {"RAG": "status"})
    draft = draft_of(seven)
    draft.actions.get().status = "superseded"
    draft.title = "Another"
    draft.actions = [
        Action(
            title="Train",
            status="superseded",
            respondents=draft.actions.get().respondents.all(),
        )
    ]
    draft.save_revision(clean=False)

    wizard.save()

    assert wizard.problems[0].startswith(
        "What readers will see has changed since you opened this preview"
    )
    assert draft_of(seven).actions.get().status == "superseded"
    wizard.save()
    assert draft_of(seven).actions.get().status == "complete"


def test_an_import_is_gone_on_with_from_its_list_or_deleted(client, wizard, stalking):
    wizard.upload(CHESHIRE, "plan.html").send()
    start = reverse("table_import", args=[stalking.pk])
    assert "plan.html</a>, last changed" in client.get(start).content.decode()

    wizard.send(discard="1")

    assert not TableImport.objects.exists()
    assert "plan.html</a>" not in client.get(start).content.decode()


def test_an_import_is_seen_by_nobody_else(client, wizard, signed_in):
    wizard.upload(CHESHIRE)
    signed_in(EDITORS)
    assert client.get(wizard.address).status_code == 404
    assert client.post(wizard.address, {"discard": "1"}).status_code == 404
    signed_in(FEEDBACK_TEAM)
    assert client.get(wizard.address).url == reverse("wagtailadmin_home")


def test_an_import_that_nobody_goes_on_with_is_deleted_after_fourteen_days(wizard):
    wizard.upload(CHESHIRE)
    delete_old_imports()
    assert TableImport.objects.exists()

    TableImport.objects.update(changed_at=timezone.now() - timedelta(days=15))
    delete_old_imports()
    assert not TableImport.objects.exists()


# Wrong and rude requests


def test_wrong_files_get_a_clear_message(client, wizard, stalking):
    address = reverse("table_import", args=[stalking.pk])
    for name, contents, told in [
        ("plan.pdf", b"%PDF", "This kind of file cannot be read."),
        ("plan.xlsm", b"PK", "It may run macros."),
        ("plan.csv", b" ", "The file is empty."),
        ("plan.csv", b"", "The file is empty."),
        ("plan.xlsx", b"PK\x03\x04", "damaged or is not the type that its name says"),
        ("plan.csv", b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ]:
        answer = client.post(address, {"table": SimpleUploadedFile(name, contents)})

        assert answer.status_code == 200, name
        assert told in answer.content.decode(), name
    assert "This field is required." in client.post(address, {}).content.decode()
    assert not TableImport.objects.exists()


def test_rude_requests_save_nothing(client, wizard, stalking):
    wizard.upload(CHESHIRE)
    for step in ("preview", "columns", "text", "words"):
        address = wizard.address.replace("/tables/", f"/{step}/")
        for typed in (
            {},
            {"save": "1"},
            {"answer-1": "x"},
            {"save": "1", "fingerprint": "x" * 999},
        ):
            assert client.post(address, typed).status_code in {200, 302}
    for step in ("nonsense", "TABLES"):
        assert (
            client.get(wizard.address.replace("/tables/", f"/{step}/")).status_code
            == 404
        )
    number = f"/{wizard.stored.pk}/"
    assert client.get(wizard.address.replace(number, f"/{10**30}/")).status_code == 404
    assert recommendations(stalking) == []


def test_hostile_words_of_a_table_are_text(imported):
    wizard = imported(
        "Number\t<script>alert(1)</script>\n99\t<b onclick=x>bold</b>",
        {"<script>alert(1)</script>": "response"},
    )

    assert wizard.shown.select("main script, main b[onclick]") == []
    assert "<b onclick=x>bold</b>" in wizard.words


# Saved choices


def test_saved_choices_are_listed_and_can_be_changed_and_deleted(
    client, imported, editor
):
    imported(
        "Number\tRAG\n99\tGreen", {"RAG": "status"}, words={"Status: Green": "complete"}
    ).save()
    SavedChoice.objects.create(
        step="whose", asked="Cell: PCC", answer="A former commissioner"
    )
    listed = client.get(reverse("saved_choices:index")).content.decode()
    assert "Status: Green" in listed
    assert "Marked complete" in listed
    assert "A former commissioner" in listed

    green = SavedChoice.objects.get(asked="Status: Green")
    address = reverse("saved_choices:edit", args=[green.pk])
    assert client.post(address, {"answer": "nonsense"}).status_code == 200
    client.post(address, {"answer": "in_progress"})
    green.refresh_from_db()
    assert green.answer == "in_progress"
    client.post(reverse("saved_choices:delete", args=[green.pk]))
    assert not SavedChoice.objects.filter(pk=green.pk).exists()


def test_choices_are_kept_only_of_a_person_who_can_change_saved_ones(
    imported, answered, signed_in
):
    answered("7")
    for role, number in ((MODERATORS, 0), (EDITORS, 3)):
        signed_in(role)
        wizard = imported(
            "Number\tRAG\n7\tGreen",
            {"RAG": "status"},
            words={"Status: Green": "complete"},
        )
        wizard.send({"Recommendation 7: take": "left_out"}).save()
        assert "Nothing has changed" in wizard.words
        assert SavedChoice.objects.count() == number


# The command


def import_plan(file, *options):
    said = StringIO()
    slug = SuperComplaintPage.objects.get().slug
    try:
        call_command(
            "import_plan", str(file), f"--super-complaint={slug}", *options, stdout=said
        )
    except CommandError as error:
        raise CommandError(f"{error} {said.getvalue()}") from error
    return said.getvalue()


def test_the_command_takes_the_choices_that_the_screen_exports(
    client, imported, answered, editor, tmp_path
):
    seven, file, choices = (
        answered("7"),
        tmp_path / "plan.csv",
        tmp_path / "choices.json",
    )
    file.write_text("No.,RAG,Notes\n7,Green,Done\n")
    with pytest.raises(
        CommandError, match=r"Missing in “tables”: “Table that begins with “No\.””"
    ):
        import_plan(file, f"--user={editor}")
    columns = {"No.": "number", "RAG": "status", "Notes": "left_out"}
    wizard = imported(
        file.read_text().replace(",", "\t"),
        columns,
        words={"Status: Green": "complete"},
    )
    exported = client.get(f"{wizard.address}?download")
    assert (
        exported.headers["Content-Disposition"] == 'attachment; filename="choices.json"'
    )
    choices.write_bytes(exported.content)
    before = revisions()

    said = import_plan(file, f"--user={editor}", f"--choices={choices}", "--dry-run")
    assert "Status of the action: In progress → Marked complete" in said
    assert "Excluded: Table 1, row 2 Notes “Done”" in said
    assert revisions() == before
    assert "Saved as drafts" in import_plan(
        file, f"--user={editor}", f"--choices={choices}"
    )
    assert draft_of(seven).actions.get().status == "complete"


def test_the_command_lists_everything_that_the_choices_lack(
    editor, site_force, stalking, tmp_path
):
    file, choices = tmp_path / "plan.csv", tmp_path / "choices.json"
    file.write_text("No.,RAG\n7,Green\n")
    answers = {
        "tables": {
            "Table that begins with “No.”": "rows",
            "Table that begins with “No.”: headings": "1",
        },
        "columns": {"No.": "number"},
    }
    choices.write_text(json.dumps({"answers": answers}))
    with pytest.raises(CommandError, match="Missing in “columns”: “RAG”"):
        import_plan(file, f"--user={editor}", f"--choices={choices}")
    choices.write_text("[]")
    with pytest.raises(CommandError, match="not a file of choices"):
        import_plan(file, f"--user={editor}", f"--choices={choices}")
    with pytest.raises(CommandError, match="No such file"):
        import_plan(tmp_path / "none.csv", f"--user={editor}")
    with pytest.raises(CommandError, match="There is no active account"):
        import_plan(file, "--user=nobody")


def test_a_row_takes_so_few_queries_that_300_take_seconds(
    wizard, django_assert_max_num_queries
):
    """Each costs about a tenth of a second for 300 rows."""

    def queries(numbers):
        wizard.super_complaint = publish(
            SuperComplaintPageFactory(parent=wizard.super_complaint.get_parent())
        )
        rows = "\n".join(f"{number}\tDo {number}" for number in numbers)
        wizard.upload(f"Number\tAsk\n{rows}").choose(columns={"Ask": "wording"})
        with django_assert_max_num_queries(400) as asked:
            wizard.send(save="1")
        return len(asked)

    assert queries([103, 104, 105, 106]) - queries([101, 102]) <= 2 * 44
