"""Somebody without an account approves a step that they were entered for, and no rule is weaker for it."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage

from pages.content.models import StandardPage
from pages.core.moments import moment_in_words
from pages.external_review.models import OpinionRequest
from pages.moderation.approval.authors import Authorship
from pages.moderation.approval.draft_warnings import DraftWarning
from pages.moderation.approval.review_policy import review_of
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    TWO_STEP_WORKFLOW,
)
from pages.moderation.approval.set_actions import make_set
from pages.moderation.approval.set_actions import submit as submit_set
from pages.moderation.dual_control import external_approvers, second_person
from pages.moderation.models import (
    AuditLogEntry,
    ExternalApprover,
    IndependentApprovalTask,
    PublishedVersion,
)
from pages.moderation.scheduled_work import publish_due
from pages.moderation.takedown import take_down
from tests.factories import StandardPageFactory, UserFactory
from tests.pages.external_review.conftest import ADDRESS, POST
from tests.pages.external_review.opening import open_with_code, text
from tests.submissions import decide, present_step, review_address, submit, was_decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def two_steps(home):
    workflow = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})


@pytest.fixture
def colleague():
    """Somebody who may open the editor and wrote none of it."""
    return UserFactory(roles=[EDITORS, MODERATORS], first_name="Kim", last_name="King")


@pytest.fixture
def deputy(enter):
    """Somebody without an account who is entered for the second step, and confirmed."""
    return enter(IndependentApprovalTask.objects.get(name="Approving officer"))


@pytest.fixture
def submitted(client, page, editor, colleague):
    """Return the page, whose draft has passed the first step."""
    submit(page.get_latest_revision_as_object(), editor)
    decide(client, page, colleague)
    client.logout()
    page.refresh_from_db()
    return page


@pytest.fixture
def link(client, send, submitted, deputy, colleague):
    """Return the address of a link by which the deputy may approve, opened with its code."""
    link = send(submitted, person=colleague, approver=deputy, purpose="approve")
    open_with_code(client, link)
    return link


@pytest.fixture
def first_deputy(page, editor, enter):
    """Somebody without an account who is entered for the first step, at which the draft waits."""
    entry = enter(IndependentApprovalTask.objects.get(name="Moderator"))
    submit(page.get_latest_revision_as_object(), editor)
    page.refresh_from_db()
    return entry


def approve(client, link, verdict="agrees", comment=""):
    return client.post(link, {"verdict": verdict, "comment": comment})


def is_public(page):
    stored = type(page).objects.get(pk=page.pk)
    return stored.live and "By telephone" in str(stored.body)


def test_the_last_approval_by_link_publishes_and_the_log_names_the_post_and_the_revision(
    client, link, submitted, committed
):
    assert "Do you approve it?" in text(client.get(link))
    assert not is_public(submitted)
    assert approve(client, link).status_code == 303

    assert is_public(submitted)
    assert "Approved by link" in OpinionRequest.objects.get().status
    assert "You replied on" in text(client.get(link))
    assert approve(client, link).status_code == 400
    entry = AuditLogEntry.objects.get(action="approved", actor_id=None)
    assert (entry.words, entry.actor, entry.role) == (
        "Step approved by link",
        f"{POST}, by link",
        APPROVING_OFFICERS,
    )
    assert entry.revision_id == submitted.latest_revision_id
    stored = str(list(AuditLogEntry.objects.values()))
    assert ADDRESS not in stored
    assert "Dana" not in stored


def test_an_approval_by_link_needs_a_tick_for_each_warning(
    client, link, submitted, monkeypatch
):
    warning = DraftWarning("rule", "The text says one thing and the status another.")
    monkeypatch.setattr(StandardPage, "warnings_to_confirm", lambda page: [warning])
    assert warning.text in text(client.get(link))

    refused = approve(client, link, comment="I like it.")

    assert refused.status_code == 400
    assert "Tick each of these to approve" in text(refused)
    assert "I like it." in refused.content.decode()
    assert not is_public(submitted)
    ticked = f"{submitted.latest_revision_id} rule"
    assert (
        client.post(link, {"verdict": "agrees", "ticked": [ticked]}).status_code == 303
    )
    assert is_public(submitted)
    entry = AuditLogEntry.objects.get(action="confirmed")
    assert (entry.actor, entry.reason) == (f"{POST}, by link", warning.text)


@pytest.mark.parametrize("days", [1, -1])
def test_a_link_shows_all_that_is_approved_beside_the_text(
    client, page, editor, colleague, send, enter, days
):
    step = IndependentApprovalTask.objects.get(name="Moderator")
    draft = page.get_latest_revision_as_object()
    draft.go_live_at, draft.expire_at = (
        timezone.now() + timezone.timedelta(days=each) for each in (days, 2)
    )
    submit(draft, editor)
    page.refresh_from_db()

    shown = text(
        open_with_code(
            client,
            send(page, person=colleague, approver=enter(step), purpose="approve"),
        )
    )

    assert "Change note for readers: We put it right." in shown
    assert (f"Publication: {moment_in_words(draft.go_live_at)}." in shown) == (days > 0)
    assert f"Expires: {moment_in_words(draft.expire_at)}." in shown


def test_sending_it_back_by_link_ends_the_step_with_the_reason(client, link, submitted):
    approve(client, link, "changes", "Say which letters.")

    returned = AuditLogEntry.objects.get(action="returned")
    assert (returned.actor, returned.reason) == (
        f"{POST}, by link",
        "Say which letters.",
    )
    assert not present_step(submitted)


def test_the_next_approver_is_shown_who_approved_by_link_and_for_which_revision(
    client, page, colleague, send, second, first_deputy
):
    client.force_login(colleague)
    assert f"the {POST} by link" in text(client.get(review_address(present_step(page))))
    client.logout()
    link = send(page, person=colleague, approver=first_deputy, purpose="approve")
    open_with_code(client, link)
    approve(client, link, comment="Well said.")
    client.force_login(second)
    shown = text(client.get(review_address(present_step(page))))

    assert f"{POST}, by link, of revision {page.latest_revision_id}" in shown
    assert "Well said." in shown
    assert was_decided(decide(client, page, second))
    assert is_public(page)


def test_the_link_says_who_decided_in_the_meantime(client, link, submitted, second):
    decide(Client(), submitted, second)

    for shown in (client.get(link), approve(client, link, comment="I like it.")):
        words = text(shown)
        assert (
            f"Sam Second approved this on {moment_in_words(timezone.now(), ' at ')}."
            in words
        )
        assert (
            f"It was published on {moment_in_words(timezone.now(), ' at ')}." in words
        )
        assert "withdr" not in words
    assert "Your comment was not sent." in words
    assert "I like it." in words


def test_a_colleague_who_comes_later_is_told_who_decided_by_link(
    client, link, submitted, second
):
    step = present_step(submitted)
    approve(client, link)

    answer = decide(client, submitted, second, comment="Well said.", state=step)
    said = client.get(answer["Location"])

    moment = moment_in_words(timezone.now(), " at ")
    assert (
        f"{POST}, by link, approved this on {moment}. It was published on {moment}."
        in text(said)
    )


def test_the_link_says_that_the_author_withdrew_it(client, link, submitted, editor):
    present_step(submitted).workflow_state.cancel(user=editor)

    assert (
        f"Jo Jones withdrew the submission on {moment_in_words(timezone.now(), ' at ')}."
        in text(client.get(link))
    )


def test_the_link_says_why_the_page_was_taken_down_but_only_an_approver_reads_what_happened(
    client, page, editor, colleague, second, send, first_deputy
):
    happened = "The letters were those of another force."
    take_down(page, second, PublishedVersion.WithdrawalReason.ERROR, happened)
    page.refresh_from_db()
    submit(page.get_latest_revision_as_object(), editor)
    now = moment_in_words(timezone.now(), " at ")
    why = f"Taken down on {now} by Sam Second because it contained an error."

    for purpose, approver in [("approve", first_deputy), ("opinion", None)]:
        shown = text(
            open_with_code(
                client, send(page, person=colleague, approver=approver, purpose=purpose)
            )
        )
        assert why in shown
        assert "nothing of it is public yet" not in shown
        assert (happened in shown) == (purpose == "approve")


def _make_author(person_or_name, page):
    person = User.objects.get(pk=person_or_name.pk)
    Authorship.objects.create(
        model="wagtailcore.page",
        object_id=page.pk,
        user_id=person.pk,
        revision_id=page.latest_revision_id,
    )


def test_an_approval_by_link_is_refused_and_nothing_is_published(
    client, link, submitted, deputy, editor, colleague, administrator, second
):
    """Each of these happens after the link was sent, by itself, and is undone again."""

    def change(person, **fields):
        return lambda: User.objects.filter(pk=person.pk).update(**fields)

    cases = {
        "the mailbox is an author's": change(editor, email="Deputy+drafts@example.org"),
        "it is the second mailbox of an author": change(
            editor, first_name="dana", last_name="DEAN"
        ),
        "whoever sent the link is an author": lambda: _make_author(
            colleague, submitted
        ),
        "whoever sent the link is inactive": change(colleague, is_active=False),
        "the entry needs to be confirmed again": lambda: (
            ExternalApprover.objects.update(confirmed_at=None)
        ),
        "the person approved the other step": change(
            colleague, first_name="Dana", last_name="Dean"
        ),
        "somebody has decided": lambda: decide(
            Client(), submitted, second, "reject", "No."
        ),
    }
    for case, happens in cases.items():
        with transaction.atomic():
            happens()
            answer = approve(client, link, comment="What I typed.")
            assert answer.status_code == 400, case
            assert "What I typed." in text(answer), case
            assert not is_public(submitted), case
            assert not OpinionRequest.objects.get().answered_at, case
            assert not AuditLogEntry.objects.filter(
                actor__contains="by link"
            ).exists(), case
            transaction.set_rollback(True)


@pytest.mark.parametrize("address", [ADDRESS, "dana@elsewhere.example"])
def test_the_links_of_a_removed_person_have_ended_even_if_they_are_entered_anew(
    client, link, submitted, deputy, administrator, second, address
):
    external_approvers.remove(deputy, administrator)
    assert client.get(link).status_code == 404
    step = IndependentApprovalTask.objects.get(name="Approving officer")
    entry = external_approvers.enter(administrator, "Dana Dean", POST, address, step)
    second_person.confirm(external_approvers.pending_change_of(entry), second)

    assert client.post(link, {"send_code": "1"}).status_code == 404
    assert approve(client, link).status_code == 404
    assert not is_public(submitted)


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_link_has_ended_in_whatever_way_the_entry_of_its_approver_went(
    client, link, submitted, deputy, is_deleted
):
    assert client.get(link).status_code == 200
    if is_deleted:
        deputy.delete()
    else:
        ExternalApprover.objects.update(removed_at=timezone.now())

    assert client.get(link).status_code == 404
    assert approve(client, link).status_code == 404
    assert not is_public(submitted)


class TestAnApproverWhoseEntryIsRemoved:
    """What they approved by link and is not public yet is held, as that of a suspended person is."""

    @pytest.fixture
    def approved(self, client, page, colleague, send, first_deputy):
        """The page, approved at its first step by link."""
        link = send(page, person=colleague, approver=first_deputy, purpose="approve")
        open_with_code(client, link)
        approve(client, link)
        return page

    @pytest.fixture
    def for_later(self, client, page, editor, colleague, second, send, enter):
        """The page, approved at both steps to be published tomorrow."""
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = timezone.now() + timezone.timedelta(days=1)
        submit(draft, editor)
        page.refresh_from_db()
        deputy = enter(IndependentApprovalTask.objects.get(name="Moderator"))
        link = send(page, person=colleague, approver=deputy, purpose="approve")
        open_with_code(client, link)
        approve(client, link)
        decide(Client(), page, second)
        return page

    def test_the_last_step_does_not_publish_it_until_a_colleague_confirms(
        self, client, approved, first_deputy, administrator, second
    ):
        external_approvers.remove(first_deputy, administrator)

        refused = text(client.get(decide(client, approved, second)["Location"]))
        assert f"approved by {POST}, by link, who can no longer" in refused
        assert not is_public(approved)

        client.force_login(UserFactory(roles=[MODERATORS]))
        screen = reverse(second_person.SCREEN)
        assert f"{approved.draft_title}, approved by {POST}, by link" in text(
            client.get(screen)
        )
        client.post(screen, {"approval": approved.latest_revision_id})
        decide(client, approved, second)
        assert is_public(approved)

    def test_the_screen_on_which_it_is_removed_lists_what_is_held(
        self, client, approved, first_deputy, administrator
    ):
        client.force_login(administrator)

        shown = client.post(
            reverse("moderation:external_approvers"),
            {"remove": first_deputy.pk},
            follow=True,
        )

        assert (
            f"What {POST} approved (not published until a colleague confirms"
            in text(shown)
        )

    @pytest.mark.parametrize("change", ["removed", "deleted", "another step"])
    def test_it_is_not_published_on_time(self, for_later, change, time_machine):
        if change == "removed":
            ExternalApprover.objects.update(removed_at=timezone.now())
        elif change == "deleted":
            ExternalApprover.objects.all().delete()
        else:
            other = IndependentApprovalTask.objects.get(name="Approving officer")
            ExternalApprover.objects.update(object_id=other.pk)
        time_machine.move_to(timezone.now() + timezone.timedelta(days=2))

        publish_due()

        assert not is_public(for_later)
        assert (
            "by link, who can no longer"
            in AuditLogEntry.objects.get(action="waiting").reason
        )

    def test_it_is_published_on_time_while_the_entry_counts_and_when_two_people_made_it_anew(
        self, for_later, administrator, second, time_machine
    ):
        external_approvers.remove(ExternalApprover.objects.get(), administrator)
        time_machine.move_to(timezone.now() + timezone.timedelta(days=2))
        publish_due()
        step = IndependentApprovalTask.objects.get(name="Moderator")
        entry = external_approvers.enter(
            administrator, "Dana Dean", POST, ADDRESS, step
        )
        publish_due()
        assert not is_public(for_later)

        second_person.confirm(external_approvers.pending_change_of(entry), second)
        publish_due()

        assert is_public(for_later)


def test_whoever_approved_by_a_link_and_gets_an_account_then_approves_no_other_step(
    client, page, colleague, send, first_deputy
):
    link = send(page, person=colleague, approver=first_deputy, purpose="approve")
    open_with_code(client, link)
    approve(client, link)
    dana = UserFactory(roles=[APPROVING_OFFICERS], first_name="Dana", last_name="Dean")

    of_dana = Client()
    answer = decide(of_dana, page, dana)
    assert "approved an earlier step" in text(of_dana.get(answer["Location"]))
    assert not is_public(page)


def test_nobody_sends_a_link_to_approve_who_wrote_part_of_it_or_to_who_is_not_entered(
    send, submitted, deputy, editor, colleague, page, home
):
    with pytest.raises(ValidationError, match="Ask a colleague who did not"):
        send(submitted, person=editor, approver=deputy, purpose="approve")
    with pytest.raises(ValidationError, match="external approver of the step"):
        send(submitted, person=colleague, purpose="approve")
    User.objects.filter(pk=editor.pk).update(email=ADDRESS)
    with pytest.raises(ValidationError, match="wrote or submitted part of this"):
        send(submitted, person=colleague, approver=deputy, purpose="approve")
    ExternalApprover.objects.update(object_id="0")
    with pytest.raises(ValidationError, match="not awaiting approval"):
        send(submitted, person=colleague, approver=deputy, purpose="approve")


def test_a_newer_revision_cannot_be_approved_by_the_old_link(
    client, link, submitted, editor
):
    draft = submitted.get_latest_revision_as_object()
    draft.title = "A newer title"
    draft.save_revision(user=editor)

    assert "There is a newer version" in text(client.get(link))
    assert "I approve it" not in text(client.get(link))
    assert approve(client, link).status_code == 400
    assert not is_public(submitted)


def test_a_clearance_needs_that_neither_person_nor_sender_of_a_link_wrote_any_of_it(
    client, page, colleague, send, second, first_deputy
):
    """Somebody becomes an author after the approval by link, as the uploader of a file may."""
    link = send(page, person=colleague, approver=first_deputy, purpose="approve")
    open_with_code(client, link)
    approve(client, link)
    _make_author(colleague, page)

    assert "must be approved by someone" in text(
        client.get(decide(client, page, second)["Location"])
    )
    assert not is_public(page)


def test_an_approval_by_link_is_about_all_of_a_set(
    client, page, home, editor, colleague, send, deputy
):
    other = StandardPageFactory(parent=home, title="How we write", live=False)
    other.save_revision(user=editor)
    submit_set(make_set(editor, "Letters", "We write.", [page, other]), editor)
    client.force_login(colleague)
    state = present_step(page)
    shown = "-".join(
        str(present_step(each).revision_id)
        for each in sorted([page, other], key=_order)
    )
    sent = {"decision": "approve", "revision": shown, "opened": shown.split("-")}
    client.post(review_address(state), sent)
    client.logout()
    page.refresh_from_db()
    other.refresh_from_db()
    with pytest.raises(ValidationError, match="only a whole set"):
        send(page, person=colleague, approver=deputy, purpose="approve")
    link = send(page, other, person=colleague, approver=deputy, purpose="approve")
    shown = text(open_with_code(client, link))
    assert "title “Letters” in the history" in shown
    assert shown.count("Change note for readers: We write.") == 2
    approve(client, link)

    assert is_public(page)
    assert type(other).objects.get(pk=other.pk).live


def test_the_accounts_of_who_approved_by_a_link_are_looked_up_once_for_a_set(
    client, home, editor, colleague, send, enter
):
    pages = [StandardPageFactory(parent=home, live=False) for _ in range(3)]
    for page in pages:
        page.save_revision(user=editor)
    submit_set(make_set(editor, "Letters", "We write.", pages), editor)
    pages = [type(page).objects.get(pk=page.pk) for page in pages]
    deputy = enter(IndependentApprovalTask.objects.get(name="Moderator"))
    link = send(*pages, person=colleague, approver=deputy, purpose="approve")
    open_with_code(client, link)
    approve(client, link)

    with CaptureQueriesContext(connection) as asked:
        review = review_of(pages[0])

    assert len(review.approvals) == len(pages)
    tables = [ExternalApprover._meta.db_table, User._meta.db_table]
    assert [
        sum(f'FROM "{table}"' in each["sql"] for each in asked) for table in tables
    ] == [1, 1]


def _order(page):
    return page.path


class TestTheEntries:
    def test_a_second_person_confirms_an_entry_that_a_site_administrator_made(
        self, client, administrator, second, committed
    ):
        client.force_login(administrator)
        screen = reverse("moderation:external_approvers")
        step = IndependentApprovalTask.objects.get(name="Approving officer")
        form = {"post": POST, "name": "Dana Dean", "address": "nobody", "purpose": ""}
        refused = text(client.post(screen, form))
        assert "like name@example.org" in refused
        assert "Dana Dean" in refused
        form |= {"address": ADDRESS, "purpose": f"wagtailcore.task {step.pk}"}
        with committed():
            client.post(screen, form)
        assert mail.outbox[-1].to == [second.email]
        entry = ExternalApprover.objects.get()
        assert not entry.decides(step)
        change = external_approvers.pending_change_of(entry)
        with pytest.raises(PermissionDenied):
            second_person.confirm(change, administrator)
        client.force_login(second)
        assert "needs confirmation by a second person" in text(client.get(screen))
        client.post(
            reverse(second_person.SCREEN), {"change": change.pk, "action": "confirm"}
        )
        assert entry.decides(step)
        mail.outbox.clear()
        with committed():
            client.post(screen, {"remove": entry.pk})
        assert not entry.decides(step)
        assert {administrator.email, second.email, ADDRESS} <= {
            each.to[0] for each in mail.outbox
        }

        words = [
            decision.words
            for decision in AuditLogEntry.objects.filter(action="people")[:3]
        ]
        assert words[::-1] == [
            "Awaiting confirmation by a second person: decides for “Approving officer”",
            f"Confirmed: decides for “Approving officer”, asked for by {administrator.username}",
            "Removed: no longer decides for Approving officer",
        ]

    def test_nobody_else_enters_anybody_nor_whoever_has_an_account_or_an_entry(
        self, client, administrator, editor, deputy
    ):
        step = IndependentApprovalTask.objects.get(name="Moderator")
        for name, address, says in (
            ("D. Dean", "DEPUTY+2@example.org", "already an external approver"),
            ("dana  dean", "private@example.org", "already an external approver"),
            ("Jo Jones", "other@example.org", "Give the account the role"),
            ("Other", editor.email.upper(), "Give the account the role"),
        ):
            with pytest.raises(ValidationError, match=says):
                external_approvers.enter(administrator, name, POST, address, step)
        client.force_login(editor)
        assert client.get(reverse("moderation:external_approvers")).status_code in {
            302,
            403,
        }
        with pytest.raises(PermissionDenied):
            external_approvers.enter(editor, "Other", POST, "other@example.org", step)
