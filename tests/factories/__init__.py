"""Build only the data that a test needs."""

from .complaints import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
)
from .feedback import FeedbackEntryFactory, ImprovementFactory
from .pages import HomePageFactory, NoticeFactory, SiteWordingFactory, StandardPageFactory
from .people import UserFactory

__all__ = [
    "FeedbackEntryFactory",
    "HomePageFactory",
    "ImprovementFactory",
    "NoticeFactory",
    "OrganisationFactory",
    "RecommendationResponsePageFactory",
    "SiteWordingFactory",
    "StandardPageFactory",
    "SuperComplaintIndexPageFactory",
    "SuperComplaintPageFactory",
    "UserFactory",
]
