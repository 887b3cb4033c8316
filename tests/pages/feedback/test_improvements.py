"""“You said, we did”: from an entry to a line that readers see."""

import pytest
from django.urls import reverse

from pages.feedback import models
from pages.feedback.models import FeedbackEntry, Improvement
from pages.moderation.gate.roles import EDITORS, FEEDBACK_TEAM, MODERATORS
from tests.factories import FeedbackEntryFactory, ImprovementFactory, UserFactory
from tests.submissions import decide

NAME = "wagtailsnippets_feedback_improvement"
WE_DID = "Every action has a date."
pytestmark = pytest.mark.django_db


@pytest.fixture
def member(home):
    return UserFactory(roles=[FEEDBACK_TEAM])


@pytest.fixture
def entry(home):
    return FeedbackEntryFactory(text="canary")


@pytest.fixture
def start(client, entry):
    """Return a function that starts a line from the entry and submits it."""

    def send(user, entry_id=None, **buttons):
        client.force_login(user)
        address = f"{reverse(f'{NAME}:add')}?entry={entry_id or entry.pk}"
        form = {
            "you_said": "There were no dates.",
            "we_did": WE_DID,
            "action-submit": "1",
            **buttons,
        }
        client.post(address, form)
        return Improvement.objects.last()

    return send


@pytest.fixture
def approve(client):
    def send(line, user):
        decide(client, line, user)
        line.refresh_from_db()

    return send


def test_an_entry_links_to_a_form_without_its_words(client, entry, member):
    client.force_login(member)
    shown = client.get(reverse("feedback:edit", args=[entry.pk])).content.decode()
    address = f"{reverse(f'{NAME}:add')}?entry={entry.pk}"

    answer = client.get(address)

    assert f'href="{address}"' in shown
    assert f'action="{address}"' in answer.content.decode()
    assert "canary" not in answer.content.decode()


def test_line_and_entry_refer_to_each_other(client, entry, member, start):
    line = start(member)

    assert line.entry == entry
    shown = client.get(reverse("feedback:edit", args=[entry.pk])).content.decode()
    assert reverse(f"{NAME}:edit", args=[line.pk]) in shown


def test_readers_see_a_line_approved_by_somebody_else(client, feedback_page, member, start, approve):
    line = start(member)
    assert not line.live
    assert list(feedback_page.improvements) == []

    approve(line, UserFactory(roles=[MODERATORS]))

    assert line.live
    assert list(feedback_page.improvements) == [line]
    assert line.entry


def test_the_author_of_a_line_cannot_approve_it(member, start, approve):
    both = UserFactory(roles=[FEEDBACK_TEAM, MODERATORS])
    line = start(both)

    approve(line, both)

    assert not line.live


def test_nobody_publishes_a_line_without_approval(start, admin_user):
    line = start(admin_user, **{"action-publish": "1"})

    assert not line.live


def test_deleting_the_entry_does_not_stop_the_approval(member, start, approve, settings):
    line = start(member)
    FeedbackEntry.objects.update(state="actioned", closed_at="2020-01-01T00:00Z")
    assert models.delete_expired_entries() == 1

    approve(line, UserFactory(roles=[MODERATORS]))

    assert (line.live, line.entry) == (True, None)


def test_an_unknown_entry_is_ignored(member, start):
    for number in ["1000000000", "x", "9" * 40, "-1"]:
        assert start(member, number).entry is None, number


def test_an_entry_that_the_user_may_not_see_is_ignored(client, entry, start, admin_user):
    client.force_login(UserFactory(roles=[EDITORS]))

    assert client.get(f"{reverse(f'{NAME}:add')}?entry={entry.pk}").status_code == 302


def test_the_newest_published_lines_are_shown(feedback_page):
    old = ImprovementFactory(first_published_at="2026-01-01T00:00Z")
    new = ImprovementFactory(first_published_at="2026-02-01T00:00Z")
    ImprovementFactory(live=False)

    assert list(feedback_page.improvements) == [new, old]


def test_the_preview_shows_the_draft_in_its_place(rf, home):
    line = ImprovementFactory.build(you_said="<b>No</b> dates.", we_did="Dates everywhere.")

    shown = line.make_preview_request().render().content.decode()

    assert "You said, we did" in shown
    assert "&lt;b&gt;No&lt;/b&gt; dates." in shown
    assert "Dates everywhere." in shown
