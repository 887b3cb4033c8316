"""The application of cookies."""

from django.apps import AppConfig


class CookiesConfig(AppConfig):
    """Cookie groups, choices and the cookies page."""

    name = "pages.cookies"
    verbose_name = "cookies"
