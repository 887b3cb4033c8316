"""In a demonstration the emails can be read instead of being sent."""

import os
import time

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from playwright.sync_api import expect

from complaints.demo.outgoing_mail import delete_old_mails, newest_mails
from pages.moderation.approval.roles import EDITORS, MODERATORS
from tests.browser.accessible import faults_at
from tests.factories import StandardPageFactory, UserFactory
from tests.signing_in import use_second_factor


@pytest.fixture
def folder(settings, tmp_path):
    """An empty folder that the emails of the test go to."""
    settings.DEMO_MAILS = tmp_path
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {
        "default": {"BACKEND": backend, "OPTIONS": {"file_path": tmp_path}}
    }
    return tmp_path


def send(subject, text="One line.\n\nAnd “another”.", html=""):
    message = EmailMultiAlternatives(subject, text, to=["ann@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def test_mails_are_read_as_they_were_sent(folder):
    send("Review: “Recommendation 7.1”", html="<p>Read <b>it</b></p>")

    (mail,) = newest_mails()
    assert (mail.subject, mail.recipient) == (
        "Review: “Recommendation 7.1”",
        "ann@example.org",
    )
    assert mail.text.splitlines() == ["One line.", "", "And “another”."]
    assert mail.html.strip() == "<p>Read <b>it</b></p>"


def test_mails_go_after_a_week(folder):
    send("Old")
    week_ago = time.time() - 7 * 24 * 60 * 60 - 60
    (written,) = folder.iterdir()
    old = written.rename(folder / "old.log")
    os.utime(old, (week_ago, week_ago))
    send("New")

    delete_old_mails()

    assert [mail.subject for mail in newest_mails()] == ["New"]


@pytest.mark.django_db
def test_without_a_demonstration_there_is_no_such_screen(
    client, signed_in, folder, settings
):
    signed_in(MODERATORS)
    use_second_factor(client)
    settings.DEMO = False

    assert client.get(reverse("demo_mails")).status_code == 404
    assert (
        reverse("demo_mails")
        not in client.get(reverse("wagtailadmin_home")).content.decode()
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_whoever_tries_the_site_reads_what_a_reviewer_gets(folder, home, colleague):
    UserFactory(roles=[MODERATORS], username="mo@example.org")
    page = StandardPageFactory(parent=home, title="About us")
    editor = colleague(EDITORS)
    editor.edit(page.pk)
    editor.fill("Title*", "About this force")
    editor.submit()

    screen = editor.page
    screen.goto("/admin/")
    screen.get_by_role("link", name="Read the emails that it would have sent").click()

    mail = screen.locator(".demo-mail", has_text="mo@example.org")
    expect(mail).to_contain_text("About this force")
    assert faults_at(screen, [reverse("demo_mails")]) == ""
