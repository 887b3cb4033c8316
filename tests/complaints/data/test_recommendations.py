"""The recommendations as CSV and JSON."""

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from complaints.models import Action, RecommendationResponsePage
from pages.core.names import NOT_NAMED
from pages.moderation.approval.roles import MODERATORS
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


def test_each_respondent_action_and_date_has_a_line_as_exact_as_its_source(
    client, recommendation
):
    """What each cell says is compared with the page in ``test_data_equals_pages.py``."""
    [row] = csv_rows(client)
    lines = {name: cell.split("\n") for name, cell in row.items()}

    kinds = dict(zip(lines["respondent_name"], lines["respondent_kind"], strict=True))
    assert kinds == {
        "Northamptonshire Police": "police_force",
        "The Commissioner": "commissioner",
    }
    assert sorted(lines["response_date"]) == ["2024-11", "2024-12-03"]
    assert row["position"] == "mixed"
    assert (row["deadline"], row["deadline_printed"]) == (
        "2025-03",
        "by the end of March 2025",
    )
    assert lines["action_due_date"] == ["2024-12", "2025-09"]
    assert lines["action_first_due_date"] == ["2024-12", "2025-03-27"]
    assert lines["action_completed"] == ["2024-10", ""]
    assert row["progress_update_as_at"] == "2025-01"
    entry = entry_with_id(entries(client), ID)
    assert entry["slipped"] is True
    assert entry["actions"][1]["due_dates"] == [
        {
            "date": "2025-03-27",
            "words": None,
            "worked_out": False,
            "no_date": False,
            "reason": None,
        },
        {
            "date": "2025-09",
            "words": None,
            "worked_out": False,
            "no_date": False,
            "reason": "The trainer left.",
        },
    ]


def test_a_recommendation_without_a_response_has_a_row_without_respondent(
    client, unanswered
):
    [row] = csv_rows(client)

    assert (row["status"], row["status_label"]) == (
        "response_missing",
        "Response missing",
    )
    assert row["status_detail"] == "the deadline to respond was 22 November 2024"
    assert (row["passed_limit"], row["passed_date"]) == ("respond_by", "2024-11-22")
    assert row["detailed_status"] == "deadline_passed"
    assert row["position"] == "no_response"
    assert row["id"] == "stalking/recommendation-8"
    assert row["addressees_printed"] == "chief constables"
    assert {
        value
        for name, value in row.items()
        if name.startswith(("respondent", "response", "action_"))
    } == {""}


def test_a_part_names_what_it_is_a_part_of_as_long_as_that_is_public(
    client, recommendation, stalking
):
    def part_of():
        return entry_with_id(entries(client), ID)["part_of"]

    assert part_of() is None
    whole = publish(RecommendationResponsePageFactory(parent=stalking, number="7"))
    assert part_of() == "stalking/recommendation-7"

    unpublish(whole)

    assert part_of() is None


def test_the_data_has_the_states_of_today_in_london(client, recommendation):
    for now, whole, force, limit, date in [
        ("2025-03-31T22:59Z", "response_published", "in_progress", None, None),
        ("2025-03-31T23:01Z", "past_deadline", "past_deadline", "deadline", "2025-03"),
    ]:
        with time_machine.travel(now, tick=False):
            entry = entry_with_id(entries(client), ID)

        assert (entry["status"], entry["passed_limit"], entry["passed_date"]) == (
            whole,
            limit,
            date,
        ), now
        # The commissioner has no action.
        assert {each["kind"]: each["status"] for each in entry["respondents"]} == {
            "police_force": force,
            "commissioner": whole,
        }, now


def test_the_progress_of_one_organisation_is_not_told_of_the_whole(
    client, recommendation
):
    entry = entry_with_id(entries(client), ID)

    details = {each["kind"]: each["status_detail"] for each in entry["respondents"]}
    assert "1 of 2 actions marked complete" in details["police_force"]
    for detail in (entry["status_detail"], details["commissioner"]):
        assert "the deadline was March 2025" in detail
        assert "actions marked complete" not in detail
    # The force has published actions, although the commissioner has not.
    assert "no actions published" not in entry["status_detail"]


# What is not public


def test_neither_drafts_nor_restricted_pages_nor_those_below_are_in_the_data(
    client, recommendation, section
):
    hidden = SuperComplaintPageFactory(parent=section, live=False, slug="hidden")
    RecommendationResponsePageFactory(parent=hidden)
    recommendation.title = "CANARY"
    recommendation.save_revision()

    for name in (
        "recommendations.csv",
        "recommendations.json",
        "super-complaints.json",
    ):
        text = client.get(BASE + name).content.decode()
        assert "hidden" not in text
        assert "CANARY" not in text
    for page in (recommendation, recommendation.get_parent()):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type="login"
        )
        for name in ("recommendations.csv", "recommendations.json"):
            assert ID not in client.get(BASE + name).content.decode()
        restriction.delete()


def test_a_joint_answer_names_the_others_but_no_organisation_that_is_not_public(
    client, recommendation, force, commissioner
):
    recommendation.responses = [recommendation.responses.all()[0]]
    recommendation.responses.all()[0].respondents = [force, commissioner]
    change_live(recommendation)

    [row] = csv_rows(client)

    assert row["respondent_name"].split("\n") == [
        "Northamptonshire Police",
        "The Commissioner",
    ]
    assert row["response_jointly_with"].split("\n") == [
        "The Commissioner",
        "Northamptonshire Police",
    ]
    unpublish(commissioner)
    text = client.get(f"{BASE}recommendations.json").content.decode()
    assert "The Commissioner" not in text
    assert NOT_NAMED in text


def test_a_withdrawn_page_keeps_identifier_day_and_reason_only(client, recommendation):
    because = PublishedVersion.WithdrawalReason.SAFETY
    take_down(recommendation, UserFactory(roles=[MODERATORS]), because, "A name.")
    entry = entry_with_id(entries(client), ID)
    [row] = csv_rows(client)

    told = {name: value for name, value in entry.items() if value not in (None, [])}
    assert told == {
        "id": ID,
        "availability": "withdrawn",
        "availability_label": "Taken down",
        "withdrawn_on": entry["withdrawn_on"],
        "withdrawn_because": "safety",
        "withdrawn_because_label": "it could have put someone at risk",
    }
    assert {name: value for name, value in row.items() if value} == told

    above = recommendation.get_parent()
    restriction = PageViewRestriction.objects.create(
        page=above, restriction_type="login"
    )
    assert entries(client) == []
    restriction.delete()
    publish(RecommendationResponsePage.objects.get(pk=recommendation.pk))
    assert entry_with_id(entries(client), ID)["availability"] == "published"


@pytest.mark.parametrize("below", ["recommendation", "super-complaint"])
def test_a_withdrawn_page_keeps_its_identifier_when_deleted(
    client, recommendation, below
):
    stalking = recommendation.get_parent().specific
    gone = recommendation if below == "recommendation" else stalking
    take_down(
        gone,
        UserFactory(roles=[MODERATORS]),
        PublishedVersion.WithdrawalReason.LEGAL,
        "An order.",
    )
    assert entry_with_id(entries(client), ID)["withdrawn_because"] == "legal"
    gone.refresh_from_db()
    gone.delete()

    assert entry_with_id(entries(client), ID)["availability"] == "withdrawn"
    above = "published" if below == "recommendation" else "withdrawn"
    assert (
        entry_with_id(entries(client, "super-complaints"), "stalking")["availability"]
        == above
    )


# What a text may hold


def test_csv_neutralises_formulas_and_all_other_words_survive(client, recommendation):
    words = 'He said “no”, "never",\nœ 日本 🙂; a,b'
    formulas = ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]  # noqa: RUF001
    for wording, cell in [
        *((f"{start} hard", f"'{start} hard") for start in formulas),
        (words, words),
    ]:
        change_live(recommendation, wording=wording, wording_note="One\r\ntwo")

        assert csv_rows(client)[0]["wording"] == cell, wording
        assert entry_with_id(entries(client), ID)["wording"] == wording
    assert entry_with_id(entries(client), ID)["wording_note"] == "One\ntwo"


def test_a_file_that_shows_what_was_done_has_its_address_while_anybody_may_read_it(
    client, recommendation, force
):
    document = DocumentFactory(title="The rota")
    recommendation.actions.add(
        Action(
            sort_order=2,
            title="Third",
            description="<p>One.</p><p>Two.</p>",
            respondents=[force],
            status="in_progress",
            evidence=[("document", {"document": document, "title": ""})],
        )
    )
    publish(recommendation)

    row = csv_rows(client)[0]
    for name in ("title", "description", "owner", "status", "due_date", "evidence"):
        assert len(row[f"action_{name}"].split("\n")) == 3, name
    assert row["action_description"].split("\n")[2] == "One. Two."
    shown = entry_with_id(entries(client), ID)["actions"][2]
    assert shown["evidence"] == "Document: The rota"
    assert shown["evidence_documents"] == [
        {"title": "The rota", "url": f"http://localhost{document.url}"},
    ]
    unpublish(recommendation)
    assert "The rota" not in client.get(f"{BASE}recommendations.json").content.decode()


def test_the_csv_keeps_to_rfc_4180(client, recommendation, unanswered):
    answer = client.get(f"{BASE}recommendations.csv")
    text = answer.content.decode("utf-8")

    assert not text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    # Outside quotation marks a line ends in nothing but CR and LF.
    outside = "".join(text.split('"')[::2])
    assert (
        outside.replace("\r\n", "").count("\n")
        == outside.replace("\r\n", "").count("\r")
        == 0
    )
    assert len({len(row) for row in csv_rows(client)}) == 1
