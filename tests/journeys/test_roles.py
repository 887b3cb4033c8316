"""A role that lets somebody approve is given by one person and confirmed by another."""

import re

import pytest
from playwright.sync_api import expect

from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    has_role,
)
from tests.effort import by_effort
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def pat(home):
    """An editor who is to become a moderator."""
    return UserFactory(roles=[EDITORS], first_name="Pat", last_name="Person")


def give_role(screen, person, role):
    """Give a role on the form of an account, as a Site administrator does."""
    screen.goto(f"/admin/users/edit/{person.pk}/")
    screen.get_by_role("tab", name="Roles").click()
    screen.get_by_label(role).check()
    screen.get_by_role("button", name=re.compile("^Save")).first.click()


def open_roles_to_confirm(screen):
    screen.goto("/admin/moderation/second-person/")
    return screen.get_by_role("button", name="Confirm Pat Person: role “Moderators”")


@pytest.mark.parametrize("width", by_effort([320], [320, 1280]))
def test_a_role_takes_effect_when_a_second_person_presses_confirm(
    colleague, pat, width
):
    giver = colleague(SITE_ADMINISTRATORS).page
    give_role(giver, pat, MODERATORS)
    expect(giver.locator(".messages")).to_contain_text(
        "“Moderators” takes effect once a second person confirms it"
    )
    assert not has_role(type(pat).objects.get(pk=pat.pk), MODERATORS)
    expect(open_roles_to_confirm(giver)).to_have_count(0)
    officer = colleague(APPROVING_OFFICERS, width=width).page
    confirm = open_roles_to_confirm(officer)
    for button in officer.locator("main form button").all():
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width

    confirm.click()

    expect(officer.locator(".messages")).to_contain_text(
        "Pat Person: role “Moderators”: confirmed."
    )
    expect(officer.get_by_role("main")).to_contain_text("Nothing needs confirmation.")
    assert has_role(type(pat).objects.get(pk=pat.pk), MODERATORS)
