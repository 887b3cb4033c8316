"""Content that is approved for a future time, and every public response that could reveal it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page, Revision

from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.editing import SUBMIT, add, errors_of
from tests.factories import UserFactory
from tests.forms import (
    action,
    progress_update,
    recommendation_form,
    response,
    super_complaint_form,
)
from tests.submissions import decide, present_step

from . import addresses
from .addresses import SECTION

CANARY = "quincunx"
"""A word that stands in everything that is embargoed and nowhere else."""
SHOWN = f"{SECTION}sample-1/"
CHANGED = f"{SHOWN}recommendation-2/"
NEW_PART = f"{SHOWN}recommendation-9/"
NEW = f"{SECTION}{CANARY}/"
NEW_BELOW = f"{NEW}recommendation-1/"
EMBARGOED = [
    NEW_PART,
    NEW,
    NEW_BELOW,
    f"{NEW}history/",
    f"{NEW_PART}history/",
    f"{CHANGED}history/2/",
]
"""Addresses where nothing is before the time."""


def anonymous() -> Client:
    """Return a reader, or somebody who is about to sign in."""
    return Client(SERVER_NAME="localhost")


def public_addresses() -> dict[str, str]:
    """Return every address that answers before the time and could reveal embargoed content."""
    return {
        **addresses.section_addresses(CANARY, CANARY),
        **addresses.super_complaint_addresses(SHOWN),
        **addresses.recommendation_addresses(CHANGED),
        "the recommendation before it": f"{SHOWN}recommendation-1/",
    }


BETRAYED = {
    "home page",
    "register",
    "recommendations",
    "recommendations with words",
    "recommendations with a status",
    "recommendations by last change",
    "search",
    "feed",
    "sitemap",
    *addresses.files(),
    "super-complaint",
    "history of a super-complaint",
    "whole response",
    "feed of a super-complaint",
    "recommendation",
    "history of a recommendation",
    "versions of a recommendation compared",
}
"""Answers in which the word has to stand once the time has come."""


def without_canary_in_what_was_asked(text: str) -> str:
    """Return a response without the words that the reader searched for."""
    for asked in (
        f"q={CANARY}",
        f"value=&quot;{CANARY}",
        f'value="{CANARY}"',
        f"“{CANARY}”",
    ):
        text = text.replace(asked, "")
    return text


def betrayed(answers: dict[str, tuple[int, str]]) -> set[str]:
    """Return the names of the responses that reveal embargoed content."""
    return {
        name
        for name, (_, text) in answers.items()
        if CANARY in without_canary_in_what_was_asked(text).casefold()
    }


def schedule(typed: str, at: datetime) -> None:
    """Let an editor write, and two others approve, what is to be public at a time.

    New pages go through the editor's form, where the time is ``typed``; a change of
    what is public is saved as if ``at`` had been typed.
    """
    editor, *approvers = [
        UserFactory(roles=[role]) for role in (EDITORS, MODERATORS, APPROVING_OFFICERS)
    ]
    shown = SuperComplaintPage.objects.get(slug="sample-1")
    new = _submitted(
        editor, shown.get_parent(), SuperComplaintPage, _new_super_complaint(typed)
    )
    below = _submitted(
        editor, new, RecommendationResponsePage, _new_recommendation("1", typed)
    )
    part = _submitted(
        editor, shown, RecommendationResponsePage, _new_recommendation("9", typed)
    )
    pages = [new, below, part, _changed(editor, at)]
    for page in pages:
        for approver in approvers:
            approve(page, approver)
    scheduled = Revision.objects.filter(approved_go_live_at=at)
    assert {each.object_id for each in scheduled} == {str(page.pk) for page in pages}


def approve(page: Page, user: User) -> None:
    """Approve the present step of ``page`` as ``user``."""
    state = present_step(page)
    decide(anonymous(), page, user, state=state)
    state.refresh_from_db()
    assert state.status == "approved"


def send_form(editor: User, typed: str):
    """Send the form for a new super-complaint that is to be public at the time that is ``typed``."""
    client = anonymous()
    client.force_login(editor)
    parent = SuperComplaintIndexPage.objects.get()
    return add(
        client, parent, SuperComplaintPage, _new_super_complaint(typed), **SUBMIT
    )


def _submitted(editor: User, parent: Page, model: type[Page], form: dict) -> Page:
    client = anonymous()
    client.force_login(editor)
    known = set(model.objects.values_list("pk", flat=True))
    answer = add(client, parent, model, form, **SUBMIT)
    assert answer.status_code == 302, errors_of(answer)
    return model.objects.exclude(pk__in=known).get()


def _new_super_complaint(typed: str) -> dict:
    bodies = Organisation.objects.filter(name="Sample Charity A")
    words = {
        "title": f"Police use of the {CANARY}",
        "slug": CANARY,
        "summary": f"About the {CANARY}.",
    }
    return super_complaint_form(
        bodies, **words, go_live_at=typed, change_note=f"The {CANARY} report."
    )


def _new_recommendation(number: str, typed: str) -> dict:
    force = Organisation.objects.get(name="Sample Police")
    return recommendation_form(
        title=f"Abolish the {CANARY}",
        number=number,
        wording=f"Chief constables should abolish the {CANARY}.",
        responses=[response([force], "accepted")],
        actions=[action(f"Abolish the {CANARY}", whose=(force,))],
        progress_updates=[
            progress_update("2024-11", f"<p>We hid the {CANARY}.</p>", whose=(force,))
        ],
        go_live_at=typed,
        change_note=f"The {CANARY} answer.",
    )


def _changed(editor: User, at: datetime) -> Page:
    """Submit a change of a page that is public."""
    page = RecommendationResponsePage.objects.get(
        slug="recommendation-2", url_path__endswith=CHANGED
    )
    page.wording += f" Mind the {CANARY}."
    page.change_note = f"We added the {CANARY}."
    page.go_live_at = at
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return page
