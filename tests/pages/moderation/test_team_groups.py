"""A command makes the groups of a force that shares an installation."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupSitePermission, Page, Site

from pages.moderation import roles
from pages.moderation.models import TeamGroup
from tests.factories import HomePageFactory, UserFactory


def counts() -> tuple:
    models = (Group, TeamGroup, Collection, GroupSitePermission)
    return tuple(model.objects.count() for model in models)


def test_running_it_again_changes_nothing(avon):
    before = counts()

    call_command("add_team", "avon.example", verbosity=0)

    assert counts() == before
    assert set(TeamGroup.objects.values_list("role", flat=True)) == set(roles.ROLES)


def test_running_it_again_follows_a_new_home_page(avon):
    admin = avon.person(roles.SITE_ADMINISTRATORS)
    new = HomePageFactory(parent=Page.objects.get(depth=1), slug="new")
    Site.objects.filter(pk=avon.site.pk).update(root_page=new)

    call_command("add_team", "avon.example:80", verbosity=0)

    assert new.permissions_for_user(admin).can_edit()
    assert not avon.home.permissions_for_user(admin).can_edit()


def test_its_groups_can_be_removed_and_made_again(avon):
    person = avon.person(roles.EDITORS)
    call_command("add_team", "avon.example", "--remove", verbosity=0)
    assert not TeamGroup.objects.exists()
    assert not person.groups.exists()

    call_command("add_team", "avon.example", verbosity=0)
    assert TeamGroup.objects.count() == len(roles.ROLES)


def test_a_site_without_pages_of_its_own_gets_none(avon):
    inside = HomePageFactory(parent=avon.home, slug="inside")
    Site.objects.create(hostname="inside.example", root_page=inside)
    Site.objects.create(hostname="empty.example", root_page=Page.objects.get(depth=1))

    for hostname, reason in (
        ("inside.example", "are not apart"),
        ("empty.example", "home page of its own"),
        ("nobody.example", "No site"),
    ):
        with pytest.raises(CommandError, match=reason):
            call_command("add_team", hostname, verbosity=0)


def test_what_belongs_to_the_whole_installation_stays_with_the_base_group(client, avon, brock):
    names = [
        "wagtailusers_users:index",
        "wagtailsites:index",
        "wagtailredirects:index",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:task_index",
        "wagtailadmin_reports:page_types_usage",
    ]

    for person, opens in (
        (avon.person(roles.SITE_ADMINISTRATORS), False),
        (UserFactory(roles=[roles.SITE_ADMINISTRATORS]), True),
    ):
        client.force_login(person)
        assert {client.get(reverse(name)).status_code == 200 for name in names} == {opens}


@pytest.mark.parametrize("role", roles.ROLES)
def test_images_of_another_force_are_neither_listed_nor_offered(client, avon, brock, role):
    collection = Collection.objects.get(name=str(brock.site))
    image = get_image_model().objects.create(
        title="Peregrine", file=get_test_image_file(), collection=collection
    )
    client.force_login(avon.person(role))
    names = ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtailadmin_collections:index"]

    shown = [client.get(reverse(name), follow=True).content.decode() for name in names]

    assert not any("Peregrine" in text or str(brock.site) in text for text in shown)
    assert client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code != 200
