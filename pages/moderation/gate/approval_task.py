"""The workflow step at which somebody who wrote none of the changes approves them."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import AbstractGroupApprovalTask, DraftStateMixin, Task, TaskState

from . import roles
from .authors import authors_in_review, authors_since_publication
from .clearance import approved_state
from .decision import Decision, record_decision
from .locks import lock_row
from .outside_approver import decision_by_link
from .publication_set import PublicationSet, reviewed_with, set_in_review
from .urgent import URGENT_ACTION, UrgencyReasonForm, urgent_step_for

URGENT = URGENT_ACTION[0]
DECISION_FOR_ACTION = {
    "approve": Decision.Action.APPROVED,
    "reject": Decision.Action.RETURNED,
    URGENT: Decision.Action.URGENT,
}


class DecideOnReviewScreenError(ValidationError):
    """A decision came to one of Wagtail's own addresses; ``address`` is that of the review screen."""

    def __init__(self, task_state: TaskState) -> None:
        """Lead to the review screen of ``task_state``."""
        super().__init__("Decide on the review screen, which shows what changes.")
        self.address = reverse("moderation:review", args=[task_state.pk])


class OutdatedDecisionError(ValidationError):
    """What the decision is about has moved on since the screen was opened."""

    def __init__(self) -> None:
        """Set the message."""
        super().__init__("This has been changed or decided on since you opened it. Look at it as it is now.")


class IndependentApprovalTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who is no author of the changes and approved no other step.

    Wagtail's own task lets superusers and authors approve their own work.
    """

    class Meta:
        verbose_name = "independent approval"
        verbose_name_plural = "independent approvals"

    @property
    def roles(self) -> list[str]:
        """The roles that can approve this step; groups that are no approving role cannot."""
        return [group.name for group in self.groups.all() if group.name in roles.APPROVING_ROLES]

    def users_with_role(self) -> set[User]:
        """Return the users who have one of the roles."""
        return set(roles.users_with_role(*self.roles))

    def user_has_role(self, user: User) -> bool:
        """Tell whether ``user`` has one of the roles; superusers need one too."""
        return roles.has_role(user, *self.roles)

    def approvers_of_other_steps(self, obj: DraftStateMixin) -> set[int]:
        """Return the ids of the users who approved another step of the review of ``obj``, or of its set."""
        reviews = [each.current_workflow_state for each in reviewed_with(obj)]
        steps = [step for review in reviews if review for step in review.successful_task_states]
        others = [step for step in steps if step.task_id != self.pk]
        by_link = [
            decision for step in others if not step.finished_by_id and (decision := decision_by_link(step))
        ]
        approvers = {step.finished_by_id for step in others if step.finished_by_id}
        return approvers.union(*(decision.data["by_link"]["accounts"] for decision in by_link))

    def get_actions(self, obj: DraftStateMixin, user: User) -> list[tuple[str, str, bool]]:
        """Offer approval only to those who may approve; an author with the role may still ask for changes."""
        return self._actions(obj, user, urgent_step_for(obj, user))

    def _actions(
        self, obj: DraftStateMixin, user: User, urgent_step: Task | None
    ) -> list[tuple[str, str, bool]]:
        is_other_approver = user.pk in self.approvers_of_other_steps(obj)
        is_author = user.pk in authors_in_review(obj)
        actions = []
        if self.user_has_role(user):
            actions.append(("reject", "Request changes", True))
            if not is_author and not is_other_approver:
                actions += [("approve", "Approve", False), ("approve", "Approve with comment", True)]
        if urgent_step and not is_author:
            actions.append(URGENT_ACTION)
        return actions

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Ask for the reason of an urgent publication."""
        return UrgencyReasonForm if action == URGENT else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: User, action_name: str, /, **data: Any) -> None:
        """Refuse what Wagtail's own screens and addresses decide: they don't name the revision they show."""
        raise DecideOnReviewScreenError(task_state)

    @transaction.atomic
    def decide(self, task_state: TaskState, user: User, action_name: str, comment: str = "") -> None:
        """Check every rule again, because a request can be sent without the button, then do the action.

        It is done for everything that is reviewed with the object of ``task_state``, or for nothing. Raises
        ``PermissionDenied`` if ``user`` may not take the action at all, and ``ValidationError`` with the
        reason if somebody else has to take it, or if something changed since the screen was opened.
        """
        obj, steps = self.lock_open_review(task_state)
        urgent_step = urgent_step_for(obj, user)
        if action_name not in [action[0] for action in self._actions(obj, user, urgent_step)]:
            could_approve = self.user_has_role(user) or urgent_step
            if could_approve and action_name in ("approve", URGENT):
                raise ValidationError(
                    "You changed this, or approved an earlier step, so somebody else must approve it."
                )
            raise PermissionDenied
        form = self.get_form_for_action(action_name)({"comment": comment})
        if not form.is_valid():
            raise ValidationError(list(form.errors["comment"]))
        comment = form.cleaned_data["comment"]
        decided_step = urgent_step if urgent_step and action_name == URGENT else self
        role = next((role for role in roles.roles_of(user) if role in decided_step.roles), "")
        data = {"step": decided_step.pk}
        self.carry_out(obj, steps, (action_name, comment), user=user, role=role, data=data)

    def carry_out(
        self,
        obj: DraftStateMixin,
        steps: list[tuple[DraftStateMixin, TaskState]],
        decision: tuple[str, str],
        *,
        user: User | None = None,
        data: dict[str, Any],
        **who: str,
    ) -> None:
        """Record a ``decision`` that was checked, an action and a comment, and act on it.

        ``who`` took it, and more ``data`` about it, go into the log.
        """
        action_name, comment = decision
        # All are recorded first: the last action publishes all, and every approval has to be there by then.
        for each, step in steps:
            record_decision(
                DECISION_FOR_ACTION[action_name],
                obj=each,
                user=user,
                reason=comment,
                revision=step.revision_id,
                data={
                    "workflow_state": step.workflow_state_id,
                    **approved_state(step.revision),
                    **data,
                },
                **who,
            )
        publication_set = set_in_review(obj)
        for _, step in steps:
            self._act(action_name, step, user, comment)
        if publication_set:
            _check_that_all_moved_on(publication_set)
        if publication_set and action_name == "reject":
            publication_set.change_state(PublicationSet.State.OPEN)

    def _act(self, action_name: str, task_state: TaskState, user: User | None, comment: str) -> None:
        if action_name == URGENT:
            # The workflow ends here; the published version awaits the missing approvals.
            task_state.approve(user=user, update=False, comment=comment)
            task_state.workflow_state.finish(user=user)
        else:
            super().on_action(task_state, user, action_name, comment=comment)

    def lock_open_review(
        self, task_state: TaskState
    ) -> tuple[DraftStateMixin, list[tuple[DraftStateMixin, TaskState]]]:
        """Lock what is in review; return the object of ``task_state``, and all that is decided with it.

        Each comes with the step as it is in the database now. Raises ``ValidationError`` if the review has
        moved on since the screen was opened.
        """
        obj = lock_row(task_state and task_state.workflow_state.content_object)
        stored = TaskState.objects.select_related("workflow_state", "revision")
        together = []
        for each in reviewed_with(obj):
            locked = lock_row(each)
            review = locked.current_workflow_state
            step = stored.filter(pk=review.current_task_state_id).first() if review else None
            is_open = step and step.status == TaskState.STATUS_IN_PROGRESS
            if (
                not step
                or not is_open
                or step.task_id != self.pk
                or step.revision_id != locked.latest_revision_id
            ):
                raise OutdatedDecisionError
            together.append((locked, step))
        if task_state.pk not in {step.pk for _, step in together}:
            raise OutdatedDecisionError
        return obj, together

    def locked_for_user(self, obj: DraftStateMixin, user: User) -> bool:
        """Lock what is in review for everybody but authors who have the role of the step.

        Reviewers read it on the review screen. In the editor one stray key, saved by itself, would make them
        authors, so that they could no longer approve.
        """
        return not self.user_has_role(user) or user.pk not in authors_since_publication(obj)

    def user_can_access_editor(self, obj: DraftStateMixin, user: User) -> bool:
        """Let the reviewers open the editor, where they can read the fields."""
        return self.user_has_role(user)

    def user_can_lock(self, obj: DraftStateMixin, user: User) -> bool:
        """Return False: what is in review is locked already."""
        return False

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits at this step if ``user`` has its role; superusers need the role too."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if self.user_has_role(user) else waiting.none()

    @classmethod
    def get_description(cls) -> str:
        """Explain the step to those who set up a workflow."""
        return "Members of the chosen groups can approve what they have not written themselves"


def _check_that_all_moved_on(publication_set: PublicationSet) -> None:
    """Raise ``OutdatedDecisionError`` if a part of a set needs a step again that the others have passed."""
    reviews = publication_set.reviews_in_order()
    if len({(review.status, review.current_task_state.task_id) for review in reviews}) > 1:
        raise OutdatedDecisionError
