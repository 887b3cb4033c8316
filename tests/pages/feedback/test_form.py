"""What readers send is stored, and what is refused comes back whole."""

import pytest
from django.urls import reverse

from pages.feedback.models import FeedbackEntry, FeedbackPage
from pages.moderation.roles import FEEDBACK_TEAM
from tests.factories import StandardPageFactory


@pytest.fixture
def feedback_page(home):
    page = FeedbackPage(title="Feedback", slug="feedback", body=[("text", "<p>Not for crime.</p>")])
    return home.add_child(instance=page)


@pytest.fixture
def send(client, feedback_page):
    def post(**fields):
        form = {"about": "site", "useful": "no", "text": "No dates.", "page_path": "", **fields}
        return client.post(reverse("feedback_send"), form)

    return post


def test_feedback_is_stored_and_the_reader_thanked(client, send):
    answer = send()

    assert answer.status_code == 303
    assert answer["Location"] == "/feedback/thanks/"
    thanks = client.get(answer["Location"])
    assert thanks.status_code == 200
    assert "No dates." not in thanks.content.decode()
    entry = FeedbackEntry.objects.get()
    assert (entry.about, entry.useful, entry.text, entry.state) == ("site", "no", "No dates.", "new")


def test_the_form_knows_the_page_that_the_reader_came_from(client, home, feedback_page, send):
    about = StandardPageFactory(parent=home, slug="about")

    shown = client.get("/feedback/?page=/about/").content.decode()
    send(about="page", page_path="/about/?secret=1")

    assert 'value="/about/"' in shown
    entry = FeedbackEntry.objects.get()
    assert entry.page_path == "/about/"
    assert entry.page.pk == about.pk


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:evil()",
        "//[evil",
        "evil\0",
    ],
)
def test_an_address_elsewhere_is_dropped(client, send, address):
    assert "evil" not in client.get("/feedback/", {"page": address}).content.decode()

    assert send(page_path=address).status_code == 303

    assert FeedbackEntry.objects.get().page_path == ""


def test_what_is_missing_is_named_and_what_was_typed_is_kept(send):
    answer = send(about="", useful="", text="It took me <b>an hour</b>.")

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose what your feedback is about" in text
    assert "Choose whether you found what you needed" in text
    assert "It took me &lt;b&gt;an hour&lt;/b&gt;." in text
    assert "<title>Error:" in text.replace("\n", "").replace("  ", "")
    assert not FeedbackEntry.objects.exists()


def test_a_text_that_is_too_long_is_refused_and_kept(send):
    answer = send(text="x" * 1201)

    assert "Shorten your text to 1,200 characters" in answer.content.decode()
    assert "x" * 1201 in answer.content.decode()


def test_the_entry_survives_the_page_it_is_about(home, send):
    about = StandardPageFactory(parent=home, slug="about")
    send(about="page", page_path="/about/")

    about.delete()

    entry = FeedbackEntry.objects.get()
    assert entry.page is None
    assert entry.page_path == "/about/"


def test_the_team_reads_it_and_says_how_far_it_has_got(client, send, signed_in):
    send()
    entry = FeedbackEntry.objects.get()
    signed_in(FEEDBACK_TEAM)

    assert "No dates." in client.get(reverse("feedback:index")).content.decode()
    client.post(reverse("feedback:edit", args=[entry.pk]), {"state": "actioned", "text": "Forged."})

    entry.refresh_from_db()
    assert (entry.state, entry.text) == ("actioned", "No dates.")
