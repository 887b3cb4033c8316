"""The models of the domain; Django finds them here."""

from .actions import Action, DueDate
from .index import SuperComplaintIndexPage
from .organisation import FormerName, Organisation
from .recommendation import RecommendationResponsePage
from .response import ProgressUpdate, Response
from .state import RecommendationState
from .super_complaint import SuperComplaintPage

__all__ = [
    "Action",
    "DueDate",
    "FormerName",
    "Organisation",
    "ProgressUpdate",
    "RecommendationResponsePage",
    "RecommendationState",
    "Response",
    "SuperComplaintIndexPage",
    "SuperComplaintPage",
]
