"""Who may approve what is in moderation, and why not.

``refusal_reason`` alone decides it. The buttons, the decision itself, emails and lists
ask it, and so does the publication once more. ``OpenReview`` holds what it needs to know,
found once and handed on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import permutations
from typing import Any, Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.template.defaultfilters import pluralize
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from wagtail.models import DraftStateMixin, Revision, Task, TaskState, Workflow

from pages.files.version_files import file_digests_of_version

from . import roles
from .audit_log import ApprovedState, AuditLogEntry, StepDecision
from .authors import authors_since_publication
from .locks import lock_row, lock_row_and_set
from .public_content import fingerprint
from .publication_set import PublicationSet, go_live_in_words, set_in_review


@dataclass(frozen=True)
class Approver:
    """Somebody who would approve a step, or has approved it."""

    step: int
    account: int
    has_role: bool = True

    @classmethod
    def with_account(cls, user: User, step: Any) -> Self:
        return cls(step.pk, user.pk, has_role=step.user_has_role(user))

    @classmethod
    def of_decision(cls, approval: AuditLogEntry) -> Self:
        """Return who gave ``approval``."""
        return cls(approval.details(StepDecision).step, approval.actor_id or 0)


def approved_state(revision: Revision, draft: DraftStateMixin) -> ApprovedState:
    """Return digests of all that is approved with ``revision``, whose object is ``draft``."""
    return ApprovedState(
        fingerprint=fingerprint(revision.content), files=file_digests_of_version(draft)
    )


@dataclass(frozen=True)
class SubmittedPart:
    """A page or snippet that is reviewed, with the step that it waits at, or passed last."""

    obj: DraftStateMixin
    step: TaskState

    @property
    def revision(self) -> Revision:
        return self.step.revision

    @cached_property
    def draft(self) -> DraftStateMixin:
        return self.revision.as_object()

    @cached_property
    def state(self) -> ApprovedState:
        return approved_state(self.revision, self.draft)


@dataclass(frozen=True)
class OpenReview:
    """What decides who may approve what is reviewed together."""

    authors: set[int]
    approvals: list[Approver]
    publication_set: PublicationSet | None = None
    waiting: list[SubmittedPart] = field(default_factory=list)
    """The parts, if they are locked for a decision."""


class OutdatedDecisionError(ValidationError):
    """What the decision is about has moved on since the screen was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Someone has changed this or decided on it since you opened it. This is the current version."
        )


def review_of(obj: DraftStateMixin) -> OpenReview:
    publication_set = set_in_review(obj)
    parts = publication_set.objects_in_order() if publication_set else [obj]
    return _review_of_parts(parts, publication_set)


def _review_of_parts(
    parts: list[Any], publication_set: PublicationSet | None
) -> OpenReview:
    given: list[AuditLogEntry] = []
    for part in parts:
        state = part.current_workflow_state
        if state and state.current_task_state:
            given += approvals_in(state.pk, state.current_task_state.revision_id)
    return OpenReview(
        authors=set().union(*map(authors_since_publication, parts)),
        approvals=[Approver.of_decision(approval) for approval in given],
        publication_set=publication_set,
    )


def lock_review(task_state: TaskState, task: Task) -> OpenReview:
    """Lock what waits at ``task``, return its review; raise ``OutdatedDecisionError`` if it moved on."""
    obj, publication_set = lock_row_and_set(
        task_state and task_state.workflow_state.content_object
    )
    if publication_set:
        parts = list(map(lock_row, publication_set.objects_in_order()))
    else:
        parts = [obj]
    waiting = [SubmittedPart(part, _open_step(part, task)) for part in parts]
    if task_state.pk not in {part.step.pk for part in waiting}:
        raise OutdatedDecisionError
    return replace(_review_of_parts(parts, publication_set), waiting=waiting)


def _open_step(part: DraftStateMixin, task: Task) -> TaskState:
    state = part.current_workflow_state
    steps = TaskState.objects.select_related("workflow_state", "revision").filter(
        task=task, status=TaskState.STATUS_IN_PROGRESS, revision=part.latest_revision_id
    )
    step = steps.filter(pk=state.current_task_state_id).first() if state else None
    if not step:
        raise OutdatedDecisionError
    part.latest_revision = step.revision
    return step


def entries_of_review(workflow_state: int) -> list[AuditLogEntry]:
    """Return the submissions and approvals in the review with this key, the first one first."""
    entries = AuditLogEntry.objects.with_details(workflow_state=workflow_state)
    return list(
        entries.filter(
            action__in=[AuditLogEntry.Action.SUBMITTED, AuditLogEntry.Action.APPROVED]
        ).order_by("decided_at", "pk")
    )


def approvals_among(entries: list[AuditLogEntry], revision: int) -> list[AuditLogEntry]:
    approvals = []
    for entry in entries:
        is_approval = entry.action == AuditLogEntry.Action.APPROVED
        if is_approval and entry.revision_id == revision:
            approvals.append(entry)
    return approvals


def approvals_in(workflow_state: int, revision: int) -> list[AuditLogEntry]:
    """Return the approvals of ``revision`` in the review with this key, the first one first."""
    return approvals_among(entries_of_review(workflow_state), revision)


class RefusalReason(Enum):
    """Why somebody may not approve a step."""

    NO_ROLE = "no role"
    AUTHOR = "author"
    OTHER_STEP = "approved another step"


def refusal_reason(approver: Approver, review: OpenReview) -> RefusalReason | None:
    """Return why ``approver`` may not approve their step of ``review``; None if they may."""
    if not approver.has_role:
        return RefusalReason.NO_ROLE
    if approver.account in review.authors:
        return RefusalReason.AUTHOR
    if any(
        approval.step != approver.step and approval.account == approver.account
        for approval in review.approvals
    ):
        return RefusalReason.OTHER_STEP
    return None


def decisions_open_to(user: User, step: Any, review: OpenReview) -> list[str]:
    """Return what ``user`` can decide at ``step``; an author with the role may still ask for changes."""
    approver = Approver.with_account(user, step)
    if not approver.has_role:
        return []
    if refusal_reason(approver, review):
        return ["reject"]
    return ["approve", "reject"]


def common_workflow(drafts: Iterable[DraftStateMixin]) -> Workflow | None:
    """Return the workflow that is strict enough for every one of ``drafts``: that with the most steps.

    Return None if one of them has none. Raises ``ValidationError`` if one has a step
    for which the others have no counterpart.
    """
    workflows = [draft.get_workflow() for draft in drafts]
    if not workflows or None in workflows:
        return None
    if len(set(workflows)) == 1:
        return workflows[0]
    strictest = max(workflows, key=lambda workflow: len(steps_of(workflow)))
    if not all(
        _covers(strictest, workflow) for workflow in workflows if workflow != strictest
    ):
        raise ValidationError(
            "These need approval by different people, so they cannot be approved together. "
            "Submit them separately."
        )
    return strictest


def steps_of(workflow: Workflow | None) -> list[Any]:
    if workflow:
        return list(workflow.tasks.filter(active=True).specific())
    return []


def _covers(strict: Workflow, other: Workflow) -> bool:
    """Return True if ``strict`` has a step of its own for each of ``other`` that nobody else can approve."""
    steps = steps_of(other)
    return any(
        all(map(_is_as_strict, own, steps))
        for own in permutations(steps_of(strict), len(steps))
    )


def _is_as_strict(step: Task, other: Task) -> bool:
    if step == other:
        return True
    roles = set(getattr(step, "roles", []))
    roles_of_other = set(getattr(other, "roles", []))
    return bool(roles) and roles <= roles_of_other


@dataclass
class RemainingStep:
    """A step of a review that nobody has approved yet."""

    name: str
    decided_by: list[str] = field(default_factory=list)
    """What those with the role are called, such as “moderator”."""
    role_holders: dict[User, RefusalReason | None] = field(default_factory=dict)
    """Everybody with the role, and why they may not approve."""
    available: list[User] = field(default_factory=list)
    """Those who may approve and whom no other step needs."""

    def held_up_by(self, reason: RefusalReason | None) -> list[User]:
        return [
            person
            for person, obstacle in self.role_holders.items()
            if obstacle is reason
        ]


def obstacles_of_role_holders(
    task: Any, review: OpenReview
) -> dict[User, RefusalReason | None]:
    holders = sorted(task.users_with_role(), key=_by_name)
    return {
        person: refusal_reason(Approver(task.pk, person.pk), review)
        for person in holders
    }


def _by_name(person: User) -> tuple[str, int]:
    return roles.display_name(person).casefold(), person.pk


def eligible_approvers(task: Any, review: OpenReview) -> set[User]:
    reasons = obstacles_of_role_holders(task, review)
    return {person for person, reason in reasons.items() if not reason}


def remaining_steps(obj: DraftStateMixin) -> list[RemainingStep]:
    """Return the steps that ``obj``, which is in moderation, still needs, in order."""
    review = review_of(obj)
    steps = []
    for task in remaining_tasks(obj):
        steps.append(
            RemainingStep(
                task.name,
                decided_by=list(map(roles.holder_of, task.roles)),
                role_holders=obstacles_of_role_holders(task, review),
            )
        )
    _find_available_people(steps)
    return steps


def remaining_tasks(obj: DraftStateMixin) -> list[Task]:
    """Return the steps that ``obj``, which is in moderation, still needs, as Wagtail's tasks."""
    state = obj.current_workflow_state
    done = set(state.successful_task_states.values_list("task", flat=True))
    remaining = []
    for task in steps_of(state.workflow):
        if hasattr(task, "users_with_role") and task.pk not in done:
            remaining.append(task)
    return remaining


def _find_available_people(steps: list[RemainingStep]) -> None:
    """Fill in who can approve each step if one person approves one; the last steps lack somebody first."""
    possible: list[RemainingStep] = []
    teams: list[tuple[User, ...]] = [()]
    for step in steps:
        people = step.held_up_by(None)
        larger_teams: list[tuple[User, ...]] = []
        for team in teams:
            larger_teams.extend(
                (*team, person) for person in people if person not in team
            )
        if larger_teams:
            teams = larger_teams
            possible.append(step)
    for place, step in enumerate(possible):
        chosen = {team[place] for team in teams}
        step.available = [
            person for person in step.held_up_by(None) if person in chosen
        ]


def describe_approvers(obj: DraftStateMixin) -> tuple[str, bool]:
    """Return who can approve ``obj``, step by step, and True if every step can be approved by someone."""
    awaited = []
    impossible = []
    steps = remaining_steps(obj)
    for step in steps:
        if step.available:
            awaited.append(_with_role(_names(step.available), step))
        else:
            impossible.append(_why_nobody(step))
    sentences = []
    if awaited:
        sentences.append(f"Awaiting approval by {', then '.join(awaited)}.")
        if goes_live := go_live_in_words(obj.current_workflow_task_state.revision):
            sentences.append(
                f"It goes live on {goes_live}, or once approved if that is later."
            )
    if impossible:
        sentences += [*impossible, _advice(steps)]
    return " ".join(sentences), not impossible


def _name_and_absence(person: User) -> str:
    absence = ""
    if roles.is_being_invited(person):
        absence = " (has not accepted the invitation yet)"
    return f"{roles.display_name(person)}{absence}"


def _names(people: list[User], conjunction: str = "or") -> str:
    return get_text_list(list(map(_name_and_absence, people)), conjunction)


def _with_role(people: str, step: RemainingStep) -> str:
    """Return the names with the role, unless someone is named after it."""
    role = get_text_list(step.decided_by, "or")
    if people.lower() == role:
        return people
    return f"{people} ({role})"


def _why_nobody(step: RemainingStep) -> str:
    nobody = f"No one can approve the “{step.name}” step because "
    if not step.role_holders:
        return f"{nobody}no one has the role."
    needed = step.held_up_by(None)
    reasons = {
        "wrote part of it": step.held_up_by(RefusalReason.AUTHOR),
        f"{pluralize(needed, 'is,are')} needed for another step": needed,
        "approved another step": step.held_up_by(RefusalReason.OTHER_STEP),
    }
    clauses = []
    for reason, people in reasons.items():
        if people:
            clauses.append(f"{_names(people, 'and')} {reason}")
    return f"{nobody}{' and '.join(clauses)}."


def _advice(steps: list[RemainingStep]) -> str:
    administrators = _names(
        sorted(roles.users_with_role(roles.SITE_ADMINISTRATORS), key=_by_name)
    )
    options = [
        f"ask {administrators or 'a site administrator'} to give someone else the role"
    ]
    options.append("withdraw the submission")
    advice = get_text_list(options, "or")
    return f"{advice[:1].upper()}{advice[1:]}."
