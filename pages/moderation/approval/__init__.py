"""Who may approve, and what they publish: sets, versions, the publishing pause, the audit log."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.models import WorkflowState


def finish_workflow(
    workflow_state: "WorkflowState", user: "User | None" = None
) -> None:
    """Publish what was reviewed; Wagtail calls this when the last step is approved."""
    # Wagtail imports this module while it defines its models, and publishing imports
    # those models.
    from .publishing import publish_reviewed

    publish_reviewed(workflow_state, user)
