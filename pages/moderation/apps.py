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
        from wagtail.models import Page, WorkflowState

        from . import administered, copies, guards, membership, reviews, workflow_log  # noqa: F401
        from .desk import visible_pages
        from .mail import notifications
        from .permissions import ModeratedPagePermissionTester
        from .withdrawal import may_withdraw

        Page.permissions_for_user = lambda page, user: ModeratedPagePermissionTester(user, page)
        WorkflowState.user_can_cancel = may_withdraw
        notifications.connect()
        reviews.keep_in_order()
        copies.know_authors()
        visible_pages.limit_bulk_actions()
