"""What no workflow can approve is done by Site administrators alone, and logged."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from pages.moderation.models import Decision
from pages.moderation.rules.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from tests.factories import StandardPageFactory, UserFactory
from tests.factories.published import clear, publish

OTHERS = [EDITORS, MODERATORS, APPROVING_OFFICERS, FEEDBACK_TEAM]


@pytest.fixture
def places(home):
    """A public page, and two others that it could stand below."""
    page, other = (publish(StandardPageFactory(parent=home, title=title)) for title in ("Page", "Other"))
    draft = StandardPageFactory(parent=home, title="Draft", live=False)
    return page, other, draft


@pytest.fixture
def administrator(client, db):
    user = UserFactory(roles=[SITE_ADMINISTRATORS])
    client.force_login(user)
    return user


def move(client, page, destination):
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]))


def set_privacy(client, page):
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    return client.post(address, {"restriction_type": "login", "password": "", "groups": []})


def lines(action):
    return list(Decision.objects.filter(action=action).values_list("actor_id", "object_name"))


def test_a_site_administrator_moves_a_public_page_and_it_is_logged(client, places, administrator):
    page, other, _ = places

    move(client, page, other)

    page.refresh_from_db()
    assert page.is_child_of(other)
    assert lines("moved") == [(administrator.pk, "Page")]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_moves_a_public_page(client, places, role):
    page, other, _ = places
    client.force_login(UserFactory(roles=[role]))

    move(client, page, other)

    page.refresh_from_db()
    assert not page.is_child_of(other)


def test_nobody_moves_a_public_page_below_a_draft(client, places, admin_user):
    page, _, draft = places
    client.force_login(admin_user)

    move(client, page, draft)

    page.refresh_from_db()
    assert not page.is_child_of(draft)


def test_a_site_administrator_makes_a_page_private_and_it_is_logged(client, places, administrator):
    page, _, _ = places

    set_privacy(client, page)

    assert PageViewRestriction.objects.get().page == page.page_ptr
    assert [actor for actor, _ in lines("privacy")] == [administrator.pk]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_makes_a_page_private(client, places, role):
    client.force_login(UserFactory(roles=[role]))

    set_privacy(client, places[0])

    assert not PageViewRestriction.objects.exists()


def test_a_redirect_is_logged(client, home, administrator):
    form = {"old_path": "/old/", "site": "", "is_permanent": "on", "redirect_link": "https://example.org/"}

    client.post(reverse("wagtailredirects:add"), form)

    assert Redirect.objects.exists()
    assert [actor for actor, _ in lines("redirect")] == [administrator.pk]


def test_whoever_joins_a_group_is_logged(db, editor):
    editor.groups.add(Group.objects.get(name=MODERATORS))

    line = Decision.objects.filter(action="people", object_id=str(editor.pk)).latest("pk")
    assert line.data == {"what": f"add: {MODERATORS}"}


def test_calling_off_what_was_never_scheduled_logs_nothing(client, home, moderator):
    page = publish(StandardPageFactory(parent=home))
    page.go_live_at = timezone.now() + timedelta(days=1)
    waits = clear(page)
    waits.publish()
    client.force_login(moderator)

    for revision, called_off in ((page.live_revision, []), (waits, [waits.pk])):
        client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]))

        logged = Decision.objects.about(page).filter(action="unscheduled")
        assert [line.revision_id for line in logged] == called_off


def test_closing_all_files_and_opening_them_again_is_logged(client, admin_user):
    client.force_login(admin_user)
    address = reverse("wagtailadmin_collections:set_privacy", args=[Collection.get_first_root_node().pk])
    form = {"restriction_type": "login", "password": "", "groups": []}

    client.post(address, form)
    client.post(address, {**form, "restriction_type": "none"})

    assert [actor for actor, _ in lines("privacy")] == [admin_user.pk, admin_user.pk]


@pytest.mark.parametrize("role", [*OTHERS, SITE_ADMINISTRATORS])
def test_nobody_without_all_rights_closes_them(client, home, role):
    client.force_login(UserFactory(roles=[role]))
    address = reverse("wagtailadmin_collections:set_privacy", args=[Collection.get_first_root_node().pk])

    client.post(address, {"restriction_type": "login", "password": "", "groups": []})

    assert not CollectionViewRestriction.objects.exists()
