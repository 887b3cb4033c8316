"""Editors begin from the catalogue, and a newer catalogue proposes what it knows more of."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse

from complaints.catalogue.reader import read_catalogue
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.core.partial_dates import PartialDate
from pages.moderation.gate import roles
from pages.moderation.gate.publication_set import PublicationSet
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def force(section):
    """The police force whose site this is."""
    wording = SiteWordingFactory()
    return OrganisationFactory(name=wording.force_name, kind="police_force")


def test_an_editor_chooses_the_report_and_writes_answers_alone(client, section, force, signed_in):
    signed_in(roles.EDITORS)
    OrganisationFactory(name="Criminal Justice Alliance")
    address = reverse("new_response", args=[section.pk])

    assert "Section 60 stop and search and community scrutiny" in client.get(address).content.decode()
    answer = client.post(address, {"report": "section-60"})

    page = SuperComplaintPage.objects.get()
    assert answer["Location"] == reverse("update_round", args=[page.pk])
    assert (page.identifier, page.sensitive, page.recommendations_made) == ("section-60", False, 10)
    assert [body.name for body in page.lead_bodies.all()] == ["Criminal Justice Alliance"]
    items = {item.identifier: item for item in RecommendationResponsePage.objects.all()}
    assert set(items) == {
        *("section-60/recommendation-1", "section-60/recommendation-3", "section-60/recommendation-10"),
        *("section-60/children", "section-60/communication"),
    }
    assert str(items["section-60/recommendation-1"].deadline) == "2024-06-14"
    assert PublicationSet.objects.get().items.count() == 6
    assert 'value="section-60"' not in client.get(address).content.decode()
    client.post(address, {"report": "section-60"})
    assert SuperComplaintPage.objects.count() == 1


def test_the_editor_is_told_whether_an_identifier_joins(client, section, signed_in):
    signed_in(roles.EDITORS)
    joins = SuperComplaintPageFactory(parent=section, identifier="stalking", live=False)
    does_not = SuperComplaintPageFactory(parent=section, identifier="parking", slug="parking", live=False)

    def form_of(page):
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "It is that of the catalogue" in form_of(joins)
    assert "readers cannot join it with the data of other forces" in form_of(does_not)


@pytest.fixture
def stalking_page(section, force):
    page = publish(
        SuperComplaintPageFactory(
            parent=section, identifier="stalking", slug="stalking", title="Our own title"
        )
    )
    publish(RecommendationResponsePageFactory(parent=page, number="7", title="Our own words"))
    return page


def with_newer_catalogue(monkeypatch):
    catalogue = read_catalogue()
    old = catalogue.report("stalking")
    item = replace(
        old.recommendations[0], deadline=PartialDate(2030, 1, 2), deadline_printed="by 2 January 2030"
    )
    new = replace(old, recommendations=(item,), recommendations_made=30)
    newer = replace(catalogue, reports=(new,), version="2030-01-01")
    for module in ("complaints.management.commands.update_catalogue", "complaints.starting.page_fields"):
        monkeypatch.setattr(f"{module}.read_catalogue", lambda: newer)


def test_a_newer_catalogue_proposes_facts_as_drafts_and_leaves_words_alone(
    stalking_page, monkeypatch, capsys
):
    with_newer_catalogue(monkeypatch)

    call_command("update_catalogue")

    assert "deadline 2030-01-02" in capsys.readouterr().out
    item = RecommendationResponsePage.objects.get()
    draft = item.get_latest_revision_as_object()
    assert (str(draft.deadline), draft.title) == ("2030-01-02", "Our own words")
    assert str(item.deadline) != "2030-01-02", "the public page stays"
    parent = SuperComplaintPage.objects.get().get_latest_revision_as_object()
    assert (parent.recommendations_made, parent.title) == (30, "Our own title")
    assert PublicationSet.objects.get().title == "Catalogue of 2030-01-01"


def test_a_page_that_somebody_changes_is_left_alone(stalking_page, monkeypatch, capsys):
    item = RecommendationResponsePage.objects.get()
    item.title = "Being written"
    item.save_revision()
    with_newer_catalogue(monkeypatch)

    call_command("update_catalogue")

    assert "somebody is changing this page" in capsys.readouterr().out
    assert RecommendationResponsePage.objects.get().get_latest_revision_as_object().title == "Being written"
