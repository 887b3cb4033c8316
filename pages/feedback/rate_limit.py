"""Limits how often one network can submit feedback, without storing who submits."""

from django.http import HttpRequest

from pages.core.rate_limits import count_and_check_network

PERIOD_SECONDS = 10 * 60
MAX_SUBMISSIONS = 10
"""Submissions in a period from one address, which a whole library or police station may share."""


def count_and_check_limit(request: HttpRequest) -> bool:
    """Count this submission; return whether its network has exceeded the limit.

    If the cache is down everybody may submit, because what readers send matters more.
    """
    return count_and_check_network("feedback", request, MAX_SUBMISSIONS, PERIOD_SECONDS)
