"""The review screen says what changed, and shows again what was typed while the review ended."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from complaints.models import RecommendationResponsePage
from complaints.models.actions import Action, DueDate
from pages.core.moments import moment_in_words
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.review_comments import add_comment
from pages.moderation.approval.roles import display_name
from tests.factories import OrganisationFactory, StandardPageFactory
from tests.factories.published import publish
from tests.submissions import decide, decision, present_step, review_address, submit


def sections(client, page, person):
    """Return what the screen says of each field that changed, by its name."""
    found = shown(client, page, person).select(".review__changes > div")
    return {
        each.dt.get_text(strip=True): " ".join(each.dd.get_text(" ").split())
        for each in found
    }


def with_actions(page):
    page.actions = [
        Action(
            title="Train officers",
            description="<p>All.</p>",
            status="in_progress",
            sort_order=0,
        ),
        Action(
            title="Buy books",
            description="<p>For all.</p>",
            status="not_started",
            sort_order=1,
        ),
    ]
    force = OrganisationFactory(name="The force")
    for action in page.actions.all():
        action.respondents = [force]
    return publish(page)


def draft_of(page):
    return page.latest_revision.as_object()


def test_a_tick_is_compared_as_yes_and_no(client, page, editor, moderator):
    draft = draft_of(publish(page))
    draft.no_deadline = True
    draft.deadline = draft.deadline_printed = ""
    submit(draft, editor)

    assert sections(client, page, moderator)["The report gives no deadline"] == "No Yes"


def test_changed_and_new_actions_are_named_with_what_they_say(
    client, page, editor, moderator
):
    draft = draft_of(with_actions(page))
    first, second = draft.actions.all()
    first.status = "complete"
    first.due_dates = [
        DueDate(due=PartialDate.parse("2025-06"), reason="Trainers were ill.")
    ]
    new = Action(
        title="Refresh", description="<p>Yearly.</p>", owning_post="Head", sort_order=2
    )
    new.respondents = first.respondents.all()
    draft.actions = [first, second, new]
    submit(draft, editor)

    assert sections(client, page, moderator) == {  # and nothing of the note for readers
        "Actions": "Action 1: Train officers Status In progress Marked complete "
        "Due dates, in the order they were given "
        "Due date 1 (new) Due date June 2025 Reason Trainers were ill. "
        "Action 3: Refresh (new) Title Refresh Description Yearly. "
        "Responsible organisation The force Responsible posts Head"
    }
    preview = client.get(f"{review_address(present_step(page))}preview/")
    assert preview.status_code == 200
    assert "Yearly." in preview.content.decode()  # which was never stored as a row


def test_an_action_that_is_taken_out_is_shown_with_all_that_it_said(
    client, page, editor, moderator
):
    draft = draft_of(with_actions(page))
    draft.actions = list(draft.actions.all())[1:]
    submit(draft, editor)

    said = "Title Train officers Description All. Responsible organisation The force Status In progress"
    assert sections(client, page, moderator) == {
        "Actions": f"Action: Train officers (taken out) {said}"
    }


def shown(client, page, person):
    """Return the review screen of the present step of ``page``."""
    client.force_login(person)
    return BeautifulSoup(
        client.get(review_address(present_step(page))).content, "html.parser"
    )


def test_it_says_where_a_link_leads_and_what_the_change_note_says(
    client, home, editor, moderator
):
    def body(address, page=None):
        also = f' and <a linktype="page" id="{page.pk}">here</a>' if page else ""
        return [("text", f'<p>Ask <a href="https://{address}/">us</a>{also}.</p>')]

    other = StandardPageFactory(parent=home, title="Advice")
    page = publish(StandardPageFactory(parent=home, body=body("old.example")))
    page.body, page.change_note = body("new.example", other), "A note."
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)

    screen = shown(client, page, moderator)

    change = words(screen.select_one(".review__changes dd"))
    assert "https://old.example/" in change
    assert "https://new.example/" in change
    assert "here (/advice/)" in change
    assert "A note." in words(screen.select_one(".review__facts"))


def test_a_page_that_goes_away_by_itself_says_when(client, home, editor, moderator):
    new = StandardPageFactory(parent=home, live=False)
    new.expire_at = timezone.now() + timezone.timedelta(days=1)
    submit(new, editor)

    facts = words(shown(client, new, moderator).select_one(".review__facts"))

    assert f"Expiry {moment_in_words(new.expire_at)}" in facts


def words(tag):
    return " ".join(tag.get_text(" ").split())


def labels(screen):
    return [
        button.get_text(strip=True) for button in screen.select("button[name=decision]")
    ]


def test_the_last_step_shows_who_approved_before(client, submitted, moderator, officer):
    first = shown(client, submitted, moderator)
    assert "Approved before" not in words(first)
    decide(client, submitted, moderator, comment="Checked the figures.")

    last = shown(client, submitted, officer)

    before = words(last.select_one(".review__approvals"))
    assert before.startswith(f"Already approved Moderator: {display_name(moderator)}, ")
    assert before.endswith("Checked the figures.")
    assert labels(last) == [
        "Approve and publish now",
        "Request changes",
        "Take over editing",
    ]


def test_a_missing_reason_is_asked_for_at_its_box(client, submitted, moderator):

    answer = BeautifulSoup(
        decide(client, submitted, moderator, "reject", follow=True).content,
        "html.parser",
    )

    top = "Nothing was decided. Enter the changes you want."
    assert words(answer.select_one(".messages .error")).startswith(top)
    box = answer.select_one("#comment")
    assert box.has_attr("autofocus")
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"] == "comment-problem comment-help"
    assert (
        words(box.find_previous("p", id="comment-problem"))
        == "Enter the changes you want."
    )


def test_open_comments_are_counted_where_the_decision_is_made(
    client, submitted, moderator, officer
):
    add_comment(submitted, moderator, "Who trained them?")
    add_comment(submitted, officer, "When?")

    screen = words(shown(client, submitted, moderator))
    assert "There are 2 open comments . Approving leaves them open." in screen
    answer = decide(client, submitted, moderator)
    said = client.get(answer["Location"]).content.decode()
    assert "2 comments on it are still open." in said


@pytest.fixture
def state(submitted):
    """The first step of a review, which a moderator has open."""
    return present_step(submitted)


@pytest.fixture
def send(client, state, moderator):
    """Send what the moderator typed into the screen of that step; return the words that come back."""

    def post(**typed):
        client.force_login(moderator)
        answer = client.post(
            review_address(state), {"revision": state.revision_id, **typed}, follow=True
        )
        assert answer.status_code == 200
        soup = BeautifulSoup(answer.content, "html.parser")
        boxes = {
            soup.select_one(
                f"label[for={box['id']}]"
            ).get_text(): box.get_text().strip()
            for box in soup.select("textarea[readonly]")
        }
        links = [link.get_text(strip=True) for link in soup.select(".review__ways a")]
        return " ".join(soup.get_text(" ").split()), boxes, links

    return post


COMMENT = {"about": "", "text": "Better"}


def test_a_comment_that_comes_after_an_approval_is_shown_again(
    client, page, send, officer, moderator
):
    decide(client, page, moderator)
    decide(client, page, officer)

    text, boxes, links = send(**COMMENT)

    assert f"{display_name(moderator)} approved this on" in text
    assert "What you entered was not submitted." in text
    assert boxes == {"Your comment": "Better"}
    assert links == ["Add it as a comment", "Go to the dashboard"]


def test_after_a_change_by_the_author_it_leads_to_the_new_review(page, send, editor):
    draft = RecommendationResponsePage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object()
    draft.title = "Changed again"
    draft.save_revision(user=editor)

    text, boxes, links = send(**COMMENT)

    assert "It was edited and resubmitted." in text
    assert boxes == {"Your comment": "Better"}
    assert links[0] == "Review the newer version"


def test_after_a_withdrawal_what_was_typed_is_shown_again(state, send, editor):
    state.workflow_state.cancel(user=editor)

    for typed, label in [
        (COMMENT, "Your comment"),
        ({"decision": "reject", "comment": "Better"}, "Comment on your decision"),
        ({"suggest": "0"}, None),
    ]:
        shown, boxes, _ = send(**typed)

        assert f"{display_name(editor)} withdrew the submission on" in shown, typed
        assert boxes == ({label: "Better"} if label else {}), typed


def test_a_comparison_says_which_versions_it_compares(client, page, editor, moderator):
    live = page.live_revision
    draft = page.get_latest_revision_as_object()
    draft.title = "In between"
    between = draft.save_revision(user=moderator)
    draft.title = "Newest"
    newest = draft.save_revision(user=editor)
    client.force_login(editor)

    def said(first, second):
        address = reverse(
            "wagtailadmin_pages:revisions_compare", args=[page.pk, first, second]
        )
        screen = BeautifulSoup(client.get(address).content, "html.parser")
        return [words(each) for each in screen.select(".review__facts dd")]

    def saved(revision):
        return f"saved by {display_name(revision.user)} on {moment_in_words(revision.created_at, ' at ')}"

    latest = f"Latest draft, {saved(newest)}"
    assert said("live", "latest")[0].startswith("Live version")
    assert said("live", "latest")[1] == latest
    assert said(between.pk, newest.pk) == [f"Earlier version, {saved(between)}", latest]
    assert said(live.pk, newest.pk)[0] == said("live", "latest")[0]


def test_the_preview_of_a_review_has_no_user_bar(client, submitted, moderator):
    client.force_login(moderator)

    shown = client.get(
        f"{review_address(present_step(submitted))}preview/"
    ).content.decode()

    assert "Changed" in shown
    assert "userbar" not in shown


def test_every_answer_leads_to_an_address_that_back_can_open(
    client, submitted, moderator
):
    step = present_step(submitted)
    client.force_login(moderator)
    refused, comment = (
        decision(step, "reject"),
        {"revision": step.revision_id, **COMMENT},
    )

    for sent in (
        refused,
        comment,
        {**comment, "comment": "Well done."},
        {**comment, "text": ""},
    ):
        answer = client.post(review_address(step), sent)
        assert answer.status_code == 302, sent
        assert client.get(answer["Location"]).status_code == 200, sent

    again = BeautifulSoup(client.get(review_address(step)).content, "html.parser")
    assert not again.select(".messages .error, .error-message"), (
        "what was said once is not said again"
    )


def test_what_was_typed_is_kept_if_the_review_ends_meanwhile(
    client, state, editor, moderator
):
    client.force_login(moderator)
    typed = {"decision": "approve", "text": "Better", "revision": state.revision_id}
    answer = client.post(review_address(state), typed)
    state.workflow_state.cancel(user=editor)

    said = client.get(answer["Location"]).content.decode()

    assert "Better</textarea>" in said
    assert f"{display_name(editor)} withdrew the submission on" in said
