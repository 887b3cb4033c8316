"""What begins an edition, in which order, and that no number or time of one ever comes back."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site, get_page_models

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage
from pages.content.models import SiteWording
from pages.feedback.models import Improvement
from pages.moderation.moderated import Moderated
from pages.published import changes, editions, folder, worker
from pages.published.models import Change, Edition
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    NoticeFactory,
    SiteWordingFactory,
    StandardPageFactory,
    change_live,
    publish,
)
from tests.factories.published import unpublish
from tests.waiting import PATIENCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(home):
    """The current edition, after all that stands before the test."""
    return worker.poll()


def begins(what) -> bool:
    """Do something, and return whether it begins an edition."""
    before = Edition.objects.latest("pk")
    what()
    return worker.poll() != before


def test_a_change_begins_one_edition_and_the_link_leads_there(edition, home):
    before = os.umask(0o077)  # that of whoever runs a command by hand
    publish(StandardPageFactory(parent=home))
    newest = worker.poll()
    os.umask(before)

    assert newest.number == edition.number + 1
    assert newest.second > edition.second
    assert folder.current_link().readlink() == folder.root() / str(newest)
    assert folder.current_link().stat().st_mode & 0o777 == 0o755
    assert worker.poll() == newest


def test_what_the_public_sees_begins_an_edition(edition, home):
    wording, notice = SiteWordingFactory(), NoticeFactory()
    document = DocumentFactory()
    page = publish(StandardPageFactory(parent=home))
    worker.poll()

    assert begins(lambda: publish(change_live(page, title="Changed")))
    assert begins(
        lambda: unpublish(StandardPageFactory._meta.model.objects.get(pk=page.pk))
    )
    assert begins(lambda: publish(change_live(wording, footer_text="<p>Changed.</p>")))
    assert begins(lambda: unpublish(notice))
    assert begins(document.save)
    assert begins(document.delete)
    assert begins(changes.note)


def test_a_redirect_which_no_page_shows_begins_no_edition_and_leads_on_at_once(
    edition, home, client
):
    page = publish(StandardPageFactory(parent=home))
    worker.poll()
    assert client.get("/old/").status_code == 404

    assert not begins(
        lambda: Redirect.objects.create(old_path="/old", redirect_page=page)
    )
    assert client.get("/old/", follow=True).redirect_chain == [(page.url, 301)]
    assert not begins(lambda: Redirect.objects.all().delete())
    assert client.get("/old/").status_code == 404


def test_drafts_uploads_what_is_no_content_and_what_was_rolled_back_begin_none(
    edition, home
):
    page = publish(StandardPageFactory(parent=home))
    worker.poll()

    def edit():
        page.title = "Draft"
        page.save_revision()
        page.save(
            update_fields=[
                "draft_title",
                "latest_revision",
                "has_unpublished_changes",
                "locked",
            ]
        )
        StandardPageFactory(parent=home, live=False).save_revision()
        SiteWordingFactory(live=False).save_revision()
        ImageFactory()
        DocumentFactory()
        call_command("run_scheduled")
        with transaction.atomic():
            changes.note()
            transaction.set_rollback(True)

    assert not begins(edit)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_committed_without_its_change(home, monkeypatch):
    """As if the process were killed within a save that stands in no transaction."""
    site, document = Site.objects.get(), DocumentFactory(title="Before")
    editions.current()

    def killed(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(post_save, "send", killed)
    site.site_name, document.title = "After", "After"
    for each in (site, document, PageViewRestriction(page=home)):
        with pytest.raises(KeyboardInterrupt):
            each.save()

    assert not Change.objects.exists()
    site.refresh_from_db()
    document.refresh_from_db()
    assert (site.site_name, document.title) == ("", "Before")
    assert not PageViewRestriction.objects.exists()


def test_within_a_transaction_that_changes_something_there_is_no_edition_and_no_memory(
    edition, rf
):
    request = rf.get("/")
    with transaction.atomic():
        changes.note()
        editions.read_edition(request)
        assert editions.current_if_begun() is None
        assert [editions.remember(request, "key", lambda n=n: n) for n in (1, 2)] == [
            1,
            2,
        ]
    worker.poll()
    editions.read_edition(request)
    assert [editions.remember(request, "key", lambda n=n: n) for n in (3, 4)] == [3, 3]


def test_memory_ends_with_the_edition(edition, rf):
    before, after = rf.get("/"), rf.get("/")
    editions.read_edition(before)
    assert editions.remember(before, "key", lambda: "old") == "old"
    assert Site.get_site_root_paths()[0].root_url == "http://localhost"
    # As if another process did it: Wagtail does not tell this one.
    Site.objects.update(hostname="elsewhere")
    changes.note()
    worker.poll()
    editions.read_edition(after)

    assert editions.remember(after, "key", lambda: "new") == "new"
    assert editions.remember(before, "key", lambda: "newer") == "old"
    assert Site.get_site_root_paths()[0].root_url == "http://elsewhere"


def test_a_preview_leaves_nothing_of_its_draft_in_memory(sample, client):
    section, draft = (SuperComplaintIndexPage.objects.get() for _ in range(2))
    editions.current()
    draft.slug = "another-address"
    draft.set_url_path(section.get_parent())
    assert b"/another-address/" in draft.make_preview_request().content

    assert b"/another-address/" not in client.get(section.url).content


def test_midnight_in_london_and_the_times_of_notices_begin_editions(
    edition, time_machine
):
    # Summer time begins that night.
    time_machine.move_to("2038-03-27T23:30:00Z", tick=False)
    now = timezone.now()
    NoticeFactory(
        shown_from=now + timedelta(minutes=5), shown_until=now + timedelta(hours=9)
    )
    worker.poll()
    begun = []
    for _ in range(12 * 60):
        time_machine.shift(60)
        edition = worker.poll()
        if edition not in begun:
            begun.append(edition)

    moments = [f"{each.begun_at:%d %H:%M}" for each in begun[1:]]
    assert moments == ["27 23:35", "28 00:00", "28 08:30"]
    time_machine.move_to("2038-07-01T22:59:00Z", tick=False)
    before = worker.poll()
    time_machine.shift(60)
    assert worker.poll().number == before.number + 1  # midnight in summer time


def test_a_clock_that_was_ahead_holds_nothing_back(edition, time_machine):
    now = timezone.now()
    time_machine.move_to(now + timedelta(days=1), tick=False)
    ahead = worker.poll()
    time_machine.move_to(now + timedelta(seconds=1), tick=False)
    after = worker.poll()

    assert (after.number, after.holds_until.date()) == (
        ahead.number + 1,
        editions.next_moment(now).date(),
    )
    assert after.second > ahead.second


def test_two_hosts_whose_clocks_are_a_day_apart_begin_no_endless_turn(
    edition, time_machine, monkeypatch
):
    monkeypatch.setattr(editions, "SECONDS_BETWEEN_CORRECTIONS", 60)
    now = timezone.now()
    for _ in range(3):
        time_machine.move_to(now + timedelta(days=1), tick=False)
        worker.poll()
        time_machine.move_to(now, tick=False)
        shown = worker.poll()

    assert shown.number == edition.number + 3
    assert not shown.has_begun  # so this host keeps no file of it
    editions._corrections["next"] = 0.0  # a minute later
    assert worker.poll().number == shown.number + 1


def test_another_release_has_files_of_its_own_and_begins_no_endless_turn(
    edition, monkeypatch
):
    monkeypatch.setattr(editions, "release", lambda: "other")
    other = worker.poll()
    monkeypatch.undo()

    assert (other.number, other.release) == (edition.number, "other")
    assert other.second > edition.second
    assert worker.poll() == edition  # of this release, and the same as before
    changes.note()
    newest = worker.poll()
    monkeypatch.setattr(editions, "release", lambda: "other")
    assert editions.current_if_begun() is None
    assert worker.poll().number == newest.number


def test_a_restored_database_never_leads_to_a_folder_that_was_there(edition):
    """Its numbers come again, with what they stood for or without; the folder's name does not."""
    changes.note()
    lost = worker.poll()
    Edition.objects.filter(pk=lost.pk).delete()
    changes.note()
    again = worker.poll()

    assert again.number == lost.number
    assert str(again) != str(lost)


@pytest.mark.django_db(transaction=True)
def test_changes_that_are_committed_in_another_order_are_all_shown(home):
    """The first one to be stored is the last one to be committed."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction after the other.")
    worker.poll()
    stored, may_commit = threading.Event(), threading.Event()

    def commit_late():
        with transaction.atomic():
            changes.note()
            stored.set()
            may_commit.wait(PATIENCE)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(commit_late)
        stored.wait(PATIENCE)
        changes.note()
        between = worker.poll()
        may_commit.set()

    assert late.exception() is None
    assert Change.objects.count() == 0  # whoever commits begins the edition
    assert worker.poll().number == between.number + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "cause",
    [Change.objects.create, lambda: Edition.objects.update(holds_until=timezone.now())],
)
def test_many_who_see_the_same_begin_one_edition(home, cause):
    before = worker.poll()
    cause()
    together = threading.Barrier(4)

    def look(_):
        connection.ensure_connection()
        together.wait(PATIENCE)
        edition = editions.current()
        connection.close()
        return edition

    with ThreadPoolExecutor(4) as pool:
        [found] = set(pool.map(look, range(4)))
    assert found.number == before.number + 1


def test_every_moderated_model_begins_editions():
    """Whoever adds one has to say so in the list."""
    moderated = {model for model in apps.get_models() if issubclass(model, Moderated)}
    # It shows only on the feedback page, which is not a file.
    moderated.remove(Improvement)
    assert {SiteWording, RecommendationResponsePage} <= moderated
    assert moderated <= {*changes.models_beside_pages(), *get_page_models()}
