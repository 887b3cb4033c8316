"""What a reader chooses from, and how much they may write."""

from django.db import models

TEXT_LIMIT = 1200
"""Characters that a reader may send; a line break counts as one."""


class About(models.TextChoices):
    """What the feedback is about."""

    PAGE = "page", "The page I was on"
    SITE = "site", "This website"
    RESPONSE = "response", "A response to a super-complaint"


class Useful(models.TextChoices):
    """Whether the reader found what they needed."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
