"""Removing a step from a workflow publishes nothing that waits at it."""

import pytest
from django.core import mail
from django.core.management import call_command
from wagtail.models import Task, WorkflowState

from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.models import AuditLogEntry

MODERATOR, OFFICER = "Moderator", "Approving officer"


@pytest.fixture
def review(page, submit, editor):
    """The review of a change, waiting at its first step."""
    submit(editor)
    return page.current_workflow_state


def administer(*arguments):
    call_command(
        "administer", *arguments, "--decided-by", "The board", "--reason", "A trial."
    )


def disable_step(review, name):
    administer("step", "--where", f"name={name}", "--set", "active=False")


def take_step_out(review, name):
    of_workflow = [f"workflow__name={review.workflow.name}", f"task__name={name}"]
    administer("step-of-workflow", "--where", *of_workflow, "--delete")


def disable_workflow(review, name):
    administer(
        "workflow", "--where", f"name={review.workflow.name}", "--set", "active=False"
    )


def delete_workflow(review, name):
    review.workflow.delete()


def delete_step(review, name):
    Task.objects.get(name=name).delete()


def title_now(page):
    page.refresh_from_db()
    return page.title


@pytest.mark.parametrize(
    ("go", "waits_at"),
    [
        *((go, MODERATOR) for go in (disable_step, take_step_out, delete_workflow)),
        *((go, OFFICER) for go in (disable_step, disable_workflow, delete_step)),
    ],
)
def test_removing_a_step_cancels_its_open_reviews(
    page, review, approve, editor, moderator, go, waits_at, committed
):
    if waits_at == OFFICER:
        approve(moderator)
    mail.outbox.clear()

    with committed():
        go(review, OFFICER)

    assert title_now(page) == "As published"
    assert not page.workflow_in_progress
    assert page.get_latest_revision_as_object().title == "Changed"
    emails = [
        message for message in mail.outbox if "Please resubmit" in message.subject
    ]
    assert [message.to for message in emails] == [[editor.email]]
    assert AuditLogEntry.objects.filter(action="withdrawn").exists()


@pytest.mark.parametrize(
    "go", [disable_step, take_step_out], ids=lambda go: go.__name__
)
def test_removing_a_passed_step_cancels_the_review(
    page, review, submit, approve, editor, moderator, officer, go
):
    approve(moderator)

    go(review, MODERATOR)

    assert title_now(page) == "As published"
    assert not page.workflow_in_progress
    submit(editor, title="Changed again")
    approve(officer)
    assert title_now(page) == "Changed again"


def test_inactive_users_get_no_email_about_a_cancelled_review(
    page, review, editor, committed
):
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    mail.outbox.clear()

    with committed():
        disable_step(review, OFFICER)

    assert mail.outbox == []


def test_removing_a_step_cancels_a_review_that_awaits_changes(
    page, review, act, moderator
):
    act(moderator, "reject", "Say when.")

    disable_workflow(review, OFFICER)

    assert not WorkflowState.objects.active().exists()


class TestWithoutScreens:
    """Whatever takes the step away, unseen by the screens, is refused at the publication."""

    def test_a_review_that_lost_a_step_cannot_be_finished(
        self, page, review, approve, moderator
    ):
        Task.objects.filter(name=OFFICER).update(active=False)

        approve(moderator)

        assert title_now(page) == "As published"
        assert page.current_workflow_state == review

    def test_cancelling_a_step_does_not_finish_the_review(
        self, page, review, approve, moderator
    ):
        approve(moderator)
        Task.objects.filter(name=OFFICER).update(active=False)

        with pytest.raises(PublicationRefusedError):
            page.current_workflow_task_state.cancel()

        assert title_now(page) == "As published"
