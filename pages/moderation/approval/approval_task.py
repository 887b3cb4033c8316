"""The workflow step at which somebody who wrote none of the changes approves them, and decisions at it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import AbstractGroupApprovalTask, DraftStateMixin, TaskState

from . import review_policy, roles
from .agreement import check_agreements
from .audit_log import AuditLogEntry, StepDecision, record_decision
from .authors import authors_since_publication
from .lapsed_approvals import ask_again
from .publication_set import PublicationSet

DECISION_FOR_ACTION = {
    "approve": AuditLogEntry.Action.APPROVED,
    "reject": AuditLogEntry.Action.RETURNED,
}


@dataclass(frozen=True)
class DecisionChoice:
    """What somebody chose to do, and what they wrote."""

    action: str
    comment: str = ""
    unopened: Collection[str] = ()
    """Revisions that they had not opened; the log says so."""


class DecideOnReviewScreenError(ValidationError):
    """A decision came to one of Wagtail's own addresses; ``address`` is that of the review screen."""

    def __init__(self, task_state: TaskState) -> None:
        super().__init__("Decide on the review screen, which shows the changes.")
        self.address = reverse("moderation:review", args=[task_state.pk])


class IndependentApprovalTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who wrote none of it; Wagtail's lets authors approve, too."""

    class Meta:
        verbose_name = "independent approval"
        verbose_name_plural = "independent approvals"

    @property
    def roles(self) -> list[str]:
        return [
            group.name
            for group in self.groups.all()
            if group.name in roles.APPROVING_ROLES
        ]

    def users_with_role(self) -> set[User]:
        return set(roles.users_with_role(*self.roles))

    def user_has_role(self, user: User) -> bool:
        """Return True if ``user`` has one of the roles; superusers need one too."""
        return roles.has_role(user, *self.roles)

    def get_actions(
        self, obj: DraftStateMixin, user: User
    ) -> list[tuple[str, str, bool]]:
        """Name the decisions; the review screen has words of its own for them."""
        return [
            (name, name, True)
            for name in review_policy.decisions_open_to(
                user, self, review_policy.review_of(obj)
            )
        ]

    def on_action(
        self, task_state: TaskState, user: User, action_name: str, /, **data: Any
    ) -> None:
        """Refuse what Wagtail's own screens and addresses decide: they don't name the revision they show."""
        raise DecideOnReviewScreenError(task_state)

    def decide(self, task_state: TaskState, user: User, choice: DecisionChoice) -> None:
        """Check every rule again, because a request can be sent without the button, then do the action.

        It is done for everything that is reviewed with the object of ``task_state``, or
        for nothing. Raises ``PermissionDenied`` if ``user`` may not take the action at
        all, and ``ValidationError`` with the reason if somebody else has to take it, or
        if something changed since the screen was opened.
        """
        with transaction.atomic():
            review = review_policy.lock_review(task_state, self)
            possible = review_policy.decisions_open_to(user, self, review)
            if choice.action not in possible:
                if choice.action == "approve" and self.user_has_role(user):
                    raise ValidationError(
                        "You wrote part of this or approved an earlier step, so someone else must approve it."
                    )
                raise PermissionDenied
            if choice.action == "approve" and roles.APPROVING_OFFICERS in self.roles:
                for part in review.waiting:
                    check_agreements(part.draft, part.revision)
            self._carry_out(review, choice, user)

    def _carry_out(
        self, review: review_policy.OpenReview, choice: DecisionChoice, user: User
    ) -> None:
        """Log the decision, which was checked, about each part, then let Wagtail end the step."""
        action = choice.action
        comment = choice.comment.strip()
        # All are recorded first: the last action publishes all, and every approval has
        # to be there by then.
        kind = DECISION_FOR_ACTION[action]
        role = next((role for role in roles.roles_of(user) if role in self.roles), "")
        for part in review.waiting:
            what = ""
            if str(part.revision.pk) in choice.unopened:
                what = f"{kind.label}, without opening it"
            data = StepDecision(
                step=self.pk,
                workflow_state=part.step.workflow_state_id,
                fingerprint=part.state.fingerprint,
                files=part.state.files,
                what=what,
            )
            record_decision(
                kind,
                obj=part.obj,
                reason=comment,
                revision=part.revision.pk,
                data=data,
                user=user,
                role=role,
            )
        for part in review.waiting:
            step = part.step
            if action == "reject":
                step.reject(user=user, comment=comment)
                continue
            step.approve(user=user, update=False, comment=comment)
            ask_again(step.workflow_state, part.revision)
            next_task = step.workflow_state.get_next_task()
            if next_task:
                step.workflow_state.update(user=user, next_task=next_task)
            else:
                step.workflow_state.finish(user=user)
        if review.publication_set:
            _keep_together(review.publication_set, action)

    def locked_for_user(self, obj: DraftStateMixin, user: User) -> bool:
        """Lock what is in moderation for everybody but authors who have the role of the step.

        Reviewers read it on the review screen. In the editor one stray key, saved by
        itself, would make them authors, so that they could no longer approve.
        """
        if not self.user_has_role(user):
            return True
        return user.pk not in authors_since_publication(obj)

    def user_can_access_editor(self, obj: DraftStateMixin, user: User) -> bool:
        """Let the reviewers open the editor, where they can read the fields."""
        return self.user_has_role(user)

    def user_can_lock(self, obj: DraftStateMixin, user: User) -> bool:
        return False

    def get_task_states_user_can_moderate(
        self, user: User, **kwargs: Any
    ) -> QuerySet[TaskState]:
        """Return what waits at this step if ``user`` has its role; superusers need the role too."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if self.user_has_role(user) else waiting.none()

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups can approve what they have not written"


def _keep_together(publication_set: PublicationSet, action: str) -> None:
    """Refuse a decision after which the parts of a set are at different steps; open a set sent back."""
    reviews = publication_set.reviews_in_order()
    # A part of a set may need a step again that the others have passed.
    if (
        len({(review.status, review.current_task_state.task_id) for review in reviews})
        > 1
    ):
        raise review_policy.OutdatedDecisionError
    if action == "reject":
        publication_set.change_state(PublicationSet.State.OPEN)
