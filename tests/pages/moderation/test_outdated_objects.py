"""Approvals and saves based on outdated or deleted objects are refused."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from pages.moderation.gate.approval_task import Choice
from pages.moderation.gate.locks import DeletedMeanwhileError
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory


def test_a_revision_saved_by_other_code_during_the_review_is_not_approved(page, submit, editor, moderator):
    submit(editor)
    state = page.current_workflow_task_state
    other = page.revisions.latest("pk")
    other.pk = None
    other.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=other)

    with pytest.raises(ValidationError, match="changed or decided on"):
        state.task.specific.decide(state, moderator, Choice("approve"))


def test_a_task_cannot_decide_on_another_step(page, submit, approve, editor, moderator, officer):
    submit(editor)
    first = page.current_workflow_task_state.task.specific
    approve(moderator)

    with pytest.raises(ValidationError, match="changed or decided on"):
        first.decide(page.current_workflow_task_state, officer, Choice("approve"))


def test_a_draft_of_a_deleted_page_cannot_be_saved(section, editor):
    draft = RecommendationResponsePageFactory(parent=SuperComplaintPageFactory(parent=section), live=False)
    Page.objects.get(pk=draft.pk).delete()

    with pytest.raises(DeletedMeanwhileError):
        draft.save_revision(user=editor)
