"""Where the reader is."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from pages.content.templatetags.navigation import ancestors, menu_sections
from tests.factories import StandardPageFactory, SuperComplaintPageFactory


@pytest.fixture
def context(home):
    return {"request": RequestFactory().get("/", HTTP_HOST="localhost")}


def test_breadcrumbs_name_the_pages_above_from_home_down(context, section):
    page = SuperComplaintPageFactory(parent=section, title="Stalking")

    assert ancestors(context, page) == [
        {"title": "Home", "address": "/"},
        {"title": "Super-complaints", "address": "/super-complaints/"},
    ]


def test_breadcrumbs_take_one_query(context, section, django_assert_num_queries):
    page = SuperComplaintPageFactory(parent=section)
    # The site and the addresses of all sites, which a request looks up once.
    Site.find_for_request(context["request"])
    page.get_url(context["request"])

    with django_assert_num_queries(1):
        ancestors(context, page)


def test_the_first_page_and_a_page_that_is_none_have_no_breadcrumbs(context, home):
    assert ancestors(context, home) == []
    assert ancestors(context, "") == []


def test_sections_are_the_public_pages_below_that_are_in_the_menu(home):
    shown = StandardPageFactory(parent=home, show_in_menus=True)
    StandardPageFactory(parent=home, show_in_menus=False)
    StandardPageFactory(parent=home, show_in_menus=True, live=False)

    assert [page.pk for page in menu_sections(home)] == [shown.pk]
