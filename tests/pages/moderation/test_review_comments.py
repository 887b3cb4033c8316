"""Comments on what is in review decide nothing, make nobody an author, and reach those who take part."""

import html

import pytest
from django.urls import reverse
from wagtail.admin.mail import send_notification

from pages.moderation.gate.authors import authors_since_publication
from pages.moderation.gate.locks import SubmittedMeanwhileError
from tests.factories import OrganisationFactory
from tests.submissions import decide, present_step, review_address, submit


@pytest.fixture
def comment(client, submitted):
    """Comment on the review screen as ``person``."""

    def post(person, text="Who trained them?", about="", **more):
        client.force_login(person)
        state = present_step(submitted)
        form = {"about": about, "text": text, "revision": state.revision_id, **more}
        return client.post(review_address(state), form)

    return post


def test_a_comment_decides_nothing_and_makes_nobody_an_author(client, comment, submitted, editor, moderator):
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


def test_those_who_take_part_are_told_without_a_word_of_it(comment, editor, moderator, mailoutbox, committed):
    with committed():
        comment(moderator, "Something secret")
    assert [mail.to for mail in mailoutbox] == [[editor.email]]
    assert "secret" not in mailoutbox[0].subject + mailoutbox[0].body


def test_what_wagtail_sends_of_comments_in_the_editor_holds_no_word_of_them(
    submitted, editor, moderator, mailoutbox
):
    secret = submitted.wagtail_admin_comments.create(
        user=moderator, text="Something secret", contentpath="title"
    )
    context = {"page": submitted, "editor": moderator, "new_comments": [secret]}

    send_notification([editor], "updated_comments", context)

    (mail,) = mailoutbox
    assert mail.subject == "New comments: Recommendation 7.1: Changed (A super-complaint)"
    assert f"/remarks/complaints.recommendationresponsepage/{submitted.pk}/" in mail.body
    assert "secret" not in mail.subject + mail.body + str(mail.alternatives)


def test_the_author_answers_and_deals_with_it(
    client, comment, submitted, editor, moderator, mailoutbox, committed
):
    comment(moderator)
    client.force_login(editor)
    address = reverse("moderation:remarks", args=["complaints.recommendationresponsepage", submitted.pk])
    with committed():
        client.post(address, {"about": "", "text": "The college did."})
    assert [mail.to for mail in mailoutbox] == [[moderator.email]]

    client.post(address, {"deal": submitted.wagtail_admin_comments.first().pk})

    assert submitted.wagtail_admin_comments.filter(resolved_at=None).get().text == "The college did."
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[submitted.pk])).content.decode()
    assert "From the review: 1 open comment." in edit


def test_a_comment_that_comes_while_its_set_is_submitted_is_kept_in_its_box(
    client, submitted, editor, monkeypatch
):
    def refuse(obj):
        raise SubmittedMeanwhileError

    monkeypatch.setattr("pages.moderation.desk.remarks.lock_row", refuse)
    client.force_login(editor)
    address = reverse("moderation:remarks", args=["complaints.recommendationresponsepage", submitted.pk])

    shown = client.post(address, {"about": "", "text": "The college did."}).content.decode()

    assert SubmittedMeanwhileError().messages[0] in html.unescape(shown)
    assert "The college did.</textarea>" in shown


def test_whoever_may_not_open_the_editor_reads_no_remarks(client, submitted, signed_in):
    signed_in("Feedback team")
    address = reverse("moderation:remarks", args=["complaints.recommendationresponsepage", submitted.pk])

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
