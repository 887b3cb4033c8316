"""An update round is one publication set, which is submitted as one."""

import pytest
from django.urls import reverse

from complaints.admin.round_sets import put_into_sets
from complaints.models import RecommendationResponsePage
from pages.moderation.approval.publication_set import PublicationSet, set_holding
from pages.moderation.approval.roles import EDITORS
from pages.moderation.approval.set_actions import make_set
from tests.factories import UserFactory

from .update_rounds import draft_of, revisions

pytestmark = pytest.mark.django_db


def test_a_submission_checks_everything_and_sends_all_that_was_touched(
    answered, opened
):
    first, second = answered("1"), answered("2")
    screen = opened()
    screen.type(first, status="complete")
    screen.type(second, text="Half.")
    before = revisions()
    screen.send(submit="1")

    assert revisions() == before
    assert screen.errors() == [
        "Describe what has changed, and why, for the people who read the page."
    ]
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


def test_what_was_saved_before_and_is_in_the_way_is_named_and_linked(
    answered, opened, stalking, editor
):
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
    links = [
        (link["href"], link.get_text(" ", strip=True)) for link in wrong.select("a")
    ]
    form = reverse("wagtailadmin_pages:edit", args=[incomplete.pk])
    name = "Recommendation 9: A draft (Stalking)"
    assert (
        form,
        f"{name}: What it asks: Enter what it asks, or the exact wording below.",
    ) in links
    saved_before = links[-3:]
    assert saved_before == [
        (reverse("moderation:set", args=[mine.pk]), "“Mine”"),
        (
            reverse("wagtailadmin_pages:edit", args=[first.pk]),
            "Recommendation 1: Do 1 (Stalking)",
        ),
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


def test_a_round_takes_along_no_drafts_of_another_job_or_of_a_set_created_by_hand(
    answered, opened, stalking, editor
):
    first, second, third, fourth = (answered(number) for number in "1234")
    job = PublicationSet.Job.RESPONSE
    colleague = UserFactory(roles=[EDITORS])
    put_into_sets(colleague, "Of another", job, [first], [stalking])
    make_set(editor, "By hand", "A note.", [second])
    screen = opened()
    screen.type(third, text="Half.", as_at="Oct 2026")
    assert screen.send().status_code == 302
    screen = opened()
    screen.type(fourth, text="Half.", as_at="Oct 2026")
    screen.typed["change_note"] = "The October round."

    assert screen.send(submit="1").status_code == 302

    assert set_holding(third) == set_holding(fourth)
    assert [set_holding(page).title for page in (first, second)] == [
        "Of another",
        "By hand",
    ]
    submitted = [
        draft_of(page).workflow_in_progress for page in (first, second, third, fourth)
    ]
    assert submitted == [False, False, True, True]


def test_a_round_goes_on_with_a_new_response(answered, stalking, editor):
    first, second = (answered(number) for number in "12")
    (response,) = put_into_sets(
        editor, "Response", PublicationSet.Job.RESPONSE, [stalking, first]
    )

    round_job = PublicationSet.Job.ROUND
    assert put_into_sets(editor, "Another", round_job, [second], [stalking, first]) == [
        response
    ]
