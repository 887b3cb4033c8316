"""Connects the rules of moderation to what Django and Wagtail do, and replaces what sends no signal."""

from django.apps import AppConfig

from . import wagtail_patches
from .files import approved_files

# Their receivers are connected when they are imported.
from .log import administration  # noqa: F401
from .notifications import wagtail_mails
from .people import membership  # noqa: F401
from .publishing import live_row_guards  # noqa: F401
from .reviews import workflow_signals  # noqa: F401


def connect(app_config: AppConfig) -> None:
    """Guard approved files, send our e-mails in the place of Wagtail's, and apply the patches."""
    approved_files.connect()
    wagtail_mails.connect()
    wagtail_patches.apply()
