"""Who gets emails about reviews and their outcome."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends import locmem
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval import roles
from pages.moderation.emails.mail import collect, send_digests
from pages.moderation.emails.workflow_emails import notify_of_comment
from pages.moderation.models import DigestEntry
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.submissions import decide, present_step, submit


def recipients(mailoutbox) -> set[str]:
    """Return whom the mails since the last call went to."""
    addresses = {address for mail in mailoutbox for address in mail.to}
    mailoutbox.clear()
    return addresses


@pytest.fixture
def bystanders(admin_user):
    """People who may take no step, and a superuser."""
    return [
        UserFactory(roles=[role])
        for role in (roles.FEEDBACK_TEAM, roles.SITE_ADMINISTRATORS)
    ] + [admin_user]


def test_each_step_emails_those_who_can_still_approve_it_together(
    client, section, bystanders, mailoutbox, committed
):
    editor = UserFactory(roles=[roles.EDITORS])
    ann, ben = (
        UserFactory(roles=[roles.MODERATORS], first_name=name)
        for name in ("Ann", "Ben")
    )
    officers = [UserFactory(roles=[roles.APPROVING_OFFICERS]) for _ in range(2)]
    both = UserFactory(
        roles=[roles.MODERATORS, roles.APPROVING_OFFICERS], first_name="Cy"
    )
    author = UserFactory(roles=[roles.EDITORS, roles.MODERATORS])
    UserFactory(roles=[roles.MODERATORS], is_active=False)
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section), number="7.1"
    )
    page.save_revision(user=author)

    submit(page, editor)
    decide(client, page, both)
    decide(client, page, officers[0])

    asked = [
        {ann.email, ben.email, both.email},
        {officer.email for officer in officers},
        {editor.email, author.email},
    ]
    assert [{*mail.to} for mail in mailoutbox] == asked
    assert mailoutbox[0].body.startswith("Hello Ann, Ben and Cy,")
    mailoutbox.clear()
    # Whoever subscribed or commented once, also without a role.
    with committed():
        notify_of_comment(page, ann, [editor.pk, UserFactory().pk])
    assert recipients(mailoutbox) == {editor.email}


def test_snippet_reviews_email_the_same_people(client, home, bystanders, mailoutbox):
    editor, author = (UserFactory(roles=[roles.EDITORS]) for _ in range(2))
    moderator = UserFactory(roles=[roles.MODERATORS])
    organisation = OrganisationFactory()
    organisation.save_revision(user=author)

    submit(organisation, editor)
    assert recipients(mailoutbox) == {moderator.email}

    author.groups.clear()
    decide(client, organisation, moderator, "reject", "Say more.")
    assert recipients(mailoutbox) == {editor.email}


def test_an_email_names_the_page_and_leads_to_the_review_and_holds_none_of_its_text(
    section, mailoutbox
):
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
    assert (
        message.subject
        == "Please review: Recommendation 7.1: Train officers (Stalking)"
    )
    assert "Change note: We put it right." in message.body
    assert review in message.body
    assert "Word for word" not in message.body


@pytest.mark.parametrize("is_live", [False, True])
def test_an_email_about_what_is_published_later_tells_no_title_that_is_not_public(
    section, mailoutbox, is_live
):
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section),
        number="7.1",
        title="Train staff",
        live=is_live,
    )
    UserFactory(roles=[roles.MODERATORS])
    page.title = "Train officers"
    page.go_live_at = timezone.now() + timedelta(days=1)
    submit(page, UserFactory(roles=[roles.EDITORS]))

    (message,) = mailoutbox
    assert message.subject.startswith("Please review: Recommendation 7.1")
    assert ("Train staff" in message.subject) == is_live
    assert "Train officers" not in message.body


@pytest.fixture
def digest_readers(client, section):
    """A recommendation, and an editor and a moderator who chose the digest on their account pages."""
    people = [UserFactory(roles=[role]) for role in (roles.EDITORS, roles.MODERATORS)]
    for person in people:
        client.force_login(person)
        profile = {"name_email-first_name": "Jo", "name_email-last_name": "Jones"}
        theme = {
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
        }
        switches = ("notifications-approved", "notifications-updated_comments")
        emails = {f"{name}_notifications": "on" for name in switches} | {
            "digest-daily_digest": "on"
        }
        client.post(reverse("wagtailadmin_account"), {**profile, **theme, **emails})
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section), number="7.1"
    )
    return page, *people


def test_a_digest_replaces_single_emails_and_is_sent_once_a_day(
    client, digest_readers, mailoutbox, time_machine, monkeypatch
):
    time_machine.move_to(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False)
    page, editor, moderator = digest_readers
    decided = OrganisationFactory(name="Decided meanwhile")
    submit(page, editor)
    submit(decided, editor)
    decide(client, decided, moderator)
    send_digests()
    assert not mailoutbox

    time_machine.move_to(datetime(2026, 3, 3, 7, 1, tzinfo=UTC), tick=False)
    with monkeypatch.context() as patch:
        patch.setattr(
            "django.core.mail.backends.locmem.EmailBackend.send_messages",
            refuse_one(moderator),
        )
        send_digests()
        send_digests()
    assert [mail.to for mail in mailoutbox] == [[editor.email]]
    assert "Published: Decided meanwhile" in mailoutbox[0].body
    send_digests()
    send_digests()

    (mail,) = mailoutbox[1:]
    assert mail.to == [moderator.email]
    assert mail.subject == "Your daily summary: 1 message"
    assert f"Please review: {page.full_name}\n" in mail.body
    assert reverse("moderation:review", args=[present_step(page).pk]) in mail.body
    assert "Decided meanwhile" not in mail.body

    notify_of_comment(page, editor, [moderator.pk])
    assert DigestEntry.objects.get().words == f"Comments: {page.full_name}"

    # Killed after the email: the day is taken, and the line stands in the next digest.
    collect([moderator], "Please review: something", "https://example.org/")
    DigestEntry.objects.update(created_at=datetime(2026, 3, 3, 6, tzinfo=UTC))
    send_digests()
    assert len(mailoutbox) == 2


def refuse_one(person):
    """Return what a mail server does that takes nothing for ``person``."""
    send = locmem.EmailBackend.send_messages

    def refuse(backend, messages):
        if person.email in messages[0].to:
            raise OSError
        return send(backend, messages)

    return refuse


def test_what_is_urgent_is_sent_to_readers_of_a_digest_at_once(
    noon, digest_readers, mailoutbox, committed
):
    page, editor, moderator = digest_readers
    page.go_live_at = timezone.now() + timedelta(minutes=30)

    with committed():
        submit(page, editor)

    assert [mail.to for mail in mailoutbox] == [[moderator.email]]
    assert not DigestEntry.objects.exists()
