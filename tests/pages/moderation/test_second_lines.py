"""What holds even if something gets past the lock or past the new start of a review."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from pages.moderation.records.row_locks import DeletedMeanwhileError
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory


def test_what_another_program_saved_meanwhile_is_not_approved(page, submit, editor, moderator):
    submit(editor)
    state = page.current_workflow_task_state
    other = page.revisions.latest("pk")
    other.pk = None
    other.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=other)

    with pytest.raises(ValidationError, match="changed or decided on"):
        state.task.specific.on_action(state, moderator, "approve")


def test_a_step_decides_on_nothing_but_itself(page, submit, approve, editor, moderator, officer):
    submit(editor)
    first = page.current_workflow_task_state.task.specific
    approve(moderator)

    with pytest.raises(ValidationError, match="changed or decided on"):
        first.on_action(page.current_workflow_task_state, officer, "approve")


def test_no_draft_is_saved_of_what_is_gone(section, editor):
    draft = RecommendationResponsePageFactory(parent=SuperComplaintPageFactory(parent=section), live=False)
    Page.objects.get(pk=draft.pk).delete()

    with pytest.raises(DeletedMeanwhileError):
        draft.save_revision(user=editor)
