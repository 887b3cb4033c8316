"""One independent person can publish urgently; the second review follows."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval import publication_approval
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    display_name,
)
from pages.moderation.emails.mail import send_daily_reminders
from pages.moderation.models import AuditLogEntry, PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("noon")

REASON = "The national report comes out in an hour and the officer is ill."


@pytest.fixture
def urgent(act):
    return lambda user, comment=REASON: act(user, "urgent", comment)


def title_now(page):
    page.refresh_from_db()
    return page.title


@pytest.mark.parametrize(
    ("role", "awaited"),
    [(MODERATORS, [APPROVING_OFFICERS]), (APPROVING_OFFICERS, [MODERATORS])],
)
def test_one_independent_person_can_publish_urgently_with_a_reason(
    page, submit, urgent, editor, role, awaited
):
    submit(editor)

    urgent(UserFactory(roles=[role]))

    assert title_now(page) == "Changed"
    assert PublishedVersion.objects.for_object(page).first().awaited_roles == awaited
    assert AuditLogEntry.objects.get(action="urgent").reason == REASON


def test_the_moderator_who_approved_the_first_step_can_publish_urgently(
    page, submit, approve, urgent, editor, moderator
):
    submit(editor)
    approve(moderator)

    urgent(moderator)

    assert title_now(page) == "Changed"


class TestSecondReview:
    @pytest.fixture
    def version(self, page, submit, urgent, editor, moderator):
        submit(editor)
        urgent(moderator)
        return PublishedVersion.objects.for_object(page).first()

    @pytest.fixture
    def review(self, client, version):
        def post(user):
            client.force_login(user)
            return client.post(
                reverse("moderation:second_review", args=[version.pk]), {"reason": ""}
            )

        return post

    def test_its_screen_shows_the_version_and_what_the_publication_changed(
        self, client, version, officer
    ):
        client.force_login(officer)

        screen = client.get(reverse("moderation:second_review", args=[version.pk]))

        (title,) = [
            str(each.comparison.htmldiff()) for each in screen.context["view"].changed()
        ]
        assert "As published" in title
        assert "Changed" in title
        text = screen.content.decode()
        assert "without the approval of: Approving officers" in text
        assert "Change note: We put it right." in text
        assert (
            reverse("moderation:take_down", args=[version.model, version.object_id])
            in text
        )
        assert (
            f'href="{reverse("wagtailadmin_pages:edit", args=[version.object_id])}"'
            in text
        )
        assert "Approve: it can stay public</button>" in text
        assert (
            f"Review {version.full_name}"
            in client.get(reverse("wagtailadmin_home")).content.decode()
        )

    def test_the_dashboard_lists_the_version_until_the_review(
        self, client, version, review, officer
    ):
        client.force_login(officer)
        screens = ["/admin/", f"/admin/pages/{version.object_id}/edit/"]
        for screen in screens:
            assert "second review" in client.get(screen).content.decode()

        review(officer)

        for screen in screens:
            assert "second review" not in client.get(screen).content.decode()
        assert AuditLogEntry.objects.get(action="reviewed").actor_id == officer.pk

    def test_authors_approvers_and_people_without_the_awaited_role_cannot_give_it(
        self, version, review, editor, moderator
    ):
        for involved in [editor, moderator]:
            involved.groups.add(Group.objects.get(name=APPROVING_OFFICERS))
        for person in [
            editor,
            moderator,
            *(UserFactory(roles=[role]) for role in (MODERATORS, EDITORS)),
        ]:
            review(person)

            version.refresh_from_db()
            assert version.reviewed_at is None, person

    def test_reminders_are_sent_daily_until_the_review(
        self, version, review, officer, time_machine
    ):
        mail.outbox.clear()
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        time_machine.move_to(tomorrow.replace(hour=8))  # after they are due
        send_daily_reminders()
        send_daily_reminders()
        assert [message.to for message in mail.outbox] == [[officer.email]]

        time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
        send_daily_reminders()
        assert len(mail.outbox) == 2

        review(officer)
        time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
        send_daily_reminders()
        assert len(mail.outbox) == 2

    def test_nobody_is_reminded_to_review_their_own_publication(
        self, version, officer, moderator
    ):
        moderator.groups.add(Group.objects.get(name=APPROVING_OFFICERS))
        mail.outbox.clear()
        send_daily_reminders()

        assert [message.to for message in mail.outbox] == [[officer.email]]

    def test_administrators_learn_that_nobody_can_review_it(
        self, client, version, officer, editor
    ):
        client.force_login(editor)
        screens = ["/admin/", f"/admin/pages/{version.object_id}/edit/"]
        who = f"{display_name(officer)} can give the second review."
        assert all(who in client.get(screen).content.decode() for screen in screens)
        officer.groups.clear()
        what_to_do = "Ask a site administrator to give someone else the role."
        assert all(
            what_to_do in client.get(screen).content.decode() for screen in screens
        )
        administrator = UserFactory(roles=[SITE_ADMINISTRATORS])
        mail.outbox.clear()
        send_daily_reminders()

        assert [message.to for message in mail.outbox] == [[administrator.email]]
        assert mail.outbox[0].subject == "No one can review what was published urgently"


@pytest.fixture
def corrected(page, submit, approve, urgent, editor, moderator):
    """What was published urgently, and has had a minor correction since."""
    submit(editor)
    urgent(moderator)
    submit(editor, title="Chamged", minor_correction="on", change_note="")
    approve(moderator)
    assert title_now(page) == "Chamged"
    return page


def test_a_minor_correction_does_not_replace_the_second_review(
    client, corrected, officer
):
    urgently = PublishedVersion.objects.awaiting_review().get()
    assert urgently.title == "Changed"

    client.force_login(officer)
    client.post(reverse("moderation:second_review", args=[urgently.pk]), {"reason": ""})

    assert not PublishedVersion.objects.awaiting_review().exists()


def test_a_withdrawn_publication_awaits_no_review(corrected, moderator):
    take_down(
        corrected,
        moderator,
        PublishedVersion.WithdrawalReason.ERROR,
        "A name stood in it.",
    )

    assert not PublishedVersion.objects.awaiting_review().exists()


class TestAuthorOfUnreviewedPublication:
    @pytest.fixture
    def author(self, page, submit, urgent, moderator):
        """Who could give the missing approval, if these were another's words."""
        author = UserFactory(roles=[EDITORS, APPROVING_OFFICERS])
        submit(author, title="The author’s words")
        urgent(moderator)
        return author

    def test_a_change_approved_by_the_author_awaits_the_review_instead(
        self, page, author, submit, approve, editor, moderator, officer
    ):
        submit(editor, title="The author’s words, and a comma")
        approve(moderator)
        approve(author)

        assert title_now(page) == "The author’s words, and a comma"
        awaiting = PublishedVersion.objects.awaiting_review().get()
        assert awaiting.title == "The author’s words, and a comma"
        for involved in (author, editor, moderator):
            with pytest.raises(PermissionDenied):
                publication_approval.give_second_review(awaiting, involved)
        publication_approval.give_second_review(awaiting, officer)
        assert not PublishedVersion.objects.awaiting_review().exists()

    def test_minor_corrections_and_urgent_publications_do_not_replace_the_review(
        self, page, author, submit, approve, urgent, editor, moderator
    ):
        submit(
            editor, title="The author’s wrods", minor_correction="on", change_note=""
        )
        approve(moderator)
        submit(editor, title="Other words")
        urgent(moderator)
        submit(editor, title="Words of both")
        approve(moderator)
        approve(author)

        assert title_now(page) == "Words of both"
        awaiting = PublishedVersion.objects.awaiting_review().get()
        assert awaiting.title == "Words of both"
        assert not publication_approval.may_give_second_review(awaiting, author)

    def test_two_people_can_keep_publishing_each_others_changes(
        self, page, submit, urgent
    ):
        both = [EDITORS, MODERATORS, APPROVING_OFFICERS]
        one, other = UserFactory(roles=both), UserFactory(roles=both)

        for writes, publishes in [(one, other), (other, one), (one, other)]:
            submit(writes, title=f"Words of {writes.pk}")
            urgent(publishes)
            assert title_now(page) == f"Words of {writes.pk}"

        awaiting = PublishedVersion.objects.awaiting_review().get()
        assert not any(
            publication_approval.may_give_second_review(awaiting, person)
            for person in (one, other)
        )

    def test_later_changes_await_nothing_after_the_review(
        self, page, author, submit, approve, editor, moderator, officer
    ):
        publication_approval.give_second_review(
            PublishedVersion.objects.awaiting_review().get(), officer
        )

        submit(editor, title="Changed again")
        approve(moderator)
        approve(author)

        assert title_now(page) == "Changed again"
        assert not PublishedVersion.objects.awaiting_review().exists()

    def test_later_changes_await_nothing_after_full_approval_without_the_author(
        self, page, author, submit, approve, editor, moderator, officer
    ):
        for title, approver in [
            ("Changed again", officer),
            ("Changed once more", author),
        ]:
            submit(editor, title=title)
            approve(moderator)
            approve(approver)

        assert title_now(page) == "Changed once more"
        assert not PublishedVersion.objects.awaiting_review().exists()


def test_officers_get_minor_corrections_by_one_email_the_next_morning_or_when_it_can_be_sent(
    page, submit, approve, editor, moderator, officer, time_machine, monkeypatch
):
    # Sending fails for this address alone.
    UserFactory(roles=[APPROVING_OFFICERS], email="a\nb@force.example")
    submit(editor, title="As publlished", minor_correction="on", change_note="")
    approve(moderator)
    mail.outbox.clear()
    send_daily_reminders()
    assert mail.outbox == []

    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    with monkeypatch.context() as patch:
        patch.setattr("pages.moderation.emails.mail.send_mail", lambda *args: 1 / 0)
        send_daily_reminders()
    send_daily_reminders()
    send_daily_reminders()

    assert [message.to for message in mail.outbox] == [[officer.email]]
    assert "As publlished" in mail.outbox[0].body
