"""The rules of drafts and of publications."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from complaints.models import (
    Action,
    DueDate,
    ProgressUpdate,
    RecommendationResponsePage,
    Response,
    SuperComplaintPage,
)
from complaints.models.response import AssuranceEntry
from pages.core.partial_dates import PartialDate
from tests.editing import SUBMIT, add, edit, errors_of
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    publish,
)
from tests.forms import (
    action,
    assurance,
    due_date,
    progress_update,
    recommendation_form,
    response,
    super_complaint_form,
)


class TestRecommendationResponse:
    @pytest.fixture
    def submit(self, client, editor, stalking):
        def send(**fields):
            form = recommendation_form(**fields)
            return add(client, stalking, RecommendationResponsePage, form, **SUBMIT)

        return send

    @pytest.fixture
    def save_draft(self, client, editor, stalking):
        def send(**fields):
            form = recommendation_form(**fields)
            return add(client, stalking, RecommendationResponsePage, form)

        return send

    def test_a_complete_recommendation_is_accepted_and_waits_for_approval(self, submit, force):
        answer = submit(
            responses=[response([force])],
            actions=[action(due_dates=[due_date("2025-03-27")])],
            progress_updates=[progress_update("2025-01")],
        )

        assert answer.status_code == 302, errors_of(answer)
        page = RecommendationResponsePage.objects.get()
        assert not page.live
        assert page.workflow_in_progress
        assert page.slug == "recommendation-7-1"
        draft = page.get_latest_revision_as_object()
        assert [r.name for r in draft.responses.get().respondents.all()] == ["Northamptonshire Police"]
        assert draft.actions.get().due_dates.get().due == PartialDate(2025, 3, 27)
        assert draft.progress_updates.get().as_at == PartialDate(2025, 1)

    def test_a_draft_may_be_incomplete(self, save_draft):
        answer = save_draft(
            wording="",
            wording_source="",
            addressees_printed="",
            responses=[response([], position="not_accepted")],
            actions=[action(title="", due_dates=[due_date()])],
        )

        assert answer.status_code == 302
        assert RecommendationResponsePage.objects.get().title == "Train officers"

    def test_a_position_that_needs_a_reason_is_refused_without_it(self, submit, force):
        for position in ["accepted_in_part", "not_accepted", "not_applicable"]:
            answer = submit(responses=[response([force], position=position)])

            assert "Give the reason for the position" in errors_of(answer)["reason"][0], position

    def test_a_refused_form_keeps_everything_that_was_typed(self, submit, force):
        answer = submit(
            number="12a",
            responses=[response([force], position="not_accepted", approving_post="Chief Constable")],
            actions=[action("Write a plan", due_dates=[due_date("2025-03", reason="As the report asks")])],
        )

        text = answer.content.decode()
        for typed in ["12a", "Chief Constable", "Write a plan", "As the report asks", "2025"]:
            assert typed in text

    def test_a_response_needs_a_respondent(self, submit):
        answer = submit(responses=[response([])])

        assert errors_of(answer)["respondents"] == ["Choose who responds."]

    def test_a_revised_due_date_needs_a_reason(self, submit):
        answer = submit(actions=[action(due_dates=[due_date("2025-03-27"), due_date("2025-09-30")])])

        assert errors_of(answer) == {"reason": ["Say why the due date changed."]}

    def test_a_revised_due_date_with_a_reason_is_accepted(self, submit):
        changed = due_date("2025-09-30", reason="The trainer left.")
        answer = submit(actions=[action(due_dates=[due_date("2025-03-27"), changed])])

        assert answer.status_code == 302

    def test_that_no_date_can_be_given_needs_a_reason(self, submit):
        answer = submit(actions=[action(due_dates=[due_date(no_date=True)])])

        assert errors_of(answer) == {"reason": ["Say why no date can be given."]}

    def test_a_date_contradicts_that_no_date_can_be_given_even_in_a_draft(self, save_draft):
        answer = save_draft(actions=[action(due_dates=[due_date("2025-03", no_date=True)])])

        assert "due" in errors_of(answer)

    def test_what_is_no_date_is_refused_even_in_a_draft_and_stays_in_the_form(self, save_draft):
        answer = save_draft(deadline="31/2/2026")

        assert "There is no 31 February 2026." in errors_of(answer)["deadline"][0]
        assert 'value="31/2/2026"' in answer.content.decode()

    def test_a_date_that_does_not_exist_hides_no_other_problem(self, submit):
        answer = submit(
            deadline="31/2/2026",
            responses=[response([], position="not_accepted", source_date="2025-01")],
            progress_updates=[progress_update("31/2/2026", "<p></p>"), progress_update("2025-02")],
            actions=[action("", due_dates=[due_date("2025"), due_date("31/6/2026")])],
        )

        errors = errors_of(answer)
        assert set(errors) == {
            *("deadline", "respondents", "reason", "source_link", "as_at", "text", "title", "due"),
        }
        assert all(len(messages) == 1 for messages in errors.values())
        assert errors["as_at"][0].startswith("There is no 31 February 2026.")

    def test_a_missing_change_note_is_said_beside_what_else_is_missing(self, client, editor, stalking):
        page = publish(RecommendationResponsePageFactory(number="8", parent=stalking))
        sent = recommendation_form(number="8", change_note="", responses=[response([])])

        errors = errors_of(edit(client, page, sent, **SUBMIT))

        assert set(errors) == {"respondents", "change_note"}

    def test_an_organisation_that_is_not_public_is_refused_and_the_form_kept(self, save_draft, force):
        hidden = OrganisationFactory(name="Dissolved Board", live=False)

        answer = save_draft(responses=[response([hidden, force], approving_post="Deputy Chief Constable")])

        assert errors_of(answer)["respondents"] == [
            "An organisation that you chose is not public any more. Choose another."
        ]
        form = BeautifulSoup(answer.content, "html.parser")
        assert form.find("input", {"name": "responses-0-approving_post"})["value"] == "Deputy Chief Constable"
        boxes = form.find_all("input", {"name": "responses-0-respondents"})
        assert [box["value"] for box in boxes if box.has_attr("checked")] == [str(force.pk)]
        assert str(hidden.pk) not in [box["value"] for box in boxes]

    def test_a_deadline_before_the_report_is_refused(self, submit):
        answer = submit(deadline="2024-08")

        assert "before the report was published (27 September 2024)" in errors_of(answer)["deadline"][0]

    def test_a_response_before_the_report_is_refused(self, submit, force):
        answer = submit(responses=[response([force], date="2024-08")])

        assert "before the report was published" in errors_of(answer)["date"][0]

    def test_the_address_follows_when_the_number_is_taken_away(self, client, submit):
        submit(number="3")
        page = RecommendationResponsePage.objects.get()
        page.current_workflow_state.cancel()

        edit(client, page, recommendation_form(number=""))

        page.refresh_from_db()
        assert page.slug == "recommendation-train-officers"

    def test_a_completion_needs_the_status_complete(self, submit):
        answer = submit(actions=[action(completed="2024-10-01")])

        assert "The status is not “Complete”" in errors_of(answer)["completed"][0]

    def test_an_action_may_be_complete_without_a_date(self, submit):
        given = [action(status="complete"), action(status="complete", completed_words="already in place")]

        assert submit(actions=given).status_code == 302

    def test_a_completion_has_either_a_date_or_words(self, submit):
        answer = submit(actions=[action(status="complete", completed="2024", completed_words="in place")])

        assert "A date is given" in errors_of(answer)["completed_words"][0]

    def test_what_a_stray_click_added_is_not_saved_and_an_empty_response_is_refused(self, submit, force):
        empty = response([force], position="", date="")

        assert submit(responses=[empty], progress_updates=[{"respondents": (force.pk,)}]).status_code == 302

        draft = RecommendationResponsePage.objects.get().get_latest_revision_as_object()
        assert not draft.responses.exists()
        assert not draft.progress_updates.exists()
        with pytest.raises(ValidationError, match="This response is empty"):
            Response(page=draft, respondents=[force]).clean_for_publication()

    def test_an_emptied_description_is_missing(self, submit):
        answer = submit(actions=[action(description=rich_text("<p></p>"))])

        assert errors_of(answer) == {"description": ["Describe what is done."]}

    def test_a_completion_date_in_the_future_is_refused(self, submit):
        answer = submit(actions=[action(status="complete", completed="2099")])

        assert "2099 has not come yet" in errors_of(answer)["completed"][0]

    def test_a_recommendation_without_wording_is_accepted_if_it_says_what_it_asks(self, submit):
        assert submit(wording="", wording_source="", summary="Teach them.").status_code == 302

    def test_a_recommendation_must_say_what_it_asks_or_give_the_wording(self, submit):
        answer = submit(wording="", wording_source="", summary=" ")

        assert "Say what it asks" in errors_of(answer)["summary"][0]

    def test_an_external_assurance_with_body_verdict_and_date_is_accepted(self, submit):
        assert submit(assurances=[assurance()]).status_code == 302

    def test_an_external_assurance_names_body_verdict_and_date(self, submit):
        for missing in ["body", "verdict", "date"]:
            answer = submit(assurances=[assurance(**{missing: ""})])

            assert set(errors_of(answer)) == {missing}, missing

    def test_the_date_of_a_source_needs_its_address(self, submit, force):
        answer = submit(responses=[response([force], source_date="2024-11")])

        assert "Enter the address" in errors_of(answer)["source_link"][0]

    def test_a_wording_needs_its_source(self, submit):
        answer = submit(wording_source="")

        assert "Say where the wording is printed" in errors_of(answer)["wording_source"][0]

    def test_a_number_that_no_report_prints_is_refused(self, submit):
        assert "Enter the number as printed" in errors_of(submit(number="seven"))["number"][0]

    def test_a_number_can_be_unknown(self, submit):
        assert submit(number="").status_code == 302
        assert RecommendationResponsePage.objects.get().slug == "recommendation-train-officers"

    def test_a_duplicate_number_is_refused_naming_the_other_page(self, submit, stalking):
        RecommendationResponsePageFactory(parent=stalking, title="Record offences", number="7.1")

        message = errors_of(submit())["number"][0]

        assert "“Recommendation 7.1: Record offences” already has the number 7.1" in message

    def test_an_action_of_a_body_may_have_the_number_of_a_recommendation(self, submit, stalking):
        RecommendationResponsePageFactory(parent=stalking, number="7.1", kind="action")

        assert submit().status_code == 302

    def test_a_number_in_another_pages_draft_is_refused_naming_it(self, client, submit, stalking):
        other = RecommendationResponsePageFactory(parent=stalking, title="Record offences", number="3")
        form = recommendation_form(title="Record offences", number="7.1")
        assert edit(client, other, form).status_code == 302

        assert "Record offences" in errors_of(submit())["number"][0]

    def test_a_copy_has_neither_the_number_nor_promises_and_answers(self, client, editor, stalking):
        training = Action(title="Train", description="<p>x</p>", status="in_progress")
        training.due_dates = [DueDate(due=PartialDate(2025, 3))]
        answer = Response(position="accepted", date=PartialDate(2024, 11))
        answer.respondents = [OrganisationFactory()]
        original = RecommendationResponsePageFactory(
            parent=stalking,
            number="3",
            wording="Train them.",
            deadline=PartialDate(2025, 3, 27),
            deadline_printed="by 27 March 2025",
            actions=[training],
            responses=[answer],
            progress_updates=[ProgressUpdate(as_at=PartialDate(2025, 1), text="<p>Begun.</p>")],
            assurances=[
                AssuranceEntry(body="HMICFRS", verdict="no_further_action", date=PartialDate(2025, 2))
            ],
        )
        original.title = "Changed since"
        original.save_revision(user=editor)

        client.post(
            reverse("wagtailadmin_pages:copy", args=[original.pk]),
            {
                "new_title": "The copy",
                "new_slug": "recommendation-copy",
                "new_parent_page": stalking.pk,
            },
        )

        copy = RecommendationResponsePage.objects.get(title="The copy")
        assert (copy.number, copy.slug, copy.live) == ("", "recommendation-copy", False)
        for version in (copy, copy.get_latest_revision_as_object()):
            assert version.wording == "Train them."
            assert (version.deadline, version.deadline_printed) == (None, "")
            assert version.child_objects == list(version.assurances.all()) == []

    def test_another_super_complaint_may_have_the_same_number(self, submit, section):
        other = SuperComplaintPageFactory(parent=section)
        RecommendationResponsePageFactory(parent=other, number="7.1")

        assert submit().status_code == 302


class TestSuperComplaint:
    @pytest.fixture
    def submit(self, client, editor, section):
        body = OrganisationFactory(name="Suzy Lamplugh Trust", kind="designated_body")

        def send(lead_bodies=(body,), **fields):
            form = super_complaint_form(list(lead_bodies), **fields)
            return add(client, section, SuperComplaintPage, form, **SUBMIT)

        return send

    def test_a_complete_super_complaint_is_accepted(self, submit):
        assert submit().status_code == 302
        page = SuperComplaintPage.objects.get()
        assert page.submitted == PartialDate(2022, 11)
        assert [body.name for body in page.lead_bodies.all()] == ["Suzy Lamplugh Trust"]

    def test_a_report_before_the_submission_is_refused(self, submit):
        answer = submit(
            report_published="2022-10-31",
            found_eligible="",
            respond_by="",
        )

        message = errors_of(answer)["report_published"][0]
        assert "before it was submitted (November 2022)" in message

    def test_a_report_in_the_month_of_the_submission_may_be_right(self, submit):
        answer = submit(
            report_published="2022-11-02",
            found_eligible="",
            respond_by="",
        )

        assert answer.status_code == 302

    def test_a_report_needs_its_stage(self, submit):
        assert "stage" in errors_of(submit(stage="investigation"))

    def test_the_stage_report_published_needs_the_date(self, submit):
        answer = submit(report_published="", respond_by="")

        assert "report_published" in errors_of(answer)

    def test_a_deadline_to_respond_before_the_report_is_refused(self, submit):
        answer = submit(respond_by="2024-09-01")

        assert "respond_by" in errors_of(answer)

    def test_a_super_complaint_needs_a_lead_body_and_a_summary(self, submit):
        assert set(errors_of(submit(lead_bodies=[], summary=""))) == {"lead_bodies", "summary"}

    def test_event_dates_in_the_future_are_refused(self, submit):
        for field in ["submitted", "found_eligible"]:
            assert "has not come yet" in errors_of(submit(**{field: "2099-01"}))[field][0], field

    def test_an_address_of_the_register_is_refused(self, submit):
        for slug in ["recommendations", "data", "history"]:
            assert "address of the register" in errors_of(submit(slug=slug))["slug"][0], slug
