"""“You said, we did”: from an entry to a line that readers see."""

import pytest
from django.urls import reverse

from pages.feedback import models
from pages.feedback.models import FeedbackEntry, Improvement
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, MODERATORS
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
        return Improvement.objects.latest("pk")

    return send


@pytest.fixture
def approve(client):
    def send(line, user):
        decide(client, line, user)
        line.refresh_from_db()

    return send


def test_an_entry_leads_to_a_form_without_its_words_and_to_its_line(
    client, entry, member, start
):
    client.force_login(member)
    address = f"{reverse(f'{NAME}:add')}?entry={entry.pk}"
    shown = client.get(reverse("feedback:edit", args=[entry.pk])).content.decode()
    form = client.get(address).content.decode()
    assert f'href="{address}"' in shown
    assert f'action="{address}"' in form
    assert "canary" not in form

    line = start(member)

    assert line.entry == entry
    shown = client.get(reverse("feedback:edit", args=[entry.pk])).content.decode()
    assert reverse(f"{NAME}:edit", args=[line.pk]) in shown


def test_readers_see_a_line_approved_by_somebody_else_before_older_ones(
    feedback_page, start, approve, admin_user
):
    old = ImprovementFactory(first_published_at="2026-01-01T00:00Z")
    assert not start(admin_user, **{"action-publish": "1"}).live
    author = UserFactory(roles=[FEEDBACK_TEAM, MODERATORS])
    line = start(author)
    approve(line, author)
    assert not line.live
    assert list(feedback_page.improvements) == [old]

    approve(line, UserFactory(roles=[MODERATORS]))

    assert line.live
    assert list(feedback_page.improvements) == [line, old]
    assert line.entry


def test_deleting_the_entry_does_not_stop_the_approval(
    member, start, approve, settings
):
    line = start(member)
    FeedbackEntry.objects.update(state="actioned", closed_at="2020-01-01T00:00Z")
    assert models.delete_expired_entries() == 1

    approve(line, UserFactory(roles=[MODERATORS]))

    assert (line.live, line.entry) == (True, None)


def test_an_entry_that_is_unknown_or_that_the_user_may_not_see_is_ignored(
    client, entry, member, start
):
    for number in ["1000000000", "x", "9" * 40, "-1"]:
        assert start(member, number).entry is None, number
    client.force_login(UserFactory(roles=[EDITORS]))

    assert client.get(f"{reverse(f'{NAME}:add')}?entry={entry.pk}").status_code == 302


def test_the_preview_shows_the_draft_in_its_place(rf, home):
    line = ImprovementFactory.build(
        you_said="<b>No</b> dates.", we_did="Dates everywhere."
    )

    shown = line.make_preview_request().render().content.decode()

    assert "You said, we did" in shown
    assert "&lt;b&gt;No&lt;/b&gt; dates." in shown
    assert "Dates everywhere." in shown
