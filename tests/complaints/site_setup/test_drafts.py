"""Editors begin a response from the catalogue."""

import pytest
from django.urls import reverse

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval import roles
from pages.moderation.approval.publication_set import PublicationSet
from tests.factories import (
    OrganisationFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def force(section):
    """The police force whose site this is."""
    wording = SiteWordingFactory()
    return OrganisationFactory(name=wording.force_name, kind="police_force")


def test_an_editor_chooses_the_report_and_writes_answers_alone(
    client, section, force, signed_in
):
    signed_in(roles.EDITORS)
    OrganisationFactory(name="Criminal Justice Alliance")
    address = reverse("new_response", args=[section.pk])

    assert (
        "Section 60 stop and search and community scrutiny"
        in client.get(address).content.decode()
    )
    answer = client.post(address, {"report": "section-60"})

    page = SuperComplaintPage.objects.get()
    assert answer["Location"] == reverse("update_round", args=[page.pk])
    assert (page.identifier, page.sensitive, page.recommendations_made) == (
        "section-60",
        False,
        10,
    )
    assert [body.name for body in page.lead_bodies.all()] == [
        "Criminal Justice Alliance"
    ]
    items = {item.identifier: item for item in RecommendationResponsePage.objects.all()}
    assert set(items) == {
        "section-60/recommendation-1",
        "section-60/recommendation-3",
        "section-60/recommendation-10",
        "section-60/children",
        "section-60/communication",
    }
    assert str(items["section-60/recommendation-1"].deadline) == "2024-06-14"
    assert PublicationSet.objects.get().items.count() == 6
    assert 'value="section-60"' not in client.get(address).content.decode()
    client.post(address, {"report": "section-60"})
    assert SuperComplaintPage.objects.count() == 1


def test_the_editor_is_told_whether_an_identifier_joins(client, section, signed_in):
    signed_in(roles.EDITORS)
    joins = SuperComplaintPageFactory(parent=section, identifier="stalking", live=False)
    does_not = SuperComplaintPageFactory(
        parent=section, identifier="parking", slug="parking", live=False
    )

    def form_of(page):
        return client.get(
            reverse("wagtailadmin_pages:edit", args=[page.pk])
        ).content.decode()

    assert "This is the identifier in the national catalogue" in form_of(joins)
    assert "readers cannot join it with the data of other forces" in form_of(does_not)
