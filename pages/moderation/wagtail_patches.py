"""Every piece of Wagtail, and of Willow beneath it, that is replaced, each with the hook that is missing.

Nothing else assigns to a class of theirs or uses a private name of theirs, which tests/test_patches.py
holds. tests/pages/moderation/test_wagtail_patches.py fails when Wagtail changes what is relied on here.
"""

from functools import wraps

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.admin.views.pages import edit
from wagtail.models import Task, Workflow, WorkflowState
from willow.plugins.pillow import PillowImage

from .records.locks import lock
from .reviews.workflow_signals import end_reviews_by, resume_or_start_again
from .rules.authors import add_authors, authors_since_publication


def apply() -> None:
    """Replace them, once, when the application starts."""
    WorkflowState.user_can_cancel = may_withdraw_or(WorkflowState.user_can_cancel)
    WorkflowState.cancel = act_on_present_state(WorkflowState.cancel)
    WorkflowState.resume = act_on_present_state(resume_or_start_again(WorkflowState.resume))
    Workflow.deactivate = end_reviews_before(Workflow.deactivate)
    Task.deactivate = end_reviews_before(Task.deactivate)
    edit.send_notification = to_those_who_may_edit(edit.send_notification)
    CopyPageAction._copy_page = copy_with_authors(CopyPageAction._copy_page)
    PillowImage.get_exif_data = no_exif_data


def may_withdraw_or(user_can_cancel):
    """Let authors withdraw a review that nobody else has locked, beside those whom Wagtail lets.

    Missing hook: Wagtail asks the review itself, and no task, page or policy, who may cancel it.
    """

    @wraps(user_can_cancel)
    def can_cancel(state, user):
        if user_can_cancel(state, user):
            return True
        obj = state.content_object
        locked_by_another = getattr(obj, "locked", False) and obj.locked_by_id != user.pk
        return not locked_by_another and user.pk in authors_since_publication(obj)

    return can_cancel


def act_on_present_state(change):
    """Lock the object first, look at the review as it is by then, and do all or nothing.

    Missing hook: Wagtail changes a review that a screen has read a while ago, in several transactions of
    which each holds a part, and sends its signals afterwards.
    """

    @wraps(change)
    @transaction.atomic
    def locked(state, *args, **options):
        lock(state.content_object)
        state.refresh_from_db()
        return change(state, *args, **options)

    return locked


def end_reviews_before(deactivate):
    """End the reviews by a workflow, or by one with a step, before it is put out of use.

    Missing hook: Wagtail passes over a step that is disabled, to the publication if it was the last, and
    has cancelled part of a workflow's reviews before it saves the workflow.
    """

    @wraps(deactivate)
    @transaction.atomic
    def ended(workflow_or_step, user=None):
        end_reviews_by(workflow_or_step, user)
        return deactivate(workflow_or_step, user=user)

    return ended


def copy_with_authors(copy_page):
    """Name as authors of a copied page who copies it and who wrote what was not yet public of it.

    Wagtail copies the revisions of a page with those who saved them, who may have written nothing of what
    the copy says by now. Missing hook: ``after_copy_page`` is called by one screen alone, and neither by
    the action itself nor for the pages below; no signal tells of a copy.
    """

    @wraps(copy_page)
    @transaction.atomic
    def copied(action, page, *args, **options):
        authors = authors_since_publication(page)
        if action.user:
            authors.add(action.user.pk)
        copy = copy_page(action, page, *args, **options)
        if revision := copy.get_latest_revision():
            add_authors(copy, authors, revision)
        return copy

    return copied


def to_those_who_may_edit(send_notification):
    """Send word of comments on a page to those who may still open its editor.

    Wagtail tells whoever subscribed or commented once. Missing hook: no signal is sent for comments, and the
    view of the editor has no name for the people whom it tells.
    """

    @wraps(send_notification)
    def send(recipients, notification, context):
        page = context["page"]
        told = [person for person in recipients if page.permissions_for_user(person).can_edit()]
        return send_notification(told, notification, context)

    return send


def no_exif_data(image):
    """Keep what a camera wrote, its place and owner included, out of every size of a picture.

    Missing hook: Willow copies it whenever it saves a picture, and Wagtail has no setting against it.
    """
