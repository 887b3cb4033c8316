"""Removing a step from a workflow publishes nothing that waits at it."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Task, WorkflowState

from pages.moderation.gate.guards import PublicationRefusedError
from pages.moderation.models import Decision
from tests.factories import UserFactory
from tests.pages.accounts.attacks import workflow_form
from tests.second_person import confirm_what_waits

MODERATOR, OFFICER = "Moderator", "Approving officer"


@pytest.fixture
def superuser(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def review(page, submit, editor):
    """The review of a change, waiting at its first step."""
    submit(editor)
    return page.current_workflow_state


def disable_step(client, review, name):
    client.post(reverse("wagtailadmin_workflows:disable_task", args=[Task.objects.get(name=name).pk]))
    confirm_what_waits()


def take_step_out(client, review, name):
    """Send the form of the workflow without the step."""
    form = workflow_form(review.workflow, {step.pk for step in review.workflow.tasks if step.name != name})
    client.post(reverse("wagtailadmin_workflows:edit", args=[review.workflow_id]), form)
    confirm_what_waits()


def disable_workflow(client, review, name):
    client.post(reverse("wagtailadmin_workflows:disable", args=[review.workflow_id]))
    confirm_what_waits()


def delete_workflow(client, review, name):
    review.workflow.delete()


def delete_step(client, review, name):
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
    client,
    page,
    review,
    approve,
    editor,
    moderator,
    superuser,
    go,
    waits_at,
    committed,
):
    if waits_at == OFFICER:
        approve(moderator)
    mail.outbox.clear()
    client.force_login(superuser)

    with committed():
        answer = go(client, review, OFFICER)

    assert answer is None or answer.status_code == 302
    assert title_now(page) == "As published"
    assert not page.workflow_in_progress
    assert page.get_latest_revision_as_object().title == "Changed"
    emails = [message for message in mail.outbox if "No longer in review" in message.subject]
    assert [message.to for message in emails] == [[editor.email]]
    assert Decision.objects.filter(action="withdrawn").exists()


@pytest.mark.parametrize("go", [disable_step, take_step_out], ids=lambda go: go.__name__)
def test_removing_a_passed_step_cancels_the_review(
    client, page, review, submit, approve, editor, moderator, officer, superuser, go
):
    approve(moderator)
    client.force_login(superuser)

    go(client, review, MODERATOR)

    assert title_now(page) == "As published"
    assert not page.workflow_in_progress
    submit(editor, title="Changed again")
    approve(officer)
    assert title_now(page) == "Changed again"


def test_inactive_users_get_no_email_about_a_cancelled_review(
    client, page, review, superuser, editor, committed
):
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    mail.outbox.clear()
    client.force_login(superuser)

    with committed():
        disable_step(client, review, OFFICER)

    assert mail.outbox == []


def test_removing_a_step_cancels_a_review_that_awaits_changes(
    client, page, review, act, moderator, superuser
):
    act(moderator, "reject", "Say when.")
    client.force_login(superuser)

    disable_workflow(client, review, OFFICER)

    assert not WorkflowState.objects.active().exists()


class TestWithoutScreens:
    """Whatever takes the step away, unseen by the screens, is refused at the publication."""

    def test_a_review_that_lost_a_step_cannot_be_finished(self, page, review, approve, moderator):
        Task.objects.filter(name=OFFICER).update(active=False)

        approve(moderator)

        assert title_now(page) == "As published"
        assert page.current_workflow_state == review

    def test_cancelling_a_step_does_not_finish_the_review(self, page, review, approve, moderator):
        approve(moderator)
        Task.objects.filter(name=OFFICER).update(active=False)

        with pytest.raises(PublicationRefusedError):
            page.current_workflow_task_state.cancel()

        assert title_now(page) == "As published"


def test_the_confirmation_of_disabling_a_step_names_the_consequences(client, review, superuser):
    client.force_login(superuser)
    address = reverse("wagtailadmin_workflows:disable_task", args=[Task.objects.get(name=OFFICER).pk])

    screen = client.get(address).content.decode()

    assert "Reviews with this step end" in screen
    assert "skipped" not in screen
