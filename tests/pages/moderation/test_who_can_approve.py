"""Messages about who can approve a submission, and withdrawing it."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from pages.moderation.approval import roles
from pages.moderation.approval.review_policy import (
    describe_approvers,
    eligible_approvers,
    remaining_steps,
    review_of,
)
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.forms import recommendation_form
from tests.submissions import decide, submit

CANCEL = {"action-cancel-workflow": "1", "body-count": "0"}
EDITOR, MODERATOR, OFFICER = roles.EDITORS, roles.MODERATORS, roles.APPROVING_OFFICERS


@pytest.fixture
def page(section):
    """A page that two people have to approve."""
    return RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section), number="7.1"
    )


def person(name: str, *held: str, **fields):
    return UserFactory(roles=held, first_name=name, last_name=f"{name}son", **fields)


def names(obj) -> list[tuple[str, list[str]]]:
    return [
        (step.name, [each.first_name for each in step.available])
        for step in remaining_steps(obj)
    ]


def message_after(client, answer) -> str:
    return html.unescape(client.get(answer["Location"]).content.decode())


THREE = {"Ed": [EDITOR], "Ann": [MODERATOR], "Ola": [OFFICER]}
FOUR = {
    "Ed": [EDITOR],
    "Ann": [MODERATOR],
    "Ben": [MODERATOR, OFFICER],
    "Ola": [OFFICER],
}


@pytest.mark.parametrize(
    ("team", "absent", "moderator", "officer"),
    [
        # Two: whoever wrote it and one more, who cannot take both steps.
        ({"Ed": [EDITOR, MODERATOR], "Ann": [MODERATOR, OFFICER]}, "", ["Ann"], []),
        ({"Ed": [EDITOR], "Ann": [MODERATOR]}, "", ["Ann"], []),
        (THREE, "", ["Ann"], ["Ola"]),
        (THREE, "Ann", [], ["Ola"]),
        (THREE, "Ola", ["Ann"], []),
        (
            {"Ed": [EDITOR, OFFICER], "Ann": [MODERATOR], "Ben": [MODERATOR]},
            "",
            ["Ann", "Ben"],
            [],
        ),
        # Ann is the only moderator, so the other step is not hers, though she could
        # take it.
        (
            {"Ed": [EDITOR], "Ann": [MODERATOR, OFFICER], "Ola": [OFFICER]},
            "",
            ["Ann"],
            ["Ola"],
        ),
        (FOUR, "", ["Ann", "Ben"], ["Ben", "Ola"]),
        (FOUR, "Ola", ["Ann"], ["Ben"]),
        (FOUR, "Ann", ["Ben"], ["Ola"]),
    ],
)
def test_approvers_in_teams_of_two_three_and_four(
    page, team, absent, moderator, officer
):
    people = {
        name: person(name, *held, is_active=name != absent)
        for name, held in team.items()
    }

    submit(page, people["Ed"])

    assert names(page) == [("Moderator", moderator), ("Approving officer", officer)]


def test_an_approver_who_has_not_accepted_the_invitation_is_named_with_that(page):
    editor, ann = person("Ed", EDITOR), person("Ann", MODERATOR, password=None)
    ben = person("Ben", MODERATOR)
    # This person signed in through the identity provider.
    person("Ola", OFFICER, password=None, last_login=timezone.now())
    submit(page, editor)

    said, is_possible = describe_approvers(page)

    assert (
        said
        == "Awaiting approval by Ann Annson (has not accepted the invitation yet) or Ben Benson "
        "(moderator), then Ola Olason (approving officer)."
    )
    assert is_possible
    assert eligible_approvers(
        page.current_workflow_task_state.task.specific, review_of(page)
    ) == {ann, ben}


def test_an_administrator_who_has_not_accepted_the_invitation_is_named_with_that_too(
    page,
):
    person("Kim", roles.SITE_ADMINISTRATORS, password=None)
    submit(page, person("Ed", EDITOR))

    said, _ = describe_approvers(page)

    assert (
        "Ask Kim Kimson (has not accepted the invitation yet) to give someone else the role"
        in said
    )


def test_an_approved_step_is_not_listed(client, page):
    editor, ann = person("Ed", EDITOR), person("Ann", MODERATOR, OFFICER)
    person("Ben", MODERATOR)
    submit(page, editor)
    decide(client, page, ann)

    assert names(page) == [("Approving officer", [])]


class TestMessageAboutApprovers:
    @pytest.fixture
    def send(self, client, page):
        """Submit a change to the page, and return what the screen that follows says."""

        def post(user):
            client.force_login(user)
            form = {**recommendation_form(number="7.1"), "action-submit": "1"}
            return message_after(
                client,
                client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form),
            )

        return post

    def test_is_shown_after_submitting_a_page(self, send):
        person("Ann", MODERATOR)
        UserFactory(roles=[MODERATOR], username="ben", email="ben@example.org")
        person("Ola", OFFICER)

        message = send(person("Ed", EDITOR))

        assert (
            "Awaiting approval by Ann Annson or ben (moderator), then Ola Olason (approving officer)."
            in message
        )
        assert "@example.org" not in message

    def test_says_why_nobody_can_approve_and_what_to_do(self, send):
        person("Sam", roles.SITE_ADMINISTRATORS)
        message = send(person("Ann", EDITOR, MODERATOR))

        assert (
            "No one can approve the “Moderator” step because Ann Annson wrote part of it."
            in message
        )
        assert (
            "No one can approve the “Approving officer” step because no one has the role."
            in message
        )
        assert "Ask Sam Samson to give someone else the role" in message

    def test_says_that_one_person_is_needed_for_two_steps(self, send):
        person("Ann", MODERATOR, OFFICER)

        message = send(person("Ed", EDITOR))

        assert "Awaiting approval by Ann Annson (moderator)." in message
        assert "because Ann Annson is needed for another step" in message

    def test_is_shown_after_submitting_a_new_snippet(self, client, home):
        person("Ann", MODERATOR)
        client.force_login(person("Ed", EDITOR))
        address = reverse("wagtailsnippets_content_notice:add")
        form = {
            "site": Site.objects.get().pk,
            "level": "1",
            "text": "Closed.",
            "link_text": "",
            "link_address": "",
            "section": "",
            "shown_from": "2026-01-01 10:00",
            "shown_until": "",
            "action-submit": "1",
        }

        message = message_after(client, client.post(address, form))

        assert "Awaiting approval by Ann Annson (moderator)." in message

    def test_names_no_role_of_someone_who_is_named_after_it(self, client, page):
        UserFactory(roles=[MODERATOR], first_name="Moderator", last_name="")
        UserFactory(roles=[OFFICER], first_name="Approving", last_name="officer")
        submit(page, person("Ed", EDITOR))

        assert (
            describe_approvers(page)[0]
            == "Awaiting approval by Moderator, then Approving officer."
        )

    def test_is_shown_in_the_editor_during_the_review(self, client, home):
        editor = person("Ed", EDITOR)
        person("Ann", MODERATOR)
        page, organisation = StandardPageFactory(parent=home), OrganisationFactory()
        client.force_login(editor)
        addresses = [
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse(
                "wagtailsnippets_complaints_organisation:edit", args=[organisation.pk]
            ),
        ]

        assert not any(
            "Awaiting approval by" in client.get(address).content.decode()
            for address in addresses
        )
        for obj in (page, organisation):
            submit(obj, editor)
        assert all(
            "Awaiting approval by" in client.get(address).content.decode()
            for address in addresses
        )


class TestWithdrawingASubmission:
    @pytest.fixture(params=["page", "organisation"])
    def submitted(self, request, home):
        """Something in moderation that Ed and Eve wrote and Ed submitted, with the address of its editor."""
        ed, eve = person("Ed", EDITOR), person("Eve", EDITOR)
        if request.param == "page":
            obj, name = StandardPageFactory(parent=home), "wagtailadmin_pages"
        else:
            obj, name = OrganisationFactory(), "wagtailsnippets_complaints_organisation"
        obj.save_revision(user=eve)
        submit(obj, ed)
        return obj, reverse(f"{name}:edit", args=[obj.pk]), {"Ed": ed, "Eve": eve}

    def test_the_submitter_can_withdraw_and_others_cannot(self, client, submitted):
        obj, address, people = submitted
        for user, may in ((person("Another", EDITOR), False), (people["Ed"], True)):
            client.force_login(user)

            assert (
                'name="action-cancel-workflow"' in client.get(address).content.decode()
            ) == may
            client.post(address, CANCEL)

            assert obj.workflow_in_progress != may

    def test_authors_can_withdraw_while_nobody_else_holds_the_lock(
        self, client, submitted
    ):
        obj, address, people = submitted
        client.force_login(people["Eve"])
        for holder, may in ((person("Lou", EDITOR), False), (people["Eve"], True)):
            type(obj).objects.filter(pk=obj.pk).update(locked=True, locked_by=holder)

            client.post(address, CANCEL)

            assert obj.workflow_in_progress != may
