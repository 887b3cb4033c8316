"""A set is reviewed and published as one: all of it at the revisions that were approved, or nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.set_actions import (
    add,
    discard,
    make_set,
    may_withdraw,
    remove,
    submit,
    withdraw,
)
from pages.moderation.models import (
    AuditLogEntry,
    Authorship,
    PublicationSet,
    PublishedVersion,
    SetItem,
)
from tests.factories import RecommendationResponsePageFactory, UserFactory

from .conftest import CHANGED, NOTE, UNCHANGED, in_review

State = PublicationSet.State


def state_of(publication_set):
    return PublicationSet.objects.get(pk=publication_set.pk).state


def reopenings():
    return AuditLogEntry.objects.filter(action=AuditLogEntry.Action.REOPENED).count()


def open_reviews(response):
    return [obj for obj in response.objects if obj.workflow_in_progress]


def newer_revision_behind_our_back(response):
    """Save a draft of one item as Wagtail does, without all that reopens the set."""
    draft = response.recommendation("2").get_latest_revision_as_object()
    draft.title = "Slipped in"
    return Page.save_revision(draft, user=response["editor"])


def newer_revision_at_the_open_step(response):
    """Let the open step of one item be about another revision than the step before."""
    revision = newer_revision_behind_our_back(response)
    step = response.recommendation("2").current_workflow_task_state
    TaskState.objects.filter(pk=step.pk).update(revision=revision)


def changed_revision(response):
    """Write other words into the very revision that was approved."""
    step = response.recommendation("2").current_workflow_task_state
    content = {**step.revision.content, "title": "Slipped in"}
    Revision.objects.filter(pk=step.revision_id).update(content=content)


@in_review
@pytest.mark.parametrize(
    "slip_in",
    [newer_revision_behind_our_back, newer_revision_at_the_open_step, changed_revision],
)
def test_a_set_never_publishes_an_item_that_was_not_approved_at_that_very_revision(
    response, slip_in
):
    publication_set = response.submitted()
    response.decide("moderator")
    slip_in(response)

    with pytest.raises(ValidationError):
        response.decide("officer")

    assert response.words == UNCHANGED
    assert not PublishedVersion.objects.filter(publication_set=publication_set).exists()
    assert state_of(publication_set) == State.IN_REVIEW


@in_review
def test_a_set_never_publishes_an_item_that_skipped_a_step(response):
    response.submitted()
    # Wagtail's own approval of one item, which no reviewer gave.
    response.recommendation("2").current_workflow_task_state.approve(
        user=response["moderator"]
    )

    with pytest.raises(ValidationError):
        response.decide("moderator")
    with pytest.raises(ValidationError):
        response.decide("officer", obj=response.recommendation("2"))

    assert response.words == UNCHANGED


def test_one_submission_and_one_approval_a_step_publish_everything(
    response, mailoutbox
):
    publication_set = response.submitted()
    assert response.words == UNCHANGED
    response.decide("moderator")
    assert response.words == UNCHANGED

    response.decide("officer")

    assert response.words == CHANGED
    assert state_of(publication_set) == State.PUBLISHED
    assert not SetItem.objects.exists()
    versions = PublishedVersion.objects.filter(publication_set=publication_set)
    assert versions.count() == 4
    publication_set.refresh_from_db()
    assert {version.published_at for version in versions} == {
        publication_set.published_at
    }
    assert {obj.last_published_at for obj in response.objects} == {
        publication_set.published_at
    }
    assert {version.change_note for version in versions} == {NOTE}
    assert [len(version.approvals) for version in versions] == [2, 2, 2, 2]

    # Each person gets one email about it.
    to_moderators, to_officer, to_editor = mailoutbox
    assert to_moderators.subject == "Please review: Our response"
    assert "Recommendation 1" in to_moderators.body
    assert "Recommendation 2" in to_moderators.body
    assert to_officer.to == [response["officer"].email]
    assert to_editor.to == [response["editor"].email]
    assert to_editor.subject == "Published: Our response"


def test_nobody_approves_two_steps_of_a_set_or_one_with_an_item_of_their_own(response):
    response.draft(response.recommendation("2"), "An officer’s words", "officer")
    response.submitted()
    both = response["colleague"]
    both.groups.add(*response["officer"].groups.all())
    response["officer"].groups.add(*response["moderator"].groups.all())

    with pytest.raises(ValidationError):
        response.decide("officer")
    assert not AuditLogEntry.objects.filter(
        action=AuditLogEntry.Action.APPROVED
    ).exists()
    response.decide("colleague")
    with pytest.raises((ValidationError, PermissionDenied)):
        response.decide("colleague", obj=response.wording)

    assert response.words == UNCHANGED


@pytest.mark.parametrize("where", ["on its screen", "in a round", "as who made it"])
def test_whoever_wrote_title_or_note_of_a_set_does_not_approve_it(
    client, response, where
):
    response.drafts()
    author = response["officer" if where == "as who made it" else "editor"]
    publication_set = make_set(author, "Our response", NOTE, response.objects)
    client.force_login(response["officer"])
    if where == "on its screen":
        words = {"title": "Another title", "change_note": NOTE}
        client.post(reverse("moderation:set", args=[publication_set.pk]), words)
    elif where == "in a round":
        address = reverse("update_round", args=[response.super_complaint.pk])
        client.post(address, {"as_at": "1 March 2025", "change_note": "Another note."})
    submit(publication_set, response["editor"])
    response.decide("moderator")

    with pytest.raises(ValidationError, match="someone else must approve"):
        response.decide("officer")
    assert response.words == UNCHANGED


def test_whoever_only_begins_a_set_or_puts_drafts_into_it_approves_it(client, response):
    response.drafts()
    client.force_login(response["officer"])
    client.post(reverse("moderation:sets"))
    publication_set = PublicationSet.objects.get()
    client.force_login(response["editor"])
    client.post(
        reverse("moderation:set", args=[publication_set.pk]),
        {"title": "Ours", "change_note": NOTE},
    )
    add(publication_set, response["officer"], response.objects)
    submit(publication_set, response["editor"])
    response.decide("moderator")
    response.decide("officer")

    assert response.words == CHANGED
    assert not Authorship.objects.exists()


@in_review
def test_a_change_of_an_item_reopens_the_set_and_tells_its_people_once(
    response, mailoutbox, committed
):
    publication_set = response.submitted()
    response.decide("moderator")
    mailoutbox.clear()

    with committed():
        response.draft(response.recommendation("2"), "Changed again", "colleague")

    assert state_of(publication_set) == State.OPEN
    assert open_reviews(response) == []
    assert reopenings() == 1
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        [response["editor"].email, response["moderator"].email]
    )
    assert {mail.subject for mail in mailoutbox} == {
        "No longer in moderation: Our response"
    }


def test_adding_and_taking_out_reopens_the_set(response):
    response.drafts()
    first, second = response.recommendation("1"), response.recommendation("2")
    publication_set = make_set(response["editor"], "Our response", NOTE, [first])
    submit(publication_set, response["editor"])

    add(publication_set, response["editor"], [second])

    assert publication_set.state == State.OPEN
    assert reopenings() == 1
    submit(publication_set, response["editor"])
    remove(publication_set, response["editor"], [first])
    assert publication_set.state == State.OPEN
    assert open_reviews(response) == []
    assert publication_set.objects_in_order() == [second]


@in_review
def test_deleting_a_draft_takes_it_out_of_its_open_set(response):
    publication_set = response.submitted()
    below = RecommendationResponsePageFactory(
        parent=response.super_complaint, number="9", live=False
    )
    below.save_revision(user=response["editor"])
    add(publication_set, response["editor"], [below])

    type(below).objects.get(pk=below.pk).delete()

    assert publication_set.items.count() == 4
    assert state_of(publication_set) == State.OPEN


@in_review
@pytest.mark.parametrize("what", ["the set", "one item"])
def test_authors_can_withdraw_what_they_submitted(response, mailoutbox, what):
    publication_set = response.submitted()
    assert not may_withdraw(publication_set, response["moderator"])
    with pytest.raises(PermissionDenied):
        withdraw(publication_set, response["moderator"])

    if what == "the set":
        withdraw(publication_set, response["editor"])
    else:
        response.recommendation("2").current_workflow_state.cancel(
            user=response["editor"]
        )

    assert state_of(publication_set) == State.OPEN
    assert open_reviews(response) == []


@in_review
def test_what_was_sent_back_is_submitted_again_as_a_whole(response, mailoutbox):
    publication_set = response.submitted()
    mailoutbox.clear()
    response.decide("moderator", "reject")

    assert [mail.subject for mail in mailoutbox] == ["Changes requested: Our response"]
    assert state_of(publication_set) == State.OPEN
    with pytest.raises(ValidationError, match="Submit the set"):
        response.recommendation("1").current_workflow_state.resume(response["editor"])
    submit(publication_set, response["editor"])
    response.decide("moderator")
    response.decide("officer")
    assert response.words == CHANGED


def test_what_is_in_review_or_in_another_set_or_may_not_be_edited_cannot_be_added(
    response,
):
    response.drafts()
    first, second = response.recommendation("1"), response.recommendation("2")
    with pytest.raises(PermissionDenied):
        make_set(UserFactory(roles=["Feedback team"]), "One", NOTE, [first])
    first.change_note = NOTE
    first.save_revision(user=response["editor"])
    first.get_workflow().start(first, response["editor"])
    with pytest.raises(ValidationError, match="in moderation on its own"):
        make_set(response["editor"], "One", NOTE, [first])

    make_set(response["editor"], "One", NOTE, [second])
    with pytest.raises(ValidationError, match="in the set “One”"):
        make_set(response["editor"], "Two", NOTE, [second])
    with pytest.raises(ValidationError, match="Submit the set"):
        second.get_workflow().start(
            second.get_latest_revision_as_object(), response["editor"]
        )


def test_a_set_without_items_or_with_unchanged_ones_is_not_submitted(response):
    publication_set = make_set(response["editor"], "Our response", NOTE)
    with pytest.raises(ValidationError, match="This set is empty"):
        submit(publication_set, response["editor"])

    add(publication_set, response["editor"], [response.recommendation("1")])
    with pytest.raises(ValidationError, match="Nothing has changed"):
        submit(publication_set, response["editor"])
    discard(publication_set, response["editor"])
    assert not PublicationSet.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("wording", "", "Recommendation 2"),
        ("expire_at", timezone.now(), "was due to expire"),
    ],
)
def test_an_incomplete_or_expired_item_stops_the_submission_and_is_named(
    response, field, value, told
):
    response.drafts()
    second = response.recommendation("2").get_latest_revision_as_object()
    setattr(second, field, value)
    second.save_revision(user=response["editor"], clean=False)
    publication_set = make_set(
        response["editor"], "Our response", NOTE, response.objects
    )

    with pytest.raises(ValidationError, match=told):
        submit(publication_set, response["editor"])

    assert open_reviews(response) == []


@in_review
def test_a_rule_that_one_item_breaks_at_the_last_approval_publishes_nothing(response):
    publication_set = response.submitted()
    response.decide("moderator")
    page = response.recommendation("2")
    type(page).objects.filter(pk=page.pk).update(slug="moved")
    RecommendationResponsePageFactory(
        parent=page.get_parent(), title="Came first", number="2", live=False
    )

    state = response.recommendation("1").current_workflow_task_state
    with pytest.raises(ValidationError):
        state.task.specific.decide(
            state, response["officer"], DecisionChoice("approve")
        )

    page.refresh_from_db()
    assert [
        response.wording.force_name,
        response.super_complaint.title,
        page.title,
    ] == ["As published"] * 3
    assert state_of(publication_set) == State.IN_REVIEW
