"""The Atom feed conforms to RFC 4287 and RFC 5005 and holds the publications."""

from xml.etree import ElementTree

import feedparser
from django.utils import timezone

from complaints.data import feed
from pages.moderation.models import PublicationSet, PublishedVersion
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    publish,
)

from .data_client import FEED

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, query: str = ""):
    """Return the feed as a strict parser reads it."""
    answer = client.get(FEED + query)
    parsed = feedparser.parse(
        answer.content, response_headers={"content-type": answer["Content-Type"]}
    )
    assert parsed.bozo == False, parsed.get("bozo_exception")  # noqa: E712
    assert parsed.version == "atom10"
    return parsed


def tree(client, query: str = ""):
    return ElementTree.fromstring(client.get(FEED + query).content)  # noqa: S314 - our own


def one(element, name: str) -> str:
    [found] = element.findall(ATOM + name)
    return found.text


def test_the_feed_and_its_entries_conform_to_rfc_4287(
    client, recommendation, unanswered
):
    root = tree(client)
    entries = root.findall(f"{ATOM}entry")

    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Northamptonshire Police"
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert one(element, name)
    assert one(root, "id").startswith("urn:uuid:")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://localhost{FEED}"
    assert links["alternate"] == "http://localhost/super-complaints/"
    ids = [one(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids) == 3
    for entry in entries:
        # An entry without content has to have a link to what it is about; these have
        # both.
        assert one(entry, "content")
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == [
            "alternate"
        ]
    assert one(root, "updated") == max(one(entry, "updated") for entry in entries)


def test_an_entry_is_one_publication_with_its_whole_change_note(client, recommendation):
    note = (
        "We moved the date.\n\nThe <trainer> left & nobody took over. " + "Long. " * 100
    )
    publish(change_live(recommendation, title="Changed", change_note=note))
    version = PublishedVersion.objects.for_object(recommendation).first()

    entry = read(client).entries[0]

    assert (
        len(read(client).entries)
        == PublishedVersion.objects.filter(object_id=recommendation.pk).count() + 1
    )
    assert entry.id == f"urn:uuid:{version.uuid}"
    assert (
        entry.title == "Recommendation 7.1: Changed (The police response to stalking)"
    )
    assert entry.content[0].value == note.strip()
    assert entry.content[0].type == "text/plain"
    assert entry.link.endswith(
        "/super-complaints/stalking/recommendation-7-1/history/2/"
    )
    assert client.get(entry.link).status_code == 200
    assert timezone.datetime.fromisoformat(entry.updated) == version.published_at


def test_the_feed_leaves_out_redactions_and_what_xml_forbids_and_keeps_its_ids(
    client, recommendation
):
    before = [entry.id for entry in read(client).entries]
    publish(change_live(recommendation, title="CANARY", change_note="CANARY"))
    PublishedVersion.objects.filter(title__contains="CANARY").update(
        redacted_at=timezone.now()
    )

    assert b"CANARY" not in client.get(FEED).content
    assert [entry.id for entry in read(client).entries] == before

    publish(
        change_live(
            recommendation, number="9", title="A\x0bB\x1fC\ufffe", change_note="D\x08E"
        )
    )
    entry, *others = read(client).entries
    assert [other.id for other in others] == before
    assert entry.title == "Recommendation 9: ABC (The police response to stalking)"
    assert entry.content[0].value == "DE"


def test_feed_pages_link_to_each_other_and_hold_each_entry_once(
    client, section, monkeypatch
):
    assert read(client).entries == []
    assert client.get(FEED).content == client.get(FEED).content
    monkeypatch.setattr(feed, "ENTRIES_PER_PAGE", 2)
    stalking = publish(SuperComplaintPageFactory(parent=section))
    for number in range(1, 5):
        publish(RecommendationResponsePageFactory(parent=stalking, number=str(number)))
    seen, address = [], FEED
    while address:
        page = tree(client, address.removeprefix("http://localhost").removeprefix(FEED))
        links = {
            link.get("rel"): link.get("href") for link in page.findall(f"{ATOM}link")
        }
        seen += [one(entry, "id") for entry in page.findall(f"{ATOM}entry")]
        assert links["first"] == f"http://localhost{FEED}"
        assert links.get("previous", links["first"]) != links.get("next")
        assert one(page, "id") == one(tree(client), "id")
        address = links.get("next", "")

    assert len(set(seen)) == len(seen) == 5
    for page in ["4", "0", "-1", "x", "", "9" * 30, "%00", "٢"]:
        assert client.get(f"{FEED}?page={page}").content == client.get(FEED).content, (
            page
        )


def test_what_was_published_as_one_is_one_entry_and_named_in_each_history(
    client, recommendation
):
    above = recommendation.get_parent().specific
    now = timezone.now()
    publication_set = PublicationSet.objects.create(
        title="Our response", state=PublicationSet.State.PUBLISHED, published_at=now
    )
    others = len(read(client).entries)
    for page in (above, recommendation):
        publish(change_live(page, change_note="We answered."))
        newest = PublishedVersion.objects.for_object(page)[:1].values("pk")
        PublishedVersion.objects.filter(pk__in=newest).update(
            publication_set=publication_set, published_at=now
        )

    entries = read(client).entries

    assert len(entries) == others + 1
    assert entries[0].title == "Our response"
    assert entries[0].link.endswith("/super-complaints/stalking/history/2/")
    assert (
        entries[0]
        .content[0]
        .value.startswith("We answered.\n\n- The police response to stalking\n- ")
    )
    for page in (above, recommendation):
        assert (
            "Published together, as: Our response"
            in client.get(f"{page.url}history/").content.decode()
        )
