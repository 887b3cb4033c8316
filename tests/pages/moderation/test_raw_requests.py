"""Requests for objects that a user may not see or choose reveal and change nothing."""

import pytest
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Page, Site

from pages.moderation.approval import roles
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    OrganisationFactory,
    StandardPageFactory,
    UserFactory,
)

SECRET = "Peregrine"


@pytest.fixture
def draft(home) -> Page:
    return StandardPageFactory(
        parent=home, title=f"{SECRET} page", slug="secret", live=False
    )


@pytest.fixture
def files(home) -> list:
    return [make(title=f"{SECRET} file") for make in (DocumentFactory, ImageFactory)]


def bulk_addresses(obj, *ids) -> list[str]:
    model = Page._meta if isinstance(obj, Page) else obj._meta
    actions = bulk_action_registry.get_bulk_actions_for_model(
        model.app_label, model.model_name
    )
    args = [
        (model.app_label, model.model_name, action.action_type) for action in actions
    ]
    return [
        f"{reverse('wagtail_bulk_action', args=arg)}?id={some}"
        for arg in args
        for some in ids
    ]


def chooser_addresses(draft, files) -> list[str]:
    choosers = [
        "wagtaildocs_chooser:chosen_multiple",
        "wagtailimages_chooser:chosen_multiple",
    ]
    addresses = [
        f"{reverse(name)}?id={file.pk}"
        for name, file in zip(choosers, files, strict=True)
    ]
    page_choosers = [
        f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={draft.pk}",
        reverse("wagtailadmin_choose_page_child", args=[draft.get_parent().pk]),
        f"{reverse('wagtailadmin_choose_page_search')}?q={SECRET}",
    ]
    return [*addresses, *page_choosers]


def addresses_that_show_titles(client, addresses) -> list[str]:
    answers = {address: client.get(address, follow=True) for address in addresses}
    return [
        address
        for address, answer in answers.items()
        if SECRET in answer.content.decode()
    ]


class TestUserWithoutAccessToPages:
    """The Feedback team."""

    @pytest.fixture(autouse=True)
    def _sign_in(self, client, home):
        client.force_login(UserFactory(roles=[roles.FEEDBACK_TEAM]))

    def test_bulk_actions_show_no_titles_of_drafts_or_files(self, client, draft, files):
        for thing in (draft, *files):
            assert (
                addresses_that_show_titles(
                    client, bulk_addresses(thing, thing.pk, "all")
                )
                == []
            )

    def test_choosers_show_no_titles(self, client, draft, files):
        assert addresses_that_show_titles(client, chooser_addresses(draft, files)) == []

    def test_the_move_confirmation_shows_no_titles(self, client, draft, home):
        for pair in ((draft, home), (home, draft)):
            address = reverse(
                "wagtailadmin_pages:move_confirm", args=[each.pk for each in pair]
            )
            assert addresses_that_show_titles(client, [address]) == []


def test_an_editor_sees_titles_in_bulk_actions_and_choosers(client, draft, files):
    client.force_login(UserFactory(roles=[roles.EDITORS]))

    assert addresses_that_show_titles(
        client, chooser_addresses(draft, files)
    ) == chooser_addresses(draft, files)
    assert addresses_that_show_titles(
        client, bulk_addresses(draft, draft.pk)
    ) == bulk_addresses(draft, draft.pk)


def test_only_site_administrators_can_delete_organisations(client, home):
    organisation = OrganisationFactory(live=False)
    client.force_login(
        UserFactory(roles=[roles.EDITORS, roles.MODERATORS, roles.APPROVING_OFFICERS])
    )
    bulk = reverse("wagtail_bulk_action", args=["complaints", "organisation", "delete"])

    client.post(f"{bulk}?id={organisation.pk}")
    client.post(
        reverse(
            "wagtailsnippets_complaints_organisation:delete", args=[organisation.pk]
        )
    )

    assert type(organisation).objects.filter(pk=organisation.pk).exists()


def test_a_site_administrator_cannot_add_a_second_site(client, home):
    client.force_login(UserFactory(roles=[roles.SITE_ADMINISTRATORS]))
    form = {
        "hostname": "other.example",
        "port": "80",
        "site_name": "",
        "root_page": home.pk,
    }

    client.post(reverse("wagtailsites:add"), form)

    assert Site.objects.count() == 1


def test_a_second_collection_cannot_be_added_on_a_screen(client, home, admin_user):
    root = Collection.get_first_root_node()
    for user in (UserFactory(roles=[roles.SITE_ADMINISTRATORS]), admin_user):
        client.force_login(user)
        client.post(
            reverse("wagtailadmin_collections:add"), {"name": "New", "parent": root.pk}
        )

        assert list(Collection.objects.all()) == [root], user
