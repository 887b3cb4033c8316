"""The history of a page: the list of its publications."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.moderation.models import PublishedVersion
from tests.factories.published import clear, unpublish

pytestmark = pytest.mark.usefixtures("noon")

APPROVALS = [{"role": "Moderators", "at": "2025-05-01T23:30:00+00:00"}]


def history(client, page, query=""):
    answer = client.get(f"{page.url}history/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(text):
    """Return the words of a page, each set apart by one space."""
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


def test_each_publication_is_listed_newest_first_with_note_time_and_approvals(
    client, stalking, publish_on
):
    publish_on(
        stalking,
        "2025-05-02 00:01",
        note="The report is out.",
        approvals=APPROVALS,
        summary="Published.",
    )
    publish_on(stalking, "2025-05-03 10:00", note="Spelling.", summary="Spelt right.")

    text = history(client, stalking)

    assert text.index("2 May 2025, 00:01") < text.index("1 March 2025, 10:00")
    assert "<p>Spelling.</p>" in text
    assert "The report is out." in text
    assert "First published on this site." in text
    assert "Approved by: Moderators, 2 May 2025" in text  # in London
    assert f'href="{stalking.url}history/2/"' in text


def test_the_history_lists_publications_of_public_pages_below(
    client, recommendation, stalking
):
    PublishedVersion.objects.for_object(recommendation).update(
        change_note="A secret note."
    )
    text = history(client, stalking)
    assert "A secret note." in text
    assert "2 publications" in text
    assert (
        f'<a href="{recommendation.url}history/">Recommendation 7: Train officers</a>'
        in text
    )
    assert f'href="{recommendation.url}history/1/"' in text
    assert "1 publication\n" in history(client, recommendation)

    restriction = PageViewRestriction.objects.create(
        page=recommendation, restriction_type="login"
    )
    assert "A secret note." not in history(client, stalking)
    assert client.get(f"{recommendation.url}history/").status_code == 302

    restriction.delete()
    unpublish(recommendation)
    text = history(client, stalking)
    assert "A secret note." not in text
    assert recommendation.title not in text


def test_the_history_lists_no_drafts_and_no_scheduled_publications(client, stalking):
    stalking.go_live_at = timezone.now() + timezone.timedelta(days=1)
    stalking.change_note, stalking.summary = "An embargoed note.", "Embargoed."
    clear(stalking).publish()
    stalking.refresh_from_db()
    stalking.go_live_at, stalking.change_note = None, "A drafted note."
    stalking.save_revision()

    text = history(client, stalking)

    assert "1 publication\n" in text
    assert "Embargoed" not in text
    assert "note." not in text


def test_a_version_that_was_taken_down_or_redacted_keeps_its_line_without_words(
    client, stalking, publish_on
):
    publish_on(
        stalking, "2025-05-02 10:00", note="A name was here.", summary="Changed."
    )
    publish_on(stalking, "2025-05-04 10:00", note="Put right.", summary="Right.")
    second = PublishedVersion.objects.for_object(stalking).get(number=2)
    second.redacted_at, second.redacted_because = timezone.now(), "personal_data"
    second.save()
    today = f"{timezone.localdate():%-d %B %Y}"

    text = history(client, stalking)
    assert f"Version 2 was published. Redacted on {today}: personal data." in words_of(
        text
    )
    assert "A name was here." not in text
    assert f"{stalking.url}history/2/" not in text

    PublishedVersion.objects.for_object(stalking).filter(number=2).update(
        redacted_at=None, withdrawn_at=timezone.now(), withdrawn_because="error"
    )
    text = history(client, stalking)
    assert text.count(f"Taken down on {today} because it contained an error.") == 2
    for number in (1, 2):
        assert f"Version {number} was published. Taken down on {today}" in words_of(
            text
        )
    assert "A name was here." not in text
    assert "First published on this site." not in text
    assert "Put right." in text


def test_the_history_is_paged(client, stalking, publish_on, monkeypatch):
    monkeypatch.setattr("complaints.history.views.PAGE_SIZE", 3)
    for day in range(1, 5):
        publish_on(
            stalking, f"2025-05-{day:02} 10:00", note=f"Change {day}.", summary=str(day)
        )

    first, second = history(client, stalking), history(client, stalking, "?page=2")

    assert "5 publications" in first
    assert "Change 4." in first
    assert "First published on this site." not in first
    assert 'href="?page=2"' in first
    assert "First published on this site." in second
    assert 'href="?page=1"' in second
    for number in [
        "",
        "0",
        "-1",
        "x",
        "99999999999999999999",
        "\0",
        "%FF",
        "2&page=zzz",
    ]:
        assert "publications" in history(client, stalking, f"?page={number}"), number
