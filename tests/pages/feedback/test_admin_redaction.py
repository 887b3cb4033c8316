"""Personal data can be removed from a text for good."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pages.feedback.admin.viewset import REMOVAL_MARK
from pages.moderation.approval.roles import FEEDBACK_TEAM
from tests.factories import FeedbackEntryFactory
from tests.stored import tables_with

pytestmark = pytest.mark.django_db
TEXT = "My name is Jane Canary.\nI found no dates."


@pytest.fixture
def member(signed_in):
    return signed_in(FEEDBACK_TEAM)


@pytest.fixture
def entry(member):
    return FeedbackEntryFactory(text=TEXT)


@pytest.fixture
def redact(client, entry):
    """Return a function that sends the text as a browser would."""

    def post(text):
        return client.post(
            reverse("feedback:redact", args=[entry.pk]),
            {"text": text.replace("\n", "\r\n")},
        )

    return post


def test_the_redacted_text_replaces_the_original_and_nothing_else_and_is_logged(
    client, member
):
    for text, left in (
        (TEXT, "My name is [removed].\nI found no dates."),
        (TEXT, "I found no dates."),
        (TEXT, "[removed] Canar[removed]"),
        (TEXT, ""),
        ("a " * 599 + "a", f"{REMOVAL_MARK} " * 599 + REMOVAL_MARK),
    ):
        entry = FeedbackEntryFactory(text=text)
        before = (entry.about, entry.useful, entry.state, entry.created_at)
        address = reverse("feedback:redact", args=[entry.pk])
        assert text in client.get(address).content.decode()

        answer = client.post(address, {"text": left.replace("\n", "\r\n")})

        assert answer["Location"] == reverse("feedback:edit", args=[entry.pk])
        entry.refresh_from_db()
        assert (entry.text, bool(entry.redacted_at)) == (left, True)
        assert (entry.about, entry.useful, entry.state, entry.created_at) == before
        assert (
            "Personal data was removed on"
            in client.get(answer["Location"]).content.decode()
        )
        log = ModelLogEntry.objects.latest("pk")
        assert (log.object_id, log.user) == (str(entry.pk), member)
        assert log.message == "Personal data removed from the text"
        assert (
            log.message
            in client.get(reverse("feedback:history", args=[entry.pk])).content.decode()
        )


def test_the_original_is_nowhere_in_the_database(client, entry, redact):
    # All that may happen to an entry before.
    client.post(
        reverse("feedback:edit", args=[entry.pk]),
        {"state": "in_progress", "note": "Has a name."},
    )
    client.post(
        f"{reverse('wagtailsnippets_feedback_improvement:add')}?entry={entry.pk}"
    )
    client.get(reverse("feedback:index"), {"q": "Canary"})
    client.get(reverse("feedback:index"), {"q": "Canary", "export": "csv"})
    redact(TEXT)  # refused
    assert "feedback_feedbackentry" in tables_with("Canary")

    redact(f"My name is {REMOVAL_MARK}.\nI found no dates.")

    assert tables_with("Canary") == set()


def test_added_or_changed_words_are_refused(entry, redact):
    for text, message in [
        (TEXT, "Nothing was removed."),
        (f"{TEXT} Sorry!", "You can only delete words"),
        ("My name is Janet. I found no dates.", "You can only delete words"),
        (f"The reader found {REMOVAL_MARK} dates.", "You can only delete words"),
    ]:
        answer = redact(text)

        assert message in answer.context["form"].errors["text"][0], text
        entry.refresh_from_db()
        assert (entry.text, entry.redacted_at) == (TEXT, None), text
