"""Addresses are permanent: a renamed page is still found at its old address."""

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
def recommendation_seven(stalking):
    return publish(
        RecommendationResponsePageFactory(parent=publish(stalking), number="7")
    )


def redirect_target(client, address, **options):
    """Return the address to which ``address`` redirects; ``None`` if it does not."""
    answer = client.get(address, **options)
    return answer["Location"] if answer.status_code == 301 else None


def test_a_renamed_super_complaint_with_all_below_it_redirects_from_old_addresses(
    client, stalking, recommendation_seven, publish_change
):
    page = publish_change(stalking, slug="new")

    assert client.get("/super-complaints/new/").status_code == 200
    for below in [
        "",
        "recommendation-7/",
        "recommendation-7/history/1/",
        "whole-response/",
        "history/",
        "history/1/",
        "history/compare/?a=1&b=2",
    ]:
        old, new = (
            f"/super-complaints/stalking/{below}",
            f"/super-complaints/new/{below}",
        )
        assert redirect_target(client, old) == new
    versions = PublishedVersion.objects.for_object(page)
    assert [version.path for version in versions] == [
        "/super-complaints/new/",
        "/super-complaints/stalking/",
    ]


def test_a_corrected_number_redirects_from_the_wrong_one(
    client, recommendation_seven, publish_change
):
    publish_change(recommendation_seven, number="7.1")

    old = "/super-complaints/stalking/recommendation-7/"
    new = "/super-complaints/stalking/recommendation-7-1/"
    assert client.get(new).status_code == 200
    assert redirect_target(client, old) == new
    assert redirect_target(client, f"{old}history/1/") == f"{new}history/1/"


def test_an_item_without_a_number_keeps_its_address_until_it_gets_one(
    client, stalking, publish_change
):
    page = publish(
        RecommendationResponsePageFactory(
            parent=publish(stalking), number="", title="Stop it"
        )
    )

    publish_change(page, title="Stop sharing")

    assert page.url == "/super-complaints/stalking/recommendation-stop-it/"
    assert "Stop sharing" in client.get(page.url).content.decode()
    publish_change(page, number="3")
    assert (
        redirect_target(client, page.url)
        == "/super-complaints/stalking/recommendation-3/"
    )


def test_repeated_renaming_makes_no_chain_of_redirects(
    client, stalking, recommendation_seven, publish_change
):
    for slug in ("second", "third"):
        publish_change(stalking, slug=slug)

    for old in ("stalking", "second"):
        for below in ("", "recommendation-7/", "recommendation-7/history/"):
            address = f"/super-complaints/{old}/{below}"
            assert (
                redirect_target(client, address) == f"/super-complaints/third/{below}"
            )


def test_renaming_back_makes_no_redirect_loop(
    client, stalking, recommendation_seven, publish_change
):
    for slug in ("second", "stalking", "second", "stalking"):
        publish_change(stalking, slug=slug)

    for below in ("", "recommendation-7/"):
        address = f"/super-complaints/stalking/{below}"
        assert client.get(address).status_code == 200
        assert redirect_target(client, f"/super-complaints/second/{below}") == address
    for nothing in ("no-such-page/", "history/99/", "recommendation-7/history/99/"):
        assert client.get(f"/super-complaints/stalking/{nothing}").status_code == 404


def test_a_page_at_an_old_address_wins_over_the_redirect(
    client, section, stalking, recommendation_seven, publish_change
):
    publish_change(stalking, slug="first")
    SuperComplaintPageFactory(
        parent=section, slug="stalking", title="The second", identifier="second"
    )

    assert "The second" in client.get("/super-complaints/stalking/").content.decode()
    assert client.get("/super-complaints/stalking/history/99/").status_code == 404
    # What the new one does not have, the old one still has.
    assert redirect_target(client, "/super-complaints/stalking/recommendation-7/") == (
        "/super-complaints/first/recommendation-7/"
    )


def test_a_draft_at_an_old_address_does_not_replace_the_redirect(
    client, section, stalking, recommendation_seven, publish_change
):
    publish_change(stalking, slug="police-and-stalking")
    SuperComplaintPageFactory(parent=section, slug="stalking", live=False)

    for below in ("", "recommendation-7/", "history/"):
        old = f"/super-complaints/stalking/{below}"
        assert (
            redirect_target(client, old)
            == f"/super-complaints/police-and-stalking/{below}"
        )


def test_no_redirect_leads_to_a_page_that_was_taken_down(
    client, stalking, recommendation_seven, publish_change
):
    publish_change(stalking, slug="new")
    unpublish(type(stalking).objects.get())

    for below in ("", "history/", "recommendation-7/", "recommendation-7/history/"):
        assert redirect_target(client, f"/super-complaints/stalking/{below}") is None


def test_renaming_a_draft_reveals_no_address(client, stalking, publish_change):
    hidden = SuperComplaintPageFactory(
        parent=stalking.get_parent(), slug="embargoed", live=False
    )
    draft = hidden.get_latest_revision_as_object()
    draft.slug = "still-embargoed"
    draft.save_revision()

    assert not Redirect.objects.exists()
    assert client.get("/super-complaints/embargoed/").status_code == 404


def test_each_force_has_its_own_redirects(
    client, settings, stalking, recommendation_seven, publish_change
):
    settings.ALLOWED_HOSTS = ["testserver", "brock.example"]
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="brock")
    site = Site.objects.create(hostname="brock.example", root_page=home)
    theirs = SuperComplaintIndexPageFactory(parent=home)
    SuperComplaintPageFactory(parent=theirs, slug="other")

    publish_change(stalking, slug="new")

    assert set(Redirect.objects.values_list("site__is_default_site", flat=True)) == {
        True
    }
    for below in ("", "history/", "recommendation-7/"):
        address = f"/super-complaints/stalking/{below}"
        assert redirect_target(client, address).endswith(
            f"/super-complaints/new/{below}"
        )
        assert client.get(address, headers={"host": site.hostname}).status_code == 404


def test_malformed_addresses_are_not_found_or_stay_within_the_site(
    client, stalking, recommendation_seven, publish_change
):
    publish_change(stalking, slug="new")

    for hostile in (
        "/super-complaints/stalking/%00/",
        "/super-complaints/stalking/history/%00/",
        "/super-complaints/stalking/history/99999999999999999999999/",
        "/super-complaints/stalking/%ff/history/",
        "/super-complaints/stalking//history//",
        "//evil.example/super-complaints/stalking/history/",
        "/super-complaints/stalking/history/?x=%00%ff",
    ):
        answer = client.get(hostile)

        assert answer.status_code in {301, 404}, hostile
        if answer.status_code == 301:
            assert answer["Location"].startswith("/super-complaints/new/"), hostile
