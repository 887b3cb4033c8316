"""Lists offer the bulk actions that somebody may do, and no others."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Page

from complaints.models import Organisation
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    has_role,
)
from pages.moderation.views.bulk_actions import offered_bulk_actions
from tests.factories import OrganisationFactory, StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db

ON_PAGES = ["put_into_set", "move", "delete"]


def test_offered_actions():
    for role, model, offered in [
        (EDITORS, Page, ON_PAGES),
        (APPROVING_OFFICERS, Page, ON_PAGES),
        (SITE_ADMINISTRATORS, Page, ON_PAGES),
        (EDITORS, Organisation, []),
        (MODERATORS, Organisation, []),
        (SITE_ADMINISTRATORS, Organisation, ["delete"]),
        (EDITORS, Document, ["add_tags", "delete"]),
        (APPROVING_OFFICERS, Document, []),
        (SITE_ADMINISTRATORS, User, ["set_active_state", "assign_role"]),
    ]:
        user = UserFactory(roles=[role])

        assert [
            action.action_type for action in offered_bulk_actions(model, user)
        ] == offered, role


def test_the_buttons_for_pages_say_where_they_take_drafts_alone(
    client, signed_in, home
):
    for role, labels in [
        (EDITORS, ["Add to a set", "Move drafts", "Delete drafts"]),
        (APPROVING_OFFICERS, ["Add to a set", "Move drafts", "Delete drafts"]),
        (SITE_ADMINISTRATORS, ["Add to a set", "Move", "Delete drafts"]),
    ]:
        signed_in(role)

        answer = client.get(reverse("wagtailadmin_explore", args=[home.pk]))

        buttons = BeautifulSoup(answer.content, "html.parser").select(
            "[data-bulk-action-button]"
        )
        assert [button.get_text(strip=True) for button in buttons] == labels, role
    signed_in(SITE_ADMINISTRATORS)
    answer = client.get(reverse("wagtailsnippets_complaints_organisation:list"))
    (button,) = BeautifulSoup(answer.content, "html.parser").select(
        "[data-bulk-action-button]"
    )
    assert button.get_text(strip=True) == "Delete"


def test_pages_are_neither_published_nor_taken_down_in_bulk(client, signed_in, home):
    signed_in(SITE_ADMINISTRATORS)
    for action in ["publish", "unpublish"]:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

        assert client.post(f"{address}?id={home.pk}").status_code == 404, action


def bulk(client, label, action, things, **form):
    ids = "&".join(f"id={thing.pk}" for thing in things)
    address = (
        reverse("wagtail_bulk_action", args=[*label.split("."), action])
        + f"?{ids}&next=/admin/"
    )
    shown = client.get(address).content.decode()
    return shown, client.post(address, form, follow=True).content.decode()


def test_what_is_public_is_left_out_before_anything_is_deleted(client, signed_in):
    signed_in(SITE_ADMINISTRATORS)
    public, draft = (
        OrganisationFactory(name="Public body"),
        Organisation(name="Draft", live=False),
    )
    draft.save()

    shown, _ = bulk(client, "complaints.organisation", "delete", [public, draft])

    assert "These are public. Take them down before you delete them." in shown
    assert list(Organisation.objects.all()) == [public]


def test_who_cannot_delete_public_pages_reads_what_they_can_do(client, signed_in, home):
    page = StandardPageFactory(parent=home)
    for role, advice in [
        (EDITORS, "Ask a moderator to take down what is public first."),
        (MODERATORS, "Take down what is public first."),
    ]:
        signed_in(role)

        shown, _ = bulk(client, "wagtailcore.page", "delete", [page])

        assert f"You cannot delete these. {advice}" in shown, role


def test_a_page_that_cannot_be_moved_to_its_namesake_is_listed_with_what_can_be_done(
    client, signed_in, home
):
    signed_in(EDITORS)
    draft, destination = (
        StandardPageFactory(parent=home, title=each, live=False) for each in "AB"
    )
    StandardPageFactory(parent=destination, slug=draft.slug, live=False)

    _, refused = bulk(
        client, "wagtailcore.page", "move", [draft], chooser=destination.pk
    )

    assert (
        "Other pages there have the same number or address as these. Choose another place"
        in refused
    )
    draft.refresh_from_db()
    assert draft.get_parent().pk == home.pk


def test_roles_are_given_to_others_and_the_outcome_is_true(client, signed_in):
    giver = signed_in(SITE_ADMINISTRATORS)
    ann = UserFactory(first_name="Ann", last_name="Smith")

    editors, moderators = (
        Group.objects.get(name=name) for name in (EDITORS, MODERATORS)
    )
    shown, done = bulk(
        client, "auth.user", "assign_role", [giver, ann], role=editors.pk
    )
    _, waiting = bulk(client, "auth.user", "assign_role", [ann], role=moderators.pk)

    assert "You cannot give yourself a role" in shown
    assert "Role given: Editors to Ann Smith." in done
    assert (
        "Ann Smith: “Moderators” takes effect once a second person confirms it"
        in waiting
    )
    assert "Role given: Moderators" not in waiting
    assert has_role(ann, EDITORS)
    assert not has_role(giver, EDITORS)
