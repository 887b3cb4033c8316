"""The application of moderation."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Approvals, the publishing pause, change notes and the log of decisions."""

    name = "pages.moderation"
    verbose_name = "moderation"

    def ready(self) -> None:
        # Models can only be imported once all applications are loaded. Importing connects receivers.
        from . import files, wagtail_patches, workflow_signals  # noqa: F401
        from .desk import redirect_forms  # noqa: F401
        from .gate import administration, guards, sets  # noqa: F401
        from .mails import workflow_emails
        from .people import accounts, membership, outside_approvers, page_moves  # noqa: F401

        files.connect()
        workflow_emails.connect()
        wagtail_patches.apply()
