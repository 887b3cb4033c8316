"""What moderation keeps: steps of workflows, decisions, published versions, holds, pending roles."""

from .authorship import Authorship
from .decision import Decision, Deleted
from .hold import Hold
from .pending_role import PendingRole
from .task import IndependentApprovalTask
from .version import PublishedVersion

__all__ = [
    "Authorship",
    "Decision",
    "Deleted",
    "Hold",
    "IndependentApprovalTask",
    "PendingRole",
    "PublishedVersion",
]
