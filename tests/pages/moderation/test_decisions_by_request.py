"""The review screen checks every request, and is the only place that takes decisions."""

from itertools import product

import pytest
from django.urls import reverse

from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.models import AuditLogEntry
from tests.factories import OrganisationFactory, UserFactory
from tests.forms import recommendation_form
from tests.submissions import decide, decision, present_step, review_address, submit

REASON = "The national report comes out in an hour."


@pytest.fixture
def submitted(page, editor):
    submit(page, editor)
    return page


def test_sending_back_requires_a_reason(client, submitted, moderator):
    client.force_login(moderator)
    state = present_step(submitted)

    for comment in [None, "", "  "]:
        sent = decision(state, "reject", comment)
        if comment is None:
            del sent["comment"]

        shown = client.post(review_address(state), sent, follow=True).content.decode()

        assert "Enter the changes you want." in shown, comment
        assert present_step(submitted).status == "in_progress", comment
        assert not AuditLogEntry.objects.filter(action="returned").exists(), comment


def test_only_the_comment_is_read_from_the_request(client, submitted, moderator):
    client.force_login(moderator)
    state = present_step(submitted)
    more = {"update": "", "user": 1, "task_state": 1, "nothing": "known"}

    client.post(review_address(state), {**decision(state, comment="Go\0od."), **more})

    assert AuditLogEntry.objects.get(action="approved").reason == "Good."
    assert present_step(submitted).task.name == "Approving officer"


def test_approving_ones_own_change_is_refused_with_the_reason(client, page):
    everything = UserFactory(roles=[EDITORS, MODERATORS, APPROVING_OFFICERS])
    submit(page, everything)

    shown = decide(client, page, everything, follow=True).content.decode()

    assert "someone else must approve it" in shown
    assert present_step(page).task.name == "Moderator"


@pytest.mark.parametrize("of_snippet", [False, True])
def test_wagtails_own_address_decides_nothing_and_leads_to_the_review_screen(
    client, page, editor, moderator, of_snippet
):
    obj = OrganisationFactory() if of_snippet else page
    submit(obj, editor)
    client.force_login(moderator)
    state = present_step(obj)
    names = obj.snippet_viewset.url_namespace if of_snippet else "wagtailadmin_pages"

    for action in ("approve", "reject"):
        address = reverse(f"{names}:workflow_action", args=[obj.pk, action, state.pk])
        answer = client.post(address, {"comment": REASON})

        assert answer["Location"] == review_address(state)
        assert (
            "Decide on the review screen"
            in client.get(answer["Location"]).content.decode()
        )
        assert present_step(obj) == state
        assert not AuditLogEntry.objects.filter(
            action__in=["approved", "returned"]
        ).exists()
    script = {"x-requested-with": "XMLHttpRequest"}
    answer = client.post(address, {"comment": ""}, headers=script)
    assert answer.json() == {"step": "success", "redirect": review_address(state)}


def test_a_reviewer_finds_the_editor_locked_and_is_led_to_the_review_screen(
    client, submitted, moderator
):
    client.force_login(moderator)

    shown = client.get(
        reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    ).content.decode()

    assert f'href="{review_address(present_step(submitted))}">Review</a>' in shown


BUTTONS = [
    {},
    {"action-workflow-action": "1", "workflow-action-name": "approve"},
    {"action-submit": "1"},
    {"action-restart-workflow": "1"},
    {"action-publish": "1"},
]


def test_no_request_to_the_editor_makes_a_reviewer_an_author(
    client, submitted, editor, moderator
):
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    form = recommendation_form(title="By the reviewer", number="7.1")

    for buttons, headers in product(BUTTONS, [{}, {"accept": "application/json"}]):
        client.post(address, {**form, **buttons}, headers=headers)

        submitted.refresh_from_db()
        assert submitted.get_latest_revision_as_object().title == "As published", (
            buttons
        )
        assert authors_since_publication(submitted) == {editor.pk}, buttons
    decide(client, submitted, moderator)
    assert present_step(submitted).task.name == "Approving officer"


def test_locking_it_does_not_open_the_editor_to_a_reviewer(
    client, save, submitted, editor, admin_user
):
    admin_user.groups.add(UserFactory(roles=[MODERATORS]).groups.get())
    client.force_login(admin_user)
    client.post(reverse("wagtailadmin_pages:lock", args=[submitted.pk]))

    save(admin_user, title="By the reviewer")

    assert authors_since_publication(submitted) == {editor.pk}


def test_an_author_with_the_role_goes_on_editing(page, save):
    both = UserFactory(roles=[EDITORS, MODERATORS])
    submit(page, both)

    save(both, title="Changed during the review")

    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Changed during the review"


def test_whoever_takes_it_over_edits_it(client, save, submitted, editor, moderator):
    decide(client, submitted, moderator, "take_over")

    save(moderator, title="By the reviewer")

    submitted.refresh_from_db()
    assert submitted.get_latest_revision_as_object().title == "By the reviewer"
    assert authors_since_publication(submitted) == {editor.pk, moderator.pk}
