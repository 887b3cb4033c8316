"""The models of pages and wording; Django finds them here."""

from .base import BasePage, TextPage
from .standard import AccessibilityStatementPage, HomePage, StandardPage
from .wording import SiteWording

__all__ = [
    "AccessibilityStatementPage",
    "BasePage",
    "HomePage",
    "SiteWording",
    "StandardPage",
    "TextPage",
]
