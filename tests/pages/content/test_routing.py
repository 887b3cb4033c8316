"""Pages are found by their addresses, but only if every page above them is public."""

from datetime import date

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from pages.content.models import StandardPage
from pages.moderation.models import PageReview
from tests.factories import (
    HomePageFactory,
    StandardPageFactory,
)

PASSWORD = {"restriction_type": PageViewRestriction.PASSWORD, "password": "p"}


@pytest.fixture
def family(home):
    """Return a page of text and one below it."""
    parent = StandardPageFactory(parent=home, slug="about")
    return parent, StandardPageFactory(parent=parent, slug="us")


def test_neither_pages_below_a_draft_nor_a_site_whose_root_page_is_are_found(
    client, family
):
    parent, child = family
    assert client.get(child.url).status_code == 200
    for live, status in ((True, 200), (False, 404)):
        Page.objects.filter(pk=parent.pk).update(live=live)
        assert client.get(child.url).status_code == status
        Site.objects.update(root_page=child)
        assert client.get("/").status_code == status
        Site.objects.update(root_page=parent.get_parent())


def test_a_password_set_on_any_ancestor_is_required(client, home):
    parent = HomePageFactory(parent=home, slug="force")
    child = StandardPageFactory(parent=parent, slug="about")
    Site.objects.update(root_page=parent)
    for page in (child, parent, home):
        restriction = PageViewRestriction(page=page, **PASSWORD)
        assert "password" not in client.get("/about/").content.decode()
        restriction.save()
        assert "password" in client.get("/about/").content.decode()
        restriction.delete()


def test_the_query_that_finds_a_page_tells_of_its_review_and_of_restrictions(
    home, family, rf, django_assert_num_queries
):
    _, child = family
    PageReview.objects.create(page=child, last_reviewed=date(2026, 8, 1))

    def found() -> StandardPage:
        return home.route(rf.get("/"), ["about", "us"]).page

    page = found()
    with django_assert_num_queries(0):
        assert page.last_reviewed == date(2026, 8, 1)
        assert not page.get_view_restrictions()

    PageViewRestriction.objects.create(page=child, **PASSWORD)
    assert found().get_view_restrictions()


def test_an_alias_is_as_restricted_as_its_original(client, home, family):
    _, original = family
    alias = StandardPageFactory(parent=home)
    Page.objects.filter(pk=alias.pk).update(alias_of=original)
    assert client.get(alias.url).status_code == 200

    PageViewRestriction.objects.create(page=original, **PASSWORD)

    assert "password" in client.get(alias.url).content.decode()


def test_a_site_answers_only_to_its_own_host_and_with_its_own_pages(
    client, family, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    other = HomePageFactory(parent=Page.objects.get(depth=1), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    assert client.get("/about/", headers={"host": "localhost"}).status_code == 200
    assert (
        client.get("/about/", headers={"host": "other.example.org"}).status_code == 404
    )

    Site.objects.update(is_default_site=False)
    assert client.get("/", headers={"host": "other.example.org"}).status_code == 200
    assert client.get("/", headers={"host": "third.example.org"}).status_code == 404


def test_the_first_page_that_wagtail_creates_is_served(client, db):
    page = Site.objects.get().root_page
    assert page.specific_class is Page

    assert client.get("/").status_code == 200
