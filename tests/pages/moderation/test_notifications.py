"""Who is told by e-mail of what waits and of what became of it."""

import pytest
from django.urls import reverse
from wagtail.admin.views.pages import edit

from pages.feedback import alerts
from pages.moderation import roles
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.forces import feedback_of, submit


def told(mailoutbox) -> set[str]:
    """Return whom the mails since the last call went to."""
    addresses = {address for mail in mailoutbox for address in mail.to}
    mailoutbox.clear()
    return addresses


def approve(client, obj, person):
    client.force_login(person)
    state = obj.current_workflow_task_state
    name = "wagtailadmin_pages" if hasattr(obj, "slug") else obj.snippet_viewset.url_namespace
    client.post(reverse(f"{name}:workflow_action", args=[obj.pk, "approve", state.pk]), {"comment": ""})


@pytest.fixture
def strangers(avon, brock, admin_user):
    """Everyone of the other force, and a superuser."""
    return [brock.person(role) for role in roles.ROLES] + [admin_user]


def test_each_step_tells_those_of_the_force_who_may_still_take_it(client, avon, strangers, mailoutbox):
    editor, moderator, officer = (
        avon.person(role) for role in (roles.EDITORS, roles.MODERATORS, roles.APPROVING_OFFICERS)
    )
    both = avon.person(roles.MODERATORS, roles.APPROVING_OFFICERS)
    author = avon.person(roles.EDITORS, roles.MODERATORS)
    avon.person(roles.MODERATORS, is_active=False)
    section = avon.home.get_children().get(slug="super-complaints").specific
    page = RecommendationResponsePageFactory(parent=SuperComplaintPageFactory(parent=section), number="7.1")
    page.save_revision(user=author)

    submit(page, editor)
    assert told(mailoutbox) == {moderator.email, both.email}

    approve(client, page, both)
    assert told(mailoutbox) == {officer.email}

    approve(client, page, officer)
    assert told(mailoutbox) == {editor.email}


def test_snippets_tell_the_same_people(client, avon, strangers, mailoutbox):
    editor, moderator = avon.person(roles.EDITORS), avon.person(roles.MODERATORS)
    organisation = OrganisationFactory(site=avon.site)

    submit(organisation, editor)
    assert told(mailoutbox) == {moderator.email}

    client.force_login(moderator)
    state = organisation.current_workflow_task_state
    address = organisation.snippet_viewset.get_url_name("workflow_action")
    client.post(reverse(address, args=[organisation.pk, "reject", state.pk]), {"comment": "Say more."})
    assert told(mailoutbox) == {editor.email}


def test_a_submitter_who_went_to_the_other_force_is_told_nothing(client, avon, brock, mailoutbox):
    editor, moderator = avon.person(roles.EDITORS), avon.person(roles.MODERATORS)
    organisation = OrganisationFactory(site=avon.site)
    submit(organisation, editor)
    editor.groups.set(brock.person(roles.EDITORS).groups.all())
    mailoutbox.clear()

    approve(client, organisation, moderator)

    assert told(mailoutbox) == set()


def test_whoever_leaves_a_force_hears_no_more_of_its_comments(avon, brock, mailoutbox):
    stays, leaves = avon.person(roles.EDITORS), brock.person(roles.EDITORS)
    page = StandardPageFactory(parent=avon.home)

    # What Wagtail's editor calls with whoever subscribed or commented once.
    edit.send_notification([stays, leaves], "updated_comments", {"page": page, "editor": stays})

    assert told(mailoutbox) == {stays.email}


def test_a_safeguarding_concern_tells_the_team_of_its_site_only(avon, brock, mailoutbox):
    own, everywhere = avon.person(roles.FEEDBACK_TEAM), UserFactory(roles=[roles.FEEDBACK_TEAM])
    other = brock.person(roles.FEEDBACK_TEAM)
    feedback_of(avon, "Urgent", state="safeguarding")

    assert alerts.send_due() == 1
    assert told(mailoutbox) == {own.email, everywhere.email}

    feedback_of(brock, "Urgent", state="safeguarding")
    assert alerts.send_due() == 1
    assert told(mailoutbox) == {other.email, everywhere.email}
