"""HTTP of the data: conditional requests, methods, other origins, other sites, hostile parameters."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from complaints.data import public_entries, views
from pages.published.serving import own_request
from tests.factories import RecommendationResponsePageFactory, publish
from tests.factories.published import unpublish
from tests.pages.published.wsgi import connection_kept

from .data_client import ADDRESSES, BASE, FEED, csv_rows, entries


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_known_etag_gets_304(client, recommendation, encoding):
    for address in ADDRESSES:
        accepted = {"accept-encoding": encoding}
        first = client.get(address, headers=accepted)
        again = client.get(
            address, headers={**accepted, "if-none-match": first["ETag"]}
        )

        # That file is so short here that Django may find it no shorter compressed.
        if address != f"{BASE}updates.csv":
            assert first.get("Content-Encoding", "identity") == encoding, address
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"].removeprefix("W/") == first["ETag"].removeprefix("W/"), (
            address
        )
        assert (
            client.get(
                address, headers={**accepted, "if-none-match": '"x"'}
            ).status_code
            == 200
        ), address


def test_a_published_file_is_made_while_it_is_read_from_the_database(
    client, recommendation, stalking, monkeypatch, settings
):
    publish(RecommendationResponsePageFactory(parent=stalking, number="8"))

    for name in ["recommendations.csv", "recommendations.json"]:
        expected = client.get(BASE + name).content
        settings.WAGTAILADMIN_BASE_URL = "http://testserver"
        for module, batch in [
            (public_entries, "RECOMMENDATIONS_PER_BATCH"),
            (views, "ENTRIES_PER_PART"),
        ]:
            monkeypatch.setattr(module, batch, 1)

        with connection_kept(), CaptureQueriesContext(connection) as asked:
            parts = iter(WSGIHandler()(own_request(BASE + name), lambda *_: None))
            sent, asked_at_first = [next(parts), next(parts)], len(asked)
            sent += parts

        assert b"".join(sent) == expected, name
        assert len(asked) > asked_at_first, name


def test_scripts_of_any_site_may_read_the_data_and_nobody_writes_or_guesses_its_type(
    client, recommendation
):
    for address in ADDRESSES:
        whole, head = client.get(address), client.head(address)
        assert head.content == b"", address
        for name in ("Content-Type", "Content-Length"):
            assert head[name] == whole[name], address
        assert "charset=utf-8" in whole["Content-Type"], address
        assert whole.get("Content-Disposition") == (
            None if address == BASE else "attachment"
        ), address
        assert client.options(address).status_code == 204, address
        for method in (client.post, client.put, client.patch, client.delete):
            refused = method(address)
            assert (refused.status_code, refused["Allow"]) == (
                405,
                "GET, HEAD, OPTIONS",
            ), address
        for answer in (whole, client.options(address), refused):
            assert answer["Access-Control-Allow-Origin"] == "*", address
            assert answer["X-Content-Type-Options"] == "nosniff", address
            assert not answer.cookies, address


HOSTILE = [
    "%00",
    "-1",
    "0",
    "1e9",
    "9" * 400,
    "%FF%FE",
    "' OR 1=1",
    "<script>",
    "٣",
    "²",
    "%25",
    "[]",
]


def test_unknown_parameters_are_dropped(client, recommendation):
    for address in [FEED, f"{BASE}recommendations.csv", BASE]:
        plain = client.get(address).content

        for value in HOSTILE:
            for query in (f"page={value}", f"page=1&page={value}", f"{value}={value}"):
                answer = client.get(f"{address}?{query}", follow=True)
                assert answer.status_code == 200, query
                assert len(answer.redirect_chain) == (
                    address != FEED or not query.startswith("page=")
                ), query
                assert answer.content == plain or address == BASE, query


def test_data_addresses_stay_when_the_section_is_renamed_and_go_when_it_is_hidden(
    client, recommendation, section, home
):
    section.refresh_from_db()
    section.slug = "complaints"
    publish(section)

    assert (
        entries(client)[0]["url"]
        == "http://localhost/complaints/stalking/recommendation-7-1/"
    )
    assert client.get(entries(client)[0]["url"]).status_code == 200
    assert csv_rows(client)
    for page in (section, home):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type="login"
        )
        assert {client.get(address).status_code for address in ADDRESSES} == {404}
        restriction.delete()
    section.refresh_from_db()
    unpublish(section)
    assert {client.get(address).status_code for address in ADDRESSES} == {404}
