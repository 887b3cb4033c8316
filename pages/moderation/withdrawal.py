"""Who may take back what was submitted."""

from wagtail.models import WorkflowState

from .authors import authors_since_publication


def may_withdraw(state: WorkflowState, user) -> bool:
    """Let authors withdraw it, unless somebody else has locked it."""
    obj = state.content_object
    locked_by_another = getattr(obj, "locked", False) and obj.locked_by_id != user.pk
    return not locked_by_another and user.pk in authors_since_publication(obj)
