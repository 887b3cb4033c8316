"""The plan of a force, from the paste to readers; other shapes are read in ``tests/complaints/importing/``.

``pytest -s`` prints what it took.
"""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.gate.publication_set import set_holding
from pages.moderation.gate.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.browser.accessible import faults_of
from tests.complaints.importing.plans import table
from tests.factories import OrganisationFactory, SiteWordingFactory, SuperComplaintPageFactory, UserFactory
from tests.submissions import present_step, review_address

from .hand_work import HandWork
from .test_pasting_from_word import PASTE
from .test_update_round import open_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


PLAN = table(
    ["Recommendation:", "7.1 Use the feature."],
    ["Evidence requirements:", "Logs."],
    ["Owner:", "Inspector"],
    ["Force update:", "<p>Trained.</p><p>Checked.</p>"],
    ["Date:", "Nov-24"],
    ["Status:", "Action complete"],
    ["Supporting documents:", "<a href='https://force.example/plan'>Plan</a>"],
) + table(
    ["Recommendation:", "7.2 Search."],
    ["Owner:", "Analyst"],
    ["Status:", "Amber"],
    ["Force update:", "Half."],
    ["Date:", "Oct-26"],
)
"""An upright table for each recommendation, as Kent has them."""
CELLS = {
    "7.1": {
        "wording: Use the feature.",
        "note: Evidence that the report asks for: Logs.",
        "owner: Inspector",
        "update 2024-11: Trained. Checked.",
        "status: complete (Action complete)",
        "evidence: Plan",
    },
    "7.2": {"wording: Search.", "owner: Analyst", "status: in_progress (Amber)", "update 2026-10: Half."},
}


def plain(rich_text):
    return " ".join(rich_text.replace("</p>", " ").replace("<p>", "").split())


def cells_of(draft):
    """Return what stands in a draft, in the words of ``CELLS``."""
    found = {f"wording: {draft.wording}", f"note: {draft.wording_note}", f"lead: {draft.operational_lead}"}
    found |= {f"position: {response.position}" for response in draft.responses.all()}
    for update in draft.progress_updates.all():
        found |= {f"update {update.as_at}: {plain(update.text)}"}
    for action in draft.actions.all():
        words = f" ({action.status_words})" if action.status_words else ""
        found |= {f"status: {action.status}{words}", f"owner: {action.owning_post}"}
        found |= {"evidence: Plan" for block in action.evidence if "https://force.example/plan" in str(block)}
    return {cell for cell in found if not cell.endswith(": ")}


def paste(work):
    """Paste the plan, and answer what the screen asks."""
    work.page.locator("body").evaluate(PASTE, PLAN)
    work.keys += 1
    expect(work.page.get_by_role("heading", name="What the columns are")).to_be_visible()
    work.page.get_by_label("Status of the action: “Amber”").select_option("In progress")
    work.clicks += 2
    work.click(work.page.get_by_role("button", name="Read again"))
    expect(work.page.get_by_role("button", name="Save as drafts")).to_be_visible()


def submit(work):
    """Save what the table says, and submit it as one set."""
    work.click(work.page.get_by_role("button", name="Save as drafts"))
    told = work.page.locator(".messages .success")
    expect(told).to_contain_text("Saved as drafts")
    work.click(work.page.get_by_label("Change note"))
    work.type("Our plan.")
    with work.page.expect_navigation():
        work.click(work.page.get_by_role("button", name="Save and submit for approval"))
    assert work.page.locator(".entry-grid__wrong li").all_inner_texts() == []
    expect(told).to_contain_text("Submitted for approval as one")


def published(pages, client):
    """Let two people approve the set that ``pages`` are in."""
    in_review = set_holding(pages[0])
    for role in (MODERATORS, APPROVING_OFFICERS):
        client.force_login(UserFactory(roles=[role]))
        step = present_step(pages[0])
        screen = BeautifulSoup(client.get(review_address(step)).content, "html.parser")
        shown = screen.select_one("[name=revision]")["value"]
        sent = {"decision": "approve", "revision": shown, "opened": shown.split("-")}
        client.post(review_address(step), sent)
    in_review.refresh_from_db()
    return in_review.state == "published"


def test_a_plan_becomes_a_submitted_set_that_readers_get_and_one_update_follows(
    section, colleague, new_page, client
):
    SiteWordingFactory(force_name=OrganisationFactory(name="Kent Police").name)
    parent = SuperComplaintPageFactory(parent=section)
    screen = colleague(UserFactory(roles=[EDITORS]), width=1280, height=800).page
    screen.goto(reverse("update_round", args=[parent.pk]))
    work = HandWork(screen)
    paste(work)
    assert faults_of(screen) == []
    screen.set_viewport_size({"width": 1280, "height": 800})
    submit(work)

    print("A plan of two recommendations:", work.figures())
    pages = list(RecommendationResponsePage.objects.child_of(parent))
    assert {page.number: cells_of(page.get_latest_revision_as_object()) for page in pages} == CELLS
    assert published(pages, client)
    public = new_page()
    public.goto(RecommendationResponsePage.objects.get(pk=pages[0].pk).url)
    expect(public.locator("main")).to_contain_text("Use the feature.")
    update_one(screen, parent)


def update_one(screen, parent):
    """Report that one recommendation is done, from the list of the super-complaint to the submission."""
    page = RecommendationResponsePage.objects.child_of(parent).get(actions__status="in_progress")
    screen.goto(f"/admin/pages/{parent.pk}/")
    work = HandWork(screen)
    open_round(work)
    work.click(screen.get_by_label(f"Status, Recommendation {page.number}", exact=True))
    work.press("m", "Enter")  # “Marked complete”
    text = screen.get_by_label(f"Progress update, Recommendation {page.number}", exact=True)
    while not text.evaluate("cell => cell === document.activeElement"):
        work.press("Tab")
    work.type("All officers are trained.")
    work.click(screen.get_by_label("Change note"))
    work.type("It is done.")
    work.click(screen.get_by_role("button", name="Save and submit for approval"))
    expect(screen.locator(".messages .success")).to_contain_text("Submitted for approval as one")

    print("One update:", work.figures())
    assert work.clicks == 5
    draft = RecommendationResponsePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.actions.get().status == "complete"
    assert draft.actions.get().completed is None, "nobody said when"
    assert "<p>All officers are trained.</p>" in [each.text for each in draft.progress_updates.all()]
