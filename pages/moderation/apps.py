"""The application of moderation."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Four eyes, holds, change notes and the publication log."""

    name = "pages.moderation"
    label = "moderation"
    verbose_name = "moderation"

    def ready(self):
        """Apply our rules to every page, the root and pages not yet known by their type included.

        Wagtail has no setting for it, and asks the class that a page was read as.
        """
        from wagtail.models import Page

        from .permissions import ModeratedPagePermissionTester

        Page.permissions_for_user = lambda page, user: ModeratedPagePermissionTester(user, page)
