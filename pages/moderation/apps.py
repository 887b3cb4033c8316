"""The application of moderation."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Four eyes, holds, change notes and the publication log."""

    name = "pages.moderation"
    label = "moderation"
    verbose_name = "moderation"
