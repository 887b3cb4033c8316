"""The choices of the feedback form, and the limit of its text."""

from django.db import models

TEXT_LIMIT = 1200
"""The most characters of a text. A line break counts as one."""


class About(models.TextChoices):
    """What the feedback is about."""

    PAGE = "page", "The page I was on"
    MISTAKE = "mistake", "A mistake on a page"
    SITE = "site", "This website"
    RESPONSE = "response", "A response to a super-complaint"


class Useful(models.TextChoices):
    """Whether the reader found what they needed."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
