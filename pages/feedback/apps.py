"""The application of feedback."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """The feedback form, its admin screens and the retention of entries."""

    name = "pages.feedback"
    verbose_name = "feedback"
