"""The application of moderation."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Approvals, the publishing pause, change notes and the audit log."""

    name = "pages.moderation"
    verbose_name = "moderation"

    def ready(self) -> None:
        # Models can only be imported once all applications are loaded. Importing
        # connects receivers.
        from . import files, signal_handlers, wagtail_patches  # noqa: F401
        from .approval import account_log, publication_permit, set_actions  # noqa: F401
        from .dual_control import accounts, membership, page_moves  # noqa: F401
        from .emails import workflow_emails
        from .views import redirect_forms  # noqa: F401

        files.connect()
        workflow_emails.connect()
        wagtail_patches.apply()
