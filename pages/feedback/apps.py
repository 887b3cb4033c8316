"""The application of feedback."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """The feedback form, its inbox and how long entries are kept."""

    name = "pages.feedback"
    label = "feedback"
    verbose_name = "feedback"
