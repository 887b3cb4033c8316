"""Who has a page now, in words: its author, its reviewers, the scheduler, a hold, or nobody."""

from typing import Any

from django.db.models import CharField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision
from wagtail.query import PageQuerySet

from pages.core.moments import moment_in_words
from pages.moderation.records.publication_set import PublicationSet
from pages.moderation.rules import roles

from .open_reviews import name_of_decider


def annotate_work_state(pages: PageQuerySet) -> PageQuerySet:
    """Read with ``pages`` what ``describe_work_state`` needs, in a fixed number of queries."""
    # The text of a draft is long, and no list shows it.
    drafts = Prefetch("latest_revision", Revision.objects.defer("content").select_related("user"))
    return (
        pages.specific()
        .prefetch_related(drafts)
        .prefetch_workflow_states()
        .annotate_approved_schedule()
        .annotate(approved_for=Subquery(_approved_times()))
    )


def _approved_times() -> QuerySet[Revision]:
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    return approved.order_by("approved_go_live_at").values("approved_go_live_at")[:1]


def describe_work_state(page: Any) -> list[str]:
    """Return what happens to ``page`` now, the most important first. ``annotate_work_state`` has read it."""
    found = []
    if page.approved_for:
        found.append(describe_schedule(page.approved_for))
    if page.workflow_in_progress:
        found.append(_describe_review(page))
    elif page.has_unpublished_changes and not page.approved_for:
        what = "Sent back to" if page.current_workflow_state else "Draft by"
        found.append(f"{what} {_draft_author(page)}")
    found.append("Live" if page.live else "Not public")
    return found


def describe_schedule(approved_for: Any) -> str:
    """Say for when something is approved, or that it is held."""
    if approved_for <= timezone.now():
        return "Approved, on hold"
    return f"Approved for {moment_in_words(approved_for)}"


def _describe_review(obj: Any) -> str:
    return f"In review: {obj.current_workflow_state.current_task_state.task.name}"


def _draft_author(page: Any) -> str:
    revision = page.latest_revision
    return roles.display_name(revision.user) if revision and revision.user else "nobody known"


def describe_open_work(obj: Any) -> tuple[int, str]:
    """Return how urgently the author of ``obj`` has to do something about it, from 0, and its state."""
    if obj.workflow_in_progress:
        return 2, _describe_review(obj)
    if review := obj.current_workflow_state:
        decision = review.current_task_state
        who = name_of_decider(decision)
        by = f" by {who}" if who else ""
        return 0, f"Sent back{by}: “{decision.comment}”" if decision.comment else f"Sent back{by}"
    if scheduled := obj.scheduled_revision:
        return 3, describe_schedule(scheduled.approved_go_live_at)
    return 1, "Draft"


def describe_open_set(publication_set: PublicationSet, objects: list[Any]) -> tuple[int, str]:
    """Return the same of a set, of which ``objects`` are a part."""
    number = publication_set.items.count()
    size = f"{number} item{'s' * (number != 1)}"
    if not publication_set.is_open:
        urgency = 2 if publication_set.state == PublicationSet.State.IN_REVIEW else 3
        return urgency, f"{publication_set.get_state_display()} · {size}"
    sent_back = next((obj for obj in objects if obj.current_workflow_state), None)
    urgency, state = describe_open_work(sent_back) if sent_back else (1, "Publication set, not submitted")
    return urgency, f"{state} · {size}"
