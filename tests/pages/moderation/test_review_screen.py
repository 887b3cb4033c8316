"""The review screen says which child changed, and what of it."""

from bs4 import BeautifulSoup

from complaints.models.actions import Action, DueDate
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.remarks import add_comment
from pages.moderation.gate.roles import display_name
from tests.factories.published import publish
from tests.submissions import decide, present_step, review_address, submit


def sections(client, page, person):
    """Return what the screen says of each field that changed, by its name."""
    found = shown(client, page, person).select(".review__changes > div")
    return {
        each.dt.get_text(strip=True): " ".join(each.dd.get_text(" ").split("Suggest wording")[0].split())
        for each in found
    }


def with_actions(page):
    page.actions = [
        Action(title="Train officers", description="<p>All.</p>", status="in_progress", sort_order=0),
        Action(title="Buy books", description="<p>For all.</p>", status="not_started", sort_order=1),
    ]
    return publish(page)


def draft_of(page):
    return page.latest_revision.as_object()


def test_changed_and_new_actions_are_named_with_what_they_say(client, page, editor, moderator):
    draft = draft_of(with_actions(page))
    first, second = draft.actions.all()
    first.status = "complete"
    first.due_dates = [DueDate(due=PartialDate.parse("2025-06"), reason="Trainers were ill.")]
    new = Action(title="Refresh", description="<p>Yearly.</p>", owning_post="Head", sort_order=2)
    draft.actions = [first, second, new]
    submit(draft, editor)

    assert sections(client, page, moderator) == {  # and nothing of the note for readers
        "Actions": "Action 1: Train officers Status In progress Complete Due dates, the first one first "
        "Due date 1 (new) Due date June 2025 Reason Trainers were ill. "
        "Action 3: Refresh (new) Title Refresh Description Yearly. Owners Head"
    }
    preview = client.get(f"{review_address(present_step(page))}preview/")
    assert preview.status_code == 200
    assert "Yearly." in preview.content.decode()  # which was never stored as a row


def test_an_action_that_is_taken_out_is_shown_with_all_that_it_said(client, page, editor, moderator):
    draft = draft_of(with_actions(page))
    draft.actions = list(draft.actions.all())[1:]
    submit(draft, editor)

    said = "Title Train officers Description All. Status In progress"
    assert sections(client, page, moderator) == {"Actions": f"Action: Train officers (taken out) {said}"}


def shown(client, page, person):
    """Return the review screen of the present step of ``page``."""
    client.force_login(person)
    return BeautifulSoup(client.get(review_address(present_step(page))).content, "html.parser")


def words(tag):
    return " ".join(tag.get_text(" ").split())


def labels(screen):
    return [button.get_text(strip=True) for button in screen.select("button[name=decision]")]


def test_the_last_step_shows_who_approved_before_and_does_not_ask_for_urgency(
    client, submitted, moderator, officer
):
    first = shown(client, submitted, moderator)
    assert "Approved before" not in words(first)
    assert "Publish urgently with one approval" in labels(first)
    decide(client, submitted, moderator, comment="Checked the figures.")

    last = shown(client, submitted, officer)

    before = words(last.select_one(".review__approvals"))
    assert before.startswith(f"Approved before Moderator: {display_name(moderator)}, ")
    assert before.endswith("Checked the figures.")
    assert labels(last) == ["Approve and publish now", "Send back with a reason", "Edit it myself"]
    assert "Publish urgently with one approval" in labels(shown(client, submitted, moderator))


def test_a_missing_reason_is_asked_for_at_its_box(client, submitted, moderator):

    answer = BeautifulSoup(decide(client, submitted, moderator, "reject").content, "html.parser")

    top = "Nothing was decided. Write why you send it back."
    assert words(answer.select_one(".messages .error")).startswith(top)
    box = answer.select_one("#comment")
    assert box.has_attr("autofocus")
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"] == "comment-problem comment-help"
    assert words(box.find_previous("p", id="comment-problem")) == "Write why you send it back."


def test_open_comments_are_counted_where_the_decision_is_made(client, submitted, moderator, officer):
    add_comment(submitted, moderator, "Who trained them?")
    add_comment(submitted, officer, "When?")

    screen = words(shown(client, submitted, moderator))
    assert "There are 2 open comments . Approving leaves them open." in screen
    answer = decide(client, submitted, moderator)
    said = client.get(answer["Location"]).content.decode()
    assert "2 comments on it are still open." in said
