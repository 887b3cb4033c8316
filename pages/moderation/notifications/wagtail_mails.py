"""Who is told by e-mail of what waits, and of what became of it.

Wagtail tells the members of a step's groups, and superusers of every submission. Here only those are told
who may still approve, or still work here.
"""

from wagtail.admin.mail import (
    BaseWorkflowStateEmailNotifier,
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from pages.moderation.rules import approvers, roles


class StepBegins(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Tells those who may still take the step that begins."""

    def can_handle(self, instance, **kwargs):
        """Leave out steps of other kinds: nobody knows whose they are."""
        return super().can_handle(instance, **kwargs) and hasattr(instance.task.specific, "holders")

    def get_recipient_users(self, task_state, **kwargs):
        """Return them; whoever wrote it or took another step is none of them."""
        obj = task_state.workflow_state.content_object
        return approvers.who_may_take(task_state.task.specific, getattr(obj, "specific", obj))


class OnlyColleagues(BaseWorkflowStateEmailNotifier):
    """Tells the submitter, as long as they hold a role."""

    def get_recipient_users(self, workflow_state, **kwargs):
        """Leave out a submitter who has lost every role since."""
        told = super().get_recipient_users(workflow_state, **kwargs)
        return {person for person in told if roles.works_here(person)}


class Approved(OnlyColleagues, WorkflowStateApprovalEmailNotifier):
    """Tells that it was approved."""


class Rejected(OnlyColleagues, WorkflowStateRejectionEmailNotifier):
    """Tells that changes are asked for."""


STEP_BEGINS, APPROVED, REJECTED = StepBegins(), Approved(), Rejected()


def connect() -> None:
    """Take the place of Wagtail's notifications.

    It connects its own under these names when its admin starts, which is after this application: the
    first of a name is the one that counts.
    """
    task_submitted.connect(
        STEP_BEGINS, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_approved.connect(
        APPROVED, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    workflow_rejected.connect(
        REJECTED, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
