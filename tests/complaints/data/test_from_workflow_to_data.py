"""A status that an editor changes and two others approve is everywhere at the next request."""

import pytest
from bs4 import BeautifulSoup

from complaints.models import Action, Response
from complaints.vocabulary import ActionStatus, Position
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.editing import SUBMIT, edit
from tests.factories import RecommendationResponsePageFactory, UserFactory, publish
from tests.forms import action, recommendation_form, response
from tests.submissions import decide, was_decided

from .data_client import FEED, csv_rows, entries, entry_with_id

ID = "stalking/recommendation-7.1"
NOTE = "The training is complete."


@pytest.fixture
def in_progress(stalking, force):
    """A recommendation whose one action is in progress."""
    given = Response(position=Position.ACCEPTED, respondents=[force])
    work = Action(
        title="Train every officer",
        description="<p>x</p>",
        respondents=[force],
        status=ActionStatus.IN_PROGRESS,
    )
    page = RecommendationResponsePageFactory(
        parent=stalking,
        number="7.1",
        title="Train officers",
        responses=[given],
        actions=[work],
    )
    return publish(page)


def complete(client, page, force):
    """Set the action to complete as an editor, and approve it as moderator and approving officer."""
    rows = {"responses": page.responses.get().pk, "actions": page.actions.get().pk}
    done = action(
        status="complete",
        completed="2024-12",
        respondents=(force.pk,),
        id=rows["actions"],
    )
    form = recommendation_form(
        responses=[{**response([force]), "id": rows["responses"]}],
        actions=[done],
        change_note=NOTE,
    )
    initial = {f"{name}-INITIAL_FORMS": "1" for name in rows}
    client.force_login(UserFactory(roles=[EDITORS]))
    assert edit(client, page, {**form, **initial}, **SUBMIT).status_code == 302
    for role in (MODERATORS, APPROVING_OFFICERS):
        assert was_decided(decide(client, page, UserFactory(roles=[role])))
    client.logout()


def status_in_each_place(client, page) -> dict[str, str]:
    """Return the status that each public place shows."""
    register = BeautifulSoup(client.get("/super-complaints/").content, "html.parser")
    own = BeautifulSoup(client.get(page.url).content, "html.parser")
    filtered = {
        status: page.url
        in client.get(
            f"/super-complaints/recommendations/?status={status}"
        ).content.decode()
        for status in ("in_progress", "marked_complete")
    }
    counts = entry_with_id(entries(client, "super-complaints"), "stalking")
    return {
        "page": own.select_one(".page-heading .state .status").text.strip(),
        "register": register.select_one(".page-heading .status--count").text.strip(),
        "filter": [status for status, is_listed in filtered.items() if is_listed],
        "csv": csv_rows(client)[0]["status"],
        "json": entry_with_id(entries(client), ID)["status"],
        "counts": (counts["count_in_progress"], counts["count_marked_complete"]),
        "feed": NOTE in client.get(FEED).content.decode(),
        "history": NOTE in client.get(f"{page.url}history/").content.decode(),
    }


def test_an_approved_status_is_everywhere_at_the_next_request(
    client, in_progress, force
):
    assert status_in_each_place(client, in_progress) == {
        "page": "In progress",
        "register": "1 in progress",
        "filter": ["in_progress"],
        "csv": "in_progress",
        "json": "in_progress",
        "counts": (1, 0),
        "feed": False,
        "history": False,
    }

    complete(client, in_progress, force)

    assert status_in_each_place(client, in_progress) == {
        "page": "Marked complete",
        "register": "1 marked complete",
        "filter": ["marked_complete"],
        "csv": "marked_complete",
        "json": "marked_complete",
        "counts": (0, 1),
        "feed": True,
        "history": True,
    }
