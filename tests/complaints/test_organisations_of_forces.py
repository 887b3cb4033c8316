"""Whose an organisation is."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page, Site

from complaints.models import Organisation
from pages.moderation.permit import permitted
from tests.factories import HomePageFactory, OrganisationFactory

migration = import_module("complaints.migrations.0005_organisation_site")
pytestmark = pytest.mark.django_db


@pytest.fixture
def other_site():
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="other")
    return Site.objects.create(hostname="other.example", root_page=home)


def test_those_that_there_were_are_the_only_forces_own():
    organisation = OrganisationFactory(site=None)

    migration.give_to_the_only_site(apps, None)

    organisation.refresh_from_db()
    assert organisation.site == Site.objects.get()


def test_those_that_there_were_are_shared_by_several_forces(other_site):
    organisation = OrganisationFactory(site=None)

    migration.give_to_the_only_site(apps, None)

    organisation.refresh_from_db()
    assert organisation.site is None


def test_going_back_tells_those_of_the_same_name_apart(other_site):
    OrganisationFactory(name="Home Office")
    OrganisationFactory(name="Home Office", site=other_site)

    with permitted():
        migration.tell_names_apart(apps, None)

    assert len(set(Organisation.objects.values_list("name", flat=True))) == 2


@pytest.mark.parametrize("shared", [True, False])
def test_a_name_is_given_once_to_a_force_and_once_to_all(other_site, shared):
    site = None if shared else other_site
    OrganisationFactory(name="Home Office", site=site)

    with pytest.raises(ValidationError, match="of this name already"):
        Organisation(name="Home Office", kind="other", site=site).full_clean()


def test_what_all_forces_share_is_not_made_again_by_one(other_site):
    OrganisationFactory(name="Home Office", site=None)

    with pytest.raises(ValidationError, match="of this name already"):
        Organisation(name="Home Office", kind="other", site=other_site).full_clean()


def test_a_site_that_has_organisations_is_not_deleted(client, admin_user, other_site):
    OrganisationFactory(site=other_site)
    client.force_login(admin_user)

    answer = client.post(reverse("wagtailsites:delete", args=[other_site.pk]), follow=True)

    assert "has organisations" in answer.content.decode()
    assert Site.objects.filter(pk=other_site.pk).exists()
