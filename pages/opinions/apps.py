"""The application of opinions."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """Links by which people without an account read a draft and say what they think of it."""

    name = "pages.opinions"
    verbose_name = "opinions"
