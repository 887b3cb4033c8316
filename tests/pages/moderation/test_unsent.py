"""What somebody typed while a review ended is shown to them, with what became of the review."""

import json
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict

from complaints.models import RecommendationResponsePage
from pages.moderation.desk.review import unsent_texts
from pages.moderation.gate.guards import permitted
from pages.moderation.gate.roles import display_name
from pages.moderation.gate.texts import texts_of
from tests.submissions import decide, present_step, review_address


@pytest.fixture
def state(submitted):
    """The first step of a review, which a moderator has open."""
    return present_step(submitted)


@pytest.fixture
def send(client, state, moderator):
    """Send what the moderator typed into the screen of that step; return the words that come back."""

    def post(**typed):
        client.force_login(moderator)
        answer = client.post(review_address(state), {"revision": state.revision_id, **typed}, follow=True)
        assert answer.status_code == 200
        soup = BeautifulSoup(answer.content, "html.parser")
        boxes = {
            soup.select_one(f"label[for={box['id']}]").get_text(): box.get_text().strip()
            for box in soup.select("textarea[readonly]")
        }
        links = [link.get_text(strip=True) for link in soup.select(".review__ways a")]
        return " ".join(soup.get_text(" ").split()), boxes, links

    return post


SUGGESTION = {"suggest": "0", "text-0-wording": "Better"}


def test_a_suggestion_that_comes_after_an_approval_is_shown_again(client, page, send, officer, moderator):
    decide(client, page, moderator)
    decide(client, page, officer)

    text, boxes, links = send(**SUGGESTION)

    assert f"{display_name(moderator)} has approved this on" in text
    assert "What you typed was not sent." in text
    assert boxes == {"Your wording of “Title”": "Better"}
    assert links == ["Leave it as a comment", "Go to the dashboard"]


def test_after_a_change_by_the_author_it_leads_to_the_new_review(page, send, editor):
    draft = RecommendationResponsePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "Changed again"
    draft.save_revision(user=editor)

    text, boxes, links = send(**SUGGESTION)

    assert "This has been changed since you opened it, and submitted again." in text
    assert boxes == {"Your wording of “Title”": "Better"}
    assert links[0] == "Review it as it is now"


def rich(words):
    """Return what the editor of rich text sends."""
    block = {"type": "unstyled", "text": words, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [{"key": "a", **block}], "entityMap": {}})


def test_after_a_withdrawal_all_but_nonsense_is_shown_again_as_words(state, send, editor):
    texts = texts_of(state.revision.as_object())
    number, text = next((number, text) for number, text in enumerate(texts) if text.is_rich)
    state.workflow_state.cancel(user=editor)

    for typed, label in [
        ({"about": "", "text": "Better"}, "Your comment"),
        ({"decision": "reject", "comment": "Better"}, "Comment on your decision"),
        (
            {"suggest": number, f"text-{number}-wording": rich("Better")},
            f"Your wording of “{text.label}”",
        ),
        *(({"suggest": wrong}, None) for wrong in ["99", "-1", "x", "9" * 50]),
    ]:
        shown, boxes, _ = send(**typed)

        assert "This has been withdrawn" in shown, typed
        assert boxes == ({label: "Better"} if label else {}), typed


def test_after_a_deletion_it_stands_under_the_name_of_its_field(state, page):
    texts = texts_of(state.revision.as_object())
    number, text = next((number, text) for number, text in enumerate(texts) if "trained" in text.value)
    with permitted():
        page.delete()
    sent = QueryDict(urlencode({"suggest": number, f"text-{number}-wording": rich("Better")}))

    assert unsent_texts(sent, state) == [(f"Your wording of “{text.label}”", "Better")]
