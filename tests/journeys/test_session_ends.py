"""An editor whose session ends, or whose line is cut, loses nothing that they typed."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from pages.moderation.approval.roles import EDITORS, MODERATORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import StandardPageFactory, UserFactory
from tests.submissions import submit

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TYPED = "How we answer letters"


@pytest.fixture
def editor(colleague, home):
    """Somebody who goes on with a draft of theirs."""
    jo = UserFactory(roles=[EDITORS], username="jo")
    editor = colleague(jo)
    page = StandardPageFactory(parent=home, title="How we answer")
    page.save_revision(user=jo)
    editor.edit(page.pk)
    return editor


@pytest.fixture
def editor_with_autosave(editor, settings):
    """The same, where Wagtail saves what they type from the moment at which it begins to watch.

    It begins twice, because it connects to the form twice, and takes what was typed in
    between for saved.
    """
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500  # milliseconds, as Wagtail has it
    editor.page.add_init_script(
        """let beginnings = 0;
        document.addEventListener("w-unsaved:ready", () => { beginnings++; });
        document.addEventListener("w-unsaved:watch-edits", () => {
            document.body.dataset.toBegin = --beginnings;
        });"""
    )
    editor.page.reload()
    editor.page.locator("body[data-to-begin='0']").wait_for()
    return editor


def draft_title():
    return Page.objects.order_by("pk").last().get_latest_revision_as_object().title


def end_session():
    Session.objects.all().delete()


def sign_in(page, username):
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Sign in").click()


def press_save(page):
    page.locator("footer").get_by_role("button", name=re.compile("^Save draft")).click()


def sign_in_beside(form, username):
    """Follow the link over the form, and sign in in the tab that it opens."""
    with form.context.expect_page() as opened:
        form.get_by_role("link", name="Sign in again").click()
    sign_in(opened.value, username)


def test_a_press_of_save_waits_for_the_signing_in_and_then_goes_on(editor):
    form = editor.page
    editor.fill("Title*", TYPED)
    end_session()
    press_save(form)
    dialog = form.get_by_role("dialog", name="You have been signed out")
    expect(dialog).to_be_visible()
    form.set_viewport_size({"width": 320, "height": 640})
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert faults_found_by_axe(form, within=".editor-session") == []
    sign_in_beside(form, "jo")

    expect(form.locator(".messages .success")).to_be_visible()
    assert draft_title() == TYPED


def test_a_press_is_answered_at_once_while_the_site_is_asked_who_is_signed_in(editor):
    """Nothing was said until the next screen, so that a press seemed to have done nothing."""
    form = editor.page
    held = []

    def hold_first(route):
        if held:
            route.continue_()
        held.append(route)

    form.route(f"**{reverse('editor_session')}", hold_first)
    told = form.get_by_role("status").filter(has_text="Sending…")
    editor.fill("Title*", TYPED)
    editor.try_to_submit()
    expect(told).to_be_visible()
    assert form.locator(".messages li").count() == 0
    held[0].continue_()

    expect(form.locator(".messages .success")).to_contain_text(
        "submitted for moderation"
    )
    expect(told).to_have_count(0)


def test_what_wagtail_saves_by_itself_waits_for_the_signing_in_too(
    editor_with_autosave,
):
    form = editor_with_autosave.page
    end_session()
    editor_with_autosave.fill("Title*", TYPED)
    sign_in_beside(form, "jo")

    expect(form.get_by_role("dialog", name="You have been signed out")).to_be_hidden()
    expect(form.get_by_text("A server error occurred")).to_have_count(0)
    expect(form.get_by_role("textbox", name="Title*", exact=True)).to_have_value(TYPED)
    expect(form.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    assert draft_title() == TYPED


def test_what_is_typed_while_wagtail_saves_is_saved_too(editor_with_autosave):
    form = editor_with_autosave.page
    form.evaluate(
        """typed => {
          const type = () => { document.querySelector("[name=title]").value = typed; };
          // Before Wagtail takes what stands in the form for saved.
          document.addEventListener("w-autosave:success", type, { capture: true, once: true });
        }""",
        TYPED,
    )
    with form.expect_response(
        lambda answer: TYPED in (answer.request.post_data or "")
    ) as saved:
        editor_with_autosave.fill("Title*", "How we")

    assert saved.value.ok
    assert draft_title() == TYPED


def type_and_wait(editor, title):
    with editor.page.expect_response(
        lambda answer: title in (answer.request.post_data or "")
    ) as saved:
        editor.fill("Title*", title)
    assert saved.value.json()["success"], saved.value.text()


def test_a_button_saves_and_submits_after_what_wagtail_saved_by_itself(
    editor_with_autosave,
):
    form = editor_with_autosave.page
    for title in ("How we", "How we answer the", TYPED):
        type_and_wait(editor_with_autosave, title)
    editor_with_autosave.save_draft()
    assert draft_title() == TYPED

    form.locator("body[data-to-begin='0']").wait_for()
    type_and_wait(editor_with_autosave, "How we answer you")
    editor_with_autosave.submit()

    assert draft_title() == "How we answer you"
    assert Page.objects.order_by("pk").last().current_workflow_state


def test_a_button_saves_a_new_page_that_wagtail_has_saved_by_itself(
    editor_with_autosave, home
):
    form = editor_with_autosave.page
    form.goto(f"/admin/pages/add/content/standardpage/{home.pk}/")
    form.locator("body[data-to-begin='0']").wait_for()
    form.locator("[name=slug]").evaluate(
        "slug => { slug.value = 'how-we-answer-letters'; }"
    )
    for title in ("How we", "How we answer the", TYPED):
        type_and_wait(editor_with_autosave, title)
    editor_with_autosave.save_draft()

    assert draft_title() == TYPED


def test_a_button_waits_until_wagtail_has_saved(editor_with_autosave):
    form = editor_with_autosave.page
    held = []

    def hold(route):
        if "json" in route.request.headers["accept"] and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    form.route("**/edit/", hold)
    editor_with_autosave.fill("Title*", "How we")
    while not held:
        form.wait_for_timeout(100)
    editor_with_autosave.fill("Title*", TYPED)
    press_save(form)
    form.wait_for_timeout(1000)
    route, answer = held[0]
    route.fulfill(response=answer)

    expect(form.locator(".messages .success")).to_be_visible()
    assert draft_title() == TYPED


def test_of_two_tabs_the_second_to_save_is_told_of_the_first_and_chooses(
    editor_with_autosave,
):
    second = editor_with_autosave.page.context.new_page()
    second.goto(editor_with_autosave.page.url)
    for title in ("How we", "How we answer first"):
        type_and_wait(editor_with_autosave, title)
    box = second.get_by_role("textbox", name="Title*", exact=True)
    box.fill("How we answer second")
    for _ in range(2):  # a second press replaces nothing either
        press_save(second)
        expect(second.locator(".messages")).to_contain_text(
            "You saved a newer version in another window"
        )
        assert draft_title() == "How we answer first"
        expect(box).to_have_value("How we answer second")

    second.get_by_role("button", name="Overwrite it with mine").click()
    expect(second.locator(".messages .success")).to_be_visible()
    assert draft_title() == "How we answer second"
    press_save(editor_with_autosave.page)
    expect(editor_with_autosave.page.locator(".messages")).to_contain_text(
        "You saved a newer version"
    )
    assert draft_title() == "How we answer second"


def test_nobody_saves_what_somebody_else_typed_by_signing_in_in_their_place(editor):
    UserFactory(roles=[EDITORS], username="sam", first_name="Sam", last_name="Sharma")
    form = editor.page
    editor.fill("Title*", TYPED)
    end_session()
    press_save(form)
    sign_in_beside(form, "sam")

    expect(
        form.get_by_role("dialog", name="Sam Sharma is signed in now")
    ).to_be_visible()
    assert draft_title() == "How we answer"


def test_a_cut_line_keeps_the_form_until_the_site_is_there_again(editor):
    form = editor.page
    editor.fill("Title*", TYPED)
    form.context.set_offline(True)
    press_save(form)
    dialog = form.get_by_role("dialog", name="The site cannot be reached")
    expect(dialog).to_be_visible()

    form.context.set_offline(False)
    dialog.get_by_role("button", name="Try again").click()

    expect(form.locator(".messages .success")).to_be_visible()
    assert draft_title() == TYPED


def test_a_form_that_was_opened_on_a_bad_line_can_be_saved_all_the_same(editor):
    form = editor.page
    form.route("**/admin/session/", lambda route: route.abort(), times=1)
    form.reload()
    editor.fill("Title*", TYPED)

    editor.save_draft()

    assert draft_title() == TYPED


def test_a_reviewer_whose_session_ends_loses_no_comment_and_decides_after_signing_in(
    editor, colleague
):
    page = Page.objects.order_by("pk").last().specific
    submit(page, editor_of(page))
    reviewer = colleague(UserFactory(roles=[MODERATORS], username="mo"))
    reviewer.open_first_review()
    form = reviewer.page
    form.get_by_text("Add a comment").click()
    form.get_by_label("Your comment").fill("Which letters?")
    end_session()
    form.get_by_role("button", name="Add comment").click()
    sign_in_beside(form, "mo")
    expect(form.locator(".messages .success")).to_contain_text("Comment added")

    form.get_by_label("Comment on your decision").fill("Say which letters.")
    end_session()
    form.get_by_role("button", name="Request changes").click()
    sign_in_beside(form, "mo")

    expect(form.locator(".messages .success")).to_contain_text("Changes requested")
    assert page.wagtail_admin_comments.get().text == "Which letters?"
    assert page.workflow_states.get().current_task_state.comment == "Say which letters."


def editor_of(page):
    return page.latest_revision.user
