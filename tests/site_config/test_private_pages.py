"""Private pages and documents are for people with an account: no password is shared, or stored as typed."""

from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories import StandardPageFactory

PASSWORD = {"restriction_type": "password", "password": "open sesame"}


def test_neither_a_page_nor_a_collection_can_be_given_a_password(client, admin_client, home):
    page = StandardPageFactory(parent=home)
    collection = Collection.get_first_root_node().add_child(name="Letters")
    for address in (
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
        reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]),
    ):
        assert "password" not in admin_client.get(address).json()["html"].lower()
        admin_client.post(address, PASSWORD)
    assert not PageViewRestriction.objects.exists()
    assert not CollectionViewRestriction.objects.exists()

    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(page.url)["Location"] == f"/admin/login/?next={page.url}"
