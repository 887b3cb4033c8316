"""What happens when the last step has approved."""


def publish_approved(workflow_state, user=None):
    """Publish the revision that the last step approved, which need not be the newest.

    ``WAGTAIL_FINISH_WORKFLOW_ACTION`` points here. Wagtail's own publishes whatever is newest, and only
    if the approver may publish without any workflow. Raises ``ValidationError`` if the revision breaks
    a rule of publication by now.
    """
    workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)
