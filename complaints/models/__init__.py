"""The models of the domain; Django finds them here."""

from .actions import Action, DueDate
from .next_update import NextUpdate
from .organisation import FormerName, Organisation
from .recommendation import RecommendationResponsePage
from .recommendation_state import RecommendationState
from .response import AssuranceEntry, ProgressUpdate, ReportResponse, Response
from .super_complaint import SuperComplaintIndexPage, SuperComplaintPage

__all__ = [
    "Action",
    "AssuranceEntry",
    "DueDate",
    "FormerName",
    "NextUpdate",
    "Organisation",
    "ProgressUpdate",
    "RecommendationResponsePage",
    "RecommendationState",
    "ReportResponse",
    "Response",
    "SuperComplaintIndexPage",
    "SuperComplaintPage",
]
