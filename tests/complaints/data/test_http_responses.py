"""HTTP of the data: conditional requests, methods, other origins, other sites, hostile parameters."""

import datetime

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from complaints.models import RecommendationResponsePage
from pages.http_cache.models import Invalidation
from pages.moderation.models import PublishedVersion
from pages.moderation.publishing.take_down import take_down
from pages.moderation.rules.roles import MODERATORS
from tests.factories import StandardPageFactory, UserFactory, change_live, publish
from tests.factories.published import unpublish

from .conftest import make_recommendation, make_stalking
from .data_client import ADDRESSES, BASE, FEED, FILES, csv_rows, entries

FILE_ADDRESSES = [address for address in ADDRESSES if address != BASE]
LATER = "2038-05-01T20:00:00Z"


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return what makes a test's change count as committed when it is left."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def modified_of(client, address: str) -> str:
    with time_machine.travel(LATER, tick=False):
        return client.get(address)["Last-Modified"]


def test_a_known_etag_gets_304(client, recommendation):
    for address in ADDRESSES:
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})

        assert first["ETag"].startswith('"'), address
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


def test_a_known_last_modified_gets_304(client, recommendation):
    earlier = {"if-modified-since": "Mon, 01 Jan 2018 00:00:00 GMT"}
    for address in FILE_ADDRESSES:
        known = {"if-modified-since": modified_of(client, address)}

        with time_machine.travel(LATER, tick=False):
            assert client.get(address, headers=known).status_code == 304, address
            assert client.get(address, headers=earlier).status_code == 200, address


def test_a_known_etag_of_the_compressed_file_gets_304(client, recommendation):
    for address in ADDRESSES:
        first = client.get(address, headers={"accept-encoding": "gzip"})
        again = client.get(address, headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})

        assert first["ETag"].endswith('-gzip"'), address
        assert again.status_code == 304, address


def test_head_sends_the_same_headers_without_content(client, recommendation):
    for address in ADDRESSES:
        whole, head = client.get(address), client.head(address)

        assert head.content == b"", address
        for name in ("Content-Type", "Content-Length", "ETag"):
            assert head[name] == whole[name], address


def test_scripts_of_any_site_may_read_the_data_and_browsers_do_not_guess_its_type(client, recommendation):
    for address in ADDRESSES:
        for answer in (client.get(address), client.options(address), client.post(address)):
            assert answer["Access-Control-Allow-Origin"] == "*", address
            assert answer["X-Content-Type-Options"] == "nosniff", address
            assert not answer.cookies, address
        assert "charset=utf-8" in client.get(address)["Content-Type"], address


def test_only_reading_methods_are_allowed(client, recommendation):
    for address in ADDRESSES:
        assert client.options(address).status_code == 204
        for method in (client.post, client.put, client.patch, client.delete):
            answer = method(address)
            assert answer.status_code == 405, address
            assert answer["Allow"] == "GET, HEAD, OPTIONS", address


def test_files_are_downloaded_rather_than_shown(client, recommendation):
    for address in FILE_ADDRESSES:
        assert client.get(address)["Content-Disposition"] == "attachment", address


def test_files_link_to_their_schemas(client, recommendation):
    for name in FILES:
        link = client.get(BASE + name)["Link"]
        path = link.partition("<")[2].partition(">")[0].removeprefix("http://localhost")

        assert 'rel="describedby"' in link
        assert client.get(path).status_code == 200, name


HOSTILE = ["%00", "-1", "0", "1e9", "9" * 400, "%FF%FE", "' OR 1=1", "<script>", "٣", "²", "%25", "[]"]


@pytest.mark.parametrize("address", [FEED, f"{BASE}recommendations.csv", BASE])
def test_unknown_parameters_are_dropped_except_a_past_day(client, recommendation, address):
    plain = client.get(address).content

    for value in HOSTILE:
        for query in (f"page={value}", f"page=1&page={value}", f"{value}={value}"):
            answer = client.get(f"{address}?{query}", follow=True)
            assert answer.status_code == 200, query
            assert len(answer.redirect_chain) == (address != FEED or not query.startswith("page=")), query
            assert answer.content == plain or address == BASE, query
        assert client.get(f"{address}?as_at={value}").status_code == 404, value


# When it last changed


def test_a_publication_changes_last_modified(client, recommendation, committed):
    with time_machine.travel("2038-05-01T10:00:00Z", tick=False), committed():
        publish(change_live(recommendation, title="Changed"))

    for address in (f"{BASE}recommendations.csv", f"{BASE}changes.csv", FEED):
        assert modified_of(client, address) == "Sat, 01 May 2038 10:00:00 GMT"


def test_taking_down_a_page_changes_last_modified(client, recommendation, committed):
    with time_machine.travel("2038-05-01T10:00:00Z", tick=False), committed():
        take_down(
            recommendation, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.ERROR, "Wrong."
        )

    assert modified_of(client, f"{BASE}recommendations.json") == "Sat, 01 May 2038 10:00:00 GMT"


def test_restricting_a_page_changes_last_modified(client, recommendation, committed):
    with time_machine.travel("2038-05-01T10:00:00Z", tick=False), committed():
        PageViewRestriction.objects.create(page=recommendation, restriction_type="login")

    assert modified_of(client, f"{BASE}recommendations.json") == "Sat, 01 May 2038 10:00:00 GMT"


def test_renaming_an_organisation_changes_last_modified(client, recommendation, force, committed):
    with time_machine.travel("2038-05-01T10:00:00Z", tick=False), committed():
        publish(change_live(force, name="Renamed"))

    assert modified_of(client, f"{BASE}recommendations.json") == "Sat, 01 May 2038 10:00:00 GMT"


def test_taking_down_a_page_of_a_renamed_section_changes_last_modified(
    client, section, recommendation, committed
):
    section.refresh_from_db()
    section.slug = "complaints"
    with time_machine.travel("2038-05-01T09:00:00Z", tick=False), committed():
        publish(section)
    known = {"if-modified-since": modified_of(client, f"{BASE}recommendations.json")}
    gone = RecommendationResponsePage.objects.get(pk=recommendation.pk)
    with time_machine.travel("2038-05-02T09:00:00Z", tick=False), committed():
        take_down(gone, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.ERROR, "Wrong.")

    with time_machine.travel("2038-05-03T09:00:00Z", tick=False):
        for address in (f"{BASE}recommendations.json", f"{BASE}changes.csv", FEED):
            answer = client.get(address, headers=known)
            assert answer.status_code == 200, address
            assert answer["Last-Modified"] == "Sun, 02 May 2038 09:00:00 GMT"
        assert "2 May 2038" in client.get(BASE).content.decode()


def test_taking_down_a_linked_page_elsewhere_changes_last_modified(client, home, stalking, committed):
    elsewhere = publish(StandardPageFactory(parent=home, title="Elsewhere", slug="elsewhere"))
    stalking.links = [("link", {"text": "There", "page": elsewhere, "url": ""})]
    with time_machine.travel("2038-05-01T09:00:00Z", tick=False), committed():
        publish(stalking)
    address = f"{BASE}super-complaints.json"
    known = {"if-modified-since": modified_of(client, address)}
    assert "/elsewhere/" in client.get(address).content.decode()
    with time_machine.travel("2038-05-02T09:00:00Z", tick=False), committed():
        take_down(
            elsewhere, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.ERROR, "Wrong."
        )

    with time_machine.travel("2038-05-03T09:00:00Z", tick=False):
        answer = client.get(address, headers=known)
    assert answer.status_code == 200
    assert "/elsewhere/" not in answer.content.decode()


def test_becoming_overdue_at_midnight_in_london_changes_last_modified(
    client, section, force, commissioner, committed
):
    Invalidation.objects.all().delete()  # the database was made after what this tells
    with time_machine.travel("2025-01-01T10:00:00Z", tick=False), committed():
        recommendation = make_recommendation(make_stalking(section), force, commissioner)
    last_day = datetime.date(2025, 3, 31)
    assert recommendation.states.get(respondent=None).last_day_before_overdue == last_day

    with time_machine.travel("2025-04-01T09:00:00Z", tick=False):
        data, feed = (client.get(address) for address in (f"{BASE}recommendations.json", FEED))

    assert data["Last-Modified"] == "Mon, 31 Mar 2025 23:00:00 GMT"
    assert feed["Last-Modified"] == "Wed, 01 Jan 2025 10:00:00 GMT"


def test_last_modified_is_left_out_within_the_second_of_a_change(client, recommendation, committed):
    with time_machine.travel("2038-05-01T10:00:00.5Z", tick=False):
        with committed():
            publish(change_live(recommendation, title="Changed"))
        answer = client.get(f"{BASE}recommendations.csv")

    assert not answer.has_header("Last-Modified")
    assert answer.has_header("ETag")


# Whose data it is


def test_a_site_without_a_public_section_has_no_data(client, home):
    assert {client.get(address).status_code for address in ADDRESSES} == {404}


@pytest.mark.parametrize("hidden", ["draft", "restricted", "below a restricted page"])
def test_a_hidden_section_has_no_data(client, section, home, hidden):
    if hidden == "draft":
        unpublish(section)
    else:
        page = section if hidden == "restricted" else home
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert {client.get(address).status_code for address in ADDRESSES} == {404}


def test_data_addresses_stay_when_the_section_is_renamed(client, recommendation, section):
    section.refresh_from_db()
    section.slug = "complaints"
    publish(section)

    assert entries(client)[0]["url"] == "http://localhost/complaints/stalking/recommendation-7-1/"
    assert client.get(entries(client)[0]["url"]).status_code == 200
    assert csv_rows(client, "changes.csv")
