"""Build only the data that a test needs."""

from .complaints import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
)
from .feedback import FeedbackEntryFactory, ImprovementFactory
from .files import DocumentFactory, ImageFactory
from .pages import (
    HomePageFactory,
    NoticeFactory,
    SiteWordingFactory,
    StandardPageFactory,
    make_home,
)
from .people import UserFactory
from .published import change_live, publish

__all__ = [
    "DocumentFactory",
    "FeedbackEntryFactory",
    "HomePageFactory",
    "ImageFactory",
    "ImprovementFactory",
    "NoticeFactory",
    "OrganisationFactory",
    "RecommendationResponsePageFactory",
    "SiteWordingFactory",
    "StandardPageFactory",
    "SuperComplaintIndexPageFactory",
    "SuperComplaintPageFactory",
    "UserFactory",
    "change_live",
    "make_action",
    "make_home",
    "make_response",
    "publish",
]
