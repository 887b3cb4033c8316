"""One person can take down anything public at once, with a reason; coming back needs approval."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from complaints.models import Organisation, RecommendationResponsePage
from pages.content.models import StandardPage
from pages.moderation import scheduled_work
from pages.moderation.approval.locks import DeletedMeanwhileError
from pages.moderation.approval.publication_permit import (
    PublicationRefusedError,
    permitted,
)
from pages.moderation.approval.roles import (
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.approval.set_actions import make_set
from pages.moderation.models import AuditLogEntry, PublishedVersion
from pages.moderation.scheduled_work import expire_due, publish_due
from pages.moderation.takedown import expire
from pages.moderation.views.my_work import work_of
from tests.factories import (
    NoticeFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import change_live, clear, publish, unpublish

pytestmark = pytest.mark.usefixtures("noon")

HOUR = timezone.timedelta(hours=1)
FORM = {"because": "personal_data", "reason": "A name stood in the third paragraph."}


def address(obj):
    return reverse("moderation:take_down", args=[obj._meta.label_lower, obj.pk])


@pytest.fixture
def take_down(client, committed):
    def post(obj, user, **fields):
        client.force_login(user)
        with committed():
            return client.post(address(obj), {**FORM, **fields})

    return post


def test_one_moderator_can_take_down_a_page_and_all_below_it_which_the_screen_lists(
    client, page, take_down, moderator
):
    super_complaint = page.get_parent().specific
    publish(super_complaint)
    client.force_login(moderator)
    screen = client.get(address(super_complaint)).content.decode()
    assert f"<li>{page.full_name}</li>" in "".join(
        line.strip() for line in screen.splitlines()
    )
    assert "Take down now</button>" in screen

    take_down(super_complaint, moderator)

    page.refresh_from_db()
    super_complaint.refresh_from_db()
    assert not page.live
    assert not super_complaint.live
    logged = AuditLogEntry.objects.filter(action="taken_down")
    assert {line.object_name for line in logged} == {
        page.get_admin_display_title(),
        str(super_complaint),
    }
    assert {(line.actor_id, line.role, line.reason) for line in logged} == {
        (moderator.pk, MODERATORS, FORM["reason"])
    }


def test_a_withdrawn_page_answers_410_with_date_and_reason_also_once_it_is_deleted(
    client, page, take_down, moderator
):
    url, above = page.url, page.get_parent().url
    take_down(page, moderator)

    answer = client.get(url)

    assert answer.status_code == 410
    assert (
        f"on {timezone.localdate():%-d %B %Y} because it contained personal data"
        in answer.content.decode()
    )
    assert "third paragraph" not in answer.content.decode()
    for beside in (f"{above}nowhere/", f"{above}recommendation-99/", "/nowhere/" * 500):
        assert client.get(beside).status_code == 404, beside

    client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not RecommendationResponsePage.objects.exists()
    assert (
        PublishedVersion.objects.get(object_id=str(page.pk)).snapshot["title"]
        == "As published"
    )
    assert AuditLogEntry.objects.filter(
        action="deleted", object_id=str(page.pk)
    ).exists()
    assert client.get(url).status_code == 410


def test_colleagues_get_an_email_with_the_public_name_in_full_and_without_the_reason(
    page, take_down, editor, moderator, officer
):
    other = UserFactory(roles=[MODERATORS])
    # One bad address keeps the email from nobody else.
    UserFactory(roles=[MODERATORS], email="a\nb@force.example")
    page.title = "A draft that nobody approved"
    page.save_revision(user=editor)

    assert take_down(page, moderator, because="error").status_code == 302

    name = "Recommendation 7.1: As published (A super-complaint)"
    about_it = [
        message for message in mail.outbox if message.subject == f"Taken down: {name}"
    ]
    told = sorted(each for message in about_it for each in message.to)
    assert told == sorted([officer.email, other.email])
    for message in mail.outbox:
        assert f"- {name}" in message.body
        assert "third paragraph" not in message.body


def to_correct():
    """Return who was asked to correct what was taken down."""
    return {
        each
        for message in mail.outbox
        if "Please correct" in message.subject
        for each in message.to
    }


def test_whoever_wrote_what_was_public_or_its_draft_is_asked_to_correct_it(
    page, submit, approve, take_down, editor, moderator, officer
):
    UserFactory(roles=[EDITORS])  # who has written nothing of it
    submit(editor)
    approve(moderator)
    approve(officer)
    drafter = UserFactory(roles=[EDITORS])
    page.refresh_from_db()
    page.title = "A newer draft"
    page.save_revision(user=drafter)
    mail.outbox.clear()

    take_down(page, moderator, because="error")

    assert to_correct() == {editor.email, drafter.email}
    letter = next(each for each in mail.outbox if editor.email in each.to)
    assert "because it contained an error" in letter.body
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in letter.body


def test_all_editors_are_asked_if_its_authors_have_left(
    page, submit, approve, take_down, moderator, officer
):
    author, colleague = UserFactory(roles=[EDITORS]), UserFactory(roles=[EDITORS])
    submit(author)
    approve(moderator)
    approve(officer)
    author.groups.clear()
    mail.outbox.clear()

    take_down(page, moderator)

    assert to_correct() == {colleague.email}


def test_a_moderator_who_wrote_it_gets_one_email(page, take_down, moderator):
    author = UserFactory(roles=[MODERATORS])
    page.title = "Their draft"
    page.save_revision(user=author)

    take_down(page, moderator)

    assert [each.subject for each in mail.outbox if author.email in each.to] == [
        f"Please correct a {page._meta.verbose_name} that was taken down"
    ]


@pytest.mark.parametrize("because", ["personal_data", "safety"])
def test_the_email_hides_a_title_that_may_contain_the_problem(
    page, take_down, moderator, officer, because
):
    take_down(page, moderator, because=because)

    email = next(each for each in mail.outbox if officer.email in each.to)
    assert all(page.title not in each.subject + each.body for each in mail.outbox)
    assert page._meta.verbose_name in email.subject
    assert "Taken down in total: 1" in email.body
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in email.body


def test_line_breaks_in_a_title_are_removed_from_the_subject(
    page, take_down, moderator, officer
):
    change_live(page, title="As\r\npublished " + "at length " * 20)

    assert take_down(page, moderator, because="error").status_code == 302

    subject = next(each.subject for each in mail.outbox if officer.email in each.to)
    assert subject.startswith("Taken down: ")
    assert "As published at length" in subject
    assert len(subject) <= 150


def test_a_reason_is_required_and_the_input_is_kept(client, page, take_down, moderator):
    answer = take_down(page, moderator, because="", reason="Something happened.")

    assert answer.status_code == 200
    assert "Something happened." in answer.content.decode()
    page.refresh_from_db()
    assert page.live


def test_the_form_says_that_the_object_was_deleted_and_keeps_the_input(
    page, take_down, moderator, monkeypatch
):
    def raise_deleted(*args):
        raise DeletedMeanwhileError

    monkeypatch.setattr("pages.moderation.views.decisions.take_down", raise_deleted)

    text = take_down(page, moderator).content.decode()

    assert "Someone has deleted this since you opened it." in text
    assert FORM["reason"] in text


def test_other_roles_cannot_take_down(client, page, take_down):
    for role in [EDITORS, FEEDBACK_TEAM, SITE_ADMINISTRATORS]:
        assert take_down(page, UserFactory(roles=[role])).status_code in {302, 403}, (
            role
        )
        assert client.get(address(page)).status_code in {302, 403}, role
        page.refresh_from_db()
        assert page.live, role


def test_taking_down_cancels_the_review(page, submit, take_down, editor, moderator):
    submit(editor)

    take_down(page, moderator)

    assert page.current_workflow_state is None


def test_publishing_again_needs_approval_and_a_note(
    client, page, submit, approve, take_down, editor, moderator, officer
):
    url = page.url
    take_down(page, moderator)
    submit(editor, change_note="Without the name.")
    assert client.get(url).status_code == 410

    approve(moderator)
    approve(officer)

    assert client.get(url).status_code == 200
    assert (
        PublishedVersion.objects.for_object(page).first().change_note
        == "Without the name."
    )


def test_the_old_address_of_a_page_published_elsewhere_is_not_410(
    client, home, take_down, moderator
):
    page = publish(StandardPageFactory(parent=home, slug="old"))
    take_down(page, moderator)
    page.refresh_from_db()
    page.slug = "new"
    assert client.get("/old/").status_code == 410

    publish(page)

    assert client.get("/new/").status_code == 200
    answer = client.get("/old/")
    assert answer.status_code == 404 or answer["Location"] == "/new/"


def test_a_redirect_from_a_withdrawn_page_leads_to_the_public_one(
    client, home, page, take_down, moderator
):
    url, other = page.url, publish(StandardPageFactory(parent=home))
    take_down(page, moderator)
    redirect = Redirect.add_redirect(url, redirect_to=page)
    assert client.get(url).status_code == 410

    redirect.redirect_page = other
    redirect.save()

    assert client.get(url)["Location"] == other.url


def test_authorship_before_the_last_publication_does_not_count(
    page, submit, approve, take_down, editor, moderator, officer
):
    once_author = UserFactory(roles=[EDITORS, MODERATORS])
    submit(once_author)
    approve(moderator)
    approve(officer)
    take_down(page, moderator)

    submit(editor, change_note="Back again.")
    approve(once_author)

    assert page.current_workflow_task_state.task.name == "Approving officer"


def test_an_expired_page_answers_410(client, home, page, time_machine):
    page.expire_at = timezone.now() + HOUR
    clear(page).publish()
    url = page.url
    time_machine.move_to(timezone.now() + 2 * HOUR)

    expire_due()

    assert "it was only published for a time" in client.get(url).content.decode()


def test_unknown_objects_answer_404(client, moderator, home):
    client.force_login(moderator)

    for wrong in [
        "auth.user/1",
        "pages.nothing/1",
        "nodot/1",
        "a.b.c/1",
        "./1",
        "wagtailcore.page/999999",
        "wagtailcore.page/x",
        "wagtailcore.page/" + "9" * 30,
        "wagtailcore.page/" + "9" * 5000,
        "content.notice/" + "9" * 19,
        "content.notice/-1",
        "content.standardpage/" + "9" * 19,
        "content.standardpage/" + "9" * 30,
    ]:
        assert client.get(f"/admin/moderation/take-down/{wrong}/").status_code == 404, (
            wrong
        )


def test_an_approval_from_before_the_take_down_does_not_publish(
    page, take_down, moderator
):
    page.title = "Changed"
    approved = clear(page)
    approved.publish()
    take_down(page, moderator)

    with pytest.raises(PublicationRefusedError):
        approved.publish()


def test_a_scheduled_publication_survives_an_expiry(home, time_machine):
    page = StandardPageFactory(
        parent=home, title="Before", expire_at=timezone.now() + HOUR
    )
    page.title, page.go_live_at, page.expire_at = (
        "After",
        timezone.now() + 2 * HOUR,
        None,
    )
    clear(page).publish()

    time_machine.move_to(timezone.now() + 1.5 * HOUR)
    expire_due()
    page.refresh_from_db()
    assert not page.live

    time_machine.move_to(timezone.now() + HOUR)
    publish_due()
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "After")


def test_a_withdrawn_organisation_is_not_shown(client, section, take_down, moderator):
    organisation = publish(OrganisationFactory(name="A name that must go"))
    page = SuperComplaintPageFactory(parent=section, lead_bodies=[organisation])
    assert "A name that must go" in client.get(page.url).content.decode()

    take_down(organisation, moderator)
    Organisation.objects.filter(pk=organisation.pk).update(name="What nobody approved")

    shown = client.get(page.url).content.decode()
    assert "A name that must go" not in shown
    assert "What nobody approved" not in shown
    assert "an organisation that is no longer named here" in shown


def test_a_scheduled_publication_can_be_cancelled_by_taking_down(
    home, take_down, moderator
):
    notice = NoticeFactory(live=False)
    notice.go_live_at = timezone.now() + HOUR
    clear(notice).publish()

    take_down(notice, moderator)

    notice.refresh_from_db()
    assert not notice.approved_schedule


def test_addresses_below_a_withdrawn_page_answer_410(
    client, page, take_down, moderator
):
    super_complaint = publish(page.get_parent().specific)
    RecommendationResponsePageFactory(parent=super_complaint, number="99", live=False)
    assert client.get(f"{super_complaint.url}history/").status_code == 200

    take_down(super_complaint, moderator)

    ours = ["history/", "history/1/", "history/compare/?old=1&new=2", "whole-response/"]
    # One address is of a draft and one of no page.
    for below in [*ours, "recommendation-99/", "recommendation-98/"]:
        answer = client.get(f"{super_complaint.url}{below}")
        assert answer.status_code == 410, below
        assert "because it contained personal data" in answer.content.decode(), below


def test_a_draft_at_the_same_address_does_not_hide_the_withdrawn_page(
    client, home, take_down, moderator
):
    withdrawn = publish(StandardPageFactory(parent=home, slug="about"))
    url = withdrawn.url
    take_down(withdrawn, moderator)
    withdrawn.refresh_from_db()
    withdrawn.slug = "elsewhere"
    with permitted():
        withdrawn.save()

    StandardPageFactory(parent=home, slug="about", live=False)

    assert client.get(url).status_code == 410


@pytest.mark.parametrize("change", [{}, {"expire_at": None}, {"live": False}])
def test_an_expiry_takes_down_the_pages_below_unless_it_was_postponed_meanwhile(
    home, change
):
    parent = StandardPageFactory(parent=home, expire_at=timezone.now() - HOUR)
    child = StandardPageFactory(parent=parent)
    change_live(type(parent).objects.get(pk=parent.pk), **change)

    expire(parent)  # as the scheduler read it before

    child.refresh_from_db()
    assert child.live == bool(change)


def test_a_page_that_is_deleted_meanwhile_does_not_stop_other_expiries(
    home, monkeypatch, caplog
):
    for slug in ("one", "other"):
        StandardPageFactory(
            parent=home, title="Expired", slug=slug, expire_at=timezone.now() - HOUR
        )
    deleted = []

    def delete_the_first_and_expire(page):
        if not deleted:
            deleted.append(page.specific)
            unpublish(deleted[0])
            with permitted():
                deleted[0].delete()
        expire(page)

    monkeypatch.setattr(scheduled_work, "expire", delete_the_first_and_expire)

    expire_due()

    assert [page.live for page in StandardPage.objects.filter(title="Expired")] == [
        False
    ]
    assert "Not taken down at its time" in caplog.text


class TestRequests:
    """An editor asks for a take-down, which those who can act find among their tasks."""

    @pytest.fixture
    def ask(self, client, committed):
        def send(page, person, reason="It names a victim."):
            client.force_login(person)
            address = reverse(
                "moderation:ask_to_take_down", args=[page._meta.label_lower, page.pk]
            )
            with committed():
                return client.post(
                    address, {"reason": reason}, follow=True
                ).content.decode()

        return send

    @staticmethod
    def tasks(client, person):
        client.force_login(person)
        return client.get("/admin/").content.decode()

    def test_it_is_a_task_until_someone_takes_the_page_down(
        self, client, page, ask, take_down, editor, moderator, officer, mailoutbox
    ):
        edit_screen = reverse("wagtailadmin_pages:edit", args=[page.pk])
        client.force_login(editor)
        assert "Ask to take down" in client.get(edit_screen).content.decode()
        assert "Say what is wrong." in ask(page, editor, " ")
        assert "Request sent" in ask(page, editor)
        assert "Someone has already asked" in ask(page, editor)

        assert {mail.to[0] for mail in mailoutbox} == {moderator.email, officer.email}
        assert "victim" not in mailoutbox[0].body
        for person in (moderator, officer):
            assert "“It names a victim.”" in self.tasks(client, person)
        assert "Take-down requested" not in self.tasks(client, editor)
        client.force_login(moderator)
        assert "It names a victim." in client.get(address(page)).content.decode()

        take_down(page, moderator)
        assert "Take-down requested" not in self.tasks(client, officer)

    def test_whoever_declines_says_why_and_the_asker_is_told(
        self, client, page, ask, editor, moderator, mailoutbox, committed
    ):
        ask(page, editor)
        mailoutbox.clear()
        client.force_login(moderator)
        assert (
            "Say what happened."
            in client.post(address(page), {"keep": "1", "reason": ""}).content.decode()
        )
        with committed():
            client.post(address(page), {"keep": "1", "reason": "It is a role."})

        page.refresh_from_db()
        assert page.live
        assert "Take-down requested" not in self.tasks(client, moderator)
        assert [mail.to for mail in mailoutbox] == [[editor.email]]
        logged = AuditLogEntry.objects.filter(action__startswith="take_down_").order_by(
            "pk"
        )
        assert [entry.words for entry in logged] == [
            "Take-down requested",
            "Take-down declined",
        ]

    def test_only_those_who_can_edit_the_page_can_ask(self, client, page, ask):
        ask(page, UserFactory(roles=[FEEDBACK_TEAM]))
        assert not AuditLogEntry.objects.filter(action="take_down_asked").exists()


class TestTasks:
    """Whoever is asked to correct what was taken down finds it among their tasks."""

    @pytest.fixture
    def task(self):
        """Return a function that gives what somebody is asked to correct, by the rows of the list."""

        def read(person):
            lists = {each.key: each.lines for each in work_of(person)}
            return [(row.words, row.state) for row in lists.get("taken-down", [])]

        return read

    def test_its_author_has_it_until_the_correction_is_submitted(
        self, page, submit, approve, take_down, task, editor, moderator, officer
    ):
        colleague = UserFactory(roles=[EDITORS])
        submit(editor)
        approve(moderator)
        approve(officer)
        page.refresh_from_db()
        assert task(editor) == []

        take_down(page, moderator, because="error")

        page.refresh_from_db()
        [(name, state)] = task(editor)
        assert name == page.full_name
        assert state.startswith("Taken down on ")
        assert state.endswith("because it contained an error.")
        assert task(colleague) == []

        submit(editor, change_note="Without the error.")
        assert task(editor) == []

    def test_all_editors_have_what_nobody_with_a_role_wrote_once_and_above_their_drafts(
        self, page, take_down, task, client, editor, moderator
    ):
        super_complaint = page.get_parent().specific
        publish(super_complaint)
        page.title = "A draft"
        page.save_revision(user=UserFactory(roles=[]))

        take_down(super_complaint, moderator)

        for person in (editor, UserFactory(roles=[EDITORS])):
            [(name, state)] = task(person)
            assert name == super_complaint.full_name
            assert state.endswith("1 other page was taken down with it.")
        assert task(moderator) == []
        client.force_login(editor)
        dashboard = client.get("/admin/").content.decode()
        assert "Taken down: correction needed" in dashboard

    def test_a_draft_of_it_is_listed_once(
        self, page, take_down, task, editor, moderator
    ):
        page.title = "A draft"
        page.save_revision(user=editor)
        drafts = {each.key: each.lines for each in work_of(editor)}["mine"]
        assert len(drafts) == 1

        take_down(page, moderator)

        lists = {each.key: each.lines for each in work_of(editor)}
        assert [len(lists[key]) for key in ("taken-down", "mine")] == [1, 0]

    def test_what_is_in_a_set_leads_to_the_set(
        self, page, take_down, editor, moderator
    ):
        take_down(page, moderator)
        page.refresh_from_db()
        decided_set = make_set(editor, "Published again", objects=[page])

        lists = {each.key: each.lines for each in work_of(editor)}

        [row] = lists["taken-down"]
        assert row.words == "Published again"
        assert row.address == reverse("moderation:set", args=[decided_set.pk])

    def test_what_was_deleted_or_has_expired_is_no_task(
        self, page, take_down, task, home, editor, moderator, client
    ):
        expired = StandardPageFactory(parent=home, expire_at=timezone.now() - HOUR)
        publish(expired)
        expire(expired)
        take_down(page, moderator)
        assert len(task(editor)) == 1

        client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

        assert task(editor) == []
