"""Somebody without an account reads a draft behind a link and a code, and says what they think."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from pages.core.outages import Outage
from pages.external_review.models import OpinionRequest, delete_old_requests
from pages.external_review.requests_by_link import revoke
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, MODERATORS
from pages.moderation.approval.set_actions import make_set
from pages.moderation.models import AuditLogEntry
from site_config.logging import OneLineFormatter
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.pages.external_review.conftest import ADDRESS
from tests.pages.external_review.opening import code, open_with_code, text
from tests.pages.files.content import mention
from tests.submissions import present_step, review_address, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_opening_a_link_changes_sends_and_shows_nothing(client, send, page):
    link = send(page)
    before = OpinionRequest.objects.values().get()
    for method in (client.get, client.head):
        response = method(link)

    assert OpinionRequest.objects.values().get() == before
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert "Jo Jones would like your opinion on a draft" in message.subject
    assert "How we answer" in message.body
    assert response.cookies == {}
    assert "telephone" not in message.body + text(client.get(link))
    assert client.get(f"{link}0/").headers["Location"] == link
    assert link.split("/")[2] not in str(before)


def test_with_the_code_the_draft_and_what_it_changes_are_read(client, send, page):
    link = send(page)
    shown = text(open_with_code(client, link))

    assert "What changes" in shown
    assert "telephone" in shown
    draft = text(client.get(f"{link}0/"))
    assert "By telephone" in draft
    assert link not in "".join(re.findall('/feedback/[^"]*', unquote(shown + draft)))
    assert client.get(f"{link}1/").status_code == 404
    assert OpinionRequest.objects.get().opened_at
    # Nobody keeps, indexes or passes on what a link shows.
    for address in (link, f"{link}0/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"


def test_a_code_opens_one_link_once_within_ten_minutes_and_few_are_sent_and_tried(
    client, send, page, time_machine
):
    other = send(page, address="other@example.org")
    link = send(page)

    def sent():
        answer = client.post(link, {"send_code": "1"}).status_code
        return code() if answer == 200 else answer

    first = sent()
    client.post(link, {"code": first})
    assert "Send me a code" in text(client.get(other))
    client.cookies.clear()
    assert "The code is wrong" in text(client.post(link, {"code": first}))

    replaced, last = sent(), sent()
    assert replaced == last or client.post(link, {"code": replaced}).status_code == 400
    time_machine.shift(timedelta(minutes=11))
    assert client.post(link, {"code": last}).status_code == 400

    tried = sent()
    for _ in range(5):
        assert (
            client.post(link, {"code": f"{(int(tried) + 1) % 10**6:06}"}).status_code
            == 400
        )
    assert "The code is wrong" in text(client.post(link, {"code": tried}))


def test_codes_for_a_link_are_few(client, send, page):
    link = send(page)
    answers = [client.post(link, {"send_code": "1"}).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert len(mail.outbox) == 1 + 5


@pytest.mark.parametrize("end", ["revoked", "expired", "unknown", "cut off"])
def test_a_link_that_has_ended_shows_nothing_and_says_whom_to_ask(
    client, send, page, editor, time_machine, end
):
    link = send(page)
    open_with_code(client, link)
    if end == "revoked":
        revoke(OpinionRequest.objects.get(), editor)
    elif end == "expired":
        time_machine.shift(timedelta(days=8))
    else:
        link = "/opinions/unknown/" if end == "unknown" else f"{link[:-5]}/"

    response = client.get(link)
    assert response.status_code == 404
    assert "Ask the sender for a new one" in text(response)
    assert client.post(link, {"verdict": "agrees"}).status_code == 404
    assert client.get(f"{link}0/").status_code == 302


def test_an_answer_reaches_whoever_asked_and_can_be_changed_and_the_log_names_the_post(
    client, send, page, editor
):
    link = send(page)
    open_with_code(client, link)
    client.post(link, {"verdict": "changes", "comment": "Say which letters."})
    assert "You replied on" in text(client.get(link))
    assert mail.outbox[-1].to == [editor.email]
    assert "Say which letters" not in mail.outbox[-1].body
    client.post(link, {"verdict": "agrees", "comment": ""})

    asked = OpinionRequest.objects.get()
    assert (asked.verdict, asked.comment) == ("agrees", "")

    revoke(asked, editor)
    lines = list(
        AuditLogEntry.objects.about(page).filter(revision_id=page.latest_revision_id)[
            :4
        ]
    )
    assert [(line.actor, line.words, line.reason) for line in reversed(lines)] == [
        (
            "Jo Jones",
            "Link sent to the Deputy Chief Constable: read it and give an opinion",
            "",
        ),
        (
            "Deputy Chief Constable, by link",
            "Opinion by email link: requests changes",
            "Say which letters.",
        ),
        ("Deputy Chief Constable, by link", "Opinion by email link: agrees", ""),
        ("Jo Jones", "Link to the Deputy Chief Constable cancelled", ""),
    ]
    assert ADDRESS not in str(list(AuditLogEntry.objects.values()))


def test_a_question_is_in_the_email_and_beside_the_draft(
    client, page, editor, committed
):
    client.force_login(editor)
    address = reverse(
        "external_review_admin:ask", args=["content.standardpage", page.pk]
    )
    form = {"purpose": "opinion", "days": "7", "question": "Is it lawful?\nBy Friday."}
    refused = client.post(address, form)
    assert "Enter their role." in text(refused)
    assert "Is it lawful?" in refused.content.decode()
    with committed():
        client.post(address, {**form, "post": "Solicitor", "address": ADDRESS})
    assert "Is it lawful?\nBy Friday." in mail.outbox[-1].body
    link = re.search(r"/opinions/\S+", mail.outbox[-1].body)[0]
    client.logout()

    shown = text(open_with_code(client, link))
    assert "Jo Jones asks" in shown
    assert "Is it lawful?<br>By Friday." in shown


def test_no_key_leaves_what_somebody_writes_about_a_draft(client, send, page):
    link = send(page)
    screens = [
        client.get(link),
        open_with_code(client, link),
        client.get("/opinions/unknown/"),
    ]

    assert "data-exit" in text(client.get("/"))
    for screen in screens:
        assert "data-exit" not in text(screen)
        assert 'class="exit__link"' not in text(screen)


def test_changes_are_asked_for_in_words_and_what_was_typed_stays(client, send, page):
    link = send(page)
    open_with_code(client, link)

    assert "Say what should change" in text(
        client.post(link, {"verdict": "changes", "comment": ""})
    )
    again = text(client.post(link, {"comment": "Say which letters."}))
    assert "Select your reply" in again
    assert "Say which letters." in again
    assert not OpinionRequest.objects.get().answered_at
    # Who may only read cannot answer.
    link = send(page, purpose="read")
    assert "What do you think" not in text(open_with_code(client, link))
    assert client.post(link, {"verdict": "agrees"}).status_code == 404


@pytest.mark.parametrize(
    "who", ["the author, who overwrites their draft", "somebody else"]
)
def test_an_answer_to_an_older_draft_is_not_taken_and_the_link_says_so(
    client, send, page, editor, who
):
    link = send(page)
    open_with_code(client, link)
    page.title = "Another title"
    if who == "somebody else":
        page.save_revision(user=UserFactory(roles=[EDITORS]))
    else:
        page.save_revision(user=editor, overwrite_revision=page.get_latest_revision())

    shown = text(client.get(link))
    assert "There is a newer version" in shown
    assert "Another title" not in shown + text(client.get(f"{link}0/"))
    answer = client.post(link, {"verdict": "agrees", "comment": ""})
    assert answer.status_code == 400
    assert not OpinionRequest.objects.get().answered_at


def test_an_answer_whose_code_was_given_too_long_ago_is_kept_in_the_form(
    client, send, page
):
    link = send(page)
    open_with_code(client, link)
    client.cookies.clear()
    form = text(
        client.post(link, {"verdict": "changes", "comment": "Say which letters."})
    )
    assert "Say which letters." in form
    client.post(link, {"send_code": "1", "comment": "Say which letters."})

    assert "Say which letters." in text(
        client.post(link, {"code": code(), "comment": "Say which letters."})
    )


def test_pictures_that_are_not_public_show_behind_the_link_and_nothing_else_does(
    client, send, page, editor
):
    shown, other, report = ImageFactory(), ImageFactory(), DocumentFactory()
    page.body = [("text", mention(shown, report))]
    page.save_revision(user=editor)
    link = send(page)
    open_with_code(client, link)
    draft = text(client.get(f"{link}0/"))
    other_file = other.get_rendition("width-20").file.name
    address = re.search(r'src="(/opinions/[^"]+)"', draft)[1]
    picture = client.get(address)

    assert picture["Content-Type"] == "image/jpeg"
    assert "no-store" in picture["Cache-Control"]
    assert "/media/" not in draft
    for hidden in (other_file, shown.file.name, report.file.name):
        assert client.get(f"{link}0/pictures/{hidden}").status_code == 404, hidden
        assert client.get(f"/media/{hidden}").status_code == 404, hidden
    client.cookies.clear()
    assert client.get(address).status_code == 404


def test_no_author_is_asked_for_an_opinion_and_may_be_shown_the_draft(send, page):
    page.title = "How we answer letters"
    page.save_revision(user=UserFactory(roles=[EDITORS], email="author@example.org"))

    with pytest.raises(ValidationError, match="someone who wrote part of it"):
        send(page, address="AUTHOR@example.org")
    send(page, address="author@example.org", purpose="read")


def test_whoever_may_not_open_the_editor_sends_and_revokes_no_link(client, send, page):
    stranger = UserFactory(roles=[FEEDBACK_TEAM])
    with pytest.raises(PermissionDenied):
        send(page, person=stranger)
    client.force_login(stranger)
    screen = reverse(
        "external_review_admin:ask", args=["content.standardpage", page.pk]
    )
    assert client.get(screen).status_code in {302, 403}
    client.post(
        screen, {"post": "x", "address": ADDRESS, "purpose": "read", "days": "7"}
    )
    assert not OpinionRequest.objects.exists()
    send(page)
    with pytest.raises(PermissionDenied):
        revoke(OpinionRequest.objects.get(), stranger)


def test_a_request_is_deleted_ninety_days_after_its_link_has_ended(send, page):
    for ended in ("expires_at", "revoked_at"):
        send(page, days=90)
        for days in (89, 91):
            OpinionRequest.objects.update(
                **{ended: timezone.now() - timedelta(days=days)}
            )
            delete_old_requests()
            assert OpinionRequest.objects.exists() == (days == 89), ended


def test_neither_address_nor_comment_nor_link_is_in_the_log(
    client, send, page, caplog, monkeypatch
):
    caplog.handler.setFormatter(OneLineFormatter("%(message)s"))

    def refuse(*mail):
        raise SMTPRecipientsRefused({ADDRESS: (550, f"No {ADDRESS} here".encode())})

    link = send(page)
    open_with_code(client, link)
    assert client.get(f"{link}1/").status_code == 404
    client.post(link, {"verdict": "changes", "comment": "Say which letters."})
    client.cookies.clear()
    monkeypatch.setattr("pages.moderation.emails.mail.send_mail", refuse)
    monkeypatch.setattr(
        "pages.moderation.emails.mail.MAIL_SERVER", Outage("The mail server", "")
    )
    client.post(link, {"send_code": "1"})

    assert "Not Found: /opinions/" in caplog.text
    assert (
        "The mail server did not answer (1 times so far): SMTPRecipientsRefused"
        in caplog.text
    )
    for secret in (ADDRESS, "Say which letters", link.split("/")[2]):
        assert secret not in caplog.text


class TestTheScreen:
    @pytest.fixture
    def screen(self, page):
        return reverse(
            "external_review_admin:ask", args=["content.standardpage", page.pk]
        )

    def test_an_editor_sends_a_link_and_revokes_it(self, client, editor, screen):
        client.force_login(editor)
        form = {
            "post": "Deputy Chief Constable",
            "address": ADDRESS,
            "purpose": "opinion",
            "days": "14",
        }
        assert f"sent to {ADDRESS}" in text(client.post(screen, form, follow=True))
        asked = OpinionRequest.objects.get()
        assert "Not opened yet" in text(client.get(screen))
        client.post(screen, {"revoke": asked.pk})

        assert "Revoked on" in text(client.get(screen))

    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, client, editor, screen
    ):
        client.force_login(editor)
        shown = text(
            client.post(
                screen,
                {
                    "post": "Deputy",
                    "address": "nobody",
                    "purpose": "read",
                    "days": "3000",
                },
            )
        )

        assert "Enter an email address" in shown
        assert "Deputy" in shown
        assert not OpinionRequest.objects.exists()


def test_a_page_that_tells_nobody_its_address_sends_its_own_form_and_no_other_site_does(
    client, send, page
):
    """A browser then says “null” for where the form comes from, and that it is the same site."""
    link = send(page)
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post(link, {"send_code": "1"}, headers=headers).status_code == 200

    for other in (
        {"Origin": "null"},
        {**headers, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://a.test"},
    ):
        assert client.post(link, {"send_code": "1"}, headers=other).status_code == 403
    assert len(mail.outbox) == 2


class TestWithReviewsAndSets:
    def test_reviewers_read_what_somebody_without_an_account_said(
        self, client, send, page, editor
    ):
        submit(page.get_latest_revision_as_object(), editor)
        page.refresh_from_db()
        link = send(page)
        open_with_code(client, link)
        client.post(link, {"verdict": "changes", "comment": "Say which letters."})
        client.force_login(UserFactory(roles=[MODERATORS]))

        shown = text(client.get(review_address(present_step(page))))
        assert "Deputy Chief Constable" in shown
        assert "Say which letters." in shown

    def test_a_link_to_a_page_of_a_set_shows_all_of_the_set(
        self, client, page, home, editor
    ):
        other = StandardPageFactory(parent=home, title="How we write", live=False)
        other.save_revision(user=editor)
        make_set(editor, "Letters", "We write.", [page, other])
        client.force_login(editor)
        screen = reverse(
            "external_review_admin:ask", args=["content.standardpage", page.pk]
        )
        assert "all 2 drafts" in text(client.get(screen))
        client.post(
            screen,
            {"post": "Deputy", "address": ADDRESS, "purpose": "read", "days": "7"},
        )

        assert [draft.title for draft in OpinionRequest.objects.get().drafts] == [
            "How we answer",
            "How we write",
        ]
