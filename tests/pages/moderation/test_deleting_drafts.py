"""Deleting, moving, copying and converting a page ask the same question as editing it."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Page

from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import AuditLogEntry
from tests.factories import (
    NoticeFactory,
    OrganisationFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.submissions import submit

ROLES = [EDITORS, MODERATORS, APPROVING_OFFICERS, SITE_ADMINISTRATORS, "superuser"]


def somebody(role):
    if role == "superuser":
        return UserFactory(is_superuser=True, first_name="Una", last_name="User")
    return UserFactory(roles=[role], first_name="Una", last_name="User")


def delete(client, page, user):
    client.force_login(user)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


@pytest.fixture
def draft(home, editor):
    page = StandardPageFactory(parent=home, title="A draft", live=False)
    page.save_revision(user=editor)
    return page


@pytest.mark.parametrize("role", ROLES)
def test_nobody_deletes_a_page_in_review(client, draft, editor, role):
    submit(draft, editor)

    delete(client, draft, somebody(role))

    assert Page.objects.filter(pk=draft.pk).exists()
    assert not AuditLogEntry.objects.filter(action="deleted").exists()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_deletes_a_page_above_one_in_review(client, draft, editor, role):
    submit(StandardPageFactory(parent=draft, live=False), editor)

    delete(client, draft, somebody(role))

    assert Page.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    "factory", [StandardPageFactory, NoticeFactory, OrganisationFactory]
)
def test_code_behind_a_screen_deletes_nothing_in_review(home, editor, factory):
    obj = factory(
        live=False, **({"parent": home} if factory is StandardPageFactory else {})
    )
    submit(obj, editor)
    obj = type(obj).objects.get(pk=obj.pk)

    with pytest.raises(PublicationRefusedError, match="in moderation"):
        obj.delete()


def test_deleting_a_draft_is_logged_and_its_authors_are_told(
    client, draft, mailoutbox, committed
):
    author = UserFactory(roles=[EDITORS], email="author@example.org")
    draft.summary = "Written by somebody else."
    draft.save_revision(user=author)
    deleter = somebody(SITE_ADMINISTRATORS)

    with committed():
        delete(client, draft, deleter)

    assert not Page.objects.filter(pk=draft.pk).exists()
    entry = AuditLogEntry.objects.get(action="deleted")
    assert (entry.actor_id, entry.object_name) == (deleter.pk, "A draft")
    (told,) = [mail for mail in mailoutbox if mail.to == ["author@example.org"]]
    assert told.subject == "Draft deleted: A draft"
    assert "Una User has deleted the draft" in told.body


def test_every_page_below_a_deleted_draft_is_logged(client, draft):
    StandardPageFactory(parent=draft, title="Below", live=False)

    delete(client, draft, somebody(SITE_ADMINISTRATORS))

    names = AuditLogEntry.objects.filter(action="deleted").values_list(
        "object_name", flat=True
    )
    assert sorted(names) == ["A draft", "Below"]


def test_nobody_is_told_of_what_they_deleted_themselves(
    client, home, mailoutbox, committed
):
    author = somebody(SITE_ADMINISTRATORS)
    page = StandardPageFactory(parent=home, live=False)
    page.summary = "Written by who deletes it."
    page.save_revision(user=author)

    with committed():
        delete(client, page, author)

    assert not Page.objects.filter(pk=page.pk).exists()
    assert mailoutbox == []


@pytest.mark.parametrize("role", [EDITORS, SITE_ADMINISTRATORS, "superuser"])
def test_nobody_deletes_or_moves_what_somebody_else_has_locked(
    client, home, draft, role
):
    elsewhere = StandardPageFactory(parent=home, title="Elsewhere")
    draft.locked, draft.locked_by = True, UserFactory(roles=[EDITORS])
    draft.save()
    user = somebody(role)

    delete(client, draft, user)
    client.post(
        reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, elsewhere.pk])
    )

    draft.refresh_from_db()
    assert draft.get_parent().pk == home.pk
    for change in (draft.delete, lambda: draft.move(elsewhere, pos="last-child")):
        refused = pytest.raises(PublicationRefusedError, match="locked")
        with LogContext(user=user), refused, transaction.atomic():
            change()


@pytest.mark.parametrize("action", ["can_edit", "can_move", "can_copy", "can_delete"])
def test_who_may_not_edit_a_page_may_not_move_copy_or_delete_it(draft, action):
    readers = somebody("Feedback team")

    assert not getattr(draft.permissions_for_user(readers), action)()
