"""Urgent publication: one independent person approves, the second review follows."""

from django import forms

ACTION = ("urgent", "Publish urgently with one approval", True)
"""Name, words and whether it asks for something, as Wagtail's tasks give their actions."""


class ReasonForm(forms.Form):
    """Why it cannot wait for the other step."""

    comment = forms.CharField(
        label="Why this can’t wait for the second approval",
        error_messages={"required": "Say why it can’t wait."},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept in the log. The other approval has to be given afterwards: you will be reminded.",
    )


def step_of(obj, user):
    """Return the step of the review of ``obj`` ``user`` could take; ``None`` unless there are several."""
    state = obj.current_workflow_state
    steps = [task.specific for task in state.workflow.tasks.filter(active=True)] if state else []
    # A workflow may have steps of other kinds, which nobody can take alone.
    mine = [step for step in steps if hasattr(step, "is_held_by") and step.is_held_by(user)]
    return mine[0] if mine and len(steps) > 1 else None
