"""What a person approved who can no longer approve is held until a colleague confirms it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage

from pages.moderation.approval.authors import add_authors
from pages.moderation.approval.departed_approvers import (
    confirm_approvals,
    held_approvals,
)
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    TWO_STEP_WORKFLOW,
    display_name,
)
from pages.moderation.dual_control import membership
from pages.moderation.dual_control.accounts import change_access
from pages.moderation.models import AuditLogEntry
from pages.moderation.scheduled_work import publish_due
from tests.factories import UserFactory
from tests.submissions import submit as submit_page

SCREEN = "moderation:second_person"


@pytest.fixture
def approve_as(page, act):
    """Approve the step as each of these."""

    def approve(*people):
        for person in people:
            act(person, "approve")

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


def leave(person):
    person.is_active = False
    person.save()


def is_public(page):
    page.refresh_from_db()
    return page.title == "Changed"


def test_what_a_suspended_person_approved_for_later_is_not_published_on_time(
    for_later, approve_as, moderator, officer, time_machine, mailoutbox, committed
):
    approve_as(moderator, officer)
    membership.suspend(moderator, UserFactory(roles=[SITE_ADMINISTRATORS]))
    time_machine.move_to(timezone.now() + timedelta(days=2))

    with committed():
        publish_due()
        publish_due()

    assert not is_public(for_later)
    waiting = AuditLogEntry.objects.get(action="waiting")
    assert "can no longer sign in" in waiting.reason
    told = [
        mail
        for mail in mailoutbox
        if mail.subject.startswith("Check before it is published: ")
    ]
    assert (
        len(told)
        == User.objects.filter(is_active=True, groups__name=SITE_ADMINISTRATORS).count()
        + 1
    )


def test_a_colleague_who_could_have_approved_it_confirms_it_and_it_is_published(
    client, for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    leave(moderator)
    colleague = UserFactory(roles=[MODERATORS])
    time_machine.move_to(timezone.now() + timedelta(days=2))
    client.force_login(colleague)
    shown = client.get(reverse(SCREEN)).content.decode()
    assert "Approvals to check: the approver can no longer approve" in shown
    assert "Confirm the approval</button>" in shown

    client.post(reverse(SCREEN), {"approval": for_later.latest_revision_id})
    publish_due()

    assert is_public(for_later)
    assert AuditLogEntry.objects.get(action="vouched").actor_id == colleague.pk


def test_nobody_confirms_it_who_could_not_have_approved_it(
    for_later, approve_as, editor, moderator, officer
):
    approve_as(moderator, officer)
    leave(moderator)
    author = UserFactory(roles=[EDITORS, MODERATORS])
    for_later.refresh_from_db()
    (held,) = held_approvals()
    add_authors(held.obj, [author.pk], held.revision)

    both = User.objects.get(pk=officer.pk)
    both.groups.add(*moderator.groups.all())
    for person in (
        author,
        both,
        UserFactory(roles=[APPROVING_OFFICERS]),
        UserFactory(is_superuser=True),
    ):
        with pytest.raises(PermissionDenied):
            confirm_approvals(held.revision, person)


def test_one_person_does_not_confirm_the_approvals_of_two_steps(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    leave(moderator)
    leave(officer)
    both = UserFactory(roles=[MODERATORS, APPROVING_OFFICERS])
    time_machine.move_to(timezone.now() + timedelta(days=2))

    confirm_approvals(for_later.latest_revision, both)
    with pytest.raises(PermissionDenied):
        confirm_approvals(for_later.latest_revision, both)
    publish_due()
    assert not is_public(for_later)

    confirm_approvals(
        for_later.latest_revision, UserFactory(roles=[APPROVING_OFFICERS])
    )
    publish_due()
    assert is_public(for_later)


def test_a_confirmation_counts_only_while_the_account_of_the_colleague_is_active(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    leave(moderator)
    colleague = UserFactory(roles=[MODERATORS])
    confirm_approvals(for_later.latest_revision, colleague)
    assert not held_approvals()

    leave(colleague)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    publish_due()

    assert not is_public(for_later)
    assert [approval.names for approval in held_approvals()] == [
        display_name(moderator)
    ]


def test_it_is_published_when_the_account_is_active_again(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    leave(moderator)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    publish_due()
    assert not is_public(for_later)

    moderator.is_active = True
    moderator.save()
    publish_due()

    assert is_public(for_later)


def test_the_last_step_publishes_nothing_that_a_suspended_person_approved(
    page, editor, two_steps, approve_as, moderator, officer
):
    page.title = "Changed"
    submit_page(page, editor)
    approve_as(moderator)
    leave(moderator)

    approve_as(officer)
    assert not is_public(page)

    confirm_approvals(page.latest_revision, UserFactory(roles=[MODERATORS]))
    approve_as(officer)
    assert is_public(page)


def test_a_deleted_account_counts_as_gone(
    for_later, approve_as, moderator, officer, time_machine
):
    approve_as(moderator, officer)
    User.objects.get(pk=moderator.pk).delete()
    time_machine.move_to(timezone.now() + timedelta(days=2))

    publish_due()

    assert not is_public(for_later)


def test_suspending_lists_what_is_held(
    client, for_later, approve_as, moderator, officer
):
    approve_as(moderator, officer)
    client.force_login(officer)

    shown = client.post(
        reverse(SCREEN), {"account": moderator.pk}, follow=True
    ).content.decode()

    assert "approved (not published until a colleague confirms the approval)" in shown


def test_whoever_confirms_that_somebody_leaves_sees_what_they_approved_for_later(
    client, for_later, approve_as, moderator, officer
):
    approve_as(moderator, officer)
    change_access(moderator, UserFactory(roles=[SITE_ADMINISTRATORS]), is_active=False)
    client.force_login(officer)

    shown = " ".join(client.get(reverse(SCREEN)).content.decode().split())

    assert f"Approved “{for_later}”, which is not public yet" in shown
    assert "will not be published until a colleague confirms the approval" in shown
