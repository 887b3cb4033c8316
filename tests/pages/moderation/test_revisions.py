"""An approval covers exactly one revision, which nobody can change afterwards."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.locks import DeletedMeanwhileError
from pages.moderation.approval.publication_permit import (
    PublicationRefusedError,
    permitted,
)
from pages.moderation.approval.publication_rules import PublishableForm
from pages.moderation.approval.publishing import load_first_content
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    display_name,
)
from pages.moderation.models import PublishedVersion
from pages.moderation.views.editor import version_of
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import clear
from tests.forms import recommendation_form
from tests.submissions import decide, present_step


def waiting_for(page):
    page.refresh_from_db()
    return page.current_workflow_task_state.task.name


def save_draft(page, person, **fields):
    """Save without the editor, which is locked during a review."""
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=person)


def test_a_change_by_an_approver_restarts_the_review(
    page, submit, approve, editor, moderator, officer
):
    submit(editor)
    approve(moderator)
    assert waiting_for(page) == "Approving officer"

    save_draft(page, officer, title="Changed by the officer")

    assert waiting_for(page) == "Moderator"
    approve(moderator)
    approve(officer)
    page.refresh_from_db()
    assert page.title == "As published", "the officer is an author now"
    approve(UserFactory(roles=[APPROVING_OFFICERS]))
    page.refresh_from_db()
    assert page.title == "Changed by the officer"


def test_saving_without_changes_keeps_the_approvals(
    page, submit, approve, editor, moderator, officer
):
    submit(editor)
    approve(moderator)
    revisions = page.revisions.count()

    save_draft(page, officer)

    assert waiting_for(page) == "Approving officer"
    assert page.revisions.count() == revisions
    approve(officer)
    page.refresh_from_db()
    assert page.title == "Changed"


def test_a_form_opened_before_somebody_submitted_does_not_undo_the_submission(
    section, editor, officer
):
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section), live=False
    )
    save_draft(page, editor, title="Slipped in")
    opened = RecommendationResponsePage.objects.get(pk=page.pk)
    save_draft(page, editor, title="Changed")

    opened.title = "Slipped in"
    opened.save()  # as the editor of Wagtail saves what was never public, before it makes a revision
    opened.save_revision(user=officer)

    page.refresh_from_db()
    assert page.latest_revision.is_latest_revision()
    titles = [revision.content["title"] for revision in page.revisions.order_by("pk")]
    assert titles == ["Slipped in", "Changed", "Slipped in"]


def test_a_submission_without_changes_is_not_published_again(
    page, submit, approve, editor, moderator, officer
):
    submit(editor)
    approve(moderator)
    approve(officer)

    again = submit(editor)

    assert (
        "You have not changed anything since this was published."
        in again.content.decode()
    )
    page.refresh_from_db()
    assert page.title == "Changed"
    assert page.current_workflow_state is None
    assert (
        PublishedVersion.objects.for_object(page)
        .filter(revision_id=page.live_revision_id)
        .count()
        == 1
    )


def test_approving_an_outdated_version_is_refused(
    client, page, submit, editor, moderator
):
    submit(editor)
    seen = present_step(page)
    save_draft(page, UserFactory(roles=[MODERATORS]), title="Changed meanwhile")

    answer = decide(client, page, moderator, state=seen)

    said = client.get(answer["Location"]).content.decode()
    assert "It was edited and resubmitted." in said
    assert waiting_for(page) == "Moderator"
    assert page.get_latest_revision_as_object().title == "Changed meanwhile"


def test_a_step_cannot_be_decided_twice(
    client, page, submit, editor, moderator, approve
):
    submit(editor)
    state = present_step(page)
    approve(moderator)

    answer = decide(
        client,
        page,
        UserFactory(roles=[MODERATORS]),
        "reject",
        "Say when.",
        state,
        follow=True,
    )

    assert f"{display_name(moderator)} approved this" in answer.content.decode()
    assert waiting_for(page) == "Approving officer"


def test_a_revision_saved_by_other_code_during_the_review_is_not_approved(
    page, submit, editor, moderator
):
    submit(editor)
    state = page.current_workflow_task_state
    other = page.revisions.latest("pk")
    other.pk = None
    other.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=other)

    with pytest.raises(ValidationError, match="has changed this or decided on it"):
        state.task.specific.decide(state, moderator, DecisionChoice("approve"))


def test_a_task_cannot_decide_on_another_step(
    page, submit, approve, editor, moderator, officer
):
    submit(editor)
    first = page.current_workflow_task_state.task.specific
    approve(moderator)

    with pytest.raises(ValidationError, match="has changed this or decided on it"):
        first.decide(
            page.current_workflow_task_state, officer, DecisionChoice("approve")
        )


def test_a_draft_of_a_deleted_page_cannot_be_saved(page, editor):
    Page.objects.filter(pk=page.pk).update(live=False)
    Page.objects.get(pk=page.pk).delete()

    with pytest.raises(DeletedMeanwhileError):
        page.save_revision(user=editor)


def test_authors_still_count_after_their_revisions_are_purged(
    page, save, submit, approve, editor
):
    author = UserFactory(roles=[EDITORS, MODERATORS])
    save(author, title="Changed by the first author")
    submit(editor, title="Changed by both")
    call_command("purge_revisions", verbosity=0)

    approve(author)

    assert waiting_for(page) == "Moderator"


class TestAutosave:
    @pytest.fixture
    def autosave(self, client, page):
        """Save as the editor's script does, and return the number of the revision."""

        def post(user, title, over=None, opened_with=None):
            client.force_login(user)
            form = {
                **recommendation_form(title=title, number="7.1"),
                "overwrite_revision_id": over or "",
            }
            if opened_with:
                form["loaded_revision_id"] = opened_with.pk
                form["loaded_revision_created_at"] = opened_with.created_at.isoformat()
            answer = client.post(
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                form,
                headers={"Accept": "application/json"},
            )
            return json.loads(answer.content).get("revision_id")

        return post

    def test_an_editor_overwrites_their_own_draft(self, page, autosave, editor):
        before = page.revisions.count()
        first = autosave(editor, "One")

        assert autosave(editor, "Two", over=first) == first
        assert autosave(editor, "Three", over=first) == first

        assert page.revisions.count() == before + 1

    def test_what_another_tab_or_a_colleague_saved_stays_in_the_history(
        self, page, autosave, editor
    ):
        first = autosave(editor, "One")

        for person, title in ((editor, "Two"), (UserFactory(roles=[EDITORS]), "Three")):
            assert autosave(person, title) != first
            assert page.revisions.get(pk=first).content["title"] == "One"

    def test_a_save_that_changes_nothing_makes_no_draft_of_another_tab_its_own(
        self, page, autosave, editor
    ):
        theirs = page.revisions.get(pk=autosave(editor, "One"))

        assert autosave(editor, "One", opened_with=theirs) == theirs.pk
        own = autosave(editor, "Two", over=theirs.pk, opened_with=theirs)
        assert own != theirs.pk
        assert autosave(editor, "Three", over=own, opened_with=theirs) == own

    def test_what_another_tab_saved_meanwhile_is_not_overwritten(
        self, page, autosave, editor
    ):
        theirs = page.revisions.get(pk=autosave(editor, "One"))
        autosave(editor, "One", opened_with=theirs)
        autosave(editor, "Two", over=theirs.pk)

        assert autosave(editor, "Three", over=theirs.pk, opened_with=theirs) is None
        assert page.revisions.get(pk=theirs.pk).content["title"] == "Two"

    def test_a_submitted_revision_is_not_overwritten(self, page, autosave, submit):
        reviewer = UserFactory(roles=[EDITORS, MODERATORS])
        submit(reviewer)
        submitted = page.revisions.latest("pk")

        later = autosave(reviewer, "Slipped in", over=submitted.pk)

        assert later != submitted.pk
        submitted.refresh_from_db()
        assert submitted.content["title"] == "Changed"
        assert waiting_for(page) == "Moderator"


class TestTwoForms:
    """Two people, or two tabs of one, opened the same page and press a button one after the other."""

    @pytest.fixture
    def save(self, client, page):
        def post(user, title, opened_with, accept="text/html", **buttons):
            client.force_login(user)
            form = recommendation_form(title=title, number="7.1", **buttons)
            form["loaded_revision_id"] = opened_with.pk
            form["loaded_revision_created_at"] = opened_with.created_at.isoformat()
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            return client.post(address, form, headers={"Accept": accept})

        return post

    @pytest.fixture
    def opened(self, page, editor):
        return page.save_revision(user=editor)

    @pytest.mark.parametrize("button", [{}, {"action-submit": "1"}])
    def test_the_second_is_told_of_the_first_and_keeps_what_they_typed(
        self, page, save, opened, editor, button
    ):
        colleague = UserFactory(roles=[EDITORS], first_name="Ada", last_name="Lovelace")
        assert save(editor, "Theirs", opened).status_code == 302

        answer = save(colleague, "Mine", opened, **button)

        page.refresh_from_db()
        theirs = page.latest_revision
        assert theirs.content["title"] == "Theirs"
        assert not page.current_workflow_state
        form = BeautifulSoup(answer.content, "html.parser")
        assert form.find("input", {"name": "title"})["value"] == "Mine"
        assert f"{editor.get_full_name()} saved a newer version on" in form.get_text()
        assert (
            "If you save yours, it will overwrite this newer version" in form.get_text()
        )
        replace = form.find("button", {"name": "replace_newer"})
        assert replace["form"] == form.find("form", {"data-edit-form": True})["id"]

        assert (
            save(colleague, "Mine", opened, replace_newer=replace["value"]).status_code
            == 302
        )
        page.refresh_from_db()
        assert page.latest_revision.content["title"] == "Mine"
        assert page.revisions.get(pk=theirs.pk).content["title"] == "Theirs"

    def test_two_tabs_of_one_person_are_two_forms(self, page, save, opened, editor):
        save(editor, "One", opened)

        answer = save(editor, "Two", opened)

        assert (
            "You saved a newer version in another window on" in answer.content.decode()
        )
        page.refresh_from_db()
        assert page.latest_revision.content["title"] == "One"

    def test_a_form_that_cannot_save_by_itself_says_whose_version_it_would_overwrite(
        self, save, opened, editor
    ):
        colleague = UserFactory(roles=[EDITORS])
        save(editor, "Theirs", opened)

        answer = json.loads(
            save(colleague, "Mine", opened, accept="application/json").content
        )

        saved_at = rf"{editor.get_username()} saved a newer version on \d+ \w+ \d{{4}} at \d\d:\d\d\."
        assert re.match(saved_at, answer["error_message"])
        assert (
            "If you save yours, it will overwrite this newer version."
            in answer["error_message"]
        )

    def test_a_form_saves_again_what_it_has_saved_itself(
        self, page, save, opened, editor
    ):
        save(editor, "One", opened)
        page.refresh_from_db()

        assert save(editor, "Two", page.latest_revision).status_code == 302
        own = version_of(page.revisions.latest("pk"))
        assert save(editor, "Three", opened, known_version=own).status_code == 302

    @pytest.mark.parametrize("accept", ["text/html", "application/json"])
    @pytest.mark.parametrize("is_gone", [False, True])
    def test_the_answered_form_replaces_nothing_before_somebody_chose(
        self, page, save, opened, editor, accept, is_gone
    ):
        page.title = "Theirs"
        # A form that saves by itself again keeps the number; old drafts are deleted in
        # time.
        page.save_revision(user=editor, overwrite_revision=None if is_gone else opened)
        known = Revision(pk=0, created_at=opened.created_at) if is_gone else opened

        shown = BeautifulSoup(save(editor, "Mine", known).content, "html.parser")
        held = {
            each["name"]: each["value"]
            for each in shown.find_all("input", {"name": "known_version"})
        }
        page.refresh_from_db()
        save(editor, "Mine", page.latest_revision, accept, **held)

        page.refresh_from_db()
        assert page.latest_revision.content["title"] == "Theirs"

    def test_who_saves_while_the_form_is_read_is_not_replaced_either(
        self, page, save, opened, editor, monkeypatch
    ):
        def save_meanwhile(form):
            page.title = "Theirs"
            page.save_revision()
            return True

        monkeypatch.setattr(PublishableForm, "_fits_rules", save_meanwhile)

        assert save(editor, "Mine", opened).status_code == 200
        page.refresh_from_db()
        assert page.latest_revision.content["title"] == "Theirs"


class TestLiveRowGuards:
    """The screens refuse earlier; this is the last line."""

    def test_whatever_was_not_approved_is_refused(self, page):
        def with_first_content():
            with load_first_content():
                pass

        def with_a_permit_for_another():
            with permitted(above):
                page.save()

        above = page.get_parent().specific
        unchanged = type(page).objects.get(pk=page.pk)
        page.title = "Slipped in"
        for act in (
            page.save,
            with_a_permit_for_another,
            lambda: page.save_revision().publish(skip_permission_checks=True),
            lambda: PublishPageRevisionAction(page.save_revision()).execute(
                skip_permission_checks=True
            ),
            unchanged.unpublish,
            unchanged.delete,
            lambda: above.copy(update_attrs={"slug": "copy"}, keep_live=True),
            with_first_content,
        ):
            with pytest.raises(PublicationRefusedError), transaction.atomic():
                act()
        with pytest.raises(ValidationError):
            above.create_alias(update_slug="alias")

    def test_publishing_an_approved_revision_that_was_changed_is_refused(self, page):
        page.title = "Approved"
        revision = clear(page)
        revision.content["title"] = "Slipped in"
        revision.save()

        with pytest.raises(PublicationRefusedError):
            revision.publish()


def test_an_authors_comment_keeps_the_approvals(client, page, submit, save):
    author = UserFactory(roles=[EDITORS, MODERATORS])
    submit(author)
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "Is this right?",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "1000",
    }
    revisions = page.revisions.count()

    save(author, **comment)

    assert page.wagtail_admin_comments.get().text == "Is this right?"
    assert page.revisions.count() == revisions
    assert waiting_for(page) == "Moderator"
    client.force_login(author)
    assert (
        "Is this right?" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    )
