"""Only public pages are found, from the moment of their publication on."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.moderation.scheduled_work import publish_due
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    publish,
)
from tests.factories.published import change_live, clear, unpublish

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def page(home):
    """A published page that tells of an albatross."""
    return publish(StandardPageFactory(parent=home, title="Birds", body=[("text", "<p>An albatross.</p>")]))


def test_a_draft_is_not_found(ask, home):
    StandardPageFactory(parent=home, live=False, title="Albatross")

    assert ask("albatross").titles == []


def test_a_live_page_below_a_draft_is_not_found(ask, home, page):
    draft = StandardPageFactory(parent=home, live=False)
    between = StandardPageFactory(parent=draft)
    StandardPageFactory(parent=between, title="Hidden albatross")

    answer = ask("albatross")

    assert answer.titles == ["Birds"]
    assert "1 result " in answer.heading


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restricted_page_and_pages_below_it_are_not_found(ask, page, kind):
    StandardPageFactory(parent=page, title="Albatross chicks")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open")

    assert ask("albatross").titles == []
    assert "No results" in ask("albatross").heading


def test_a_restricted_page_is_not_found_by_those_who_may_read_it(ask, page, client, django_user_model):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(django_user_model.objects.create_superuser("admin"))

    assert ask("albatross").titles == []


def test_nothing_is_found_on_a_site_whose_home_page_is_a_draft(ask, home, page):
    Page.objects.filter(pk=home.pk).update(live=False)

    assert ask("albatross").titles == []


@pytest.mark.both_databases
def test_the_words_of_a_draft_of_a_live_page_are_not_found(ask, page):
    page.title = "Bitterns"
    page.body = [("text", "<p>A bittern.</p>")]
    page.save_revision()
    call_command("update_index", verbosity=0)

    assert ask("bittern").titles == []
    assert ask("albatross").titles == ["Birds"]


@pytest.mark.both_databases
def test_a_publication_updates_the_index_at_once(ask, page):
    page.body = [("text", "<p>A bittern.</p>")]
    publish(page)

    assert ask("bittern").titles == ["Birds"]
    assert ask("albatross").titles == []


@pytest.mark.both_databases
def test_a_page_taken_down_is_not_found(ask, page):
    assert ask("albatross").titles == ["Birds"]

    unpublish(page)

    assert ask("albatross").titles == []


def test_a_scheduled_page_is_found_from_its_publication_on(ask, home, time_machine):
    page = StandardPageFactory(
        parent=home, live=False, title="Albatross", go_live_at=timezone.now() + HOUR, change_note="New."
    )
    clear(page).publish(skip_permission_checks=True)
    assert ask("albatross").titles == []

    time_machine.move_to(timezone.now() + 2 * HOUR)
    publish_due()

    assert ask("albatross").titles == ["Albatross"]


def test_a_scheduled_change_is_found_from_its_publication_on(ask, page, time_machine):
    page.go_live_at = timezone.now() + HOUR
    page.title = "Bitterns"
    page.change_note = "They are bitterns."
    clear(page).publish(skip_permission_checks=True)
    assert ask("bittern").titles == []

    time_machine.move_to(timezone.now() + 2 * HOUR)
    publish_due()

    assert ask("bittern").titles == ["Bitterns"]


@pytest.mark.both_databases
def test_a_deleted_page_leaves_no_words_in_the_index(ask, page):
    from wagtail.search.models import IndexEntry

    from pages.moderation.gate.guards import permitted

    key = str(page.pk)
    with permitted():
        page.delete()

    assert not IndexEntry.objects.filter(object_id=key, content_type__app_label="content").exists()
    assert ask("albatross").titles == []


class TestOrganisationNames:
    @pytest.fixture
    def trust(self, section):
        trust = OrganisationFactory(name="Albatross Trust")
        above = SuperComplaintPageFactory(parent=section, title="Birds", lead_bodies=[trust])
        RecommendationResponsePageFactory(parent=above, number="1", title="Count", addressees=[trust])
        return trust

    def test_pages_that_name_the_organisation_are_found(self, ask, trust):
        assert sorted(ask("albatross trust").titles) == ["Birds", "Recommendation 1: Count"]

    def test_pages_are_found_by_a_new_name_at_once(self, ask, trust):
        change_live(trust, name="Bittern Trust")

        assert sorted(ask("bittern trust").titles) == ["Birds", "Recommendation 1: Count"]
        assert ask("albatross").titles == []

    def test_pages_are_not_found_by_an_organisation_taken_down(self, ask, trust):
        unpublish(trust)

        assert ask("albatross").titles == []
