"""The rules of drafts and of publications."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from complaints.models import (
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
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
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


def test_an_update_of_another_organisation_needs_its_response_and_an_action_does_not(
    stalking,
):
    SiteWordingFactory(force_name="Our force")
    force = OrganisationFactory(name="Our force")
    other = OrganisationFactory(name="The commissioner")
    page = RecommendationResponsePageFactory(parent=stalking)

    def report(organisation):
        update = ProgressUpdate(as_at=PartialDate(2025), text="<p>x</p>")
        update.respondents = [organisation]
        page.progress_updates = [update]
        page.clean_for_publication()

    report(force)
    with pytest.raises(ValidationError, match="has no response on this page"):
        report(other)
    page.progress_updates = []
    page.actions = [make_action("", respondents=[other])]
    page.clean_for_publication()


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

    @pytest.fixture
    def of_force(self, force):
        """Return a function that gives the form of an action of our force."""
        return lambda **fields: action(**{"whose": [force], **fields})

    def test_a_complete_recommendation_is_accepted_and_waits_for_approval(
        self, submit, force
    ):
        answer = submit(
            responses=[response([force])],
            actions=[action(due_dates=[due_date("2025-03-27")], whose=[force])],
            progress_updates=[progress_update("2025-01", whose=[force])],
        )

        assert answer.status_code == 302, errors_of(answer)
        page = RecommendationResponsePage.objects.get()
        assert not page.live
        assert page.workflow_in_progress
        assert page.slug == "recommendation-7-1"
        draft = page.get_latest_revision_as_object()
        assert [r.name for r in draft.responses.get().respondents.all()] == [
            "Northamptonshire Police"
        ]
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

    def test_each_rule_of_a_publication_says_what_is_missing_or_wrong(
        self, submit, force, of_force
    ):
        without_words = {"wording": "", "wording_source": "", "summary": " "}
        dates = [due_date("2025-03-27"), due_date("2025-09-30")]
        untick = "Untick this, or clear “{}”."
        for sent, wrong in [
            *(
                (
                    {"responses": [response([force], position=position)]},
                    {"reason": "Give the reason for the"},
                )
                for position in ["accepted_in_part", "not_accepted", "not_applicable"]
            ),
            (
                {
                    "responses": [
                        response(
                            [force],
                            reason="No money.",
                            no_reason="on",
                            position="not_accepted",
                        )
                    ]
                },
                {"no_reason": untick.format("Reason")},
            ),
            (
                {"responses": [response([force], no_reason="on")]},
                {
                    "no_reason": "The position is not “Accepts in part” or “Does not accept” or “Says it"
                },
            ),
            (
                {
                    "actions": [
                        of_force(due_dates=[due_date("2025-03-27")], no_due_date="on")
                    ]
                },
                {"no_due_date": untick.format("Due dates")},
            ),
            ({"responses": [response([])]}, {"respondents": "Choose who responded."}),
            (
                {"responses": [response([force], date="2024-08")]},
                {"date": "before the report was published"},
            ),
            (
                {"responses": [response([force], source_date="2024-11")]},
                {"source_link": "Enter the address"},
            ),
            (
                {"actions": [of_force(due_dates=dates)]},
                {"reason": "Say why the due date changed."},
            ),
            (
                {"actions": [of_force(due_dates=[due_date(no_date=True)])]},
                {"reason": "Say why no date can be given."},
            ),
            *(
                (
                    {"actions": [of_force(**{field: said})]},
                    {field: "The status is not “Marked complete”"},
                )
                for field, said in [
                    ("completed", "2024-10-01"),
                    ("completed_words", "in place"),
                    ("no_completion_date", "on"),
                ]
            ),
            (
                {"actions": [of_force(closed="2024-10-01")]},
                {"closed": "The status is not “Closed, not said to be complete”"},
            ),
            (
                {
                    "actions": [
                        of_force(
                            status="complete", completed="2024", no_completion_date="on"
                        )
                    ]
                },
                {"no_completion_date": untick.format("Date completed")},
            ),
            (
                {"actions": [of_force(owning_post="Head of Crime", no_owner="on")]},
                {"no_owner": untick.format("Responsible posts")},
            ),
            (
                {"actions": [action()]},
                {"respondents": "Choose the responsible organisation."},
            ),
            (
                {"progress_updates": [progress_update("2025-01")]},
                {"respondents": "Choose the organisation."},
            ),
            (
                {"actions": [of_force(title="")]},
                {"title": "Enter a title."},
            ),
            *(
                (
                    {"actions": [of_force(status=status, **{field: "2099"})]},
                    {field: "2099 is in the future"},
                )
                for status, field in [("complete", "completed"), ("closed", "closed")]
            ),
            (
                {"actions": [of_force(owning_post="Head of Crime\nTBC")]},
                {"owning_post": "“TBC” is not a name"},
            ),
            (
                {"executive_lead": "To be confirmed."},
                {"executive_lead": "is not a name"},
            ),
            (
                {"responses": [response([force], answered_by="n/a")]},
                {"answered_by": "is not a name"},
            ),
            (
                {"no_deadline": "on", "deadline": "2025-03-27"},
                {"no_deadline": untick.format("Deadline to implement")},
            ),
            (
                {"no_addressees": "on"},
                {
                    "no_addressees": untick.format(
                        "Who is asked, in the report’s own words"
                    )
                },
            ),
            (
                {"no_lead": "on", "executive_lead": "Deputy Chief Constable"},
                {"no_lead": untick.format("Executive lead")},
            ),
            *(
                (
                    {"deadline_over": "on", **deadline},
                    {"deadline_over": "Tick this only for a deadline in the"},
                )
                for deadline in [
                    {},
                    {"deadline": "2025-03-27", "deadline_printed": "by 27 March 2025"},
                ]
            ),
            (
                {"deadline": "2024-08"},
                {"deadline": "before the report was published (27 September 2024)"},
            ),
            (without_words, {"summary": "Enter what it asks"}),
            (
                {"wording_source": ""},
                {"wording_source": "Enter where the wording is printed"},
            ),
            ({"number": "seven"}, {"number": "Enter the number as printed"}),
            *(
                ({"assurances": [assurance(**{missing: ""})]}, {missing: ""})
                for missing in ["body", "verdict", "date"]
            ),
        ]:
            errors = errors_of(submit(**sent))

            assert errors.keys() == wrong.keys(), sent
            for field, message in wrong.items():
                assert message in errors[field][0], sent

    def test_what_may_be_unknown_repeated_or_revised_is_accepted(
        self, submit, force, of_force, section, stalking
    ):
        RecommendationResponsePageFactory(
            parent=SuperComplaintPageFactory(parent=section), number="7.1"
        )
        RecommendationResponsePageFactory(parent=stalking, number="7.1", kind="action")
        changed = due_date("2025-09-30", reason="The trainer left.")
        both = of_force(
            status="complete", completed="2024", completed_words="already in place"
        )
        for number, sent in {
            "7.1": {"actions": [of_force(due_dates=[due_date("2025-03-27"), changed])]},
            "8": {"actions": [of_force(status="complete"), both]},
            "10": {
                "actions": [
                    of_force(due_dates=[due_date(due_words="March 26 earliest")])
                ]
            },
            "11": {
                "actions": [
                    of_force(status="complete", no_completion_date="on", no_owner="on")
                ]
            },
            "12": {
                "actions": [
                    of_force(status="closed", closed="2024-10-01", no_due_date="on")
                ]
            },
            "16": {
                "responses": [
                    response([force], position="not_accepted", no_reason="on")
                ]
            },
            "13": {"no_deadline": "on", "no_lead": "on"},
            "14": {"no_addressees": "on", "addressees_printed": ""},
            "15": {"deadline_over": "on", "deadline_printed": "within six months"},
            "9": {"wording": "", "wording_source": "", "summary": "Teach them."},
            "": {"assurances": [assurance()]},
        }.items():
            assert submit(number=number, slug="", **sent).status_code == 302, number
        assert RecommendationResponsePage.objects.filter(
            slug="recommendation-train-officers"
        ).exists()

    def test_what_is_no_date_is_refused_even_in_a_draft_and_stays_in_the_form(
        self, save_draft
    ):
        answer = save_draft(
            deadline="31/2/2026",
            actions=[action(due_dates=[due_date("2025-03", no_date=True)])],
        )

        assert "There is no 31 February 2026." in errors_of(answer)["deadline"][0]
        assert "due" in errors_of(answer)  # which contradicts that no date can be given
        assert 'value="31/2/2026"' in answer.content.decode()

    def test_a_date_that_does_not_exist_hides_no_other_problem(self, submit, force):
        SiteWordingFactory(force_name=force.name)
        answer = submit(
            deadline="31/2/2026",
            responses=[response([], position="not_accepted", source_date="2025-01")],
            progress_updates=[
                progress_update("31/2/2026", "<p></p>", [force]),
                progress_update("2025-02", whose=[force]),
            ],
            actions=[action("", [due_date("2025"), due_date("31/6/2026")], [force])],
        )

        errors = errors_of(answer)
        assert set(errors) == {
            "deadline",
            "respondents",
            "reason",
            "source_link",
            "as_at",
            "text",
            "title",
            "due",
        }
        assert all(len(messages) == 1 for messages in errors.values())
        assert errors["as_at"][0].startswith("There is no 31 February 2026.")

    def test_a_missing_change_note_is_said_beside_what_else_is_missing(
        self, client, editor, stalking
    ):
        page = publish(RecommendationResponsePageFactory(number="8", parent=stalking))
        sent = recommendation_form(number="8", change_note="", responses=[response([])])

        errors = errors_of(edit(client, page, sent, **SUBMIT))

        assert set(errors) == {"respondents", "change_note"}

    def test_an_organisation_that_is_not_public_is_refused_and_the_form_kept(
        self, save_draft, force
    ):
        hidden = OrganisationFactory(name="Dissolved Board", live=False)

        answer = save_draft(
            responses=[
                response([hidden, force], approving_post="Deputy Chief Constable")
            ]
        )

        assert errors_of(answer)["respondents"] == [
            "An organisation you chose is no longer public. Choose another."
        ]
        form = BeautifulSoup(answer.content, "html.parser")
        assert (
            form.find("input", {"name": "responses-0-approving_post"})["value"]
            == "Deputy Chief Constable"
        )
        boxes = form.find_all("input", {"name": "responses-0-respondents"})
        assert str(force.pk) in [
            box["value"] for box in boxes if box.has_attr("checked")
        ]
        # The script of the chooser keeps what is chosen and listed.
        listed = [key for key, _ in json.loads(form.find(id="organisations").string)]
        assert force.pk in listed
        assert hidden.pk not in listed

    def test_the_address_follows_when_the_number_is_taken_away(self, client, submit):
        submit(number="3")
        page = RecommendationResponsePage.objects.get()
        page.current_workflow_state.cancel()

        edit(client, page, recommendation_form(number=""))

        page.refresh_from_db()
        assert page.slug == "recommendation-train-officers"

    def test_what_a_stray_click_added_is_not_saved_and_an_empty_response_is_refused(
        self, submit, force
    ):
        empty = response([force], position="", date="")

        assert (
            submit(
                responses=[empty], progress_updates=[{"respondents": (force.pk,)}]
            ).status_code
            == 302
        )

        draft = RecommendationResponsePage.objects.get().get_latest_revision_as_object()
        assert not draft.responses.exists()
        assert not draft.progress_updates.exists()
        with pytest.raises(ValidationError, match="This response is empty"):
            Response(page=draft, respondents=[force]).clean_for_publication()

    @pytest.mark.parametrize("wanted", ["application/json", "text/html"])
    def test_what_a_stray_click_added_hinders_neither_saving_nor_showing_what_lacks(
        self, client, editor, stalking, force, wanted
    ):
        page = RecommendationResponsePageFactory(
            parent=stalking, title="Train officers", number="7.1"
        )
        saves_by_itself = wanted == "application/json"
        form = recommendation_form(
            title="Train all" if saves_by_itself else "",
            responses=[response([force], position="", date="")],
            progress_updates=[{"respondents": (force.pk,)}],
        )
        form |= {} if saves_by_itself else SUBMIT

        answer = client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            form,
            headers={"Accept": wanted},
        )

        assert answer.status_code == 200
        assert (
            answer.json()["success"] if saves_by_itself else errors_of(answer)["title"]
        )

    def test_a_duplicate_number_is_refused_naming_the_other_page(
        self, submit, stalking
    ):
        RecommendationResponsePageFactory(
            parent=stalking, title="Record offences", number="7.1"
        )

        message = errors_of(submit())["number"][0]

        assert (
            "“Recommendation 7.1: Record offences” already has the number 7.1"
            in message
        )

    def test_a_number_in_another_pages_draft_is_refused_naming_it(
        self, client, submit, stalking
    ):
        other = RecommendationResponsePageFactory(
            parent=stalking, title="Record offences", number="3"
        )
        form = recommendation_form(title="Record offences", number="7.1")
        assert edit(client, other, form).status_code == 302

        assert "Record offences" in errors_of(submit())["number"][0]

    def test_a_copy_has_neither_the_number_nor_promises_and_answers(
        self, client, editor, stalking
    ):
        original = RecommendationResponsePageFactory(
            parent=stalking,
            number="3",
            wording="Train them.",
            deadline=PartialDate(2025, 3, 27),
            deadline_printed="by 27 March 2025",
            actions=[make_action("in_progress", PartialDate(2025, 3))],
            responses=[make_response("accepted", OrganisationFactory())],
            progress_updates=[
                ProgressUpdate(as_at=PartialDate(2025, 1), text="<p>Begun.</p>")
            ],
            assurances=[
                AssuranceEntry(
                    body="HMICFRS",
                    verdict="no_further_action",
                    date=PartialDate(2025, 2),
                )
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

    def test_each_rule_says_what_is_missing_or_wrong(self, submit):
        alone = {"found_eligible": "", "respond_by": ""}
        for sent, wrong in [
            ({"lead_bodies": [], "summary": ""}, {"lead_bodies": "", "summary": ""}),
            (
                {"report_published": "2022-10-31", **alone},
                {"report_published": "before it was submitted (November 2022)"},
            ),
            ({"stage": "investigation"}, {"stage": ""}),
            ({"report_published": "", "respond_by": ""}, {"report_published": ""}),
            ({"respond_by": "2024-09-01"}, {"respond_by": ""}),
            ({"submitted": "2099-01"}, {"submitted": "is in the future"}),
            ({"found_eligible": "2099-01"}, {"found_eligible": "is in the future"}),
            (
                {"report_published": "2099-01", **alone},
                {"report_published": "in the future"},
            ),
            *(
                ({"slug": slug}, {"slug": "already an address on this site"})
                for slug in ["recommendations", "data", "history"]
            ),
        ]:
            errors = errors_of(submit(**sent))

            for field, message in wrong.items():
                assert message in errors[field][0], sent
        # On the day of the report, or in the month of the submission, it may be right.
        scheduled = {"report_published": "2099-01-01", "go_live_at": "2099-01-01 09:00"}
        assert submit(slug="later", **scheduled, **alone).status_code == 302
        assert submit(report_published="2022-11-02", **alone).status_code == 302
