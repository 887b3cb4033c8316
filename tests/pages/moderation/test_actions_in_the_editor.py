"""Approvals sent by the editor are checked as on the screens that ask for them."""

import json

import pytest

from pages.moderation.models import Decision

REASON = {"comment": "The national report comes out in an hour."}


@pytest.fixture
def take(client, save, submit, editor):
    """Submit a change; then take ``action`` in the editor as ``user`` and return what is shown after it."""
    submit(editor)

    def post(user, action, data=None, title="Changed"):
        extra = {} if data is None else {"workflow-action-extra-data": json.dumps(data)}
        buttons = {"action-workflow-action": "1", "workflow-action-name": action, **extra}
        answer = save(user, title=title, **buttons)
        assert answer.status_code == 302
        return client.get(answer["Location"]).content.decode()

    return post


def title_now(page):
    page.refresh_from_db()
    return page.title


@pytest.mark.parametrize("data", [None, {}, {"comment": ""}, {"comment": "  "}, {"comment": None}])
def test_urgent_publication_requires_a_reason(page, take, moderator, data):
    shown = take(moderator, "urgent", data)

    assert "Say why it can’t wait." in shown
    assert title_now(page) == "As published"
    assert not Decision.objects.filter(action="urgent").exists()


@pytest.mark.parametrize("more", [{"update": False}, {"user": 1}, {"task_state": 1}, {"nothing": "known"}])
def test_only_the_comment_is_read_from_the_request(page, take, moderator, officer, more):
    take(moderator, "approve", {"comment": "Good.", **more})

    assert Decision.objects.get(action="approved").reason == "Good."
    assert page.current_workflow_task_state.task.name == "Approving officer"


def test_urgent_publication_with_a_reason_publishes(page, take, moderator):
    take(moderator, "urgent", REASON)

    assert title_now(page) == "Changed"


@pytest.mark.parametrize("action", ["approve", "urgent"])
@pytest.mark.parametrize("reviewer", ["moderator", "officer"])
def test_approving_ones_own_change_is_refused_and_keeps_the_draft(
    page, take, approve, moderator, officer, action, reviewer
):
    reviewers = {"moderator": moderator, "officer": officer}
    if reviewer == "officer":
        approve(moderator)

    shown = take(reviewers[reviewer], action, REASON, title="By the reviewer")

    assert "somebody else must approve it" in shown
    assert "have permission" not in shown
    assert title_now(page) == "As published"
    assert page.get_latest_revision_as_object().title == "By the reviewer"
    assert page.current_workflow_task_state.task.name == "Moderator"
