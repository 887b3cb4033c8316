"""Every public address shows a past day or answers 404, and never shows today's content instead."""

import pytest
from django.utils import timezone

from tests.bench.sample.loader import load_sample
from tests.complaints.test_query_counts import addresses
from tests.factories import DocumentFactory, StandardPageFactory, publish
from tests.pages.moderation.routes.discovery import url_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PAGES_WITH_PAST = {
    "RecommendationResponsePage",
    "SuperComplaintIndexPage",
    "SuperComplaintPage",
}


def test_every_page_and_file_shows_the_day_or_is_not_found(client):
    load_sample(super_complaints=1, recommendations=1)
    day = timezone.localdate()
    found = {address.partition("?")[0]: kind for kind, address in addresses()}
    assert len(found) > 25

    for address, kind in found.items():
        answer = client.get(address, {"as_at": f"{day}"})

        if kind.removesuffix(" as it stood") in PAGES_WITH_PAST:
            assert answer.status_code == 200, address
            assert f"On {day:%-d %B %Y}" in answer.content.decode(), address
        else:
            assert answer.status_code == 404, address


def test_fixed_addresses_are_not_found_on_a_past_day(client):
    fixed = [
        f"/{pattern}"
        for _, pattern, _ in url_patterns()
        if not pattern.startswith(("^", "admin/"))
    ]
    plain = [address for address in fixed if "<" not in address]
    assert {"/search/", "/feedback/send/", "/cookies/choice/", "/robots.txt"} <= set(
        plain
    )

    assert [
        each
        for each in plain
        if client.get(f"{each}?as_at=2025-03-31").status_code != 404
    ] == []


def test_a_past_day_among_too_many_parameters_is_not_ignored(client, home, section):
    much = "&".join(f"a{number}=1" for number in range(1_100))

    assert client.get(f"{home.url}?{much}", follow=True).status_code == 200
    assert client.get(f"{home.url}?{much}&as%5Fat=2025-03-31").status_code == 404
    assert (
        "Enter a date"
        in client.get(f"{section.url}?{much}&as_at=2025-03-31").content.decode()
    )


def test_the_old_address_keeps_the_day_and_a_public_file_has_none(
    client, home, section
):
    answer = client.get("/about-us/about-us/super-complaints/?as_at=2025-03-31")
    assert answer["Location"] == f"{section.url}?as_at=2025-03-31"

    document = DocumentFactory()
    publish(
        StandardPageFactory(
            parent=home,
            body=[("document", {"document": document, "title": "A letter"})],
        )
    )
    assert client.get(document.url).status_code == 200
    assert client.get(f"{document.url}?as_at=2025-03-31").status_code == 404
