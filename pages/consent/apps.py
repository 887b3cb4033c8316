"""The application of cookies."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Cookie groups, choices and the cookies page."""

    name = "pages.consent"
    label = "consent"
    verbose_name = "cookies"
