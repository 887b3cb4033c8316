"""The models of pages and wording; Django finds them here."""

from .base import BasePage, TextPage
from .checked_link import CheckedLink
from .snippet import Notice
from .standard import (
    AccessibilityStatementPage,
    HomePage,
    PrivacyPage,
    SafetyPage,
    StandardPage,
)
from .wording import SiteWording

__all__ = [
    "AccessibilityStatementPage",
    "BasePage",
    "CheckedLink",
    "HomePage",
    "Notice",
    "PrivacyPage",
    "SafetyPage",
    "SiteWording",
    "StandardPage",
    "TextPage",
]
