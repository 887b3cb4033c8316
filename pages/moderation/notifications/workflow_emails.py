"""E-mails about the steps of a review, in place of Wagtail's.

Wagtail writes to everybody in a step's groups, and to superusers about every submission. Here only those
who can still approve get an e-mail, and submitters only while they have a role. It names the page and leads
to the screen where something can be done; it holds no text of the page.
"""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.mail import (
    BaseWorkflowStateEmailNotifier,
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from pages.moderation.rules import approvers, roles

from .emails import admin_link, edit_link, email_name

TEMPLATES = "moderation/emails/"


class StepStartedNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Tells those who may approve a step that it has started."""

    template_directory = TEMPLATES

    def get_context(self, task_state: TaskState, **kwargs: Any) -> dict[str, Any]:
        """Add what it is called, what readers will be told, and the step of the review."""
        obj = task_state.workflow_state.content_object
        draft = task_state.revision.as_object()
        return {
            **super().get_context(task_state, **kwargs),
            "name": email_name(obj, draft),
            "note": draft.change_note,
            "task_state": task_state,
        }

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        """Return False for steps of other types, whose approvers are unknown."""
        return super().can_handle(instance, **kwargs) and hasattr(instance.task.specific, "users_with_role")

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> set[User]:
        """Return those who may approve; authors and approvers of other steps may not."""
        obj = task_state.workflow_state.content_object
        return approvers.eligible_approvers(task_state.task.specific, getattr(obj, "specific", obj))


class SubmitterNotifier(BaseWorkflowStateEmailNotifier):
    """Tells the submitter about the outcome, as long as they have a role."""

    template_directory = TEMPLATES

    def get_context(self, workflow_state: WorkflowState, **kwargs: Any) -> dict[str, Any]:
        """Add what it is called, whether it is public, and where it can be read or edited."""
        found = workflow_state.content_object
        obj = type(found)._default_manager.get(pk=found.pk)  # as the publication left it
        obj = getattr(obj, "specific", obj)
        revision = workflow_state.current_task_state.revision
        return {
            **super().get_context(workflow_state, **kwargs),
            "name": email_name(obj, revision.as_object()),
            "is_public": obj.live and obj.live_revision_id == revision.pk,
            "public_address": getattr(obj, "full_url", "") or admin_link(),
            "edit_address": edit_link(obj),
        }

    def get_recipient_users(self, workflow_state: WorkflowState, **kwargs: Any) -> set[User]:
        """Leave out a submitter who has lost every role."""
        recipients = super().get_recipient_users(workflow_state, **kwargs)
        return {person for person in recipients if roles.has_any_role(person)}


class ApprovedNotifier(SubmitterNotifier, WorkflowStateApprovalEmailNotifier):
    """Tells the submitter that the review ended with approval."""


class RejectedNotifier(SubmitterNotifier, WorkflowStateRejectionEmailNotifier):
    """Tells the submitter that changes are requested."""


# Django keeps only weak references to receivers.
STEP_STARTED, APPROVED, REJECTED = StepStartedNotifier(), ApprovedNotifier(), RejectedNotifier()


def connect() -> None:
    """Connect the notifiers under the names of Wagtail's.

    Wagtail's admin starts after this application, and a second receiver of the same name is ignored.
    """
    task_submitted.connect(
        STEP_STARTED, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_approved.connect(
        APPROVED, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    workflow_rejected.connect(
        REJECTED, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
