"""What the data call something stays, whatever becomes of it, and is never used for anything else."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from complaints.models import RecommendationResponsePage
from pages.moderation.models import PublishedVersion
from pages.moderation.publishing.take_down import take_down
from pages.moderation.publishing.write_permit import permitted
from pages.moderation.rules.roles import EDITORS, MODERATORS
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory, UserFactory, publish
from tests.forms import recommendation_form

from .reading import csv_rows, entries, only

pytestmark = pytest.mark.both_databases

ID = "stalking/recommendation-7.1"


def ids(client, name="recommendations") -> list[str]:
    return [entry["id"] for entry in entries(client, name)]


def delete(page) -> None:
    """Take ``page`` down and delete it."""
    take_down(page, UserFactory(roles=[MODERATORS]), PublishedVersion.WithdrawalReason.ERROR, "Wrong.")
    with permitted():
        Page.objects.get(pk=page.pk).specific.delete()


def renumbered(page, number):
    """Publish ``page`` with another printed number."""
    page = RecommendationResponsePage.objects.get(pk=page.pk)
    page.number, page.change_note = number, "The number was wrong."
    return publish(page)


def test_an_address_that_is_used_again_gives_another_identifier(client, stalking, recommendation, section):
    delete(stalking)
    again = publish(SuperComplaintPageFactory(parent=section, slug="stalking"))
    publish(RecommendationResponsePageFactory(parent=again, number="7.1"))

    assert sorted(ids(client, "super-complaints")) == ["stalking", "stalking-2"]
    assert sorted(ids(client)) == ["stalking-2/recommendation-7.1", ID]


def test_nobody_can_choose_one_that_was_published(stalking, section):
    delete(stalking)
    again = SuperComplaintPageFactory(parent=section, slug="again", live=False)
    again.identifier = "stalking"

    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert "was published here" in refused.value.message_dict["identifier"][0]


def test_nor_does_an_address_give_the_identifier_of_another_page(stalking, section):
    stalking.slug = "renamed"
    publish(stalking)

    assert SuperComplaintPageFactory(parent=section, slug="stalking").identifier == "stalking-2"


def test_another_number_changes_no_identifier(client, recommendation):
    page = renumbered(recommendation, "9")

    entry = only(entries(client), ID)
    assert (entry["number"], entry["status"]) == ("9", "published")
    assert {row["id"] for row in csv_rows(client, "changes.csv")} == {ID, "stalking"}
    assert ID in client.get(page.url).content.decode()
    found = client.get("/super-complaints/recommendations/", {"q": ID}).content.decode()
    assert page.url in found


def test_the_number_that_was_corrected_gives_another_identifier(client, stalking, recommendation):
    renumbered(recommendation, "9")
    publish(RecommendationResponsePageFactory(parent=stalking, number="7.1"))

    assert sorted(ids(client)) == [ID, f"{ID}-2"]


def test_a_move_changes_no_identifier(client, recommendation, section):
    other = publish(SuperComplaintPageFactory(parent=section, slug="other"))
    with permitted():
        RecommendationResponsePage.objects.get(pk=recommendation.pk).move(other, pos="last-child")

    entry = only(entries(client), ID)
    assert entry["super_complaint"] == "other"


def test_a_copy_gets_its_own(client, recommendation, section):
    other = publish(SuperComplaintPageFactory(parent=section, slug="other"))
    copy = RecommendationResponsePage.objects.get(pk=recommendation.pk).copy(to=other, keep_live=False)

    copy = RecommendationResponsePage.objects.get(pk=copy.pk)
    copy.number = "7.1"
    publish(copy)

    assert sorted(ids(client)) == ["other/recommendation-7.1", ID]


def test_what_has_no_number_keeps_its_own_even_when_it_is_deleted(client, stalking, force):
    page = publish(RecommendationResponsePageFactory(parent=stalking, number="", title="Train"))
    [before] = ids(client)
    delete(page)

    assert ids(client) == [before]


def test_it_is_no_change_of_a_draft(client, recommendation):
    page = RecommendationResponsePage.objects.get(pk=recommendation.pk)
    assert "published_identifier" not in page.latest_revision.content
    assert page.save_revision() == page.latest_revision


def test_no_form_changes_it(client, recommendation):
    client.force_login(UserFactory(roles=[EDITORS]))
    form = recommendation_form(number="7.2", published_identifier="mine")
    client.post(reverse("wagtailadmin_pages:edit", args=[recommendation.pk]), form)

    draft = RecommendationResponsePage.objects.get(pk=recommendation.pk).get_latest_revision_as_object()
    assert (draft.number, draft.identifier) == ("7.2", ID)
