"""The control of ``make bench`` is a fair comparison, and its report is correct."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.feedback.models import FeedbackEntry
from tests.bench.submissions import Contender, lost_and_doubled

VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\bNULL\b|s\d+_x\d+")


@pytest.fixture
def press(client, feedback_page, settings):
    """Return a function that sends a submission to the site as the benchmark serves it."""
    settings.ROOT_URLCONF = "tests.bench.urls"

    def send(path):
        [submission] = Contender("a test", path).submissions(1)
        response = client.generic(
            "POST",
            path,
            submission.request.partition(b"\r\n\r\n")[2],
            content_type="application/x-www-form-urlencoded",
            headers={"X-Forwarded-For": "192.0.2.1"},
        )
        assert response.status_code == 303
        return submission

    return send


def test_the_control_makes_the_same_queries_as_the_form(press):
    def statements(path):
        with CaptureQueriesContext(connection) as captured:
            press(path)
        return [VALUES.sub("", query["sql"]) for query in captured]

    assert statements("/bench/control") == statements(reverse("feedback_send"))


def test_the_benchmark_counts_lost_and_duplicate_entries(press):
    kept, lost, spam, doubled = (press(reverse("feedback_send")) for _ in range(4))
    FeedbackEntry.objects.get(text=lost.text).delete()
    FeedbackEntry.objects.filter(text=spam.text).update(state=FeedbackEntry.State.SPAM)
    FeedbackEntry.objects.create(text=doubled.text, about="site", useful="no")

    assert lost_and_doubled([kept]) == (0, 0)
    assert lost_and_doubled([kept, lost, spam, doubled]) == (2, 1)
