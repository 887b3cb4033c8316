"""Two people say that a page is still right; readers see when, and a report says when it is due again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.models import AuditLogEntry, PageReview
from pages.published.models import Change
from tests.factories import StandardPageFactory, UserFactory
from tests.factories.published import publish

pytestmark = pytest.mark.django_db
REPORT = reverse("page_reviews")


@pytest.fixture
def page(section, time_machine):
    time_machine.move_to(
        datetime(2026, 1, 10, 12, tzinfo=ZoneInfo("Europe/London")), tick=False
    )
    page = publish(
        StandardPageFactory(parent=section.get_parent(), title="How we answer")
    )
    time_machine.move_to(
        datetime(2026, 8, 1, 12, tzinfo=ZoneInfo("Europe/London")), tick=False
    )
    return page


@pytest.fixture
def person(section):
    return lambda role, name: UserFactory(roles=[role], first_name=name, last_name="")


@pytest.fixture
def screen(client, page):
    """Return a function that opens the screen as somebody, and one that presses a button on it."""
    address = f"{reverse('moderation:page_review', args=[page.pk])}?next={REPORT}"

    def opened(user):
        client.force_login(user)
        return client.get(address).context["form"].initial["digest"]

    def press(user, digest="", **typed):
        typed = {"correct": "1"} | typed
        digest = digest or opened(user)
        client.force_login(user)
        return client.post(address, {"digest": digest, **typed})

    press.opened = opened
    return press


def listed(client, query=""):
    return [each.title for each in client.get(REPORT + query).context["object_list"]]


def test_an_editor_and_a_moderator_confirm_a_page_by_one_press_each(
    page, person, screen, client
):
    editor, moderator = person(EDITORS, "Ann"), person(MODERATORS, "Mo")
    client.force_login(editor)
    assert "How we answer" in listed(client, "?review=due")
    edition = Change.objects.count()

    assert screen(editor).url == REPORT
    assert "Last reviewed" not in client.get(page.url).content.decode()
    assert Change.objects.count() == edition
    assert listed(client, "?review=waiting") == ["How we answer"]
    client.force_login(moderator)
    dashboard = BeautifulSoup(
        client.get(reverse("wagtailadmin_home")).content, "html.parser"
    )
    assert "1 to confirm as still correct" in " ".join(dashboard.get_text(" ").split())
    assert screen(moderator).url == REPORT

    assert Change.objects.count() > edition
    foot = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(
        ".page-foot"
    )
    assert "Last reviewed 1 August 2026" in " ".join(foot.get_text(" ").split())
    assert page.has_unpublished_changes is False
    assert "How we answer" not in listed(client, "?review=due")
    logged = (
        AuditLogEntry.objects.about(page)
        .filter(action=AuditLogEntry.Action.CHECKED)
        .order_by("pk")
    )
    assert [(each.words, each.actor) for each in logged] == [
        ("Still correct, to be confirmed by someone else", "Ann"),
        ("Confirmed still correct", "Mo"),
    ]


def test_nobody_confirms_alone_and_no_two_editors_do(page, person, screen):
    editor = person(EDITORS, "Ann")
    screen(editor)

    assert b"You have already said that this is correct" in screen(editor).content
    assert b"A moderator must confirm it" in screen(person(EDITORS, "Bob")).content
    assert PageReview.objects.get().last_reviewed is None
    assert screen(person(APPROVING_OFFICERS, "Chief")).status_code == 302
    assert PageReview.objects.get().last_reviewed == date(2026, 8, 1)


def test_a_page_that_changed_in_between_is_not_confirmed(page, person, screen):
    editor, moderator = person(EDITORS, "Ann"), person(MODERATORS, "Mo")
    screen(editor)
    read = screen.opened(moderator)
    page.summary = "Another summary."
    publish(page)

    assert b"has changed this or decided on it" in screen(moderator, read).content
    screen(moderator)  # the first to have read this text
    assert PageReview.objects.get().last_reviewed is None
    screen(editor)
    assert PageReview.objects.get().last_reviewed


def test_a_date_is_set_without_an_approval_and_counts_instead_of_six_months(
    page, person, screen, client
):
    editor = person(EDITORS, "Ann")
    assert (
        b"Enter a date in the future"
        in screen(editor, correct="", next_review="2026-08-01").content
    )

    typed = {"digest": screen.opened(editor), "next_review": "2026-09-05"}
    client.post(reverse("moderation:page_review", args=[page.pk]), typed)

    assert listed(client, "?review=due") == []
    assert "How we answer" not in listed(client, "?review=usual")
    assert (
        AuditLogEntry.objects.about(page).first().words
        == "Next review: 5 September 2026"
    )
    rows = b"".join(client.get(f"{REPORT}?export=csv").streaming_content).decode()
    assert "How we answer,/how-we-answer/,Standard page,,5 September 2026," in rows
    assert client.get(f"{REPORT}?export=xlsx").status_code == 200
