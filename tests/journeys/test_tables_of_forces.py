"""The plan of a force, from the paste through what the screens ask to readers.

``pytest -s`` prints what it took.
"""

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SavedChoice
from complaints.vocabulary import OrganisationKind
from pages.moderation.approval.publication_set import set_holding
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.browser.accessible import faults_found_by_axe, faults_of
from tests.complaints.importing.plans import CHESHIRE, HAMPSHIRE, KENT, table
from tests.factories import (
    OrganisationFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.submissions import present_step, review_address

from .hand_work import HandWork
from .test_pasting_from_word import PASTE
from .test_session_ends import sign_in_beside
from .test_update_round import open_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

FORCE, COMMISSIONER = "Borsetshire Police", "Borsetshire Commissioner"
RESPONSE = "Initial Constabulary Response 21st November 2024"
NO_ACTIONS = {
    "Your table has no column of actions. What do its statuses, dates, posts and evidence refer to?": (
        "One action for each recommendation, with the recommendation’s title"
    )
}
KENTS = {
    "Table that begins with “Recommendation:”": "Each column is a recommendation",
    "“Recommendation:”": "Number and wording together, such as “7.1 Use it”",
    "“Evidence requirements:”": "Evidence that the report asks for",
    "“Owner:”": "Post responsible for the action",
    "“Force update:”": "Progress update",
    "“Date:”": "Date of the progress update",
    "“Status:”": "Status of the action",
    "“Supporting documents:”": "Evidence that it was done",
    "Status: “Action complete”": "Marked complete",
    "Status: “Amber”": "In progress",
    "“Nov-24” (date of the progress update)": "November 2024",
    "“Oct-26” (date of the progress update)": "October 2026",
    **NO_ACTIONS,
}
HAMPSHIRES = {
    "“Rec No.”": "Number",
    "“Recomendation”": "Wording of the recommendation",
    "“Sub recommendation/”": "Number and wording together, such as “7.1 Use it”",
    "“Rec. Owner”": "Post responsible for the action",
    "“Initial action plan response”": "Text of the response",
    "“March 2026 update”": "Progress update",
    "Date of everything in the “March 2026 update” column": "March 2026",
    **NO_ACTIONS,
}
CHESHIRES = {
    "“No.”": "Number",
    "“Recommendation”": "Wording of the recommendation",
    f"“{RESPONSE}”": "Text of the response",
    f"Date of everything in the “{RESPONSE}” column": "21 November 2024",
}
LONG_PLAN = table(
    ["Rec", "Recommendation", "Force response", "Owner", "Status", "Due"],
    *(
        [
            n,
            f"Do thing {n}.",
            f"We do thing {n}.",
            "Head of Crime",
            ("Green", "Amber")[n % 2],
            "March 2027",
        ]
        for n in range(1, 36)
    ),
)
LONG_PLANS = {
    "“Rec”": "Number",
    "“Recommendation”": "Wording of the recommendation",
    "“Force response”": "Text of the response",
    "“Owner”": "Post responsible for the action",
    "“Status”": "Status of the action",
    "“Due”": "Due date of the action",
    "Status: “Green”": "Marked complete",
    "Status: “Amber”": "In progress",
    **NO_ACTIONS,
}
ODD = (
    "<p>Plan of March 2026</p><table><tr><th>Rec.<th>Recommendation<th>National position<th>Response<th>RAG"
    "<th>Rec. Owner<th>Due"
    "<tr><td>91<td>Officers should be trained.<td>Agreed<td>We will train.<td bgcolor='#92D050'>"
    "<td>Head of Learning<td>Nov-26"
    "<tr><td>92<td>Fund advocates.<td>Agreed<td>I welcome it.<td bgcolor='#FFC000'>Amber<td>PCC<td>TBC"
    "<tr><td>93<td>Record it.<td><td>Done. <s>We refuse.</s><td>Green<td>Head of Crime<td></table>"
)
ODDS = {
    "“Rec.”": "Number",
    "“Recommendation”": "Wording of the recommendation",
    "“National position”": "Position: whether it is accepted",
    "“Response”": "Text of the response",
    "“RAG”": "Status of the action",
    "“Rec. Owner”": "Post responsible for the action",
    "“Due”": "Due date of the action",
    "Heading: “National position”": "Another organisation: exclude this content",
    "Responsible: “PCC”": COMMISSIONER,
    "Responses and updates in rows with the responsible post: “PCC”": "Another organisation: exclude this content",
    "Colour: “#92D050”": "Marked complete",
    "“Nov-26” (due date of the action)": "November 2026",
    **NO_ACTIONS,
}


@pytest.fixture
def parent(section):
    OrganisationFactory(name=FORCE, kind=OrganisationKind.POLICE_FORCE)
    OrganisationFactory(name=COMMISSIONER, kind=OrganisationKind.COMMISSIONER)
    OrganisationFactory(name="National Police Chiefs’ Council")
    SiteWordingFactory(force_name=FORCE)
    return SuperComplaintPageFactory(parent=section, title="Trial")


OWN_TEXT = "label => [...label.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('')"
"""The text of a label without the number of places behind it."""


class Importer:
    """A person who knows what their table means, and answers what the screens ask."""

    def __init__(self, screen, answers):
        self.screen, self.answers = screen, answers
        self.work = HandWork(screen)
        self.questions = 0
        self.steps = []

    def paste(self, source):
        self.screen.locator("body").evaluate(PASTE, source)
        self.work.keys += 1
        expect(self.step).to_be_visible()

    @property
    def step(self):
        return self.screen.locator("[aria-current=step]")

    def go_on(self, look=lambda: None):
        """Answer one step after the other, up to the preview."""
        while (step := self.step.inner_text()) != "Preview":
            if step not in self.steps:
                self.steps.append(step)
            look()
            for question in self.screen.locator(".table-import__question").all():
                self.answer(question)
            with self.screen.expect_navigation():
                self.work.click(self.screen.get_by_role("button", name="Continue"))

    def answer(self, question):
        boxes = question.locator("legend")
        label = boxes if boxes.count() else question.locator("label")
        name = " ".join(label.evaluate(OWN_TEXT).split())
        self.questions += 1
        if (answer := self.answers.get(name)) is None:
            return
        if boxes.count():
            box = question.get_by_label(answer, exact=True)
            if not box.is_checked():
                self.work.click(box)
            return
        select = question.locator("select")
        if select.count() and select.locator("option:checked").inner_text() != answer:
            select.select_option(answer)
            self.work.clicks += 2
        elif not select.count():
            self.work.click(question.locator("input"))
            self.work.type(answer)

    def save(self):
        self.work.click(self.screen.get_by_role("button", name="Save as drafts"))
        expect(self.screen.locator(".messages .success").first).to_be_visible()

    def figures(self):
        return f"{self.questions} questions, {self.work.figures()}"


@pytest.fixture
def screen(colleague):
    return colleague(
        UserFactory(roles=[EDITORS], username="jo"), width=1280, height=800
    ).page


def import_table(screen, parent, source, answers):
    screen.goto(reverse("update_round", args=[parent.pk]))
    importer = Importer(screen, answers)
    importer.paste(source)
    importer.go_on()
    importer.save()
    return importer


def drafts(parent):
    found = RecommendationResponsePage.objects.child_of(parent).order_by("sort_key")
    return {page.number: page.get_latest_revision_as_object() for page in found}


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


def publish_and_read(screen, parent, client, public):
    """Submit what was imported from the update round, let it be approved, and read each page as a reader."""
    screen.get_by_label("Change note").fill("Our plan.")
    with screen.expect_navigation():
        screen.get_by_role("button", name="Save and submit for moderation").click()
    expect(screen.locator(".messages .success").first).to_contain_text(
        "Submitted for moderation together"
    )
    assert published(list(drafts(parent).values()), client)
    told = {}
    for number, page in drafts(parent).items():
        public.goto(page.url)
        for folded in public.locator("main details").all():
            folded.evaluate("details => { details.open = true; }")
        told[number] = " ".join(public.locator("main").inner_text().split())
    return told


@pytest.mark.parametrize(
    ("force", "source", "answers", "numbers"),
    [
        ("Kent", KENT, KENTS, ["7.1", "7.2"]),
        ("Hampshire", HAMPSHIRE, HAMPSHIRES, ["7", "7.1", "7.2", "10"]),
        ("Cheshire", CHESHIRE, CHESHIRES, ["7", "10"]),
        ("35 rows", LONG_PLAN, LONG_PLANS, [str(number) for number in range(1, 36)]),
    ],
    ids=["Kent", "Hampshire", "Cheshire", "35 rows"],
)
def test_a_plan_is_imported_and_the_next_one_asks_less(
    force, source, answers, numbers, screen, parent, section
):
    first = import_table(screen, parent, source, answers)
    print(f"{force}, first time: {first.figures()}")
    assert list(drafts(parent)) == numbers

    other = SuperComplaintPageFactory(parent=section, title="Another")
    second = import_table(screen, other, source, answers)
    print(f"{force}, with saved choices: {second.figures()}")
    assert list(drafts(other)) == numbers
    assert second.questions < first.questions
    assert "Columns" not in second.steps


def test_an_odd_table_goes_through_all_steps_to_readers(
    screen, parent, client, new_page
):
    screen.goto(reverse("table_import", args=[parent.pk]))
    assert faults_of(screen) == []
    screen.set_viewport_size({"width": 1280, "height": 800})
    importer = Importer(screen, ODDS)
    importer.paste(ODD)

    def look():
        assert faults_of(screen) == []
        screen.set_viewport_size({"width": 375, "height": 800})
        assert faults_found_by_axe(screen) == []

    importer.go_on(look)
    look()
    assert importer.steps == [
        "Tables",
        "Columns",
        "Organisations",
        "Words and colours",
        "Dates",
    ]
    assert "Recommendation 92: Fund advocates" in screen.locator("main").inner_text()
    preview = screen.locator("main")
    expect(preview).to_contain_text(
        "Readers are told that the wording is as printed in the force’s plan"
    )
    expect(preview).to_contain_text("Response: “We refuse.” It is struck through.")
    expect(preview).to_contain_text("The text outside the tables is excluded.")
    importer.save()
    print("An odd table:", importer.figures())

    screen.set_viewport_size({"width": 1280, "height": 800})
    public = new_page()
    told = publish_and_read(screen, parent, client, public)
    for page in drafts(parent).values():
        public.goto(page.url)
        for width in (375, 1280):
            public.set_viewport_size({"width": width, "height": 800})
            assert faults_found_by_axe(public) == []
    assert (
        "Wording as printed in the force’s plan Officers should be trained."
        in told["91"]
    )
    assert "“Officers should be trained.”" not in told["91"]
    assert (
        "The force’s web editors marked this recommendation complete, going by what the force"
        in told["91"]
    )
    assert "The force responded. We have not recorded whether it accepts." in told["93"]
    assert f"Responsible {COMMISSIONER}" in told["92"]
    assert "I welcome it." not in told["92"]
    assert "The force responded" not in told["92"]
    assert "In the response’s own words: “Green”" in told["93"]
    assert "marked" not in told["93"].partition("Exact")[0].replace(
        "not marked complete", ""
    )
    for each in told.values():
        assert "accepted" not in each
        assert "Agreed" not in each


def test_back_a_second_tab_an_ended_session_and_a_reload_lose_nothing_and_double_nothing(
    screen, parent, new_page
):
    screen.goto(reverse("table_import", args=[parent.pk]))
    importer = Importer(screen, CHESHIRES)
    importer.paste(CHESHIRE)
    screen.get_by_role("button", name="Continue").click()
    expect(importer.step).to_have_text("Columns")
    for question in screen.locator(".table-import__question").all():
        importer.answer(question)
    Session.objects.all().delete()
    screen.get_by_role("button", name="Continue").click()
    sign_in_beside(screen, "jo")
    expect(screen.locator("[aria-current=step]")).to_have_text("Organisations")
    second = screen.context.new_page()
    second.goto(screen.url)
    screen.get_by_role("link", name="Back").click()
    expect(screen.get_by_label("“No.”")).to_have_value("number")
    for tab in (screen, second):
        tab.goto(screen.url.replace("/columns/", "/whose/"))
    importer.steps = []
    importer.go_on()
    second.reload()
    preview = screen.url
    importer.save()
    before = len(drafts(parent))
    screen.goto(preview)
    expect(screen.locator(".messages .success").first).to_contain_text(
        "This table has already been saved."
    )
    second.get_by_role("button", name="Continue").click()
    expect(second.locator(".messages .success").first).to_contain_text(
        "This table has already been saved."
    )
    assert len(drafts(parent)) == before == 2
    assert SavedChoice.objects.count() == 3


def test_one_update_follows_from_the_list(screen, parent):
    import_table(screen, parent, KENT, KENTS)
    page = next(each for each in drafts(parent).values() if each.number == "7.2")
    screen.goto(f"/admin/pages/{parent.pk}/")
    work = HandWork(screen)
    open_round(work)
    work.click(screen.get_by_label("Status, Recommendation 7.2", exact=True))
    work.press("m", "Enter")  # “Marked complete”
    text = screen.get_by_label("Progress update, Recommendation 7.2", exact=True)
    while not text.evaluate("cell => cell === document.activeElement"):
        work.press("Tab")
    work.type("All officers are trained.")
    work.click(screen.get_by_label("Change note"))
    work.type("It is done.")
    work.click(screen.get_by_role("button", name="Save and submit for moderation"))
    expect(screen.locator(".messages .success").first).to_contain_text(
        "Submitted for moderation together"
    )

    print("One update:", work.figures())
    assert work.clicks == 5
    draft = RecommendationResponsePage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object()
    assert draft.actions.get().status == "complete"
    assert draft.actions.get().completed is None, "nobody said when"
