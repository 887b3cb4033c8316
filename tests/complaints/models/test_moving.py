"""A page that is to be moved to where another has its number or address is not, and the screen says why."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from pages.moderation.approval.roles import EDITORS
from tests.factories import (
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(client, signed_in):
    """Ask to move a page; return the message and the links in it, or what the screen says without one."""
    signed_in(EDITORS)

    def ask(page, destination):
        address = reverse(
            "wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]
        )
        screen = BeautifulSoup(client.get(address, follow=True).content, "html.parser")
        told = screen.select_one(".messages .error") or screen.main
        return " ".join(told.get_text(" ").split()), [
            link["href"] for link in told.find_all("a")
        ]

    return ask


@pytest.fixture
def destination(section):
    return SuperComplaintPageFactory(parent=section, title="There")


@pytest.fixture
def recommendation(section):
    parent = SuperComplaintPageFactory(parent=section, title="Here")
    return RecommendationResponsePageFactory(
        parent=parent, number="7", title="Train officers", live=False
    )


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_another_with_its_number_is_named(move, recommendation, destination):
    other = RecommendationResponsePageFactory(
        parent=destination, number="7", title="Train call handlers"
    )

    told, links = move(recommendation, destination)

    assert (
        "“Recommendation 7: Train call handlers” already has the number 7 in “There”."
        in told
    )
    assert links == [edit(recommendation), edit(other)]


def test_so_is_a_draft_that_is_to_get_its_number(move, recommendation, destination):
    other = RecommendationResponsePageFactory(
        parent=destination, number="8", title="Train call handlers"
    )
    other.number = "7"
    other.save_revision()

    told, _ = move(recommendation, destination)

    assert (
        "“Recommendation 7: Train call handlers” already has the number 7 in “There”."
        in told
    )


def test_another_kind_of_page_has_an_address(move, home):
    page, destination = (
        StandardPageFactory(parent=home, title=title, live=False) for title in "AB"
    )
    page.slug = "contact"
    page.save()
    other = StandardPageFactory(
        parent=destination, title="Write to us", slug="contact", live=False
    )

    told, links = move(page, destination)

    assert "“Write to us” already has the address “contact” in “B”." in told
    assert links == [edit(page), edit(other)]


def test_without_one_the_move_is_confirmed(move, recommendation, destination):
    told, _ = move(recommendation, destination)

    assert "Are you sure you want to move this page into “There”?" in told
