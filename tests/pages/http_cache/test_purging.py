"""From a change to the purge: stored with the change, done after it, repeated until it succeeds."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from pages.http_cache import clock_changes, fronts, purging
from pages.http_cache.models import Invalidation, Purge
from pages.http_cache.purging import delete_old_purges, deliver_due_purges, failing_purges, purge
from pages.moderation.publishing.write_permit import permitted
from pages.moderation.rules.roles import EDITORS, SITE_ADMINISTRATORS
from tests.factories import NoticeFactory, StandardPageFactory, change_live, publish

pytestmark = pytest.mark.both_databases


def lines(settings) -> list[set[str]]:
    """Return the keys of each purge that processes on this machine are told of."""
    text = settings.PURGES.read_text() if settings.PURGES.exists() else ""
    return [set(line.split()) for line in text.splitlines() if line]


@pytest.fixture
def told(settings, tmp_path):
    """Return a function that returns what stores were told."""
    settings.PAGE_CACHE, settings.PURGES = True, tmp_path / "purges"
    return lambda: lines(settings)


@pytest.fixture
def front(settings, monkeypatch):
    """A front that writes down what it is told, and fails when asked to."""
    settings.FRONT = "stand_in"
    stand_in = SimpleNamespace(told=[], failure=None, keeps_late_answers=True)

    def forget(keys):
        if stand_in.failure:
            raise stand_in.failure
        stand_in.told.append(set(keys))

    monkeypatch.setattr(fronts, "purge", forget)
    monkeypatch.setattr(fronts, "front_keeps_late_responses", lambda: stand_in.keeps_late_answers)
    return stand_in


@pytest.mark.django_db(transaction=True)
def test_changes_of_a_transaction_are_purged_once_after_the_commit(told):
    with transaction.atomic():
        purge(["b", "a"])
        with pytest.raises(IntegrityError), transaction.atomic():
            purge(["never"])
            raise IntegrityError
        purge(["c", "a"])
        assert told() == []

    assert told() == [{"a", "b", "c"}]
    assert not Purge.objects.filter(done_at=None).exists()
    assert set(Invalidation.objects.filter(key__in="abc").values_list("key", flat=True)) == set("abc")
    assert not Invalidation.objects.filter(key="never").exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_is_never_purged(told):
    with pytest.raises(IntegrityError), transaction.atomic():
        purge(["never"])
        raise IntegrityError
    purge(["a"])

    assert told() == [{"a"}]


@pytest.mark.django_db
def test_purging_no_keys_does_nothing():
    assert keys_of_last(lambda: purge([])) == set()


@pytest.mark.django_db
def test_the_worker_delivers_purges_of_a_process_that_ended(told):
    purge(["a"])  # the transaction of the test never ends
    assert told() == []

    call_command("run_scheduled")

    assert {"a"} in [keys & {"a"} for keys in told()]
    assert Purge.objects.get(keys=["a"]).done_at
    assert Invalidation.objects.filter(key="a").exists()


@pytest.mark.django_db
def test_a_failed_purge_is_repeated_and_shown_to_operators(told, front, committed, caplog, time_machine):
    time_machine.move_to("2038-03-01T10:00Z", tick=False)
    front.failure = OSError("it does not answer")
    with committed(), caplog.at_level(logging.ERROR):
        purge(["a"])

    assert "Not purged (front): a" in caplog.text
    [failed] = failing_purges()
    assert failed.error == "front: OSError: it does not answer"
    assert told() == [{"a"}], "the other store was told all the same"

    at = Invalidation.objects.get(key="a").at
    time_machine.shift(60)
    with pytest.raises(RuntimeError):
        deliver_due_purges()
    assert failing_purges().get().attempts == 2
    assert told() == [{"a"}], "nothing has changed anew for the store that did forget"
    assert Invalidation.objects.get(key="a").at == at

    front.failure = None
    time_machine.shift(60)
    deliver_due_purges()
    assert front.told == [{"a"}]
    assert not failing_purges().exists()
    assert Purge.objects.get(keys=["a"]).done_at


@pytest.mark.django_db
def test_a_front_that_keeps_late_responses_is_purged_twice(told, front, committed, time_machine):
    time_machine.move_to("2038-03-01T10:00Z", tick=False)
    with committed():
        purge(["a"])
        time_machine.shift(10)  # so long the transaction takes
    deliver_due_purges()
    assert front.told == [{"a"}], "not again at once"
    at = Invalidation.objects.get(key="a").at

    time_machine.shift(3)
    deliver_due_purges()
    deliver_due_purges()

    assert front.told == [{"a"}, {"a"}]
    assert told() == [{"a"}]
    assert Invalidation.objects.get(key="a").at == at
    assert not failing_purges().exists()


@pytest.mark.django_db
def test_a_front_that_keeps_no_late_responses_is_purged_once(told, front, committed):
    front.keeps_late_answers = False
    with committed():
        purge(["a"])

    deliver_due_purges()

    assert front.told == [{"a"}]
    assert Purge.objects.get(keys=["a"]).done_at


@pytest.mark.django_db
def test_a_failed_purge_of_the_embedded_cache_is_repeated_beside_the_front(told, front, committed, settings):
    settings.PURGES.write_text("")
    front.failure, settings.PURGES = OSError("it does not answer"), settings.PURGES / "not-a-folder"
    with committed():
        purge(["a"])
    assert failing_purges().get().error.startswith("embedded: ")

    front.failure, settings.PURGES = None, settings.PURGES.parent
    Purge.objects.update(attempted_at=timezone.now() - timedelta(minutes=1))
    deliver_due_purges()

    assert told() == front.told == [{"a"}]


@pytest.mark.django_db(transaction=True)
def test_the_command_forget_pages_purges_everything(told, front):
    call_command("forget_pages")
    assert told() == front.told == [{"everything"}]

    front.failure = OSError("it does not answer")
    with pytest.raises(CommandError, match="it does not answer"):
        call_command("forget_pages")


@pytest.mark.django_db
def test_the_time_of_an_invalidation_never_goes_back(committed, time_machine):
    time_machine.move_to("2038-03-01T10:00Z", tick=False)
    with committed():
        purge(["a", "b"])
    time_machine.move_to("2038-03-01T09:00Z", tick=False)
    with committed():
        purge(["a"])

    assert Invalidation.objects.get(key="a").at == Invalidation.objects.get(key="b").at


@pytest.mark.django_db
def test_only_purges_delivered_long_ago_are_deleted(time_machine):
    now = timezone.now()
    old = now - purging.DONE_PURGES_KEPT_FOR - timedelta(seconds=1)
    done, recent, undone = (Purge.objects.create(keys=["a"], done_at=done_at) for done_at in (old, now, None))

    delete_old_purges()

    assert set(Purge.objects.filter(pk__in=[done.pk, recent.pk, undone.pk])) == {recent, undone}


# From what changes to keys


def keys_of_last(changes) -> set[str]:
    Purge.objects.all().delete()
    changes()
    return {key for each in Purge.objects.all() for key in each.keys}


def test_a_draft_purges_nothing(home):
    page = publish(StandardPageFactory(parent=home))
    page.title = "A draft"
    draft = StandardPageFactory.build(title="Never public", live=False)

    assert keys_of_last(page.save_revision) == set()
    with permitted():
        assert keys_of_last(lambda: home.add_child(instance=draft)) == set()
    assert keys_of_last(draft.save_revision) == set()


def test_a_changed_page_purges_itself_and_lists_above_it(home):
    page = publish(StandardPageFactory(parent=home))

    found = keys_of_last(lambda: publish(change_live(page, summary="Changed.")))

    assert found == {"pages", f"page-{page.pk}", f"below-{home.pk}", "below-1"}


def test_a_new_title_also_purges_the_list_of_siblings(home):
    page = publish(StandardPageFactory(parent=home))

    found = keys_of_last(lambda: publish(change_live(page, title="Changed")))

    assert f"children-{home.pk}" in found
    assert f"page-{home.pk}" not in found


def test_hiding_many_pages_purges_everything(home, monkeypatch):
    monkeypatch.setattr("pages.http_cache.page_changes.MAX_DESCENDANTS", 1)
    page = publish(StandardPageFactory(parent=home))
    for _ in range(2):
        StandardPageFactory(parent=page)

    with permitted():
        assert "everything" in keys_of_last(page.unpublish)


def test_deleting_a_page_purges_it_and_the_pages_below(home):
    page = publish(StandardPageFactory(parent=home))
    below = publish(StandardPageFactory(parent=page))

    with permitted():
        found = keys_of_last(page.delete)

    assert {f"page-{page.pk}", f"page-{below.pk}", f"children-{home.pk}", f"below-{home.pk}"} <= found


def test_a_migration_purges_everything(db):
    assert keys_of_last(lambda: call_command("migrate", verbosity=0)) >= {"everything"}


# By the clock


def test_midnight_and_starts_and_ends_of_notices_are_purged(home, time_machine):
    time_machine.move_to("2038-03-27T20:00Z", tick=False)
    now, hour = timezone.now(), timedelta(hours=1)
    NoticeFactory(shown_from=now + hour, shown_until=now + 2 * hour)
    NoticeFactory(shown_from=now + 6 * hour, live=False)
    clock_changes.purge_clock_changes()

    found = []
    for _ in range(6):
        time_machine.shift(45 * 60)
        found.append(keys_of_last(clock_changes.purge_clock_changes))

    notice, day = {"site"}, {"day", "day-2038-03-27"}
    # At 20:45, 21:30, 22:15, 23:00, 23:45 and half past midnight.
    assert found == [set(), notice, notice, set(), set(), day]
    assert keys_of_last(clock_changes.purge_clock_changes) == set()
    time_machine.shift(48 * 3600)
    missed = {"day-2038-03-28", "day-2038-03-29"}
    assert keys_of_last(clock_changes.purge_clock_changes) == {"day"} | missed


def test_the_number_of_queries_does_not_grow_with_the_number_of_keys(
    db, django_assert_max_num_queries, committed
):
    with django_assert_max_num_queries(16), committed():
        purge(f"page-{n}" for n in range(400))


# What operators see


@pytest.mark.parametrize(("roles", "status"), [([SITE_ADMINISTRATORS], 200), ([EDITORS], 302)])
def test_administrators_see_failed_purges(client, signed_in, home, roles, status):
    signed_in(*roles)
    Purge.objects.create(keys=["page-1"], attempts=3, error="front: OSError: it does not answer")
    Purge.objects.create(keys=["page-2"], attempts=1, done_at=timezone.now())

    for name in ("failing_purges", "failing_purges_results"):
        answer = client.get(reverse(name))
        assert answer.status_code == status
        assert (b"it does not answer" in answer.content) == (status == 200)
        assert b"page-2" not in answer.content
    assert (reverse("failing_purges") in client.get("/admin/").content.decode()) == (status == 200)
