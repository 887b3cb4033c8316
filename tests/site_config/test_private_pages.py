"""Private pages and documents are for people with an account: no password is shared, or stored as typed."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories import StandardPageFactory

PASSWORD = {"restriction_type": "password", "password": "open sesame"}


@pytest.fixture
def administrator(client, admin_user):
    client.force_login(admin_user)


def test_a_page_cannot_be_given_a_password(client, administrator, home):
    page = StandardPageFactory(parent=home)
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])

    assert "password" not in client.get(address).json()["html"].lower()
    client.post(address, PASSWORD)
    assert not PageViewRestriction.objects.exists()


def test_a_collection_cannot_be_given_a_password(client, administrator, home):
    collection = Collection.get_first_root_node().add_child(name="Letters")
    address = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])

    assert "password" not in client.get(address).json()["html"].lower()
    client.post(address, PASSWORD)
    assert not CollectionViewRestriction.objects.exists()


def test_a_page_for_those_who_are_signed_in_leads_to_the_one_sign_in(client, home):
    page = StandardPageFactory(parent=home)
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert client.get(page.url)["Location"] == f"/admin/login/?next={page.url}"
