"""An approval does not count once whoever gave it is inactive or has lost the role of the step."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage

from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    TWO_STEP_WORKFLOW,
    display_name,
)
from pages.moderation.dual_control import membership
from pages.moderation.models import AuditLogEntry
from pages.moderation.scheduled_work import publish_due
from tests.factories import UserFactory
from tests.submissions import present_step
from tests.submissions import submit as submit_page


@pytest.fixture
def approve_as(page, act):
    """Approve the step as each of these."""

    def approve(*people):
        for person in people:
            answer = act(person, "approve")
        return answer

    return approve


@pytest.fixture
def two_steps(section, page):
    """The page needs a moderator and an approving officer."""
    workflow = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
    WorkflowPage.objects.filter(page__depth=1).update(workflow=workflow)


@pytest.fixture
def for_later(page, editor, two_steps):
    """The page, submitted with a time to be published at."""
    page.title = "Changed"
    page.go_live_at = timezone.now() + timedelta(days=1)
    submit_page(page, editor)
    return page


def suspend(person):
    membership.suspend(person, UserFactory(roles=[SITE_ADMINISTRATORS]))


def delete(person):
    User.objects.get(pk=person.pk).delete()


def lose_the_role(person):
    person.groups.clear()


def get_another_role(person):
    person.groups.set(Group.objects.filter(name=APPROVING_OFFICERS))


LOSSES = [suspend, delete, lose_the_role, get_another_role]


def is_public(page):
    page.refresh_from_db()
    return page.title == "Changed"


@pytest.mark.parametrize("lose", LOSSES)
def test_the_last_approval_sends_it_back_for_the_step_whose_approval_lapsed(
    client, page, editor, two_steps, approve_as, moderator, officer, lose, mailoutbox
):
    page.title = "Changed"
    submit_page(page, editor)
    approve_as(moderator)
    lose(moderator)
    mailoutbox.clear()

    answer = approve_as(officer)

    assert not is_public(page)
    assert present_step(page).task.name == "Moderator"
    reason = f"{display_name(moderator)} approved this but can no longer approve"
    assert reason in client.get(answer["Location"]).content.decode()
    approve_as(UserFactory(roles=[MODERATORS]))
    assert is_public(page)


@pytest.mark.parametrize("lose", LOSSES)
def test_what_is_scheduled_goes_back_to_that_step_at_its_time_and_people_are_told(
    for_later,
    approve_as,
    editor,
    moderator,
    officer,
    lose,
    time_machine,
    mailoutbox,
    committed,
):
    approve_as(moderator, officer)
    lose(moderator)
    colleague = UserFactory(roles=[MODERATORS])
    time_machine.move_to(timezone.now() + timedelta(days=2))
    mailoutbox.clear()

    with committed():
        publish_due()
        publish_due()

    assert not is_public(for_later)
    assert present_step(for_later).task.name == "Moderator"
    assert AuditLogEntry.objects.filter(action="lapsed").count() == 1
    told = {mail.subject.split(":")[0]: mail for mail in mailoutbox}
    assert set(told) == {"Needs approval again", "Please review"}
    assert told["Needs approval again"].to == [editor.email]
    assert "can no longer approve" in told["Needs approval again"].body
    assert colleague.email in told["Please review"].to

    approve_as(colleague)

    assert is_public(for_later)


def test_whoever_approved_the_other_step_cannot_approve_this_one_too(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    suspend(moderator)
    officer.groups.add(Group.objects.get(name=MODERATORS))
    time_machine.move_to(timezone.now() + timedelta(days=2))
    publish_due()

    approve_as(officer)

    assert not is_public(for_later)
    assert present_step(for_later).task.name == "Moderator"


def test_if_both_approvals_lapsed_both_steps_are_asked_for_again(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    suspend(moderator)
    suspend(officer)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    publish_due()

    approve_as(UserFactory(roles=[MODERATORS]))
    assert not is_public(for_later)
    approve_as(UserFactory(roles=[APPROVING_OFFICERS]))

    assert is_public(for_later)


def test_it_is_published_if_the_account_is_active_again_by_then(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    suspend(moderator)
    User.objects.filter(pk=moderator.pk).update(is_active=True)
    time_machine.move_to(timezone.now() + timedelta(days=2))

    publish_due()

    assert is_public(for_later)


def test_no_other_way_publishes_what_was_cleared_by_a_lapsed_approval(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    suspend(moderator)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    for_later.refresh_from_db()

    with pytest.raises(PublicationRefusedError, match="can no longer approve"):
        for_later.publish(for_later.latest_revision)
