"""What one force's Site administrators move stays on their own force's site."""

import pytest
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Page

from pages.moderation.permit import PublicationRefusedError, permitted
from pages.moderation.roles import EDITORS, SITE_ADMINISTRATORS
from tests.factories import StandardPageFactory, UserFactory, publish


@pytest.fixture
def public(avon) -> Page:
    return publish(StandardPageFactory(parent=avon.home, title="Public", slug="public"))


@pytest.fixture
def in_review(avon) -> Page:
    page = StandardPageFactory(parent=avon.home, title="In review", slug="in-review", live=False)
    editor = avon.person(EDITORS)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return page


def by_the_screen(client, page, destination):
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]))


def by_the_api(client, page, destination):
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "move"])
    client.post(address, {"destination_page_id": destination.pk, "position": "last-child"})


def in_bulk(client, page, destination):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{address}?id={page.pk}", {"chooser": destination.pk})


WAYS = [by_the_screen, by_the_api, in_bulk]


def is_below(page, destination) -> bool:
    return Page.objects.get(pk=page.pk).is_child_of(destination)


@pytest.mark.parametrize("way", WAYS)
def test_a_public_page_does_not_move_to_another_forces_site(client, avon, brock, public, way):
    client.force_login(avon.person(SITE_ADMINISTRATORS))

    way(client, public, brock.home)

    assert is_below(public, avon.home)


@pytest.mark.parametrize("way", WAYS)
def test_not_even_by_an_editor_of_that_force(client, avon, brock, in_review, public, way):
    both = avon.person(SITE_ADMINISTRATORS)
    both.groups.add(*brock.person(EDITORS).groups.all())
    client.force_login(both)

    for page in (in_review, public):
        way(client, page, brock.home)

        assert is_below(page, avon.home)


@pytest.mark.parametrize("way", WAYS)
def test_who_administers_both_sites_moves_it(client, avon, brock, public, way):
    client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))

    way(client, public, brock.home)

    assert is_below(public, brock.home)


def test_code_that_asks_nobody_else_is_refused(avon, brock, public):
    with (
        LogContext(user=avon.person(SITE_ADMINISTRATORS)),
        pytest.raises(PublicationRefusedError, match="both"),
    ):
        public.move(brock.home, pos="last-child")


def test_a_site_below_another_is_looked_after_by_its_own_people(avon, brock, public):
    with permitted():
        brock.home.move(avon.home, pos="last-child")
    destination = Page.objects.get(pk=brock.home.pk).specific

    with (
        LogContext(user=avon.person(SITE_ADMINISTRATORS)),
        pytest.raises(PublicationRefusedError, match="both"),
    ):
        public.move(destination, pos="last-child")
