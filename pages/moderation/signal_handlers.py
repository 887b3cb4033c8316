"""Connecting the signal receivers of moderation, and patching what sends no signal."""

from pages.moderation import workflow_signals  # noqa: F401
from pages.moderation.files import approved_files

# Importing these modules connects their receivers.
from pages.moderation.gate import (
    administration,  # noqa: F401
    guards,  # noqa: F401
    reopening,  # noqa: F401
)
from pages.moderation.mails import workflow_emails
from pages.moderation.people import membership  # noqa: F401

from . import wagtail_patches


def connect() -> None:
    """Protect approved files, replace Wagtail's e-mails with ours, and apply the patches."""
    approved_files.connect()
    workflow_emails.connect()
    wagtail_patches.apply()
