"""The feedback form, and readers who send it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from pages.feedback.models import FeedbackPage
from tests.factories.published import add_live
from tests.forms import opened


@pytest.fixture(autouse=True)
def nobody_sent_anything_yet():
    cache.clear()


@pytest.fixture
def feedback_page(home):
    page = FeedbackPage(
        title="Feedback", slug="feedback", body=[("text", "<p>Not for crime.</p>")]
    )
    return add_live(home, page)


@pytest.fixture
def send(client, feedback_page):
    """Return a function that sends the form as a reader who took a minute would."""

    def post(headers=None, **fields):
        form = {
            "about": "site",
            "useful": "no",
            "text": "No dates.",
            "page_path": "",
            "opened": opened(),
            **fields,
        }
        return client.post(reverse("feedback_send"), form, headers=headers)

    return post
