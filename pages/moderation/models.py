"""The step of a workflow at which somebody who wrote none of the changes approves them."""

from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import AbstractGroupApprovalTask, TaskState

from .authors import authors_since_publication


class IndependentApprovalTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who is no author of the changes and took no earlier step.

    Wagtail's own task lets superusers and authors approve their own work.
    """

    class Meta:
        verbose_name = "independent approval"
        verbose_name_plural = "independent approvals"

    def is_independent(self, obj, user) -> bool:
        """Tell whether ``user`` wrote none of the changes and approved none of the steps before."""
        if user.pk in authors_since_publication(obj):
            return False
        state = obj.current_workflow_state
        return not (
            state
            and state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user)
            .exclude(task_id=self.pk)
            .exists()
        )

    def get_actions(self, obj, user):
        """Offer to approve only to those who may; an author who reviews may still ask for changes."""
        if not self._user_in_groups(user):
            return []
        actions = super().get_actions(obj, user)
        if self.is_independent(obj, user):
            return actions
        return [action for action in actions if action[0] != "approve"]

    def on_action(self, task_state, user, action_name, **kwargs):
        """Check again when it is done: a button on the screen is no permission.

        Raises ``PermissionDenied`` if ``user`` may not do it at all, and ``ValidationError`` with the
        reason if somebody else of their group must.
        """
        obj = task_state.workflow_state.content_object
        obj = getattr(obj, "specific", obj)
        if action_name not in [action[0] for action in self.get_actions(obj, user)]:
            if action_name == "approve" and self._user_in_groups(user):
                raise ValidationError(
                    "You changed this, or approved an earlier step, so somebody else must approve it. "
                    "What you changed is kept as a draft."
                )
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def locked_for_user(self, obj, user):
        """Keep what is being reviewed from changing under the reviewer, superusers included."""
        return not self._user_in_groups(user)

    def user_can_access_editor(self, obj, user):
        """Let the reviewers in."""
        return self._user_in_groups(user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Return what waits for one of the groups that ``user`` belongs to."""
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls):
        """Explain the step to those who build a workflow."""
        return "Members of the chosen groups can approve what they have not written themselves"
