"""Nobody reads in passing what another force's pages and files are called."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, GroupCollectionPermission, Page

from pages.moderation import roles
from tests.factories import DocumentFactory, ImageFactory, StandardPageFactory

SECRET = "Peregrine"


@pytest.fixture
def draft(brock) -> Page:
    return StandardPageFactory(parent=brock.home, title=f"{SECRET} page", slug="secret", live=False)


@pytest.fixture
def files(brock) -> list:
    held = GroupCollectionPermission.objects.filter(group__team__site=brock.site)
    collection = Collection.objects.get(pk__in=held.values("collection"))
    return [make(title=f"{SECRET} file", collection=collection) for make in (DocumentFactory, ImageFactory)]


def bulk_addresses(obj, *ids) -> list[str]:
    model = Page._meta if isinstance(obj, Page) else obj._meta
    actions = bulk_action_registry.get_bulk_actions_for_model(model.app_label, model.model_name)
    args = [(model.app_label, model.model_name, action.action_type) for action in actions]
    return [f"{reverse('wagtail_bulk_action', args=each)}?id={some}" for each in args for some in ids]


def telling(client, addresses) -> list[str]:
    answers = {address: client.get(address, follow=True) for address in addresses}
    return [address for address, answer in answers.items() if SECRET in answer.content.decode()]


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_bulk_action_names_another_forces_page(client, avon, brock, draft, role):
    client.force_login(avon.person(role))

    assert telling(client, bulk_addresses(draft, draft.pk, f"all&childOf={brock.home.pk}", "all")) == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_bulk_action_names_another_forces_files(client, avon, files, role):
    client.force_login(avon.person(role))

    for file in files:
        in_collection = f"all&childOf={file.collection_id}"
        assert telling(client, bulk_addresses(file, file.pk, in_collection, "all")) == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_question_whether_to_move_names_another_forces_page(client, avon, draft, role):
    own = StandardPageFactory(parent=avon.home, title="Own", slug="own", live=False)
    client.force_login(avon.person(role))
    pairs = [(draft, avon.home), (own, draft), (draft, draft)]

    assert (
        telling(client, [reverse("wagtailadmin_pages:move_confirm", args=[a.pk, b.pk]) for a, b in pairs])
        == []
    )


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_chooser_names_another_forces_page(client, avon, draft, files, role):
    client.force_login(avon.person(role))
    choosers = ["wagtaildocs_chooser:chosen_multiple", "wagtailimages_chooser:chosen_multiple"]
    addresses = [f"{reverse(name)}?id={file.pk}" for name, file in zip(choosers, files, strict=True)]
    addresses.append(f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={draft.pk}")

    assert telling(client, addresses) == []


def test_a_failed_bulk_move_does_not_name_the_place(client, avon, draft):
    own = StandardPageFactory(parent=avon.home, title="Own", slug="own", live=False)
    client.force_login(avon.person(roles.SITE_ADMINISTRATORS))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])

    answer = client.post(f"{address}?id={own.pk}", {"chooser": draft.pk})

    assert SECRET not in answer.content.decode()


def test_ones_own_are_there(client, brock, draft, files):
    client.force_login(brock.person(roles.EDITORS))
    chosen = f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={draft.pk}"

    for thing in (draft, *files):
        addresses = bulk_addresses(thing, thing.pk)
        assert addresses
        assert telling(client, addresses) == addresses
    assert telling(client, [chosen]) == [chosen]


def test_all_accounts_are_there_for_who_looks_after_them(client, admin_user, avon):
    person: User = avon.person(roles.EDITORS, username=SECRET)
    client.force_login(admin_user)

    addresses = bulk_addresses(person, person.pk)

    assert telling(client, addresses) == addresses
