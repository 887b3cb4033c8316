"""What became of a submission is read from the database when it is said, whoever asks and however late."""

import pytest
from django.utils import timezone
from wagtail.models import Page, TaskState

from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from pages.moderation.views.outcomes import describe_outcome
from tests.factories import StandardPageFactory, UserFactory
from tests.factories.published import publish
from tests.submissions import decide, decision, present_step, review_address, submit

pytestmark = pytest.mark.usefixtures("noon")

ERROR = PublishedVersion.WithdrawalReason.ERROR


@pytest.fixture
def plain(home):
    """A public page that one approval publishes again."""
    return publish(StandardPageFactory(parent=home, title="About us"))


@pytest.fixture
def step(plain, editor):
    """The step at which a change of that page is."""
    plain.title = "About the force"
    submit(plain, editor)
    return present_step(plain)


def when():
    return f"on {timezone.localtime():%-d %B %Y at %H:%M}"


def test_a_second_tap_reports_the_publication_that_the_first_one_made(
    client, step, plain, moderator
):
    """The second request has read the step before the first one decided, and waits for its lock."""
    client.force_login(moderator)
    first, second = decision(step), decision(step)
    decide_once = type(step.task.specific).decide

    def decide_after_the_other_tap(task, state, user, choice):
        if (
            not PublishedVersion.objects.for_object(plain)
            .filter(revision_id=state.revision_id)
            .exists()
        ):
            decide_once(task, TaskState.objects.get(pk=state.pk), user, choice)
        return decide_once(task, state, user, choice)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(step.task.specific), "decide", decide_after_the_other_tap)
        answer = client.post(review_address(step), first, follow=True)
    said = answer.content.decode()

    assert (
        f"{moderator.username} approved this {when()}. It was published {when()}."
        in said
    )
    assert "withdr" not in said
    said = client.post(review_address(step), second, follow=True).content.decode()
    assert (
        f"{moderator.username} approved this {when()}. It was published {when()}."
        in said
    )


def test_what_was_approved_is_said_to_be_published_only_if_it_is(
    step, plain, moderator, client
):
    decide(client, plain, moderator)
    assert describe_outcome(step) == (
        f"{moderator.username} approved this {when()}. It was published {when()}."
    )

    take_down(plain, moderator, ERROR, "Wrong.")

    assert describe_outcome(step) == (
        f"{moderator.username} approved this {when()}. It was published {when()}. "
        f"Taken down {when()} by {moderator.username} because it contained an error."
    )


def test_what_was_approved_for_later_names_the_time_or_who_cancelled_it(
    client, plain, editor, moderator
):
    plain.go_live_at = timezone.now() + timezone.timedelta(days=1)
    submit(plain, editor)
    step = present_step(plain)
    decide(client, plain, moderator)
    tomorrow = f"{timezone.localtime() + timezone.timedelta(days=1):%-d %B %Y at %H:%M}"
    approved = f"{moderator.username} approved this {when()}."
    assert describe_outcome(step) == f"{approved} It is scheduled for {tomorrow}."

    take_down(plain, moderator, ERROR, "Wrong.")
    assert describe_outcome(step).startswith(
        f"{approved} Its publication was cancelled by {moderator.username} {when()}."
    )


def test_what_was_sent_back_says_who_did_it_and_whether_it_came_again(
    client, step, plain, editor, moderator
):
    decide(client, plain, moderator, "reject", "Say when.")
    assert describe_outcome(step) == f"{moderator.username} requested changes {when()}."

    stored = type(plain).objects.get(pk=plain.pk)
    stored.current_workflow_state.resume(user=editor)

    assert describe_outcome(step) == (
        f"{moderator.username} requested changes {when()}. It was edited and resubmitted."
    )


def test_an_approval_that_is_not_the_last_says_where_it_went(
    client, submitted, moderator, officer
):
    step = present_step(submitted)
    decide(client, submitted, moderator)
    approved = f"{moderator.username} approved this {when()}."
    assert describe_outcome(step) == f"{approved} Sent to the approving officer."

    decide(client, submitted, officer, "reject", "No.")

    assert (
        describe_outcome(step)
        == f"{approved} {officer.username} requested changes {when()}."
    )


def test_only_a_submission_that_somebody_took_back_is_said_to_be_withdrawn(
    step, editor
):
    step.workflow_state.cancel(user=editor)

    assert (
        describe_outcome(step) == f"{editor.username} withdrew the submission {when()}."
    )


def test_a_review_that_a_take_down_ended_was_not_withdrawn(step, plain, moderator):
    take_down(plain, moderator, ERROR, "Wrong.")

    said = describe_outcome(step)
    assert (
        said
        == f"It was taken down by {moderator.username} {when()}, so it is no longer in moderation."
    )


def test_a_review_that_a_change_of_the_workflow_ended_was_not_withdrawn(step):
    step.workflow_state.workflow.workflow_tasks.first().delete()

    assert (
        describe_outcome(step)
        == f"The approval steps were changed {when()}, so it is no longer in moderation."
    )


def test_a_review_of_which_the_log_knows_nothing_only_ended(step, plain):
    TaskState.objects.filter(pk=step.pk).update(
        status=TaskState.STATUS_CANCELLED, finished_at=timezone.now()
    )
    type(step.workflow_state).objects.filter(pk=step.workflow_state_id).update(
        status="cancelled"
    )

    assert describe_outcome(step) == f"It left moderation {when()}."


def test_a_skipped_step_and_one_that_is_open_are_called_so(step):
    assert (
        describe_outcome(step)
        == "It is still in moderation. Open it again to see the current version."
    )

    TaskState.objects.filter(pk=step.pk).update(status=TaskState.STATUS_SKIPPED)

    assert describe_outcome(step).startswith("This step was skipped.")


def test_what_is_gone_was_deleted(step, plain):
    Page.objects.filter(pk=plain.pk).first().specific.workflow_states.all().delete()

    assert describe_outcome(step) == "It has been deleted."


def test_after_a_decision_no_other_decision_is_on_the_screen(
    client, home, editor, moderator
):
    first, second = (publish(StandardPageFactory(parent=home)) for _ in range(2))
    for page in (first, second):
        page.title = f"Changed {page.title}"
        submit(page, editor)

    client.force_login(moderator)
    step = present_step(first)
    for _ in ("the first tap", "the second tap"):
        answer = client.post(review_address(step), decision(step), follow=True)
        screen = answer.content.decode()
        assert 'name="decision"' not in screen
    assert f'href="{review_address(present_step(second))}"' in screen


def test_two_people_who_decide_at_once_are_told_what_the_first_one_did(
    client, step, plain, moderator
):
    other = UserFactory(roles=[MODERATORS])
    decide(client, plain, moderator)

    for choice in ("approve", "reject"):
        client.force_login(other)
        sent = decision(step, choice, "Say when." if choice == "reject" else "")
        said = client.post(review_address(step), sent, follow=True).content.decode()
        assert (
            f"{moderator.username} approved this {when()}. It was published {when()}."
            in said
        )
