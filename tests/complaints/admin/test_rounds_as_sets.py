"""An update round is one publication set, which is submitted as one."""

import pytest
from django.urls import reverse

from complaints.models import RecommendationResponsePage
from pages.moderation.gate.publication_set import set_holding
from pages.moderation.gate.sets import make_set

from .update_rounds import draft_of, revisions

pytestmark = pytest.mark.django_db


def test_a_submission_checks_everything_and_sends_all_that_was_touched(answered, opened):
    first, second = answered("1"), answered("2")
    screen = opened()
    screen.type(first, status="complete")
    screen.type(second, text="Half.")
    before = revisions()
    screen.send(submit="1")

    assert revisions() == before
    assert screen.errors() == ["Describe what has changed, and why, for the people who read the page."]
    screen.type(first, completed="2026")
    screen.typed |= {"as_at": "Oct 2026", "change_note": "The October round."}
    assert screen.send(submit="1").status_code == 302

    publication_set = set_holding(first)
    assert publication_set.objects_in_order() == [first, second]
    assert publication_set.change_note == "The October round."
    for page in (first, second):
        assert draft_of(page).current_workflow_state.status == "in_progress"


def test_what_was_saved_is_one_set_that_is_submitted_later(answered, opened):
    first, second = answered("1"), answered("2")
    screen = opened()
    screen.typed["as_at"] = "Oct 2026"
    screen.type(first, text="Half.")
    screen.send()
    screen = opened()
    screen.type(second, text="All.", as_at="Sep 2026")
    screen.typed["change_note"] = "The October round."
    screen.send()

    publication_set = set_holding(first)
    assert set_holding(second) == publication_set
    assert publication_set.title == "Stalking: update, October 2026"
    screen = opened()
    assert screen.typed["change_note"] == "The October round."
    assert screen.send(submit="1").status_code == 302
    assert set_holding(first).state == "in_review"


def test_what_was_saved_before_and_is_in_the_way_is_named_and_linked(answered, opened, stalking, editor):
    first = answered("1")
    incomplete = RecommendationResponsePage(title="A draft", number="9", live=False)
    stalking.add_child(instance=incomplete)
    incomplete.save_revision(user=editor)
    mine = make_set(editor, "Mine", "A note.", [first, incomplete])
    screen = opened()
    screen.type(first, text="Half.", as_at="Oct 2026")
    before = revisions()
    screen.send(submit="1")

    wrong = screen.shown.select_one(".entry-grid__wrong")
    links = [(link["href"], link.get_text(" ", strip=True)) for link in wrong.select("a")]
    form = reverse("wagtailadmin_pages:edit", args=[incomplete.pk])
    name = "Recommendation 9: A draft (Stalking)"
    assert (form, f"{name}: What it asks: Enter what it asks, or the exact wording below.") in links
    saved_before = links[-3:]
    assert saved_before == [
        (reverse("moderation:set", args=[mine.pk]), "“Mine”"),
        (reverse("wagtailadmin_pages:edit", args=[first.pk]), "Recommendation 1: Do 1 (Stalking)"),
        (form, name),
    ]
    assert revisions() == before


def test_several_sets_are_not_submitted_together(answered, opened, editor):
    pages = answered("1"), answered("2")
    for page in pages:
        make_set(editor, f"Set {page.number}", "A note.", [page])
    screen = opened()
    for page in pages:
        screen.type(page, text="Half.", as_at="Oct 2026")
    screen.typed["change_note"] = "A note."
    screen.send(submit="1")
    assert (
        "in several publication sets: “Set 1”, “Set 2”."
        in screen.shown.select_one(".entry-grid__wrong").get_text()
    )

    assert screen.send().status_code == 302
    assert [set_holding(page).title for page in pages] == ["Set 1", "Set 2"]
