"""The page cache in front of Django: what it keeps and when it purges."""

import gzip
import os

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.http_cache import clock_changes, purge_file
from pages.http_cache.embedded_cache import PageCacheApplication, ResponseStore
from pages.http_cache.public_response import ENVIRON_KEY
from pages.moderation.publishing.write_permit import permitted
from pages.moderation.rules.roles import EDITORS
from tests.factories import (
    NoticeFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    change_live,
    publish,
)
from tests.factories.published import unpublish

from .wsgi import environ, fresh, made


def test_the_second_request_is_answered_without_django(cache, page):
    first, second = cache.get(page.url), cache.get(page.url)

    assert first == second == fresh(page.url)
    assert cache.made == [page.url]


def test_head_gets_the_same_headers_from_cache_and_from_django(cache, page):
    head = cache.get(page.url, "HEAD")
    whole = cache.get(page.url)
    again = cache.get(page.url, "HEAD")

    assert (head.body, again.body) == (b"", b"")
    assert head.headers == again.headers == whole.headers
    assert cache.made == [page.url]


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("", bytes), ("gzip", gzip.decompress), ("gzip, br", brotli.decompress)]
)
def test_every_encoding_has_the_same_content(cache, page, accepted, unpack):
    plain = cache.get(page.url).body

    for _ in range(2):
        assert unpack(cache.get(page.url, accept_encoding=accepted).body) == plain
    assert cache.made == [page.url]
    assert cache.get(page.url, accept_encoding=accepted) == fresh(page.url, accept_encoding=accepted)


def test_conditional_requests_are_answered_from_the_cache(cache, page, time_machine):
    time_machine.move_to("2038-03-01T10:00Z")
    known = cache.get(page.url).headers

    for asked in ({"if_none_match": known["etag"]}, {"if_modified_since": known["last-modified"]}):
        got = cache.get(page.url, **asked)
        assert (got.status, got.body) == (304, b"")
        assert got == fresh(page.url, **asked)
    assert cache.made == [page.url]


def test_cookies_do_not_affect_the_cache(cache, page, client, signed_in):
    signed_in(EDITORS)
    session = client.cookies["sessionid"].value
    plain = cache.get(page.url)

    for cookie in ("_pk_id.1=abc; cookie_consent=x", f"sessionid={session}"):
        assert cache.get(page.url, cookie=cookie) == plain
        assert fresh(page.url, cookie=cookie) == plain
    assert "set-cookie" not in plain.headers
    assert cache.made == [page.url]


@pytest.mark.parametrize(
    "query", ["utm_source=x&utm_medium=y", "fbclid=1", "gclid=1", "msclkid=1", "mc_cid=1&"]
)
def test_tracking_parameters_do_not_affect_the_cache(cache, section, query):
    address = f"{section.url}recommendations/"
    plain = cache.get(address)

    assert cache.get(f"{address}?{query}") == plain
    assert fresh(f"{address}?{query}") == plain
    assert cache.made == [address]


@pytest.mark.parametrize("query", ["page=2", "utm_source=x&state=overdue", "utm=1", "xfbclid=1"])
def test_responses_to_query_parameters_are_not_kept(cache, section, query):
    address = f"{section.url}recommendations/"
    for _ in range(2):
        got = cache.get(f"{address}?{query}")
        assert got.headers["cache-control"] == "public, max-age=0, must-revalidate"

    assert cache.made == [address] * 2
    assert cache.kept() == set()


def test_hosts_and_schemes_are_cached_separately(cache, page):
    for headers in ({}, {"host": "testserver"}, {"x_forwarded_proto": "https"}):
        cache.get(page.url, **headers)

    assert len(cache.made) == 3


def test_a_publication_shows_at_the_next_request(cache, page, committed):
    cache.get(page.url)

    with committed():
        publish(change_live(page, title="Changed"))

    assert b"Changed" in cache.get(page.url).body


@pytest.mark.parametrize(
    "how",
    [
        unpublish,
        lambda page: PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type="login"
        ),
    ],
)
def test_an_unpublished_page_is_gone_at_once_and_not_kept(cache, page, committed, how):
    address = page.url
    cache.get(address)

    with committed():
        how(page)

    for _ in range(2):
        assert cache.get(address).status != 200
    assert address not in cache.kept()


def test_a_page_that_is_unpublished_is_not_found_and_can_come_back_at_once(cache, page, committed):
    cache.get(page.url)
    with committed():
        unpublish(page)
    page.refresh_from_db()
    gone = cache.get("/help/")
    assert (gone.status, gone.headers["cache-control"]) == (404, "no-store")

    with committed():
        publish(page)

    assert cache.get("/help/").status == 200


def test_only_responses_that_show_the_change_are_purged(cache, section, committed):
    with committed():
        stalking = publish(SuperComplaintPageFactory(parent=section))
        one, other = (publish(RecommendationResponsePageFactory(parent=stalking)) for _ in range(2))
        standing = publish(StandardPageFactory(parent=Page.objects.get(pk=section.get_parent().pk)))
    for each in (section, stalking, one, other, standing):
        cache.get(each.url)

    with committed():
        publish(change_live(one, wording="Chiefs should do that."))

    assert cache.kept() == {other.url, standing.url}


def test_no_response_is_kept_past_its_next_change(cache, page, committed, time_machine):
    time_machine.move_to("2038-03-01T10:00Z", tick=False)
    hour = timezone.timedelta(hours=1)
    with committed():
        NoticeFactory(shown_from=timezone.now() + hour, shown_until=timezone.now() + 2 * hour)
    for minutes, shown in [(59, False), (1, True), (59, True), (1, False)]:
        time_machine.shift(minutes * 60)
        got = cache.get(page.url)
        assert (b"Our telephones are down." in got.body) == shown
        assert got == cache.get(page.url) == fresh(page.url)


def test_last_modified_never_goes_back(cache, page, committed, time_machine):
    time_machine.move_to("2038-03-01T10:00Z", tick=False)
    hour = timezone.timedelta(hours=1)
    with committed():
        notice = NoticeFactory(shown_from=timezone.now() + hour, shown_until=timezone.now() + 2 * hour)
    seen = []
    for step in range(60):
        time_machine.shift(3600)
        if step % 5 == 0:
            with committed():
                clock_changes.purge_clock_changes()
        if step == 30:
            with committed(), permitted():
                notice.delete()
        seen.append(
            timezone.datetime.strptime(
                cache.get(page.url).headers["last-modified"], "%a, %d %b %Y %H:%M:%S %Z"
            )
        )

    assert seen == sorted(seen)
    assert len(set(seen)) > 2


def test_a_response_started_before_a_purge_is_sent_but_not_kept(new_cache, page, committed):
    changes = iter([lambda: publish(change_live(page, title="Changed"))])

    def changed_meanwhile(environ, start_response):
        answer = WSGIHandler()(environ, start_response)
        for change in changes:
            with committed():
                change()
        return answer

    cache = new_cache(application=changed_meanwhile)

    assert b"Changed" not in cache.get(page.url).body
    assert cache.kept() == set()
    assert b"Changed" in cache.get(page.url).body
    assert cache.kept() == {page.url}


# The store


def address(name):
    return ("http", False, "localhost", name)


def test_the_least_recently_used_responses_are_evicted_first(store):
    for n in range(30):
        store.put(address(str(n)), made(), store.apply_new_purges())
        store.mark_as_recently_used(address("0"))

    for n in range(30, 60):
        store.put(address(str(n)), made(b"x" * 3000), store.apply_new_purges())
        store.mark_as_recently_used(address("0"))

    kept = [each[-1] for each in store.responses]
    assert "0" in kept
    assert "1" not in kept
    assert "59" in kept
    assert sum(each.size for each in store.responses.values()) <= 100_000
    assert set().union(*store._addresses_by_key.values()) == set(store.responses)


def test_encoded_bodies_count_towards_the_memory_limit(store):
    for n in range(40):
        answer = made(os.urandom(500).hex().encode() * 2)
        store.put(address(str(n)), answer, store.apply_new_purges())
        answer.for_client(0, "br")
        answer.for_client(0, "gzip")
    store.put(address("last"), made(), store.apply_new_purges())

    assert sum(each.size for each in store.responses.values()) <= 100_000


def test_purging_a_key_removes_exactly_the_responses_that_have_it(store, tmp_path):
    store.put(address("1"), made(keys=("a", "b")), 0)
    store.put(address("2"), made(keys=("b",)), 0)
    store.put(address("3"), made(keys=("c",)), 0)

    purge_file.append_purge(tmp_path / "purges", ["a", "nothing"])
    store.apply_new_purges()
    assert set(store.responses) == {address("2"), address("3")}

    purge_file.append_purge(tmp_path / "purges", ["everything"])
    store.apply_new_purges()
    assert store.responses == {}
    assert store._addresses_by_key == {}


def test_a_response_started_before_a_purge_is_refused_when_too_many_keys_were_purged(
    store, tmp_path, monkeypatch
):
    monkeypatch.setattr("pages.http_cache.embedded_cache.MAX_REMEMBERED", 10)
    began = store.apply_new_purges()
    purge_file.append_purge(tmp_path / "purges", ["a"])
    for n in range(30):
        purge_file.append_purge(tmp_path / "purges", [f"other-{n}"])
        store.apply_new_purges()

    store.put(address("1"), made(), began)
    assert store.responses == {}
    store.put(address("1"), made(), store.apply_new_purges())
    assert set(store.responses) == {address("1")}


def remove(path):
    path.unlink()


def replace(path):
    other = path.with_name("other")
    other.write_text("\nb\n")
    other.replace(path)


def cut_short(path):
    os.truncate(path, 0)


def move_away(path):
    path.rename(path.with_name("elsewhere"))


@pytest.mark.parametrize("harm", [remove, replace, cut_short, move_away])
def test_any_damage_to_the_purge_file_purges_everything(store, tmp_path, harm):
    path = tmp_path / "purges"
    purge_file.append_purge(path, ["other"])
    store.put(address("1"), made(), store.apply_new_purges())

    harm(path)
    purge_file.append_purge(path, ["a"])
    store.apply_new_purges()
    assert store.responses == {}

    store.put(address("1"), made(), store.apply_new_purges())
    store.apply_new_purges()
    assert set(store.responses) == {address("1")}, "it works again"
    purge_file.append_purge(path, ["a"])
    store.apply_new_purges()
    assert store.responses == {}


def test_a_purge_file_that_is_cut_short_while_it_is_read_purges_everything(store, tmp_path, monkeypatch):
    path = tmp_path / "purges"
    store.put(address("1"), made(), store.apply_new_purges())
    purge_file.append_purge(path, ["a"])
    read = os.pread
    with monkeypatch.context() as patch:
        patch.setattr(os, "pread", lambda *arguments: (cut_short(path), read(*arguments))[1])
        store.apply_new_purges()

    assert store.responses == {}
    store.put(address("1"), made(), store.apply_new_purges())
    store.apply_new_purges()
    assert set(store.responses) == {address("1")}, "it works again"


def test_an_incomplete_line_does_not_affect_other_lines(store, tmp_path):
    store.put(address("1"), made(keys=("page-12",)), store.apply_new_purges())
    with (tmp_path / "purges").open("a") as file:
        file.write("\npage-1")  # whoever wrote this was killed
    store.apply_new_purges()
    assert store.responses

    purge_file.append_purge(tmp_path / "purges", ["page-12"])
    store.apply_new_purges()

    assert store.responses == {}


def test_only_the_first_process_empties_the_file(tmp_path):
    path = tmp_path / "purges"
    purge_file.append_purge(path, ["a"])

    first = purge_file.PurgeFile(path)
    assert path.stat().st_size == 0
    purge_file.append_purge(path, ["b"])
    second = purge_file.PurgeFile(path)

    assert first.read_new_keys() == ["b"]
    assert second.read_new_keys() == []


def test_an_incompletely_written_purge_raises_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "write", lambda *_: 1)

    with pytest.raises(OSError, match="not all of the purge"):
        purge_file.append_purge(tmp_path / "purges", ["a"])


def test_a_response_that_may_not_be_kept_is_not_kept(tmp_path):
    def application(environ, start_response):
        start_response("200 OK", [])
        return [b"x"]

    cache = PageCacheApplication(application, ResponseStore(tmp_path / "purges", 1000))
    asked = environ("/")
    list(cache(asked, lambda *_: None))

    assert cache.store.responses == {}
    assert ENVIRON_KEY not in asked
