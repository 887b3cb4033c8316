"""After any edits and moves of the clock every file is what a fresh request gets."""

import os

import pytest
import time_machine
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Site

from pages.published import worker
from pages.published.models import Change
from tests.complaints.test_query_counts import ELSEWHERE, routes
from tests.effort import by_effort
from tests.pages.moderation.routes.discovery import url_patterns

from . import through_nginx
from .conftest import files
from .small_site import EDITS, SmallSite
from .wsgi import VALIDATORS, fresh

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

START = "2038-03-26T21:30:00Z"
"""Before the days on which a deadline and a promise end, and before summer time begins."""
NO_FILES = ("/search/", "/cookies/", "/feedback/")
OF_THE_RELEASE = (
    "data/schema.json",
    "recommendations/list-of-recommendations.csv",
)
"""They change with the wording alone, and there are many; the last one is no file."""
SHARES = by_effort(8, 1)


def addresses_of_the_site() -> set[str]:
    """Return every address that may have a file."""
    found = {"/robots.txt"}
    for page in Page.objects.filter(depth__gt=1, live=True).specific():
        if page.url:
            found.update(address for _, address in routes(page) if "?" not in address)
    found.update(
        f"/{each}" for _, each, _ in url_patterns() if not each.startswith(ELSEWHERE)
    )
    return {
        each
        for each in found
        if not (each.startswith(NO_FILES) or each.endswith(OF_THE_RELEASE))
    }


class Watch:
    """Compares files with fresh answers after each edit: all, or a share that moves on each time."""

    def __init__(
        self, site: SmallSite, server, committed, *, shares: int = 1, nginx=None
    ):
        self.site, self.server, self.committed = site, server, committed
        self.shares, self.looks, self.nginx = shares, 0, nginx
        self.known: set[str] = set()
        self.answers: dict[str, tuple] = {}
        with committed():
            worker.poll()
        self.look_at_everything("the beginning")

    def look_at_everything(self, after: str) -> None:
        # Other websites fetch the share card now and then: it is no file.
        found = addresses_of_the_site()
        self.known |= {each for each in found if not each.endswith("share.png")}
        asked = sorted(self.known)[self.looks % self.shares :: self.shares]
        self.looks += 1
        for number, address in enumerate(asked):
            if self.nginx and number % 2:
                self._compare_through_nginx(address, after)
            # The first answer makes the file, the second one is sent from it.
            answer, again = self.server.get(address), self.server.get(address)
            expected = fresh(address)
            assert (answer.status, answer.body) == (expected.status, expected.body), (
                after,
                address,
            )
            assert without_validators(answer) == without_validators(expected), (
                after,
                address,
            )
            if answer.status == 200:
                assert again == answer, (after, address)
                self._compare_with_the_edition_before(address, answer, after)
            if self.nginx:
                self._compare_through_nginx(address, after)
            self.answers[address] = answer
        public = {address for address in asked if self.answers[address].status == 200}
        assert public == files() & set(asked), after

    def _compare_through_nginx(self, address, after) -> None:
        """Compare what nginx sends, also to whoever has the version before."""
        expected, before = fresh(address), self.answers.get(address)
        answer = self.nginx.get(address)
        assert (answer.status, answer.body) == (expected.status, expected.body), (
            after,
            address,
        )
        if before and before.status == 200 and before.body != expected.body:
            etag, time = before.headers["etag"], before.headers["last-modified"]
            for each in ({"If_None_Match": etag}, {"If_Modified_Since": time}):
                assert self.nginx.get(address, **each).status == expected.status, (
                    after,
                    address,
                )

    def _compare_with_the_edition_before(self, address, answer, after) -> None:
        before = self.answers.get(address)
        if not before or before.status != 200:
            return
        is_known = (
            self.server.get(address, IF_NONE_MATCH=before.headers["etag"]).status == 304
        )
        if before.body != answer.body:
            assert not is_known, (after, address)
            assert (
                self.server.get(
                    address, IF_MODIFIED_SINCE=before.headers["last-modified"]
                ).status
                == 200
            )
        elif (
            self.shares == 1 and "clock" not in after
        ):  # else there was an edition that made no file
            assert is_known, (after, address)

    def edit(self, name: str) -> None:
        with self.committed():
            getattr(self.site, name)()
        # Twice a second the worker does this; time alone tells nobody else.
        with self.committed():
            worker.poll()
        self.look_at_everything(name)


def without_validators(answer) -> dict[str, str]:
    return {
        name: value for name, value in answer.headers.items() if name not in VALIDATORS
    }


@pytest.fixture
def nginx(server, settings, tmp_path):
    """nginx, before ``server`` and with its files."""
    with through_nginx.serving(tmp_path) as running:
        settings.PUBLISHED_LINK = str(running.nginx.link)
        running.server.set_app(server.application)
        server.application.link = settings.PUBLISHED_LINK
        yield running


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(db, clock, committed):
    with committed():
        return SmallSite(Page.objects.get(depth=1), clock)


def test_nothing_is_stale_after_each_kind_of_edit(server, site, committed):
    watch = Watch(site, server, committed, shares=SHARES)
    for name in by_effort(EDITS[::4], EDITS):
        # What is done by one is undone by the next.
        for each in [name] * (2 if "_or_" in name else 1):
            watch.edit(each)


# Only at full effort is a shorter sequence looked for that fails, too: it takes
# minutes.
@settings(
    max_examples=by_effort(1, 14), phases=by_effort([Phase.generate], list(Phase))
)
@given(names=st.lists(st.sampled_from(EDITS), min_size=3, max_size=by_effort(5, 12)))
def test_nothing_is_stale_after_any_sequence_of_edits(
    nginx, server, site, committed, clock, names
):
    """Also through nginx, which reads the same folder."""
    # In a transaction that is taken back afterwards: its editions and files are never
    # shown again.
    clock.move_to(START, tick=False)
    try:
        with transaction.atomic():
            Site.clear_site_root_paths_cache()
            # The rollback leads back to an edition whose files are older than the
            # ones made since: so each sequence begins an edition of its own.
            Change.objects.create(removes=True)
            watch = Watch(site, server, committed, shares=SHARES, nginx=nginx)
            for name in names:
                watch.edit(name)
            transaction.set_rollback(True)
    finally:
        Site.clear_site_root_paths_cache()
        worker.poll()


@pytest.mark.long
@pytest.mark.parametrize(
    ("broken", "by", "edit"),
    [
        # A change begins no edition, one outlives a deadline at midnight, a changed
        # file keeps its time.
        ("changes.note", lambda removes: None, "correct_a_recommendation"),
        ("editions._holds", lambda edition: True, "wait_a_little"),
        (
            "folder.os.utime",
            lambda path, _, utime=os.utime: utime(path, (1, 1)),
            "correct_a_recommendation",
        ),
    ],
)
def test_this_test_detects(server, site, committed, monkeypatch, broken, by, edit):
    monkeypatch.setattr(f"pages.published.{broken}", by)
    watch = Watch(site, server, committed)

    with pytest.raises(AssertionError, match="304" if "time" in broken else edit):
        for _ in range(2):
            watch.edit(edit)
