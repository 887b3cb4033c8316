"""Urgent publication: one independent person approves, and the second review follows."""

from django import forms
from django.contrib.auth.models import User
from wagtail.models import DraftStateMixin, Task

from .common_workflow import steps_of

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
