"""The step of a workflow at which somebody who wrote none of the changes approves them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import AbstractGroupApprovalTask, TaskState

from pages.moderation.log.decisions import record_decision
from pages.moderation.publishing.approved_content import approved_state
from pages.moderation.records.decision import Decision
from pages.moderation.records.locks import lock
from pages.moderation.rules import urgency
from pages.moderation.rules.authors import authors_since_publication
from pages.moderation.rules.roles import APPROVING_ROLES, holders, holds_role, roles_of

DECISIONS = {
    "approve": Decision.Action.APPROVED,
    "reject": Decision.Action.RETURNED,
    urgency.ACTION[0]: Decision.Action.URGENT,
}


class IndependentApprovalTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who is no author of the changes and took no earlier step.

    Wagtail's own task lets superusers and authors approve their own work.
    """

    class Meta:
        verbose_name = "independent approval"
        verbose_name_plural = "independent approvals"

    @property
    def roles(self) -> list[str]:
        """The roles of which one approves this step; another group gives nobody the power to approve."""
        return [group.name for group in self.groups.all() if group.name in APPROVING_ROLES]

    def holders(self) -> set:
        """Return the people who hold one of the roles."""
        return set(holders(*self.roles))

    def is_held_by(self, user) -> bool:
        """Tell whether ``user`` holds one of the roles; superusers need it too."""
        return holds_role(user, *self.roles)

    def taken_besides(self, obj) -> set[int]:
        """Return who approved another step of what is in review."""
        state = obj.current_workflow_state
        taken = state.successful_task_states.exclude(task_id=self.pk) if state else TaskState.objects.none()
        return set(taken.values_list("finished_by", flat=True))

    def get_actions(self, obj, user):
        """Offer to approve only to those who may; an author who reviews may still ask for changes."""
        actions = []
        wrote = user.pk in authors_since_publication(obj)
        if self.is_held_by(user):
            actions.append(("reject", "Request changes", True))
            if not wrote and user.pk not in self.taken_besides(obj):
                actions += [("approve", "Approve", False), ("approve", "Approve with comment", True)]
        if not wrote and urgency.step_of(obj, user):
            actions.append(urgency.ACTION)
        return actions

    def get_form_for_action(self, action):
        """Ask for the reason of an urgent publication."""
        return urgency.ReasonForm if action == urgency.ACTION[0] else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, /, **data):
        """Check again when it is done: a button on the screen is no permission.

        Of ``data``, which the editor passes on as it was sent, only the comment is taken.

        Raises ``PermissionDenied`` if ``user`` may not do it at all, and ``ValidationError`` with the
        reason if somebody else must, or if something has changed since the screen was opened.
        """
        obj, task_state = self._as_it_is_now(task_state)
        if action_name not in [action[0] for action in self.get_actions(obj, user)]:
            takes_a_step = self.is_held_by(user) or urgency.step_of(obj, user)
            if takes_a_step and action_name in ("approve", urgency.ACTION[0]):
                raise ValidationError(
                    "You changed this, or approved an earlier step, so somebody else must approve it. "
                    "What you changed is kept as a draft."
                )
            raise PermissionDenied
        form = self.get_form_for_action(action_name)(data)
        if not form.is_valid():
            raise ValidationError(form.errors["comment"])
        comment = form.cleaned_data["comment"]
        self._record(obj, task_state, user, action_name, comment)
        if action_name == urgency.ACTION[0]:
            # The workflow ends: what is missing is awaited afterwards.
            task_state.approve(user=user, update=False, comment=comment)
            task_state.workflow_state.finish(user=user)
        else:
            super().on_action(task_state, user, action_name, comment=comment)

    def _as_it_is_now(self, task_state):
        """Return what is in review, locked, and where the review stands."""
        obj = lock(task_state and task_state.workflow_state.content_object)
        task_state = TaskState.objects.select_related("workflow_state", "revision").get(pk=task_state.pk)
        waiting = task_state.status == TaskState.STATUS_IN_PROGRESS and task_state.workflow_state.is_active
        here = task_state.task_id == self.pk and task_state.revision_id == obj.latest_revision_id
        if not waiting or not here:
            raise ValidationError(
                "This has been changed or decided on since you opened it. Look at it as it is now."
            )
        return obj, task_state

    def _record(self, obj, task_state, user, action_name, comment):
        step = urgency.step_of(obj, user) if action_name == urgency.ACTION[0] else self
        record_decision(
            DECISIONS[action_name],
            obj=obj,
            user=user,
            reason=comment,
            role=next((role for role in roles_of(user) if role in step.roles), ""),
            revision=task_state.revision_id,
            data={
                "step": step.pk,
                "workflow_state": task_state.workflow_state_id,
                **approved_state(task_state.revision),
            },
        )

    def locked_for_user(self, obj, user):
        """Keep what is being reviewed from changing under the reviewer, superusers included."""
        return not self.is_held_by(user)

    def user_can_access_editor(self, obj, user):
        """Let the reviewers in; they may lock it, too."""
        return self.is_held_by(user)

    user_can_lock = user_can_access_editor

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Return what waits for this step, if ``user`` may take it; superusers need the role too."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if self.is_held_by(user) else waiting.none()

    @classmethod
    def get_description(cls):
        """Explain the step to those who build a workflow."""
        return "Members of the chosen groups can approve what they have not written themselves"
