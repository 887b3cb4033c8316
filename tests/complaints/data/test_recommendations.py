"""The recommendations as CSV and JSON."""

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from complaints.models import Action, RecommendationResponsePage
from pages.core.names import NOT_NAMED
from pages.moderation.gate.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import (
    DocumentFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    change_live,
    publish,
)
from tests.factories.published import unpublish

from .data_client import BASE, csv_rows, entries, entry_with_id

ID = "stalking/recommendation-7.1"


def test_each_respondent_has_a_line_with_its_own_response(client, recommendation):
    [row] = csv_rows(client)
    lines = {name: cell.split("\n") for name, cell in row.items() if name.startswith(("respond", "response"))}
    force = lines["respondent_name"].index("Northamptonshire Police")
    commissioner = 1 - force

    assert lines["respondent_kind"][force] == "police_force"
    assert lines["respondent_position"][force] == "accepted"
    assert lines["response_date"][force] == "2024-11"
    assert lines["response_text"][force] == "We accept it. We began at once."
    assert lines["response_approving_post"][force] == "Deputy Chief Constable"
    assert lines["respondent_position_label"][commissioner] == "Accepted in part"
    assert lines["response_reason"][commissioner] == "Only the force has officers."
    assert row["position"] == "mixed"


def test_a_recommendation_without_a_response_has_a_row_without_respondent(client, unanswered):
    [row] = csv_rows(client)

    # The deadline to respond was 22 November 2024.
    assert (row["state"], row["passed_since"]) == ("deadline_passed", "2024-11-23")
    assert row["state_label"] == "Deadline passed, no update"
    assert row["id"] == "stalking/recommendation-8"
    assert row["addressees_printed"] == "chief constables"
    assert {value for name, value in row.items() if name.startswith(("respond", "response", "action_"))} == {
        ""
    }


def test_dates_are_as_exact_as_their_source_and_printed_words_stand_beside_them(client, recommendation):
    row = csv_rows(client)[0]

    assert (row["deadline"], row["deadline_printed"]) == ("2025-03", "by the end of March 2025")
    assert row["action_due_date"].split("\n") == ["2024-12", "2025-09"]
    assert row["action_first_due_date"].split("\n") == ["2024-12", "2025-03-27"]
    assert row["action_completed"].split("\n") == ["2024-10", ""]
    assert row["progress_update_as_at"] == "2025-01"


def test_every_due_date_is_in_json_with_the_reason_for_the_change(client, recommendation):
    entry = entry_with_id(entries(client), ID)

    assert entry["slipped"] is True
    assert entry["actions"][1]["due_dates"] == [
        {"date": "2025-03-27", "worked_out": False, "no_date": False, "reason": None},
        {"date": "2025-09", "worked_out": False, "no_date": False, "reason": "The trainer left."},
    ]


def test_the_data_has_the_states_of_today_in_london(client, recommendation):
    for now, state, since in [
        ("2025-03-31T22:59Z", "in_progress", None),
        ("2025-03-31T23:01Z", "overdue", "2025-04-01"),
    ]:
        with time_machine.travel(now, tick=False):
            entry = entry_with_id(entries(client), ID)

        assert (entry["state"], entry["passed_since"]) == (state, since), now
        assert {each["state"] for each in entry["respondents"]} == {state}, now


def test_an_organisation_that_is_not_public_is_not_named(client, recommendation, commissioner):
    unpublish(commissioner)

    text = client.get(f"{BASE}recommendations.json").content.decode()

    assert "The Commissioner" not in text
    assert NOT_NAMED in text


def test_a_joint_answer_names_the_others(client, recommendation, force, commissioner):
    recommendation.responses = [recommendation.responses.all()[0]]
    recommendation.responses.all()[0].respondents = [force, commissioner]
    change_live(recommendation)

    [row] = csv_rows(client)

    assert row["respondent_name"].split("\n") == ["Northamptonshire Police", "The Commissioner"]
    assert row["response_jointly_with"].split("\n") == ["The Commissioner", "Northamptonshire Police"]


# What is not public


def test_drafts_and_pages_below_them_are_not_in_the_data(client, recommendation, section):
    hidden = SuperComplaintPageFactory(parent=section, live=False, slug="hidden")
    RecommendationResponsePageFactory(parent=hidden)
    recommendation.title = "CANARY"
    recommendation.save_revision()

    for name in ("recommendations.csv", "recommendations.json", "super-complaints.json", "changes.csv"):
        text = client.get(BASE + name).content.decode()
        assert "hidden" not in text
        assert "CANARY" not in text


@pytest.mark.parametrize("restrict", ["page", "parent"])
def test_restricted_pages_are_not_in_the_data(client, recommendation, unanswered, restrict):
    page = recommendation if restrict == "page" else recommendation.get_parent()
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    for name in ("recommendations.csv", "recommendations.json", "changes.csv"):
        assert ID not in client.get(BASE + name).content.decode()


@pytest.fixture
def withdrawn(recommendation):
    take_down(
        recommendation, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.SAFETY, "A name."
    )
    return recommendation


def test_a_withdrawn_page_keeps_identifier_day_and_reason_only(client, withdrawn):
    entry = entry_with_id(entries(client), ID)
    [row] = csv_rows(client)

    told = {name: value for name, value in entry.items() if value not in (None, [])}
    assert told == {
        "id": ID,
        "status": "withdrawn",
        "status_label": "Taken down",
        "withdrawn_on": entry["withdrawn_on"],
        "withdrawn_because": "safety",
        "withdrawn_because_label": "it could have put somebody at risk",
    }
    assert {name: value for name, value in row.items() if value} == told
    assert "Train" not in client.get(f"{BASE}changes.csv").content.decode()


def test_a_page_published_again_is_no_longer_withdrawn(client, withdrawn):
    publish(RecommendationResponsePage.objects.get(pk=withdrawn.pk))

    assert entry_with_id(entries(client), ID)["status"] == "published"


def test_a_page_withdrawn_with_its_parents_keeps_its_identifier(client, recommendation, section):
    stalking = recommendation.get_parent().specific
    take_down(stalking, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.LEGAL, "An order.")

    assert entry_with_id(entries(client), ID)["withdrawn_because"] == "legal"
    assert entry_with_id(entries(client, "super-complaints"), "stalking")["status"] == "withdrawn"


@pytest.mark.parametrize("below", ["recommendation", "super-complaint"])
def test_a_withdrawn_page_keeps_its_identifier_when_deleted(client, recommendation, below):
    stalking = recommendation.get_parent().specific
    gone = recommendation if below == "recommendation" else stalking
    take_down(gone, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.ERROR, "Wrong.")
    gone.refresh_from_db()
    gone.delete()

    assert entry_with_id(entries(client), ID)["status"] == "withdrawn"


def test_a_page_withdrawn_below_a_restricted_page_is_not_in_the_data(client, withdrawn):
    PageViewRestriction.objects.create(page=withdrawn.get_parent(), restriction_type="login")

    assert entries(client) == []


# What a text may hold


def test_csv_neutralises_formulas_and_json_keeps_the_words(client, recommendation):
    for start in ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]:  # noqa: RUF001
        change_live(recommendation, wording=f"{start} hard")

        assert csv_rows(client)[0]["wording"] == f"'{start} hard", start
        assert entry_with_id(entries(client), ID)["wording"] == f"{start} hard", start


def test_quotes_commas_breaks_and_letters_of_every_kind_survive(client, recommendation):
    words = 'He said “no”, "never",\nœ 日本 🙂; a,b'
    change_live(recommendation, wording=words, wording_note="One\r\ntwo")

    assert csv_rows(client)[0]["wording"] == words
    assert entry_with_id(entries(client), ID)["wording"] == words
    assert entry_with_id(entries(client), ID)["wording_note"] == "One\ntwo"


def test_a_file_that_shows_what_was_done_has_its_address_while_anybody_may_read_it(client, recommendation):
    document = DocumentFactory(title="The rota")
    recommendation.actions.add(
        Action(
            sort_order=2,
            title="Third",
            description="<p>One.</p>",
            status="in_progress",
            evidence=[("document", {"document": document, "title": ""})],
        )
    )
    publish(recommendation)

    shown = entry_with_id(entries(client), ID)["actions"][2]
    assert shown["evidence"] == "Document: The rota"
    assert shown["evidence_documents"] == [
        {"title": "The rota", "url": f"http://localhost{document.url}"},
    ]
    unpublish(recommendation)
    assert "The rota" not in client.get(f"{BASE}recommendations.json").content.decode()


def test_a_list_in_a_cell_has_one_line_for_each_entry(client, recommendation):
    recommendation.actions.add(
        Action(sort_order=2, title="Third", description="<p>One.</p><p>Two.</p>", status="in_progress")
    )
    change_live(recommendation)
    row = csv_rows(client)[0]

    for name in ("title", "description", "owner", "status", "due_date", "evidence"):
        assert len(row[f"action_{name}"].split("\n")) == 3, name
    assert row["action_description"].split("\n")[2] == "One. Two."


def test_the_csv_keeps_to_rfc_4180(client, recommendation, unanswered):
    answer = client.get(f"{BASE}recommendations.csv")
    text = answer.content.decode("utf-8")

    assert not text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    # Outside quotation marks a line ends in nothing but CR and LF.
    outside = "".join(text.split('"')[::2])
    assert outside.replace("\r\n", "").count("\n") == outside.replace("\r\n", "").count("\r") == 0
    assert len({len(row) for row in csv_rows(client)}) == 1
