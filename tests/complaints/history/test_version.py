"""A published version at its own address."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from complaints.models import Organisation
from pages.moderation.models import PublishedVersion
from tests.factories import (
    DocumentFactory,
    StandardPageFactory,
)
from tests.factories.published import change_live, publish, unpublish

from .conftest import london

pytestmark = pytest.mark.usefixtures("noon")


def test_a_version_shows_the_page_as_it_was_published(client, stalking, publish_on):
    publish_on(
        stalking,
        "2025-05-02 00:01",
        note="Reworded.",
        title="On stalking",
        summary="New words.",
    )

    answer = client.get(f"{stalking.url}history/1/")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert "How the police respond to stalking." in text
    assert "New words." not in text
    assert "number 1 of 2." in text
    assert "from 1 March 2025, 10:00 until 2 May 2025, 00:01" in text
    assert '<meta name="robots" content="noindex">' in text
    assert f'<a href="{stalking.url}">Read the page as it is now</a>' in text


def test_a_version_shows_responses_and_actions_with_the_names_of_that_time(
    client, recommendation, force, publish_on
):
    versions = PublishedVersion.objects.filter(model="complaints.organisation")
    publish(force)
    versions.update(published_at=london("2025-01-01 10:00"))
    change_live(force, name="The new name")
    publish(Organisation.objects.get(pk=force.pk))

    text = client.get(f"{recommendation.url}history/1/").content.decode()

    for words in (
        "Northamptonshire Police",
        "Accepts",
        "Train everybody",
        "All of them.",
        "March 2025",
    ):
        assert words in text
    assert "The new name" not in text


def test_the_page_leads_to_the_version_that_cites_it(
    client, recommendation, publish_on
):
    publish_on(
        recommendation, "2025-05-02 10:00", note="Reworded.", wording_note="A note."
    )

    page = BeautifulSoup(client.get(recommendation.url).content, "html.parser")

    cite = page.find(
        "a",
        string="A reference to copy, with the address of this version",
    )
    assert cite["href"] == f"{recommendation.url}history/2/#cite"
    text = " ".join(client.get(cite["href"]).content.decode().split())
    assert f"{recommendation.full_url}history/2/" in text
    assert "version 2, published 2 May 2025, " in text


@pytest.mark.parametrize(
    ("done", "because", "words"),
    [
        ("redacted", "legal", "Redacted on {today}: a legal reason."),
        (
            "withdrawn",
            "safety",
            "Taken down on {today} because it could have put someone at risk.",
        ),
    ],
)
def test_a_hidden_version_answers_410_with_date_and_reason(
    client, stalking, publish_on, done, because, words
):
    publish_on(
        stalking,
        "2025-05-02 00:01",
        note="Reworded.",
        title="On stalking",
        summary="New words.",
    )
    PublishedVersion.objects.for_object(stalking).filter(number=1).update(
        **{f"{done}_at": timezone.now(), f"{done}_because": because}
    )

    answer = client.get(f"{stalking.url}history/1/")

    assert answer.status_code == 410
    assert (
        words.format(today=f"{timezone.localdate():%-d %B %Y}")
        in answer.content.decode()
    )
    assert "How the police respond to stalking." not in answer.content.decode()
    assert "Cite" not in answer.content.decode()


def test_an_unknown_version_number_is_not_found(client, stalking):
    for number in ["0", "2", "007x", "-1", "99999999999999999999999", "1%00"]:
        assert client.get(f"{stalking.url}history/{number}/").status_code == 404, number


def test_an_older_snapshot_shows_the_fields_that_are_still_known(
    client, recommendation
):
    PublishedVersion.objects.for_object(recommendation).update(
        snapshot={
            "title": "Old shape",
            "deadline": "never",
            "actions": [
                {"title": "Did it", "status": "in_progress", "unknown": 1},
                None,
            ],
            "responses": [{"respondents": [99, "x"], "narrative": None}],
            "addressees": None,
            "gone": "A field of yore",
        }
    )

    answer = client.get(f"{recommendation.url}history/1/")

    assert answer.status_code == 200
    assert "Old shape" in answer.content.decode()
    assert "Did it" in answer.content.decode()


def test_it_takes_a_fixed_number_of_queries(
    client,
    recommendation,
    publish_on,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    client.get(f"{recommendation.url}history/1/")
    with django_assert_max_num_queries(30) as few:
        client.get(f"{recommendation.url}history/1/")
    for day in range(1, 9):
        publish_on(
            recommendation, f"2025-05-0{day} 10:00", note="Changed.", wording=str(day)
        )

    with django_assert_num_queries(len(few)):
        client.get(f"{recommendation.url}history/1/")


@pytest.fixture
def with_file_and_page(stalking, home, publish_on):
    """Publish a version that shows a file and leads to a page, in blocks and in text; then one without.

    Returns the page, the file and the page that it led to.
    """
    letter = DocumentFactory(title="The secret letter")
    other = publish(
        StandardPageFactory(parent=home, title="The secret page", slug="secret-page")
    )
    text = f'<p><a linktype="document" id="{letter.pk}">File</a> <a linktype="page" id="{other.pk}">Page</a></p>'
    file = {"document": letter, "title": "", "description": "", "html_version": other}
    page = publish_on(
        stalking,
        "2025-03-05 10:00",
        body=[("text", text)],
        documents=[("document", file)],
        links=[("link", {"text": "There", "page": other, "url": ""})],
        correspondence=[
            (
                "letter",
                {
                    "sender": "One",
                    "recipient": "Other",
                    "summary": text,
                    "document": file,
                },
            )
        ],
    )
    without = {"body": [], "documents": [], "links": [], "correspondence": []}
    # Another page still shows the file: that it is closed is what hides it.
    StandardPageFactory(parent=home, slug="other", body=[("document", file)])
    return publish_on(page, "2025-03-15 10:00", **without), letter, other


def text_of_version(client, page, file, other):
    """Return, for each view of the older version, what it shows of a file and a page."""
    found = {}
    for address in ("history/2/", "history/compare/?old=2&new=3"):
        answer = client.get(page.url + address)
        assert answer.status_code == 200
        text = answer.content.decode()
        words = {"file": (file.title, file.filename), "page": (other.title, other.url)}
        found[address] = {
            name
            for name, either in words.items()
            if any(each in text for each in either)
        }
    return found


def restrict_file(file, other):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    file.collection = collection
    file.save()


def restrict_page(file, other):
    PageViewRestriction.objects.create(page=other, restriction_type="login")


def delete_file(file, other):
    file.delete()


@pytest.mark.parametrize(
    ("hide", "left"),
    [
        (lambda file, other: None, {"file", "page"}),
        (restrict_file, {"page"}),
        (delete_file, {"page"}),
        (restrict_page, {"file"}),
        (lambda file, other: unpublish(other), {"file"}),
    ],
    ids=[
        "all is public",
        "file closed",
        "file deleted",
        "page closed",
        "page unpublished",
    ],
)
def test_a_version_does_not_link_files_and_pages_that_are_no_longer_public(
    client, with_file_and_page, hide, left
):
    page, file, other = with_file_and_page
    hide(file, other)

    assert set(map(frozenset, text_of_version(client, page, file, other).values())) == {
        frozenset(left)
    }
