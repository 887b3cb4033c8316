"""An identifier in the data stays through every change of its page, and no other page gets it."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from complaints.catalogue import reader
from complaints.models import RecommendationResponsePage, identifiers
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.roles import EDITORS, MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    publish,
)
from tests.forms import recommendation_form

from .data_client import entries, entry_with_id

ID = "stalking/recommendation-7.1"


@pytest.fixture
def number_12_is_known(monkeypatch):
    """Make the site read a catalogue in which the item on screening has a number."""
    catalogue = reader.read_catalogue()
    report = catalogue.report("stalking")
    known = replace(
        catalogue.item("stalking/screening"),
        number="12",
        aliases=("recommendation-12",),
    )
    items = [
        known if item.identifier == known.identifier else item
        for item in report.recommendations
    ]
    newer = replace(catalogue, reports=(replace(report, recommendations=tuple(items)),))
    monkeypatch.setattr(identifiers, "read_catalogue", lambda: newer)


def ids(client, name="recommendations") -> list[str]:
    return [entry["id"] for entry in entries(client, name)]


def delete(page) -> None:
    """Take ``page`` down and delete it."""
    take_down(
        page,
        UserFactory(roles=[MODERATORS]),
        PublishedVersion.WithdrawalReason.ERROR,
        "Wrong.",
    )
    with permitted():
        Page.objects.get(pk=page.pk).specific.delete()


def renumbered(page, number):
    """Publish ``page`` with another printed number."""
    page = RecommendationResponsePage.objects.get(pk=page.pk)
    page.number, page.change_note = number, "The number was wrong."
    return publish(page)


@pytest.mark.parametrize("free_the_slug", ["delete", "rename"])
def test_reusing_a_slug_gives_another_identifier(
    client, stalking, recommendation, section, free_the_slug
):
    if free_the_slug == "delete":
        delete(stalking)
    else:
        stalking.slug = "renamed"
        publish(stalking)
    again = publish(SuperComplaintPageFactory(parent=section, slug="stalking"))
    publish(RecommendationResponsePageFactory(parent=again, number="7.1"))

    assert sorted(ids(client, "super-complaints")) == ["stalking", "stalking-2"]
    assert sorted(ids(client)) == ["stalking-2/recommendation-7.1", ID]


def test_a_published_identifier_cannot_be_chosen_again(stalking, section):
    delete(stalking)
    again = SuperComplaintPageFactory(
        parent=section, slug="second_change_note", live=False
    )
    again.identifier = "stalking"

    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert "used here before" in refused.value.message_dict["identifier"][0]


def test_changing_the_number_and_moving_a_page_keep_its_identifier(
    client, stalking, recommendation, section
):
    page = renumbered(recommendation, "9")

    entry = entry_with_id(entries(client), ID)
    assert (entry["number"], entry["availability"]) == ("9", "published")
    assert ID in client.get(page.url).content.decode()
    found = client.get("/super-complaints/recommendations/", {"q": ID}).content.decode()
    assert page.url in found

    publish(RecommendationResponsePageFactory(parent=stalking, number="7.1"))
    assert sorted(ids(client)) == [ID, f"{ID}-2"]
    other = publish(SuperComplaintPageFactory(parent=section, slug="other"))
    with permitted():
        RecommendationResponsePage.objects.get(pk=page.pk).move(other, pos="last-child")
    assert entry_with_id(entries(client), ID)["super_complaint"] == "other"


def test_a_copy_gets_its_own_identifier_and_without_a_number_each_keeps_its_own(
    client, stalking, recommendation, section
):
    other = publish(SuperComplaintPageFactory(parent=section, slug="other"))
    copy = RecommendationResponsePage.objects.get(pk=recommendation.pk).copy(
        to=other, keep_live=False
    )

    copy = RecommendationResponsePage.objects.get(pk=copy.pk)
    copy.number = "7.1"
    publish(copy)

    assert sorted(ids(client)) == ["other/recommendation-7.1", ID]
    unnumbered = publish(
        RecommendationResponsePageFactory(parent=stalking, number="", title="Train")
    )
    before = sorted(ids(client))
    delete(unnumbered)
    assert (len(before), sorted(ids(client))) == (3, before)


def test_the_published_identifier_is_not_part_of_a_draft_and_no_form_changes_it(
    client, recommendation
):
    page = RecommendationResponsePage.objects.get(pk=recommendation.pk)
    assert "published_identifier" not in page.latest_revision.content
    assert page.save_revision() == page.latest_revision

    client.force_login(UserFactory(roles=[EDITORS]))
    form = recommendation_form(number="7.2", published_identifier="mine")
    client.post(reverse("wagtailadmin_pages:edit", args=[recommendation.pk]), form)

    draft = RecommendationResponsePage.objects.get(
        pk=recommendation.pk
    ).get_latest_revision_as_object()
    assert (draft.number, draft.identifier) == ("7.2", ID)


def test_a_word_of_the_catalogue_stays_the_identifier_when_the_number_becomes_known(
    client, stalking, request
):
    page = publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="", item_identifier="screening"
        )
    )
    draft = RecommendationResponsePageFactory(
        parent=stalking, number="12", item_identifier="screening", live=False
    )
    assert draft.identifier == "stalking/screening"

    request.getfixturevalue("number_12_is_known")
    page = renumbered(page, "13")

    entry = entry_with_id(entries(client), "stalking/screening")
    assert entry["number"] == "13"


def test_a_page_that_is_made_by_its_number_gets_the_identifier_of_the_catalogue(
    stalking, number_12_is_known
):
    page = publish(RecommendationResponsePageFactory(parent=stalking, number="12"))

    assert page.identifier == "stalking/screening"
