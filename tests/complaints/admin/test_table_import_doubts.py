"""What a table leaves open is asked, and what it says of others is not taken as said of the force."""

import pytest
from wagtail.rich_text import RichText

from complaints.admin.table_import.comparison import UNDATED
from complaints.importing.cells import question_key
from complaints.models import Action, Response
from complaints.vocabulary import Position
from tests.complaints.importing.plans import table
from tests.factories import OrganisationFactory, make_response

from .table_imports import ImportScreen
from .update_rounds import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(client, editor, site_force, stalking):
    return ImportScreen.of(client, stalking)


def test_a_date_is_asked_as_long_as_an_update_without_one_is_taken(screen, answered):
    seven = answered("7")
    answered("8")
    screen.paste(table(["No.", "Update"], ["7", "All are trained."], ["8", "Some are."], ["9", "None."]))
    assert screen.problems == [f"Date of the updates: {UNDATED}"]

    screen.send(left_out=["Recommendation 7"])
    assert screen.problems == [f"Date of the updates: {UNDATED}"]
    assert screen.send(save="1").status_code == 200
    screen.send(left_out=["Recommendation 7", "Recommendation 8", "Recommendation 9"])
    assert screen.problems == []
    assert draft_of(seven).progress_updates.count() == 0


def test_an_answer_that_is_asked_about_is_shown_to_its_end(screen, answered):
    answered("7")
    answer = f"We accept this recommendation. {'Our officers are trained. ' * 10}We do not accept part b."

    screen.paste(table(["No.", "Response"], ["7", answer]))

    assert f"All of it: “{answer}”" in screen.words


@pytest.mark.parametrize("own_column", [False, True], ids=["in its words", "in a column"])
def test_a_position_is_not_taken_without_its_answer(own_column, screen, answered, site_force):
    narrative = [("text", RichText("<ul><li>We do.</li></ul>"))]
    answered("7", responses=[Response(position="accepted", narrative=narrative, respondents=[site_force])])

    headings, row = ["No.", "Response", "Reason"], ["7", "We do not accept this recommendation.", "No."]
    screen.paste(table([*headings, *["Position"] * own_column], [*row, *["Not accepted"] * own_column]))

    assert list(screen.changes()) == ["Recommendation 7: stays as it is"]
    assert "so it is left as it is" in screen.words
    assert screen.words.count("It belongs to that answer.") == 2


def test_an_action_of_the_plan_is_that_of_the_force_alone(screen, answered, site_force):
    reply = Response(position="accepted", respondents=[OrganisationFactory(name="An association")])
    seven = answered("7", responses=[reply], actions=[])

    screen.paste(table(["No.", "Action", "Status"], ["7", "Train all.", "Not started"]))
    screen.send(save="1")

    assert list(draft_of(seven).actions.get().respondents.all()) == [site_force]


@pytest.mark.parametrize("text", ["", "Train all."])
def test_an_action_of_another_body_alone_is_not_that_of_the_plan(text, screen, answered, site_force):
    other = OrganisationFactory(name="An association")
    theirs = Action(title="Train all.", description="<p>We do.</p>", respondents=[other])
    seven = answered("7", responses=[Response(position="accepted", respondents=[other])], actions=[theirs])

    screen.paste(table(["No.", "Action", "Status"], ["7", text, "Complete"], ["8", "Ask.", "Complete"]))
    screen.send(save="1")

    statuses = {each.respondents.get(): each.status for each in draft_of(seven).actions.all()}
    assert statuses == {other: "", site_force: "complete"}


def test_an_action_whose_owner_is_an_organisation_is_that_of_the_organisation(screen, answered, site_force):
    home_office = OrganisationFactory(name="Home Office")
    seven = answered("7", actions=[])
    plan = table(
        ["No.", "Action", "Owner", "Status"],
        ["7", "Change the law.", "Home Office", "Complete"],
        ["7", "Fund an advocate.", "OPCC", "Complete"],
        ["7", "Train all.", "Head of Crime", "In progress"],
    )
    screen.paste(plan)
    assert "Whose action “Fund an advocate” is." in screen.words
    screen.send(save="1")

    whose = {each.title: list(each.respondents.all()) for each in draft_of(seven).actions.all()}
    assert whose == {"Change the law": [home_office], "Fund an advocate": [], "Train all": [site_force]}
    screen.paste(plan)
    assert list(screen.changes()) == ["Recommendation 7: stays as it is"]


def test_the_reason_for_a_position_is_asked_where_the_table_says_the_position(screen, answered):
    answered("7")
    headings, needed = ["No.", "Position"], "The reason for “Does not accept”."
    screen.paste(table(headings, ["7", "Not accepted"]))
    assert needed in screen.words

    screen.paste(table([*headings, "Reason"], ["7", "Not accepted", "The law is clear."]))
    assert needed not in screen.words


def test_a_reason_in_a_table_unticks_that_the_response_gives_none(screen, answered, site_force):
    response = make_response(Position.NOT_ACCEPTED, site_force, reason="", no_reason=True)
    seven = answered("7", responses=[response])
    screen.paste(table(["No.", "Position"], ["7", "Not accepted"]))
    assert "The reason for" not in screen.words

    screen.paste(table(["No.", "Position", "Reason"], ["7", "Not accepted", "The law is clear."]))
    screen.send(save="1")
    stored = draft_of(seven).responses.get()
    assert (stored.reason, stored.no_reason) == ("The law is clear.", False)


def test_a_due_date_in_words_is_kept_and_makes_nothing_overdue(screen, answered):
    seven = answered("7", actions=[])
    screen.paste(table(["No.", "Action", "Due"], ["7", "Train all.", "March 26 earliest"]))
    screen.send(**{f"answer-{question_key('due', 'March 26 earliest')}": "words"}, save="1")
    screen.send(save="1")

    due = draft_of(seven).actions.get().current_due_date
    assert (due.due, due.due_words) == (None, "March 26 earliest")


def test_which_part_is_meant_is_asked_so_that_the_data_of_forces_join(screen, answered):
    for number in ("7.1", "7.2"):
        answered(number)
    screen.paste(table(["Rec", "Response"], ["7(a)", "We do it."], ["Rec 7 part 2", "We do that."]))
    assert screen.problems == ["Number of the recommendation: “7a”?"]

    screen.send(**{f"answer-{question_key('number', '7a')}": "7.1"})

    assert list(screen.changes()) == ["Recommendation 7.1: is changed", "Recommendation 7.2: is changed"]
