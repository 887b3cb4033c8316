"""Who gets e-mails about reviews and their outcome."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.admin.views.pages import edit

from pages.feedback import alerts
from pages.moderation.rules import roles
from tests.factories import (
    FeedbackEntryFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.submissions import decide, submit


def recipients(mailoutbox) -> set[str]:
    """Return whom the mails since the last call went to."""
    addresses = {address for mail in mailoutbox for address in mail.to}
    mailoutbox.clear()
    return addresses


@pytest.fixture
def bystanders(admin_user):
    """People who may take no step, and a superuser."""
    return [UserFactory(roles=[role]) for role in (roles.FEEDBACK_TEAM, roles.SITE_ADMINISTRATORS)] + [
        admin_user
    ]


def test_each_step_emails_those_who_can_still_approve_it(client, section, bystanders, mailoutbox):
    editor, moderator, officer = (
        UserFactory(roles=[role]) for role in (roles.EDITORS, roles.MODERATORS, roles.APPROVING_OFFICERS)
    )
    both = UserFactory(roles=[roles.MODERATORS, roles.APPROVING_OFFICERS])
    author = UserFactory(roles=[roles.EDITORS, roles.MODERATORS])
    UserFactory(roles=[roles.MODERATORS], is_active=False)
    page = RecommendationResponsePageFactory(parent=SuperComplaintPageFactory(parent=section), number="7.1")
    page.save_revision(user=author)

    submit(page, editor)
    assert recipients(mailoutbox) == {moderator.email, both.email}

    decide(client, page, both)
    assert recipients(mailoutbox) == {officer.email}

    decide(client, page, officer)
    assert recipients(mailoutbox) == {editor.email}


def test_snippet_reviews_email_the_same_people(client, home, bystanders, mailoutbox):
    editor, moderator = UserFactory(roles=[roles.EDITORS]), UserFactory(roles=[roles.MODERATORS])
    organisation = OrganisationFactory()

    submit(organisation, editor)
    assert recipients(mailoutbox) == {moderator.email}

    decide(client, organisation, moderator, "reject", "Say more.")
    assert recipients(mailoutbox) == {editor.email}


def test_a_submitter_without_a_role_gets_no_email(client, home, mailoutbox):
    editor, moderator = UserFactory(roles=[roles.EDITORS]), UserFactory(roles=[roles.MODERATORS])
    organisation = OrganisationFactory()
    submit(organisation, editor)
    editor.groups.clear()
    mailoutbox.clear()

    decide(client, organisation, moderator)

    assert recipients(mailoutbox) == set()


def test_people_without_a_role_get_no_emails_about_comments(home, mailoutbox):
    stays, left = UserFactory(roles=[roles.EDITORS]), UserFactory()
    page = StandardPageFactory(parent=home)

    # What Wagtail's editor calls with whoever subscribed or commented once.
    edit.send_notification([stays, left], "updated_comments", {"page": page, "editor": stays})

    assert recipients(mailoutbox) == {stays.email}


def test_a_safeguarding_concern_emails_only_the_feedback_team(home, bystanders, mailoutbox):
    member = UserFactory(roles=[roles.FEEDBACK_TEAM])
    UserFactory(roles=[roles.EDITORS])
    FeedbackEntryFactory(state="safeguarding")

    assert alerts.send_concern_alerts() == 1
    assert recipients(mailoutbox) == {member.email, bystanders[0].email}


def test_an_email_names_the_page_and_leads_to_the_review_and_holds_none_of_its_text(section, mailoutbox):
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section, title="Stalking"),
        number="7.1",
        title="Train officers",
        wording="Word for word",
    )
    UserFactory(roles=[roles.MODERATORS])
    submit(page, UserFactory(roles=[roles.EDITORS]))

    (message,) = mailoutbox
    review = f"/admin/moderation/review/{page.current_workflow_task_state.pk}/"
    assert message.subject == "Please review: Recommendation 7.1: Train officers (Stalking)"
    assert "What readers will be told: We put it right." in message.body
    for text in (message.body, message.alternatives[0].content):
        assert review in text
        assert "Word for word" not in text


def test_an_email_about_what_is_published_later_does_not_tell_its_title(section, mailoutbox):
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section), number="7.1", title="Train officers"
    )
    UserFactory(roles=[roles.MODERATORS])
    page.go_live_at = timezone.now() + timedelta(days=1)
    submit(page, UserFactory(roles=[roles.EDITORS]))

    (message,) = mailoutbox
    assert message.subject == "Please review: Recommendation 7.1"
    assert "Train officers" not in message.body + message.alternatives[0].content
