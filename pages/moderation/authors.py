"""Who wrote what is waiting to be published."""

from wagtail.models import WorkflowState


def authors_since_publication(obj) -> set[int]:
    """Return the ids of users who changed ``obj`` since it was last published, or who submitted it."""
    revisions = obj.revisions.filter(user__isnull=False)
    if obj.live_revision_id:
        revisions = revisions.filter(pk__gt=obj.live_revision_id)
    authors = set(revisions.values_list("user", flat=True))
    state: WorkflowState | None = obj.current_workflow_state
    if state and state.requested_by_id:
        authors.add(state.requested_by_id)
    return authors
