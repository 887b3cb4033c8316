"""Addresses are permanent: what is renamed through all approvals is found at its old address, too."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages.moderation.models import PublishedVersion
from tests.factories import (
    HomePageFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import publish, unpublish


@pytest.fixture
def seven(stalking):
    return publish(RecommendationResponsePageFactory(parent=publish(stalking), number="7"))


def leads_to(client, address, **options):
    """Return where ``address`` leads; nothing if it leads nowhere."""
    answer = client.get(address, **options)
    return answer["Location"] if answer.status_code == 301 else None


def test_a_renamed_super_complaint_and_what_stands_below_it_are_found_at_their_old_addresses(
    client, stalking, seven, publish_change
):
    publish_change(stalking, slug="police-and-stalking")

    assert client.get("/super-complaints/police-and-stalking/").status_code == 200
    for below in ("", "recommendation-7/"):
        old = f"/super-complaints/stalking/{below}"
        assert leads_to(client, old) == f"/super-complaints/police-and-stalking/{below}"


@pytest.mark.parametrize("below", ["history/", "history/1/", "history/compare/?a=1&b=2", "whole-response/"])
def test_what_is_no_page_moves_with_the_super_complaint(client, stalking, seven, publish_change, below):
    publish_change(stalking, slug="new")

    assert leads_to(client, f"/super-complaints/stalking/{below}") == f"/super-complaints/new/{below}"


def test_the_history_of_a_recommendation_moves_with_the_super_complaint_above(
    client, stalking, seven, publish_change
):
    publish_change(stalking, slug="new")

    old = "/super-complaints/stalking/recommendation-7/history/1/"
    assert leads_to(client, old) == "/super-complaints/new/recommendation-7/history/1/"


def test_a_day_that_was_asked_for_is_asked_for_at_the_new_address(client, stalking, seven, publish_change):
    publish_change(stalking, slug="new")

    old = "/super-complaints/stalking/?as_at=2025-01-31"
    assert leads_to(client, old) == "/super-complaints/new/?as_at=2025-01-31"


def test_a_recommendation_whose_number_was_wrong_is_found_under_the_wrong_one(client, seven, publish_change):
    publish_change(seven, number="7.1")

    old = "/super-complaints/stalking/recommendation-7/"
    new = "/super-complaints/stalking/recommendation-7-1/"
    assert client.get(new).status_code == 200
    assert leads_to(client, old) == new
    assert leads_to(client, f"{old}history/1/") == f"{new}history/1/"


def test_an_item_without_a_number_keeps_its_address_under_another_title(client, stalking, publish_change):
    page = publish(RecommendationResponsePageFactory(parent=publish(stalking), number="", title="Stop it"))

    publish_change(page, title="Stop sharing")

    assert page.url == "/super-complaints/stalking/recommendation-stop-it/"
    assert "Stop sharing" in client.get(page.url).content.decode()


def test_an_item_that_was_given_its_number_later_is_found_under_its_title(client, stalking, publish_change):
    page = publish(RecommendationResponsePageFactory(parent=publish(stalking), number="", title="Stop it"))

    publish_change(page, number="3")

    assert leads_to(client, page.url) == "/super-complaints/stalking/recommendation-3/"


def test_several_names_one_after_the_other_make_no_chain(client, stalking, seven, publish_change):
    for slug in ("second", "third"):
        publish_change(stalking, slug=slug)

    for old in ("stalking", "second"):
        for below in ("", "recommendation-7/", "recommendation-7/history/"):
            address = f"/super-complaints/{old}/{below}"
            assert leads_to(client, address) == f"/super-complaints/third/{below}"


def test_a_name_that_comes_back_makes_no_loop(client, stalking, seven, publish_change):
    for slug in ("second", "stalking", "second", "stalking"):
        publish_change(stalking, slug=slug)

    for below in ("", "recommendation-7/"):
        address = f"/super-complaints/stalking/{below}"
        assert client.get(address).status_code == 200
        assert leads_to(client, f"/super-complaints/second/{below}") == address
    for nothing in ("no-such-page/", "history/99/", "recommendation-7/history/99/"):
        assert client.get(f"/super-complaints/stalking/{nothing}").status_code == 404


def test_an_address_that_another_page_took_is_that_ones(client, section, stalking, seven, publish_change):
    publish_change(stalking, slug="first")
    SuperComplaintPageFactory(parent=section, slug="stalking", title="The second", identifier="second")

    assert "The second" in client.get("/super-complaints/stalking/").content.decode()
    assert client.get("/super-complaints/stalking/history/99/").status_code == 404
    # What the new one does not have, the old one still has.
    assert leads_to(client, "/super-complaints/stalking/recommendation-7/") == (
        "/super-complaints/first/recommendation-7/"
    )


def test_a_draft_at_an_old_address_takes_it_from_nobody(client, section, stalking, seven, publish_change):
    publish_change(stalking, slug="police-and-stalking")
    SuperComplaintPageFactory(parent=section, slug="stalking", live=False)

    for below in ("", "recommendation-7/", "history/"):
        old = f"/super-complaints/stalking/{below}"
        assert leads_to(client, old) == f"/super-complaints/police-and-stalking/{below}"


def test_where_a_page_was_taken_down_no_redirect_leads(client, stalking, seven, publish_change):
    publish_change(stalking, slug="new")
    unpublish(type(stalking).objects.get())

    for below in ("", "history/", "recommendation-7/", "recommendation-7/history/"):
        assert leads_to(client, f"/super-complaints/stalking/{below}") is None


def test_a_draft_that_is_renamed_before_it_is_public_tells_no_address(client, stalking, publish_change):
    hidden = SuperComplaintPageFactory(parent=stalking.get_parent(), slug="embargoed", live=False)
    draft = hidden.get_latest_revision_as_object()
    draft.slug = "still-embargoed"
    draft.save_revision()

    assert not Redirect.objects.exists()
    assert client.get("/super-complaints/embargoed/").status_code == 404


def test_each_force_has_its_own_redirects(client, settings, stalking, seven, publish_change):
    settings.ALLOWED_HOSTS = ["testserver", "brock.example"]
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="brock")
    site = Site.objects.create(hostname="brock.example", root_page=home)
    theirs = SuperComplaintIndexPageFactory(parent=home)
    SuperComplaintPageFactory(parent=theirs, slug="other")

    publish_change(stalking, slug="new")

    assert set(Redirect.objects.values_list("site__is_default_site", flat=True)) == {True}
    for below in ("", "history/", "recommendation-7/"):
        address = f"/super-complaints/stalking/{below}"
        assert leads_to(client, address).endswith(f"/super-complaints/new/{below}")
        assert client.get(address, headers={"host": site.hostname}).status_code == 404


def test_versions_of_a_renamed_page_stay_with_it(stalking, seven, publish_change):
    page = publish_change(stalking, slug="new")

    versions = PublishedVersion.objects.for_object(page)
    assert [version.path for version in versions] == ["/super-complaints/new/", "/super-complaints/stalking/"]


@pytest.mark.parametrize(
    "hostile",
    [
        "/super-complaints/stalking/%00/",
        "/super-complaints/stalking/history/%00/",
        "/super-complaints/stalking/history/99999999999999999999999/",
        "/super-complaints/stalking/%ff/history/",
        "/super-complaints/stalking//history//",
        "//evil.example/super-complaints/stalking/history/",
        "/super-complaints/stalking/history/?x=%00%ff",
    ],
)
def test_an_address_that_makes_no_sense_is_not_found_or_led_within_the_site(
    client, stalking, seven, publish_change, hostile
):
    publish_change(stalking, slug="new")

    answer = client.get(hostile)

    assert answer.status_code in {301, 404}
    if answer.status_code == 301:
        assert answer["Location"].startswith("/super-complaints/new/")
