"""What moderation keeps: steps of workflows, decisions, published versions, holds."""

from .authorship import Authorship
from .decision import Decision, Deleted
from .hold import Hold
from .task import IndependentApprovalTask
from .version import PublishedVersion

__all__ = [
    "Authorship",
    "Decision",
    "Deleted",
    "Hold",
    "IndependentApprovalTask",
    "PublishedVersion",
]
