"""What moderation keeps: steps of workflows, decisions, published versions, holds."""

from .authorship import Authorship
from .decision import Decision, Deleted
from .deputy import Deputy
from .hold import Hold
from .task import IndependentApprovalTask
from .team import TeamGroup
from .version import PublishedVersion

__all__ = [
    "Authorship",
    "Decision",
    "Deleted",
    "Deputy",
    "Hold",
    "IndependentApprovalTask",
    "PublishedVersion",
    "TeamGroup",
]
