"""Comments on what is in moderation decide nothing, make nobody an author, and reach those who take part."""

import html

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageSubscription
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.locks import SubmittedMeanwhileError
from pages.moderation.approval.review_comments import open_comments
from tests.editing import edit
from tests.factories import OrganisationFactory, StandardPageFactory, UserFactory
from tests.submissions import decide, present_step, review_address, submit


@pytest.fixture
def comment(client, submitted):
    """Comment on the review screen as ``person``."""

    def post(person, text="Who trained them?", about="", **more):
        client.force_login(person)
        state = present_step(submitted)
        form = {"about": about, "text": text, "revision": state.revision_id, **more}
        return client.post(review_address(state), form, follow=True)

    return post


def test_a_comment_decides_nothing_and_makes_nobody_an_author(
    client, comment, submitted, editor, moderator
):
    revisions = submitted.revisions.count()

    comment(moderator)

    submitted.refresh_from_db()
    assert submitted.wagtail_admin_comments.get().text == "Who trained them?"
    assert submitted.revisions.count() == revisions
    assert authors_since_publication(submitted) == {editor.pk}
    decide(client, submitted, moderator)
    assert present_step(submitted).task.name == "Approving officer"


def test_it_stands_where_the_editor_can_show_it(comment, submitted, moderator):
    for about, path, text in [
        ("", "title", "Who trained them?"),
        ("title", "title", "Who trained them?"),
        ("responses", "title", "Responses: Who trained them?"),
    ]:
        comment(moderator, about=about)

        found = submitted.wagtail_admin_comments.latest("pk")
        assert (found.contentpath, found.text) == (path, text), about


def test_a_wrong_one_is_shown_again(comment, submitted, moderator):
    for wrong in [{"text": " "}, {"about": "slug"}, {"revision": "1"}]:
        answer = comment(moderator, **{"text": "As typed", **wrong})

        assert answer.status_code == 200, wrong
        assert wrong.get("text", "As typed") in answer.content.decode(), wrong
        assert not submitted.wagtail_admin_comments.exists(), wrong


def typed_texts(answer) -> dict[str, str]:
    """Return what stands in the boxes that the form of the decision sends, by their names."""
    soup = BeautifulSoup(answer.content, "html.parser")
    form = soup.select_one("form#decision")
    boxes = [*form.select("textarea"), *soup.select("textarea[form=decision]")]
    return {box["name"]: box.get_text().strip() for box in boxes}


def test_a_decision_loses_no_comment_that_is_not_added_yet(
    client, comment, submitted, moderator
):
    texts = {"comment": "Well done.", "text": "Who trained them?"}

    answer = comment(
        moderator, texts["text"], decision="approve", comment=texts["comment"]
    )

    assert "Nothing was decided. You have entered a comment." in answer.content.decode()
    assert typed_texts(answer) == texts
    assert present_step(submitted).task.name == "Moderator"
    assert not submitted.wagtail_admin_comments.exists()


def test_adding_a_comment_loses_no_text_of_the_decision(comment, submitted, moderator):
    answer = comment(moderator, "Who trained them?", comment="Well done.", item="")

    assert "Comment added." in answer.content.decode()
    assert typed_texts(answer) == {"comment": "Well done.", "text": ""}
    assert submitted.wagtail_admin_comments.get().text == "Who trained them?"


def test_those_who_take_part_are_told_without_a_word_of_it(
    comment, editor, moderator, mailoutbox, committed
):
    with committed():
        comment(moderator, "Something secret")
    assert [mail.to for mail in mailoutbox] == [[editor.email]]
    assert "secret" not in mailoutbox[0].subject + mailoutbox[0].body


def form_with_comment(words):
    """Return the form of a page, to which somebody adds a comment in the editor."""
    fields = {
        "title": "Ours",
        "slug": "ours",
        "summary": "",
        "search_description": "",
        "change_note": "New.",
    }
    dates = {"go_live_at": "", "expire_at": ""}
    empty = {
        "TOTAL_FORMS": "0",
        "INITIAL_FORMS": "0",
        "MIN_NUM_FORMS": "0",
        "MAX_NUM_FORMS": "",
    }
    comment = {
        "id": "",
        "text": words,
        "contentpath": "title",
        "position": "",
        "deleted": "",
        "resolved": "",
    }
    comments = {**empty, "TOTAL_FORMS": "1", "0": {**comment, "replies": empty}}
    return nested_form_data(
        {**fields, **dates, "comments": comments, "body": streamfield([])}
    )


def test_what_is_sent_of_comments_in_the_editor_holds_no_word_of_them(
    client, home, editor, moderator, mailoutbox, committed
):
    page = StandardPageFactory(parent=home, title="Ours", slug="ours")
    page.title = "Ours, changed"
    page.save_revision(user=editor)
    without_role = UserFactory()
    PageSubscription.objects.create(
        page=page, user=without_role, comment_notifications=True
    )
    client.force_login(moderator)

    with committed():
        assert (
            edit(client, page, form_with_comment("Something secret")).status_code == 302
        )

    assert open_comments(page).get().text == "Something secret"
    (mail,) = mailoutbox
    assert mail.to == [editor.email]
    assert mail.subject.startswith("Comments: ")
    assert f"/comments/{page.pk}/" in mail.body
    assert "secret" not in mail.subject + mail.body + str(mail.alternatives)


def test_the_author_replies_and_resolves_it(
    client, comment, submitted, editor, moderator, mailoutbox, committed
):
    comment(moderator)
    first = submitted.wagtail_admin_comments.get()
    client.force_login(editor)
    address = reverse("moderation:comments", args=[submitted.pk])
    editor_screen = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert "1 open comment." in client.get(editor_screen).content.decode()

    with committed():
        for _ in range(2):  # pressed twice
            client.post(address, {"reply": first.pk, "text": "The college did."})

    assert [mail.to for mail in mailoutbox] == [[moderator.email]] * 2
    assert open_comments(submitted).get() == first
    assert [(reply.user, reply.text) for reply in first.replies.all()] == [
        (editor, "The college did.")
    ]
    screen = client.get(address).content.decode()
    assert "The college did." in screen
    # There is one thing to comment on here, so nothing is asked.
    assert "beside the title" in screen
    assert "<select" not in screen

    client.post(address, {"resolve": first.pk})

    first.refresh_from_db()
    assert first.resolved_by == editor
    assert not open_comments(submitted).exists()
    assert "open comment" not in client.get(editor_screen).content.decode()


def test_what_cannot_be_replied_to_is_refused_with_the_reason(
    client, comment, submitted, editor, moderator
):
    comment(moderator)
    first = submitted.wagtail_admin_comments.get()
    client.force_login(editor)
    address = reverse("moderation:comments", args=[submitted.pk])

    assert (
        "Enter your reply."
        in client.post(address, {"reply": first.pk, "text": " "}).content.decode()
    )
    for gone in ("0", "x", "9" * 50, ""):
        answer = client.post(
            address, {"reply": gone, "text": "The college did."}, follow=True
        )
        assert (
            "This comment has already been resolved or deleted."
            in answer.content.decode()
        ), gone
    assert not first.replies.exists()


def test_a_comment_that_comes_while_its_set_is_submitted_is_kept_in_its_box(
    client, submitted, editor, monkeypatch
):
    def refuse(obj):
        raise SubmittedMeanwhileError

    monkeypatch.setattr("pages.moderation.views.comments.lock_row", refuse)
    client.force_login(editor)
    address = reverse("moderation:comments", args=[submitted.pk])

    shown = client.post(
        address, {"about": "", "text": "The college did."}
    ).content.decode()

    assert SubmittedMeanwhileError().messages[0] in html.unescape(shown)
    assert "The college did.</textarea>" in shown


def test_whoever_may_not_open_the_editor_reads_no_comments(
    client, submitted, signed_in
):
    signed_in("Feedback team")
    address = reverse("moderation:comments", args=[submitted.pk])

    assert client.get(address).status_code in (302, 403)


def test_there_is_none_on_a_snippet(client, editor, moderator):
    organisation = OrganisationFactory()
    submit(organisation, editor)
    state = present_step(organisation)
    client.force_login(moderator)

    shown = client.get(review_address(state)).content.decode()

    assert "Write what the author should know with your decision." in shown
    sent = {"about": "", "text": "Hello", "revision": state.revision_id}
    assert client.post(review_address(state), sent).status_code in (302, 403)
