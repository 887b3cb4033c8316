"""Connecting the signal receivers of moderation, and patching what sends no signal."""

from . import wagtail_patches
from .files import approved_files

# Importing these modules connects their receivers.
from .log import administration  # noqa: F401
from .notifications import workflow_emails
from .people import membership  # noqa: F401
from .publishing import live_row_guards, reopening  # noqa: F401
from .reviews import workflow_signals  # noqa: F401


def connect() -> None:
    """Protect approved files, replace Wagtail's e-mails with ours, and apply the patches."""
    approved_files.connect()
    workflow_emails.connect()
    wagtail_patches.apply()
