"""After any edits and moves of the clock, no kept answer differs from a fresh one, and no more is forgotten.

``small_site.ACCEPTED`` says which answers may be forgotten though they did not change, and why.
"""

import shutil

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Site

from complaints.data import data_files
from pages.http_cache import clock_changes
from tests.complaints.test_query_counts import ELSEWHERE, routes
from tests.effort import by_effort
from tests.pages.moderation.routes.discovery import url_patterns

from .small_site import EDITS, SmallSite
from .wsgi import fresh

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

START = "2038-03-26T21:30:00Z"
"""Before the days on which a deadline and a promise end, and before summer time begins."""
NOT_KEPT = ("/search/", "/cookies/", "/feedback/")
OF_THE_RELEASE = (".schema.json", "-metadata.json", "openapi.json")
"""They change with the wording alone, and there are many."""
FILES = (*(f"data/{file.name}" for file in data_files.DATA_FILES), "data/data.json")
LISTS = (
    "whole-response/",
    "recommendations/",
    "history/",
    "compare/",
    ".xml",
    "data/",
    ".csv",
    ".json",
    ".atom",
)
"""Ends of the addresses of lists and sums: whatever stands in them purges them, be it not shown."""


def addresses_of_the_site() -> set[str]:
    """Return every address that has an answer to keep."""
    found = {"/robots.txt"}
    for page in Page.objects.filter(depth__gt=1, live=True).specific():
        if page.url:
            found.update(address for _, address in routes(page) if "?" not in address)
    found.update(f"/{each}" for _, each, _ in url_patterns() if not each.startswith(ELSEWHERE))
    return {each for each in found if not (each.startswith(NOT_KEPT) or each.endswith(OF_THE_RELEASE))}


def is_list(address: str, site: SmallSite) -> bool:
    lists = {"/", *(page.url for page in (site.section, site.stalking, site.sharing))}
    return address in lists or address.endswith(LISTS)


SHARES = by_effort(8, 1)


class Watch:
    """Compares kept answers with fresh ones after each edit: all, or a share that moves on each time."""

    def __init__(self, site: SmallSite, cache, committed, *, shares: int = 1):
        self.site, self.cache, self.committed = site, cache, committed
        self.shares, self.looks = shares, 0
        self.known: set[str] = set()
        with committed():
            clock_changes.purge_clock_changes()
        self.look_at_everything("the beginning")

    def look_at_everything(self, after: str) -> dict[str, tuple]:
        self.known |= addresses_of_the_site()
        self.cache.made.clear()
        answers = {address: self.cache.get(address) for address in sorted(self.known)}
        # The others were made this very moment.
        kept = sorted(self.known.difference(self.cache.made))
        self.looks += 1
        for address in kept[self.looks % self.shares :: self.shares]:
            assert answers[address] == fresh(address), (after, address)
        public = {address for address, answer in answers.items() if answer.status == 200}
        # Files of data are kept on the disk, not in memory.
        files = {address for address in public if address.endswith(FILES)}
        public -= files
        for address in sorted(files)[self.looks % self.shares :: self.shares]:
            with override_settings(KEEP_MADE_FILES=False):
                assert answers[address] == fresh(address), (after, address)
        assert public == self.cache.kept(), after
        return answers

    def edit(self, name: str) -> None:
        before = {address[-1]: answer.body for address, answer in self.cache.store.responses.items()}
        with self.committed():
            concerned = getattr(self.site, name)()
        kept = self.cache.kept()
        answers = self.look_at_everything(name)
        forgotten = {
            address
            for address, body in before.items()
            if address not in kept and answers[address].status == 200 and answers[address].body == body
        }
        beyond = {
            address
            for address in forgotten
            if not is_list(address, self.site) and not address.startswith(tuple(concerned))
        }
        assert beyond == set(), (name, "forgotten though nothing changed")


@pytest.fixture(autouse=True)
def _files_are_kept(settings, tmp_path):
    settings.KEEP_MADE_FILES = True
    settings.MADE_FILES = tmp_path / "made"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(db, clock, committed):
    with committed():
        return SmallSite(Page.objects.get(depth=1), clock)


def test_nothing_is_stale_after_each_kind_of_edit(site, new_cache, committed):
    watch = Watch(site, new_cache(), committed, shares=SHARES)
    for name in by_effort(EDITS[::3], EDITS):
        # What is done by one is undone by the next.
        for each in [name] * (2 if "_or_" in name else 1):
            watch.edit(each)


@settings(max_examples=by_effort(2, 14))
@given(names=st.lists(st.sampled_from(EDITS), min_size=3, max_size=by_effort(5, 12)))
def test_nothing_is_stale_after_any_sequence_of_edits(site, new_cache, committed, clock, tmp_path, names):
    # In a transaction that is taken back afterwards, and with it the files that were made of what it changed.
    clock.move_to(START, tick=False)
    try:
        with transaction.atomic():
            Site.clear_site_root_paths_cache()
            watch = Watch(site, new_cache(), committed, shares=SHARES)
            for name in names:
                watch.edit(name)
            transaction.set_rollback(True)
    finally:
        shutil.rmtree(tmp_path / "made", ignore_errors=True)
        Site.clear_site_root_paths_cache()


# That this would notice


@pytest.mark.long
def test_this_test_detects_a_list_that_does_not_record_its_key(site, new_cache, committed, monkeypatch):
    monkeypatch.setattr("complaints.register.recommendation_page.record_shown_keys", lambda *keys: None)
    watch = Watch(site, new_cache(), committed)

    with pytest.raises(AssertionError, match="recommendation-7"):
        watch.edit("retitle_a_recommendation")


@pytest.mark.long
def test_this_test_detects_a_change_that_purges_too_much(site, new_cache, committed, monkeypatch):
    monkeypatch.setattr(
        "pages.http_cache.page_changes.keys_for_page", lambda page, include_siblings=False: {"everything"}
    )
    watch = Watch(site, new_cache(), committed)

    with pytest.raises(AssertionError, match="forgotten though nothing changed"):
        watch.edit("correct_a_recommendation")


@pytest.mark.long
def test_this_test_detects_a_response_that_outlives_a_deadline(site, new_cache, committed, monkeypatch):
    monkeypatch.setattr(
        "pages.http_cache.response_recorder.ResponseRecord.record_next_change", lambda self, moment: None
    )
    watch = Watch(site, new_cache(), committed)

    with pytest.raises(AssertionError, match="wait"):
        for _ in range(2):  # from half past nine to half past midnight
            watch.edit("wait_while_the_worker_is_late")
