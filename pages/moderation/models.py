"""What moderation keeps: steps of workflows, decisions, published versions, holds, pending roles."""

from pages.moderation.people.pending_role import PendingRole
from pages.moderation.records.authorship import Authorship
from pages.moderation.records.decision import Decision, Deleted
from pages.moderation.records.hold import Hold
from pages.moderation.records.version import PublishedVersion
from pages.moderation.reviews.approval_task import IndependentApprovalTask

__all__ = [
    "Authorship",
    "Decision",
    "Deleted",
    "Hold",
    "IndependentApprovalTask",
    "PendingRole",
    "PublishedVersion",
]
