"""A process that publishes a set is killed at several moments: readers see all of it, or nothing.

A child process takes the last approval and kills itself before its n-th query. ``pytest
-s`` prints how often nothing and how often everything was published.
"""

import os
import random
import signal
import traceback
from collections import Counter

import pytest
from django.db import connection, connections, transaction

from pages.moderation.models import PublicationSet, PublishedVersion
from tests.effort import by_effort

from .conftest import CHANGED, UNCHANGED, in_review

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

KILLS = by_effort(4, 60)


def in_child(act) -> int:
    """Run ``act`` in a child process with a connection of its own, and return the signal that ended it."""
    connections.close_all()  # a connection that both have would be closed for both
    child = os.fork()
    if not child:
        # Django keeps one connection outside and one inside an event loop. The parent
        # is inside one once a browser runs; the child is outside, and would take what
        # the parent had before.
        connections.close_all()
        try:
            act()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def approve_and_die(response, at_query: int) -> None:
    """Take the last approval, and die before query ``at_query``."""
    number = 0

    def count(execute, sql, params, many, context):
        nonlocal number
        number += 1
        if number == at_query:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        response.decide("officer")


def queries_of_the_approval(response) -> int:
    """Return how many queries the last approval takes, and undo it."""
    number = 0

    def count(execute, *arguments):
        nonlocal number
        number += 1
        return execute(*arguments)

    with connection.execute_wrapper(count), transaction.atomic():
        response.decide("officer")
        transaction.set_rollback(True)
    return number


@in_review
@pytest.mark.slow
def test_a_killed_publication_of_a_set_publishes_all_or_nothing(response):
    publication_set = response.submitted()
    response.decide("moderator")
    total = queries_of_the_approval(response)
    # Mostly within, where the rows are written; the last ones come when everything is
    # written.
    moments = random.Random(7).sample(range(total // 4, total), KILLS - 1)  # noqa: S311
    outcomes = Counter()

    for moment in [*moments, total]:
        ended_by = in_child(lambda moment=moment: approve_and_die(response, moment))
        words = response.words
        assert words in (UNCHANGED, CHANGED)
        # What was counted in the parent may be some queries more: then the child came
        # to its end.
        assert ended_by == -signal.SIGKILL or (ended_by, words) == (0, CHANGED)
        versions = PublishedVersion.objects.filter(
            publication_set=publication_set
        ).count()
        state = PublicationSet.objects.get(pk=publication_set.pk).state
        if words == UNCHANGED:
            assert (versions, state) == (0, PublicationSet.State.IN_REVIEW)
        outcomes["all" if words == CHANGED else "nothing"] += 1

    print(
        f"Killed {sum(outcomes.values())} times within {total} queries: {dict(outcomes)}"
    )
    if response.words == UNCHANGED:  # the last one may have died after the transaction
        response.decide("officer")
    assert response.words == CHANGED
