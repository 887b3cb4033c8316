"""Breadcrumbs and menus."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from pages.content.templatetags.navigation import ancestors, menu_sections
from tests.factories import StandardPageFactory, SuperComplaintPageFactory


@pytest.fixture
def context(home):
    return {"request": RequestFactory().get("/", HTTP_HOST="localhost")}


def test_breadcrumbs_list_ancestors_from_the_home_page_down(context, home, section):
    page = SuperComplaintPageFactory(parent=section, title="Stalking")

    assert ancestors(context, page) == [
        {"title": "Home", "address": "/"},
        {"title": "Super-complaints", "address": "/super-complaints/"},
    ]
    assert ancestors(context, home) == ancestors(context, "") == []


def test_breadcrumbs_take_one_query(context, section, django_assert_num_queries):
    page = SuperComplaintPageFactory(parent=section)
    # The site and the addresses of all sites, which a request looks up once.
    Site.find_for_request(context["request"])
    page.get_url(context["request"])

    with django_assert_num_queries(1):
        ancestors(context, page)


def test_menu_sections_are_public_children_shown_in_menus(home):
    shown = StandardPageFactory(parent=home, show_in_menus=True)
    StandardPageFactory(parent=home, show_in_menus=False)
    StandardPageFactory(parent=home, show_in_menus=True, live=False)

    assert [page.pk for page in menu_sections(home)] == [shown.pk]
