"""Editors bring all recommendations of a super-complaint up to date on one screen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import Action, ProgressUpdate, RecommendationResponsePage
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, SITE_ADMINISTRATORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_response,
)
from tests.factories.published import publish
from tests.submissions import submit

from .update_rounds import Round, draft_of, revisions

pytestmark = pytest.mark.django_db


def test_what_is_touched_is_saved_and_the_rest_stays(answered, opened):
    other, touched = answered("10"), answered("1")
    before = revisions()
    screen = opened()
    names = [row.a.get_text(strip=True) for row in screen.shown.select("tbody th")]
    assert names == ["Recommendation 1: Do 1", "Recommendation 10: Do 10"]
    assert screen.send().status_code == 200  # nothing was touched
    assert revisions() == before
    screen.type(
        touched,
        status="complete",
        completed="Oct 2026",
        as_at="31/10/2026",
        text="Done.\n\nAll & more.",
    )
    screen.typed["change_note"] = "The October round."

    assert screen.send().status_code == 302

    draft = draft_of(touched)
    action, update = draft.actions.get(), draft.progress_updates.get()
    assert (action.status, str(action.completed)) == ("complete", "2026-10")
    assert (str(update.as_at), update.text) == (
        "2026-10-31",
        "<p>Done.</p><p>All &amp; more.</p>",
    )
    assert draft.change_note == "The October round."
    assert str(action.due_dates.get().due) == "2027-03"
    assert revisions()[other.pk] == before[other.pk]
    assert (
        RecommendationResponsePage.objects.get(pk=touched.pk).actions.get().status
        == "in_progress"
    )


def test_a_recommendation_without_a_number_is_named_once(answered, opened):
    page = answered("1")
    RecommendationResponsePageFactory(
        parent=page.get_parent(), number="", title="Screen all cases"
    )

    names = [row.a.get_text(strip=True) for row in opened().shown.select("tbody th")]

    assert "Recommendation: Screen all cases" in names


def test_one_date_counts_for_all_updates_without_their_own(answered, opened):
    first, second = answered("1"), answered("2")
    screen = opened()
    screen.typed["as_at"] = "Oct 2026"
    screen.type(first, text="Half.")
    screen.type(second, text="All.", as_at="Sep 2026")
    screen.send()

    assert str(draft_of(first).progress_updates.get().as_at) == "2026-10"
    assert str(draft_of(second).progress_updates.get().as_at) == "2026-09"


def test_a_new_update_is_opened_again_and_changed_until_it_is_public(answered, opened):
    page = answered(
        "1",
        progress_updates=[
            ProgressUpdate(as_at=PartialDate(2026, 1), text="<p>Old.</p>")
        ],
    )
    screen = opened()
    screen.type(page, as_at="Oct 2026", text="Half.")
    screen.send()

    screen = opened()
    assert screen.typed[f"row-{page.pk}-text"] == "Half."
    screen.type(page, text="Three quarters.")
    screen.send()

    assert [update.text for update in draft_of(page).progress_updates.all()] == [
        "<p>Old.</p>",
        "<p>Three quarters.</p>",
    ]
    publish(draft_of(page))
    assert opened().typed[f"row-{page.pk}-text"] == ""


def test_a_promised_date_stays_and_the_new_one_follows_it(answered, opened):
    page = answered("1")
    screen = opened()
    screen.type(page, due="", as_at="2099", text="Soon.")
    screen.send()
    assert any("Put back the published date" in error for error in screen.errors())
    assert "2099 is in the future. Enter today or an earlier date." in screen.errors()
    assert screen.typed[f"row-{page.pk}-action-0-due"] == ""
    screen = opened()
    screen.type(page, due="June 2027", reason="The supplier is late.")
    screen.send()
    screen = opened()
    screen.type(page, due="July 2027", reason="")
    screen.send()

    dates = draft_of(page).actions.get().due_dates_in_order()
    assert [(str(date.due), date.reason) for date in dates] == [
        ("2027-03", ""),
        ("2027-07", "The supplier is late."),
    ]


def test_an_error_in_one_row_saves_none_and_keeps_what_was_typed(answered, opened):
    first, second = answered("1"), answered("2")
    before = revisions()
    screen = opened()
    screen.type(first, text="Fine.", as_at="Oct 2026")
    screen.type(second, as_at="31/2/2026", text="Not fine.")
    screen.send()

    assert revisions() == before
    assert "There is no 31 February 2026." in screen.errors()[0]
    assert screen.typed[f"row-{first.pk}-text"] == "Fine."
    assert screen.typed[f"row-{second.pk}-as_at"] == "31/2/2026"
    assert f"#id_row-{second.pk}-as_at" in [
        each["href"] for each in screen.shown.select(".entry-grid__wrong a")
    ]

    screen.type(second, as_at="28/2/2026")
    assert screen.send().status_code == 302
    assert draft_of(second).progress_updates.get().text == "<p>Not fine.</p>"


def test_what_is_folded_opens_only_where_a_cell_in_it_is_wrong(answered, opened):
    page = answered("1")
    screen = opened()
    more = ".entry-grid__more-cells"
    screen.type(page, due="31/2/2026")
    screen.send()
    assert "There is no 31 February 2026." in screen.errors()[0]
    assert not screen.shown.select_one(more).has_attr("open")

    screen.type(page, due="")
    screen.typed[f"row-{page.pk}-action-1-due"] = "31/2/2026"
    screen.send()
    assert screen.shown.select_one(more).has_attr("open")


def test_each_cell_that_is_folded_is_seen_under_the_name_of_its_action(
    answered, opened
):
    actions = [
        Action(
            title=title,
            description="<p>x</p>",
            status=ActionStatus.NOT_STARTED,
            sort_order=place,
        )
        for place, title in enumerate(("Train", "Record"))
    ]
    answered("1", actions=actions)

    more = opened().shown.select_one(".entry-grid__more-cells")

    assert [part.get_text() for part in more.select(".entry-grid__part")] == [
        "Train",
        "Record",
    ]


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(
    answered, opened
):
    page = answered("1")
    screen = opened()
    screen.type(page, text="Mine.", as_at="Oct 2026")
    other = draft_of(page)
    actions = list(other.actions.all())
    actions[0].status = ActionStatus.SUPERSEDED
    other.actions = actions
    other.save_revision(
        user=UserFactory(username="sam", first_name="Sam", last_name="Sharma")
    )
    before = revisions()
    screen.send()

    assert "Sam Sharma has changed this since you opened it." in screen.errors()[0]
    assert revisions() == before
    assert screen.typed[f"row-{page.pk}-text"] == "Mine."
    assert screen.typed[f"row-{page.pk}-action-0-status"] == "superseded"

    assert screen.send().status_code == 302
    draft = draft_of(page)
    assert draft.actions.get().status == "superseded"
    assert draft.progress_updates.get().text == "<p>Mine.</p>"


def test_what_is_in_review_or_locked_is_shown_and_not_changed(
    answered, opened, stalking, client
):
    in_review, locked, free = answered("1"), answered("2"), answered("3")
    screen = opened()
    for page in (in_review, locked):
        screen.type(page, text="Mine.", as_at="Oct 2026")
    submit(draft_of(in_review), UserFactory(roles=[EDITORS]))
    sam = UserFactory(username="sam", first_name="Sam", last_name="Sharma")
    RecommendationResponsePage.objects.filter(pk=locked.pk).update(
        locked=True, locked_by=sam
    )
    before = revisions()
    screen.send()

    assert revisions() == before
    assert (
        "In moderation: Moderator. Your entries in this row were not saved."
        in screen.errors()
    )
    assert (
        "Locked by Sam Sharma. Your entries in this row were not saved."
        in screen.errors()
    )
    assert "You entered for “Progress update”: Mine." in screen.errors()
    screen = opened()
    assert screen.typed["row"] == [str(free.pk)]
    assert "In moderation: Moderator." in screen.shown.select_one("tbody").get_text()


def test_nobody_changes_what_they_may_not_by_a_forged_request(
    answered, opened, section, client, stalking
):
    answered("1")
    elsewhere = answered("1", parent=SuperComplaintPageFactory(parent=section))
    before = revisions()
    for named in (elsewhere, section, stalking):
        screen = opened()
        screen.typed["row"].append(str(named.pk))
        screen.typed[f"row-{named.pk}-text"] = "Forged."
        assert screen.send().url == reverse("wagtailadmin_home")
    for rude in ("x", "-1", "9" * 30, "²"):
        screen.typed["row"] = [rude]
        assert screen.send().url == reverse("wagtailadmin_home")

    assert revisions() == before


def test_those_without_work_on_pages_are_refused(answered, stalking, client, signed_in):
    answered("1")
    address = reverse("update_round", args=[stalking.pk])
    signed_in(FEEDBACK_TEAM)
    assert client.get(address).url == reverse("wagtailadmin_home")
    signed_in(SITE_ADMINISTRATORS)
    assert client.get(address).status_code == 200
    assert client.get(reverse("update_round", args=[2**70])).status_code == 404


def test_what_was_typed_for_a_deleted_page_is_told(answered, opened, stalking):
    draft = RecommendationResponsePage(title="A draft", number="9", live=False)
    stalking.add_child(instance=draft)
    other = answered("1")
    screen = opened()
    screen.type(draft, text="Lost?")
    screen.type(other, text="Kept.", as_at="Oct 2026")
    draft.delete()
    screen.send()

    assert (
        "someone has deleted: Lost?"
        in screen.shown.select_one(".entry-grid__wrong").get_text()
    )
    assert screen.send().status_code == 302


def test_a_position_that_needs_no_reason_unticks_that_the_response_gives_none(
    client, editor, stalking, site_force
):
    response = make_response(
        Position.NOT_ACCEPTED, site_force, reason="", no_reason=True
    )
    page = publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="3", responses=[response]
        )
    )
    screen = Round(client, stalking)
    screen.type(page, text="We asked again.", as_at="Oct 2026")
    screen.send()
    assert draft_of(page).responses.get().no_reason
    screen = Round(client, stalking)
    screen.type(page, position="accepted")
    screen.send()

    stored = draft_of(page).responses.get()
    assert (stored.position, stored.no_reason) == ("accepted", False)


def test_a_row_without_response_and_action_gets_them(
    client, editor, stalking, site_force
):
    page = publish(RecommendationResponsePageFactory(parent=stalking, number="3"))
    screen = Round(client, stalking)
    screen.type(
        page,
        position="not_accepted",
        status="not_started",
        due="June 2027",
        answer="Others do.",
    )
    screen.send(submit="1")
    links = screen.shown.select(".entry-grid__wrong a")
    (reason,) = [
        link["href"] for link in links if "Reason for the position" in link.get_text()
    ]
    assert screen.shown.select_one(reason)["name"] == f"row-{page.pk}-reason"
    screen.typed[f"row-{page.pk}-reason"] = "Another force does it."
    screen.type(page, owner="Head of Crime")
    screen.send()

    draft = draft_of(page)
    assert [
        respondent.name for respondent in draft.responses.get().respondents.all()
    ] == [site_force.name]
    response = draft.responses.get()
    assert (response.position, response.reason) == (
        "not_accepted",
        "Another force does it.",
    )
    assert str(response.narrative[0].value) == "<p>Others do.</p>"
    action = draft.actions.get()
    assert action.owning_post == "Head of Crime"
    assert (action.status, str(action.due_dates.get().due)) == (
        "not_started",
        "2027-06",
    )
    screen = Round(client, stalking)
    screen.type(page, status="in_progress")
    screen.send(submit="1")
    missing = (
        screen.shown.select_one(".entry-grid__wrong ul")
        .select("li")[-1]
        .get_text(strip=True)
    )
    assert missing.startswith("Recommendation 3, Action: ")
    assert "Enter a title." in missing
    screen.type(
        page, title="Train call handlers", description="All of them.\nBy a charity."
    )
    screen.send()
    action = draft_of(page).actions.get()
    assert (action.status, action.title) == ("in_progress", "Train call handlers")
    assert action.description == "<p>All of them.</p><p>By a charity.</p>"
    titles = [name for name in Round(client, stalking).typed if name.endswith("-title")]
    assert not [name for name in titles if "-action-0-" in name], (
        "only a further action has a title to type"
    )


def test_a_position_is_that_of_our_force_and_never_of_another_that_responded(
    client, editor, stalking, site_force
):
    association = OrganisationFactory(name="National Police Chiefs’ Council")
    response = make_response(Position.ACCEPTED, association)
    page = publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="3", responses=[response]
        )
    )
    screen = Round(client, stalking)
    assert screen.typed[f"row-{page.pk}-position"] == ""
    screen.type(page, position="accepted_in_part")
    screen.typed[f"row-{page.pk}-reason"] = "Half of it is ours."
    screen.send()

    positions = {
        response.respondents.get().name: response.position
        for response in draft_of(page).responses.all()
    }
    assert positions == {
        association.name: "accepted",
        site_force.name: "accepted_in_part",
    }


def test_each_of_several_actions_has_cells_of_its_own(answered, opened):
    actions = [
        Action(
            title=title,
            description="<p>x</p>",
            status=ActionStatus.NOT_STARTED,
            sort_order=place,
        )
        for place, title in enumerate(("Train", "Record"))
    ]
    page = answered("1", actions=actions)
    screen = opened()
    screen.typed[f"row-{page.pk}-action-1-status"] = "in_progress"
    screen.typed[f"row-{page.pk}-action-1-due"] = "June 2027"
    screen.send()

    found = [
        (action.title, action.status, action.due_dates.count())
        for action in draft_of(page).actions.all()
    ]
    assert found == [("Train", "not_started", 0), ("Record", "in_progress", 1)]


def test_each_box_of_actions_without_words_has_a_name_of_its_own(answered, opened):
    draft = draft_of(answered("1"))
    draft.actions = [
        Action(status=ActionStatus.NOT_STARTED, sort_order=place) for place in range(2)
    ]
    draft.save_revision(clean=False)

    names = [
        label.get_text(strip=True) for label in opened().shown.select("tbody td label")
    ]

    assert any(name.startswith("Action") for name in names)
    assert len(names) == len(set(names))


def test_what_was_typed_for_an_action_that_is_gone_is_told_and_lands_at_no_other(
    answered, opened
):
    page = answered("1")
    screen = opened()
    screen.type(page, status="superseded")
    draft = draft_of(page)
    draft.actions = [
        Action(title="Other", description="<p>x</p>", status="not_started")
    ]
    draft.save_revision(user=UserFactory())
    screen.send()

    assert "You entered for “Status”: superseded" in screen.errors()
    assert screen.typed[f"row-{page.pk}-action-0-status"] == "not_started"
    draft = draft_of(page)
    draft.actions = []
    screen.type(page, status="complete")
    draft.save_revision(user=UserFactory())
    screen.send()
    assert "You entered for “Status”: complete" in screen.errors()


def test_opening_the_screen_costs_the_same_for_two_and_for_four(
    answered, opened, client, stalking
):
    def cost():
        opened()
        with CaptureQueriesContext(connection) as queries:
            opened()
        return len(queries)

    for number in range(1, 3):
        answered(str(number))
    few = cost()
    for number in range(3, 5):
        answered(str(number))
    draft = draft_of(RecommendationResponsePage.objects.get(number="4"))
    draft.save_revision(user=UserFactory())

    assert cost() == few


def test_text_with_more_than_paragraphs_is_left_to_the_form_of_the_page(
    answered, opened
):
    page = answered("1")
    draft = draft_of(page)
    draft.progress_updates = [
        ProgressUpdate(as_at=PartialDate(2026, 9), text="<p>See <b>this</b>.</p>")
    ]
    draft.save_revision(user=UserFactory())
    screen = opened()
    assert screen.typed[f"row-{page.pk}-text"] == ""
    screen.type(page, text="More.", as_at="Oct 2026")
    screen.send()

    assert [update.text for update in draft_of(page).progress_updates.all()] == [
        "<p>See <b>this</b>.</p>",
        "<p>More.</p>",
    ]


def test_the_response_s_own_words_and_evidence_are_saved(answered, opened):
    page = answered("1")
    screen = opened()
    screen.type(page, status_words="On track", evidence="Training log")
    assert screen.send().status_code == 302

    action = draft_of(page).actions.get()
    assert (action.status_words, action.evidence[-1].value.source) == (
        "On track",
        "<p>Training log</p>",
    )
