"""Deactivating an account shows the work that it leaves open."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from pages.moderation.gate import roles
from pages.moderation.people import membership
from tests.factories import NoticeFactory, StandardPageFactory, UserFactory
from tests.factories.published import publish
from tests.submissions import submit


@pytest.fixture
def leaving(db):
    return UserFactory(roles=[roles.EDITORS, roles.MODERATORS], first_name="Lee", last_name="Leaver")


@pytest.fixture
def work(home, leaving):
    """A draft of theirs, what they submitted, and what others submitted."""
    draft = publish(StandardPageFactory(parent=home, title="Their draft"))
    draft.title = "Their draft"
    draft.summary = "Changed."
    draft.save_revision(user=leaving)
    submit(NoticeFactory(text="Their notice"), leaving)
    submit(StandardPageFactory(parent=home, title="To be reviewed"), UserFactory(roles=[roles.EDITORS]))
    others = publish(StandardPageFactory(parent=home, title="Somebody else’s draft"))
    others.summary = "Changed."
    others.save_revision(user=UserFactory())
    publish(StandardPageFactory(parent=home, title="Published"), user=leaving)


def titles(objects) -> set[str]:
    return {str(obj) for obj in objects}


def test_drafts_submissions_and_reviews_of_other_peoples_work_are_open_work(work, leaving):
    assert titles(membership.open_drafts(leaving)) == {"Their draft", "Information: Their notice"}
    assert titles(membership.open_reviews(leaving)) == {"To be reviewed"}
    assert membership.open_reviews(UserFactory(roles=[roles.EDITORS])) == []


OPEN = ["Their draft", "Their notice", "To be reviewed"]


def test_suspending_an_account_shows_its_open_work(client, administrator, work, leaving):
    address = reverse("wagtailusers_users:edit", args=[leaving.pk])

    before = client.get(address).content.decode()
    after = client.post(
        reverse("moderation:second_person"), {"account": leaving.pk}, follow=True
    ).content.decode()
    again = client.get(address).content.decode()

    assert not User.objects.get(pk=leaving.pk).is_active
    assert [title for title in OPEN if title in before] == []
    assert [title for title in OPEN if title in after] == OPEN
    assert [title for title in OPEN if title in again] == OPEN


def test_bulk_deactivation_of_an_editor_shows_open_work(client, administrator, work, leaving):
    leaving.groups.set([Group.objects.get(name=roles.EDITORS)])
    address = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])

    address += f"?id={leaving.pk}&next={reverse('wagtailusers_users:index')}"
    answer = client.post(address, {"mark_as_active": "False"}, follow=True)

    assert [title for title in OPEN[:2] if title in answer.content.decode()] == OPEN[:2]
