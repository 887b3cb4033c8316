"""A change is published when people who did not write it have approved it."""

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.factories import RecommendationResponsePageFactory, UserFactory


def title_now(page):
    return RecommendationResponsePage.objects.get(pk=page.pk).title


def test_two_independent_approvals_publish_a_change(
    save, approve, page, editor, moderator, officer
):
    save(editor, **{"action-submit": "1"})
    assert title_now(page) == "As published"

    approve(moderator)
    assert title_now(page) == "As published"

    approve(officer)
    assert title_now(page) == "Changed"


def test_neither_authors_nor_superusers_without_a_role_approve(
    save, approve, page, editor, admin_user
):
    co_author = UserFactory(roles=[EDITORS, MODERATORS, APPROVING_OFFICERS])
    save(co_author, title="Changed by the co-author")
    save(editor, title="Changed by both", **{"action-submit": "1"})

    for person in (co_author, editor, admin_user):
        approve(person)

        assert page.current_workflow_task_state.task.name == "Moderator", person


def test_one_person_cannot_approve_two_steps(save, approve, page, editor):
    both = UserFactory(roles=[MODERATORS, APPROVING_OFFICERS])
    save(editor, **{"action-submit": "1"})
    approve(both)
    assert page.current_workflow_task_state.task.name == "Approving officer"

    approve(both)

    assert title_now(page) == "As published"


def test_an_author_cannot_edit_during_the_review(save, page, editor):
    save(editor, **{"action-submit": "1"})

    save(editor, title="Changed under the reviewer")

    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Changed"


def test_a_publication_rule_broken_after_submission_stops_the_publication(
    client, save, approve, page, editor, moderator, officer
):
    save(editor, **{"action-submit": "1"})
    approve(moderator)
    # Another item takes the number 7.1 between the submission and the last approval.
    RecommendationResponsePage.objects.filter(pk=page.pk).update(
        slug="recommendation-moved"
    )
    RecommendationResponsePageFactory(
        parent=page.get_parent(), title="Came first", number="7.1", live=False
    )

    shown = client.get(approve(officer)["Location"]).content.decode()

    assert title_now(page) == "As published"
    page.refresh_from_db()
    assert page.workflow_in_progress
    assert "Came first" in shown
