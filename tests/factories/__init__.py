"""Build only the data that a test needs."""

from .complaints import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
)
from .pages import HomePageFactory, SiteWordingFactory, StandardPageFactory
from .people import UserFactory

__all__ = [
    "HomePageFactory",
    "OrganisationFactory",
    "RecommendationResponsePageFactory",
    "SiteWordingFactory",
    "StandardPageFactory",
    "SuperComplaintIndexPageFactory",
    "SuperComplaintPageFactory",
    "UserFactory",
]
