"""The screens of publication sets, and what other screens say of them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from pages.moderation.approval.roles import FEEDBACK_TEAM
from pages.moderation.approval.set_actions import add, make_set, submit, withdraw
from pages.moderation.models import AuditLogEntry, PublicationSet
from tests.factories import UserFactory
from tests.submissions import decide, review_address

from .conftest import CHANGED, NOTE, UNCHANGED, in_review

State = PublicationSet.State


@pytest.fixture
def screen(client, response):
    """Return functions that open and send the screen of a set as somebody."""

    class Screen:
        def open(self, person, publication_set):
            client.force_login(response[person])
            return client.get(
                reverse("moderation:set", args=[publication_set.pk])
            ).content.decode()

        def send(self, person, publication_set, action, **fields):
            client.force_login(response[person])
            form = {
                "title": "Our response",
                "change_note": NOTE,
                "go_live_at": "",
                "action": action,
                **fields,
            }
            address = reverse("moderation:set", args=[publication_set.pk])
            answer = client.post(address, form, follow=True)
            if action != "discard":
                publication_set.refresh_from_db()
            return answer.content.decode()

    return Screen()


def test_the_feedback_team_sees_no_sets(client, response):
    publication_set = make_set(response["editor"], "Our response")
    client.force_login(UserFactory(roles=[FEEDBACK_TEAM]))

    # Wagtail leads whoever may not open a screen back to the dashboard.
    assert client.get(reverse("moderation:sets")).status_code == 302
    assert (
        client.get(reverse("moderation:set", args=[publication_set.pk])).status_code
        == 302
    )
    assert (
        "Publication sets"
        not in client.get(reverse("wagtailadmin_home")).content.decode()
    )


def test_a_draft_is_put_in_and_taken_out_on_the_screen(screen, response):
    response.drafts()
    publication_set = make_set(response["editor"], "Our response")
    first = response.recommendation("1")
    key = f"wagtailcore.page:{first.pk}"
    shown = screen.open("editor", publication_set)
    assert first.full_name in shown
    assert "Anyone who edits an item in this set cannot approve the set" in shown

    screen.send("editor", publication_set, "add", add=[key])
    assert publication_set.objects_in_order() == [first]
    assert publication_set.change_note == NOTE

    screen.send("editor", publication_set, f"remove {key}")
    assert publication_set.objects_in_order() == []


def test_pages_of_a_list_are_put_into_a_new_set_or_an_open_one(client, response):
    editor, first, second = (
        response["editor"],
        response.recommendation("1"),
        response.recommendation("2"),
    )
    response.draft(first)
    client.force_login(editor)

    def put(*pages, **form):
        ids = "&".join(f"id={page.pk}" for page in pages)
        address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'put_into_set'])}?{ids}"
        shown = client.get(address).content.decode()
        return shown, client.post(address, form, follow=True).content.decode()

    shown, refused = put(first, second)
    assert f"{second.full_name}: It has no draft." in shown
    assert "The person who enters it cannot approve the set" in shown
    assert "Enter a title, or choose a set above." in refused
    _, done = put(first, second, title="Our response")
    publication_set = PublicationSet.objects.get(title="Our response", made_by=editor)
    assert "Added to the set: 1." in done
    assert publication_set.objects_in_order() == [first]

    response.draft(second)
    shown, _ = put(first, second, publication_set=publication_set.pk)
    assert f"{first.full_name}: It is in the set “Our response”." in shown
    assert publication_set.objects_in_order() == [first, second]
    shown, refused = put(first, second, title="Another")
    assert "None of these can be added to a set:" in shown
    assert not PublicationSet.objects.filter(title="Another").exists()

    PublicationSet.objects.update(change_note=NOTE)
    publication_set.refresh_from_db()
    submit(publication_set, editor)
    response.draft(response.super_complaint)
    assert (
        "Select a valid choice"
        in put(response.super_complaint, publication_set=publication_set.pk)[1]
    )
    assert publication_set.state == State.IN_REVIEW


def test_keys_that_name_nothing_are_not_found(client, screen, response):
    publication_set = make_set(response["editor"], "Our response")

    for key in [
        "",
        "nothing",
        "wagtailcore.page:9999999",
        "auth.user:1",
        "wagtailcore.page:x",
    ]:
        screen.send("editor", publication_set, "add", add=[key])

        assert publication_set.objects_in_order() == [], key


def test_what_is_missing_is_said_and_what_was_typed_is_kept(screen, response):
    publication_set = make_set(
        response["editor"], "Our response", "", response.objects[:1]
    )

    shown = screen.send("editor", publication_set, "submit", title="Another title")

    assert "Nothing has changed" in shown
    assert "Another title" in shown
    assert publication_set.state == State.OPEN
    assert "Enter a title" in screen.send("editor", publication_set, "submit", title="")


def test_a_set_is_not_submitted_before_somebody_has_given_it_a_title(
    client, screen, response
):
    response.drafts()
    client.force_login(response["editor"])
    client.post(reverse("moderation:sets"))
    publication_set = PublicationSet.objects.get()
    add(publication_set, response["editor"], response.objects)

    shown = screen.send(
        "editor", publication_set, "submit", title=publication_set.title
    )

    assert "Could not submit: Enter a title." in shown
    assert publication_set.state == State.OPEN
    screen.send("editor", publication_set, "submit", title="Our response")
    assert publication_set.state == State.IN_REVIEW


def test_drafts_that_are_ticked_and_not_added_are_not_left_out_of_a_submission(
    screen, response
):
    response.drafts()
    publication_set = make_set(
        response["editor"], "Our response", "", response.objects[:1]
    )
    key = f"wagtailcore.page:{response.recommendation('1').pk}"

    shown = screen.send("editor", publication_set, "submit", add=[key])

    assert "You ticked drafts that are not in the set." in shown
    (box,) = BeautifulSoup(shown, "html.parser").select("[name=add][checked]")
    assert box["value"] == key
    assert publication_set.state == State.OPEN


def test_what_could_not_be_added_is_not_called_a_submission(screen, response):
    response.drafts()
    publication_set = make_set(response["editor"], "Our response")
    first = response.recommendation("1")
    make_set(response["editor"], "Another", "", [first])

    shown = screen.send(
        "editor", publication_set, "add", add=[f"wagtailcore.page:{first.pk}"]
    )

    assert (
        f"This could not be done. {first.full_name}: It is in the set “Another”."
        in shown
    )


@in_review
def test_a_set_that_somebody_submitted_meanwhile_is_not_changed(screen, response):
    publication_set = response.submitted()

    screen.send("editor", publication_set, "save", title="Another title")
    assert publication_set.title == "Our response"
    assert "already in moderation" in screen.send("editor", publication_set, "submit")

    screen.send("moderator", publication_set, "withdraw")
    assert publication_set.state == State.IN_REVIEW
    screen.send("editor", publication_set, "withdraw")
    assert publication_set.state == State.OPEN
    screen.send("editor", publication_set, "discard")
    assert not PublicationSet.objects.exists()


@in_review
def test_one_line_of_a_set_waits_for_each_reviewer_and_one_decision_is_about_all(
    client, response
):
    response.submitted()
    client.force_login(response["moderator"])
    assert client.get("/admin/").content.decode().count("Review Our response") == 1

    for person in ("moderator", "officer"):
        obj = response.recommendation("2")
        state = obj.current_workflow_task_state
        client.force_login(response[person])
        shown = client.get(review_address(state))
        assert all(
            each.full_name in shown.content.decode() for each in response.objects
        )
        # One item alone is not what the screen shows.
        decide(client, obj, response[person])
        assert response.words == UNCHANGED
        sent = {
            "decision": "approve",
            "comment": "",
            "revision": shown.context["shown"],
        }
        opened = [item.revision for item in shown.context["items"]]
        client.post(review_address(state), {**sent, "opened": opened})

    assert response.words == CHANGED


@in_review
def test_approving_what_was_not_opened_takes_one_more_press_and_the_log_says_so(
    client, response
):
    response.submitted()
    state = response.recommendation("2").current_workflow_task_state
    client.force_login(response["moderator"])
    shown = client.get(review_address(state))
    first, second, *opened = shown.context["items"]
    sent = {
        "decision": "approve",
        "comment": "Read.",
        "revision": shown.context["shown"],
        "opened": [item.revision for item in opened],
    }

    asked = client.post(review_address(state), sent, follow=True)
    assert (
        f"You have not opened 2 of 4: {first.name}; {second.name}."
        in asked.content.decode()
    )
    assert response.recommendation("2").current_workflow_task_state == state

    # Having opened one of them meanwhile needs no further question.
    left_out = [item.revision for item in asked.context["left_out"]]
    sent["opened"] = [*sent["opened"], second.revision]
    client.post(review_address(state), {**sent, "left_out": left_out})
    assert response.recommendation("2").current_workflow_task_state != state
    log = AuditLogEntry.objects.filter(action=AuditLogEntry.Action.APPROVED).order_by(
        "pk"
    )
    assert [entry.words for entry in log] == [
        "Step approved, without opening it",
        *["Step approved"] * 3,
    ]


def test_the_author_finds_the_set_among_their_own_work(client, response):
    response.drafts()
    publication_set = make_set(
        response["editor"], "Our response", NOTE, response.objects
    )
    client.force_login(response["editor"])
    assert (
        "Publication set, not submitted · 4 items"
        in client.get("/admin/").content.decode()
    )

    submit(publication_set, response["editor"])
    assert "In moderation · 4 items" in client.get("/admin/").content.decode()

    response.decide("moderator", "reject")
    assert "Changes requested by moderator" in client.get("/admin/").content.decode()


@in_review
def test_a_comment_on_one_item_of_a_set_is_kept_there(client, response):
    response.submitted()
    first, second = response.recommendation("1"), response.recommendation("2")
    step = second.current_workflow_task_state
    client.force_login(response["moderator"])
    address = review_address(first.current_workflow_task_state)
    shown = client.get(address).context["shown"]
    typed = {
        f"text-{step.pk}": "Say when.",
        f"text-{first.current_workflow_task_state.pk}": "Say who.",
    }

    sent = {"revision": shown, "item": f"-{step.pk}", f"about-{step.pk}": "", **typed}
    answer = client.post(address, sent, follow=True)

    assert [comment.text for comment in second.wagtail_admin_comments.all()] == [
        "Say when."
    ]
    assert not first.wagtail_admin_comments.exists()
    # What was typed about another one stays.
    assert "Say who." in answer.content.decode()


@in_review
def test_a_withdrawn_set_says_so_on_the_review_screen_that_is_still_open(
    client, response
):
    publication_set = response.submitted()
    state = response.recommendation("1").current_workflow_task_state
    withdraw(publication_set, response["editor"])
    client.force_login(response["moderator"])

    shown = client.post(
        review_address(state),
        {"decision": "approve", "comment": "", "revision": "1"},
        follow=True,
    )

    assert "editor withdrew the submission on" in shown.content.decode()
