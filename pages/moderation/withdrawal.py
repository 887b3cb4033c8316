"""Who may take back what was submitted."""

from wagtail.models import WorkflowState

from .authors import authors_since_publication

by_wagtails_rules = WorkflowState.user_can_cancel


def may_withdraw(state: WorkflowState, user) -> bool:
    """Let authors withdraw it beside those whom Wagtail lets: submitter, owner and whoever may approve.

    While somebody else has locked it nobody does.
    """
    if by_wagtails_rules(state, user):
        return True
    obj = state.content_object
    locked_by_another = getattr(obj, "locked", False) and obj.locked_by_id != user.pk
    return not locked_by_another and user.pk in authors_since_publication(obj)
