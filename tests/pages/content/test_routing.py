"""Wagtail finds a page; nothing is public unless all above it is."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from tests.factories import (
    HomePageFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)

PASSWORD = {"restriction_type": PageViewRestriction.PASSWORD, "password": "p"}


@pytest.fixture
def family(home):
    """Return a page of text and one below it."""
    parent = StandardPageFactory(parent=home, slug="about")
    return parent, StandardPageFactory(parent=parent, slug="us")


def test_no_page_below_a_draft_is_there(client, family):
    parent, child = family
    Page.objects.filter(pk=parent.pk).update(live=False)

    assert client.get(child.url).status_code == 404


def test_no_site_is_there_whose_root_page_stands_below_a_draft(client, family):
    parent, child = family
    Site.objects.update(root_page=child)
    assert client.get("/").status_code == 200

    Page.objects.filter(pk=parent.pk).update(live=False)

    assert client.get("/").status_code == 404


@pytest.mark.parametrize("restricted", ["page", "above", "above the site"])
def test_a_password_is_asked_for_wherever_above_it_is_set(client, home, restricted):
    parent = HomePageFactory(parent=home, slug="force")
    child = StandardPageFactory(parent=parent, slug="about")
    Site.objects.update(root_page=parent)
    page = {"page": child, "above": parent, "above the site": home}[restricted]
    assert client.get("/about/").status_code == 200

    PageViewRestriction.objects.create(page=page, **PASSWORD)

    assert "password" in client.get("/about/").content.decode()


def test_an_alias_is_as_restricted_as_its_original(client, home, family):
    _, original = family
    alias = StandardPageFactory(parent=home)
    Page.objects.filter(pk=alias.pk).update(alias_of=original)
    assert client.get(alias.url).status_code == 200

    PageViewRestriction.objects.create(page=original, **PASSWORD)

    assert "password" in client.get(alias.url).content.decode()


def test_a_page_of_another_site_has_no_address_on_this_one(client, family, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = HomePageFactory(parent=Page.objects.get(depth=1), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)

    assert client.get("/about/", headers={"host": "localhost"}).status_code == 200
    assert client.get("/about/", headers={"host": "other.example.org"}).status_code == 404


def test_a_site_that_is_not_the_default_answers_to_its_own_host_alone(client, home, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.update(hostname="www.example.org", is_default_site=False)

    assert client.get("/", headers={"host": "www.example.org"}).status_code == 200
    assert client.get("/", headers={"host": "other.example.org"}).status_code == 404


@pytest.mark.parametrize("sensitive", [True, False])
def test_a_page_below_one_that_must_have_the_exit_has_it_too(client, section, sensitive):
    SiteWordingFactory(exit_shown=False)
    stalking = SuperComplaintPageFactory(parent=section, sensitive=sensitive)
    page = RecommendationResponsePageFactory(parent=stalking, number="7")

    assert ('class="exit"' in client.get(page.url).content.decode()) == sensitive


def test_the_page_that_wagtail_makes_at_first_is_served(client, db):
    page = Site.objects.get().root_page
    assert page.specific_class is Page

    assert client.get("/").status_code == 200
