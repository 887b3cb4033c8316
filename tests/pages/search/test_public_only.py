"""Only public pages are found, from the moment of their publication on."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.search.models import IndexEntry

from pages.moderation.approval.publication_permit import permitted
from pages.moderation.scheduled_work import publish_due
from pages.search.indexing import remove_stale_words
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    publish,
)
from tests.factories.published import change_live, clear, unpublish

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def page(home):
    """A published page that tells of an albatross."""
    return publish(
        StandardPageFactory(
            parent=home, title="Birds", body=[("text", "<p>An albatross.</p>")]
        )
    )


def test_neither_a_draft_nor_a_live_page_below_one_is_found(ask, home, page):
    draft = StandardPageFactory(parent=home, live=False, title="Albatross")
    between = StandardPageFactory(parent=draft)
    StandardPageFactory(parent=between, title="Hidden albatross")

    answer = ask("albatross")

    assert answer.titles == ["Birds"]
    assert "1 result " in answer.heading
    Page.objects.filter(pk=home.pk).update(live=False)
    assert ask("albatross").titles == []


def test_a_restricted_page_and_pages_below_it_are_not_found_even_by_those_who_may_read_it(
    ask, page, client
):
    StandardPageFactory(parent=page, title="Albatross chicks")
    client.force_login(UserFactory(is_superuser=True))
    for kind in ("login", "password", "groups"):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="open"
        )
        assert "No results" in ask("albatross").heading, kind
        restriction.delete()
        assert len(ask("albatross").titles) == 2, kind


@pytest.mark.both_databases
def test_the_words_of_a_draft_of_a_live_page_are_not_found(ask, page):
    page.title = "Bitterns"
    page.body = [("text", "<p>A bittern.</p>")]
    page.save_revision()
    IndexEntry.objects.all().delete()
    call_command("update_index", verbosity=0)

    assert ask("bittern").titles == []
    assert ask("albatross").titles == ["Birds"]


@pytest.mark.both_databases
def test_a_publication_updates_the_index_at_once_and_so_does_taking_down(ask, page):
    page.body = [("text", "<p>A bittern.</p>")]
    publish(page)

    assert ask("bittern").titles == ["Birds"]
    assert ask("albatross").titles == []
    unpublish(page)
    assert ask("bittern").titles == []


def test_what_is_scheduled_is_found_from_its_publication_on(
    ask, home, page, time_machine
):
    new = StandardPageFactory(parent=home, live=False)
    for each in (page, new):
        each.go_live_at = timezone.now() + HOUR
        each.title = "Bitterns"
        each.change_note = "They are bitterns."
        clear(each).publish(skip_permission_checks=True)
    assert ask("bittern").titles == []

    time_machine.move_to(timezone.now() + 2 * HOUR)
    publish_due()

    assert ask("bittern").titles == ["Bitterns", "Bitterns"]


@pytest.mark.both_databases
def test_a_deleted_page_leaves_no_words_in_the_index(ask, page):
    key = str(page.pk)
    with permitted():
        page.delete()

    assert not IndexEntry.objects.filter(
        object_id=key, content_type__app_label="content"
    ).exists()
    assert ask("albatross").titles == []


def test_pages_are_found_by_the_name_that_an_organisation_has_now(ask, section):
    trust = OrganisationFactory(name="Albatross Trust")
    above = SuperComplaintPageFactory(
        parent=section, title="Birds", lead_bodies=[trust]
    )
    RecommendationResponsePageFactory(
        parent=above, number="1", title="Count", addressees=[trust]
    )
    assert sorted(ask("albatross trust").titles) == ["Birds", "Recommendation 1: Count"]
    change_live(trust, name="Bittern Trust")

    assert sorted(ask("bittern trust").titles) == ["Birds", "Recommendation 1: Count"]
    assert ask("albatross").titles == []
    unpublish(trust)
    assert ask("bittern").titles == []


def kept_in_the_index(word: str) -> list[str]:
    """Return the tables of SQLite's indexes that have the word in their files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_data' ESCAPE '\\'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT block FROM {table}")  # noqa: S608
            if any(word.encode() in bytes(block) for (block,) in cursor.fetchall()):
                found.append(table)
    return found


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL’s vacuum does it."
)
@pytest.mark.both_databases
def test_redacted_words_are_removed_from_the_index(ask, page):
    assert len(kept_in_the_index("albatross")) == 2
    page.body = [("text", "<p>A bittern.</p>")]
    publish(page)

    remove_stale_words()

    assert kept_in_the_index("albatross") == []
    assert ask("bittern").titles == ["Birds"]
