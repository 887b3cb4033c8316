"""Urgent publication: one independent person approves, and the second review follows."""

from django import forms
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Task

from . import roles
from .approval import steps_of
from .decision import Decision, record_decision
from .versions import PublishedVersion

URGENT_ACTION = ("urgent", "Publish urgently with one approval", True)
"""Name, label and whether a form opens, as Wagtail's tasks list their actions."""


class UrgencyReasonForm(forms.Form):
    """Asks why the publication cannot wait for the second approval."""

    comment = forms.CharField(
        label="Why this can’t wait for the second approval",
        error_messages={"required": "Say why it can’t wait."},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept in the log. The other approval has to be given afterwards: you will be reminded.",
    )


def urgent_step_for(obj: DraftStateMixin, user: User) -> Task | None:
    """Return the step at which ``user`` could publish ``obj`` urgently; None if it has only one step."""
    state = obj.current_workflow_state
    steps = steps_of(state.workflow if state else None)
    # A workflow may also have steps of other types, at which nobody can publish alone.
    own_steps = [step for step in steps if hasattr(step, "user_has_role") and step.user_has_role(user)]
    return own_steps[0] if own_steps and len(steps) > 1 else None


def may_give_second_review(version: PublishedVersion, user: User) -> bool:
    """Tell whether ``user`` has an awaited role, and neither wrote nor approved the version."""
    clearance = _clearance_of(version)
    involved = {*clearance.data["authors"], *clearance.data["approvers"]} if clearance else set()
    return user.pk not in involved and roles.has_role(user, *version.awaited_roles)


def awaiting_review_with(version: PublishedVersion) -> list[PublishedVersion]:
    """Return the versions that get their second review together with ``version``: its set's, or it alone."""
    if not version.publication_set_id:
        return [version]
    return list(PublishedVersion.objects.awaiting_review().filter(publication_set=version.publication_set_id))


def _clearance_of(version: PublishedVersion) -> Decision | None:
    decisions = Decision.objects.filter(model=version.model, object_id=version.object_id)
    return decisions.filter(action=Decision.Action.CLEARED, revision_id=version.revision_id).first()


def second_reviewers(version: PublishedVersion) -> set[User]:
    """Return everybody who may give the second review of ``version``."""
    people = roles.users_with_role(*version.awaited_roles)
    return {person for person in people if may_give_second_review(version, person)}


@transaction.atomic
def give_second_review(version: PublishedVersion, user: User, note: str = "") -> None:
    """Record that ``user`` reviewed ``version`` and what was published with it.

    Raises ``PermissionDenied`` if they may not.
    """
    keys = [each.pk for each in awaiting_review_with(version)]
    together = PublishedVersion.objects.select_for_update().filter(pk__in=keys, reviewed_at=None)
    versions = list(together.order_by("pk"))
    is_open = version.pk in {each.pk for each in versions}
    if not is_open or not all(may_give_second_review(each, user) for each in versions):
        raise PermissionDenied
    for each in versions:
        each.reviewed_at = timezone.now()
        each.save(update_fields=["reviewed_at"])
        record_decision(
            Decision.Action.REVIEWED,
            obj=apps.get_model(each.model)._base_manager.get(pk=each.object_id),
            user=user,
            reason=note,
            revision=each.revision_id,
        )
