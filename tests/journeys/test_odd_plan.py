"""A plan of odd but realistic entries, as a new editor types it, and what its readers are told."""

import json

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import OrganisationKind
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.complaints.data.data_client import csv_rows, entries
from tests.complaints.data.page_reader import text_of
from tests.factories import (
    OrganisationFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    publish,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

FORCE = "Borsetshire Police"
COMMISSIONER = "Borsetshire Police and Crime Commissioner"
LIST = "/super-complaints/recommendations/"
NEVER_SAID = (
    "No date is known",
    "does not say if it is done",
    "is done",
    "later than promised",
    "working on it",
)
"""Words of earlier releases that claimed something of the world."""
WHAT_ACCEPTS_MEANS = "It does not say that the work is done."


@pytest.fixture
def stalking(section):
    SiteWordingFactory(force_name=OrganisationFactory(name=FORCE).name)
    OrganisationFactory(name=COMMISSIONER, kind=OrganisationKind.COMMISSIONER)
    OrganisationFactory(name="College of Policing", kind=OrganisationKind.OTHER)
    OrganisationFactory(name="Home Office", kind=OrganisationKind.GOVERNMENT)
    return publish(
        SuperComplaintPageFactory(
            parent=section,
            title="Stalking",
            submitted="2022-11",
            report_published=PartialDate(2024, 9, 27),
        )
    )


class Form:
    """The form of a recommendation, which somebody fills in who knows only what it says."""

    def __init__(self, colleague, super_complaint):
        self.editor, self.above = colleague, super_complaint
        self.screen = colleague.page

    def begin(self, number, title, wording="", **fields):
        self.editor.add("recommendationresponsepage", self.above.pk)
        self.editor.fill("Title*", title)
        self.editor.fill("Printed number", number)
        if wording:
            self.type("wording", wording)
            self.type("wording_source", "The report")
        else:
            self.editor.fill("What it asks", f"{title}.")
        self.editor.choose("Who is asked", FORCE)
        for name, text in fields.items():
            self.type(name, text)

    def type(self, name, text):
        self.screen.locator(f"[name='{name}']").fill(text)

    def choose(self, name, label):
        self.screen.locator(f"[name='{name}']").select_option(label)

    def respond(self, position):
        self.editor.open_tab("Response")
        self.screen.get_by_role("button", name="Add response").click()
        self.choose("responses-0-position", position)

    def act(self, title, status="", place=0, **fields):
        self.editor.open_tab("Progress")
        self.screen.get_by_role("button", name="Add action").click()
        self.type(f"actions-{place}-title", title)
        if status:
            self.choose(f"actions-{place}-status", status)
        for name, value in fields.items():
            self.type(f"actions-{place}-{name}", value)

    def give_action_to(self, organisation, place):
        """Choose the responsible organisation in place of our force."""
        card = self.screen.locator(f"#inline_child_actions-{place}")
        card.get_by_role("button", name="Remove").click()
        box = card.get_by_role("combobox", name="Responsible organisation")
        box.fill(organisation)
        expect(
            card.get_by_role("option", name=organisation, exact=True)
        ).to_be_visible()
        box.press("Enter")

    def add_due_date(self, date="", words=""):
        card = self.screen.locator("#inline_child_actions-0")
        card.get_by_role("button", name="Add due date").click()
        self.type("actions-0-due_dates-0-due", date)
        self.type("actions-0-due_dates-0-due_words", words)

    def save(self):
        self.editor.save_draft()

    def submit(self):
        """Submit it, and return what the screen then says."""
        self.editor.submit()
        return self.screen.locator(".messages").inner_text()

    def submit_and_see(self, problem):
        """Submit it, and see the ``problem`` for which it is not sent."""
        self.editor.try_to_submit()
        expect(self.screen.get_by_role("main")).to_contain_text(problem)
        self.editor.open_tab("Response")

    def open_again(self):
        """Open what was submitted last, once its review has ended."""
        page = RecommendationResponsePage.objects.latest("pk")
        page.current_workflow_state.cancel()
        self.editor.edit(page.pk)


def publish_all():
    """Publish every latest draft, as two others would have approved it."""
    pages = RecommendationResponsePage.objects.all()
    return {
        page.number: page
        for page in [publish(each.get_latest_revision_as_object()) for each in pages]
    }


@pytest.fixture
def form(colleague, stalking):
    return Form(colleague(EDITORS), stalking)


@pytest.fixture
def rows(client):
    """Return a function that reads the table of the data, each row by its number."""

    return lambda: {row["number"]: row for row in csv_rows(client)}


@pytest.fixture
def check_everywhere(client):
    """Return a function that checks what page, list, super-complaint, CSV and JSON say of a page."""

    def check(page, *, says, status, never=()):
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        [row] = [each for each in csv_rows(client) if each["id"] == page.identifier]
        [entry] = [each for each in entries(client) if each["id"] == page.identifier]
        sentences = {
            "page": text_of(soup.select_one(".page-heading .answer")),
            "description": soup.find("meta", {"name": "description"})["content"],
            "CSV": row["sentences"],
            "JSON": entry["sentences"],
        }
        assert set(sentences.values()) == {page.answer_sentence}
        assert says in page.answer_sentence
        assert row["status_label"] == entry["status_label"] == status
        for address in (LIST, page.super_complaint.url):
            assert status in text_of(
                row_of(client, address, page).select_one(".standings")
            )
        everything = [
            text_of(soup.main).replace(WHAT_ACCEPTS_MEANS, ""),
            text_of(row_of(client, LIST, page)),
            " ".join(row.values()),
            json.dumps(entry, ensure_ascii=False),
        ]
        for words in (*NEVER_SAID, *never):
            assert not [text for text in everything if words in text], words

    return check


def row_of(client, address, page):
    """Return the row of ``page`` in the list at ``address``."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return soup.find("a", href=page.url).find_parent("tr")


@pytest.fixture
def reader(new_page):
    return new_page()


def heading_on(reader, address):
    reader.goto(address)
    return reader.get_by_role("heading", level=1).inner_text()


def words_on(reader, page):
    reader.goto(page.url)
    return " ".join(reader.get_by_role("main").inner_text().split())


def test_dates_that_say_less_than_a_date(form, rows, reader, check_everywhere):
    form.begin(
        "1",
        "Review policies",
        "By 27 March 2025, chief constables should review their policies.",
    )
    form.respond("Accepts")
    assert "“By 27 March 2025”, and no deadline is entered" in form.submit()
    form.begin("4", "Name a lead", deadline="27 March 2025")
    form.respond("Accepts")
    form.act("Name a lead", "Marked complete", completed="1 April 2025")
    form.add_due_date("1 May 2025")
    form.save()
    form.begin("6", "Buy a system")
    form.respond("Accepts")
    form.act("Buy it", "In progress")
    form.add_due_date("March 26 earliest")
    due = form.screen.locator("[name='actions-0-due_dates-0-due']")
    due.press("Tab")
    expect(form.screen.locator(".w-field", has=due).last).to_contain_text(
        "Enter a date, like"
    )
    due.fill("")
    form.type("actions-0-due_dates-0-due_words", "March 26 earliest")
    form.save()
    pages = publish_all()

    check_everywhere(
        pages["1"],
        says="We have not recorded a deadline.",
        status="Response published, not marked complete",
        never=["gives no deadline"],
    )
    check_everywhere(
        pages["4"],
        says="marked it complete on 1 April 2025, after the deadline of 27 March 2025.",
        status="Marked complete",
    )
    check_everywhere(
        pages["6"],
        says="It is marked as in progress.",
        status="In progress",
        never=["Past the deadline", "Overdue", "past_deadline"],
    )
    told = words_on(reader, pages["6"])
    assert "Timing “March 26 earliest”" in told
    assert heading_on(reader, f"{LIST}?progress=overdue").startswith(
        "0 recommendations"
    )
    found = rows()
    assert (found["1"]["deadline"], found["1"]["deadline_known"]) == ("", "not_entered")
    assert (found["4"]["status"], found["4"]["detailed_status"]) == (
        "marked_complete",
        "complete_late",
    )
    assert (found["6"]["action_due_date"], found["6"]["action_due_words"]) == (
        "",
        "March 26 earliest",
    )
    assert (found["6"]["status"], found["6"]["passed_limit"]) == ("in_progress", "")


def test_statuses_that_nobody_stated_and_actions_that_ended_otherwise(
    form, rows, reader, check_everywhere
):
    form.begin("2", "Train officers", deadline="27 March 2025")
    form.act("Officers are trained")
    form.save()
    form.begin("3", "Record stalking", deadline="27 March 2025")
    form.respond("Does not say whether it accepts")
    form.save()
    form.begin("7", "Set up a register", deadline="27 March 2025")
    form.respond("Accepts")
    own_words = "Not taken forward; closed by the board"
    form.act("Set up the register", "Marked complete", status_words=own_words)
    assert "its text says “Not taken forward”" in form.submit()
    form.open_again()
    form.editor.open_tab("Progress")
    form.choose("actions-0-status", "Closed, not said to be complete")
    form.type("actions-0-closed", "1 June 2025")
    form.save()
    pages = publish_all()

    check_everywhere(
        pages["2"],
        says="No response from the force is on this site. An action by the force is on this site. "
        "We have not recorded whether it accepts. It is not marked complete.",
        status="Past the deadline, not marked complete",
        never=["or one in other words", "The force responded"],
    )
    assert "We have not recorded a status" in words_on(reader, pages["2"])
    check_everywhere(
        pages["3"],
        says="The force responded. It is not marked complete.",
        status="Past the deadline, not marked complete",
    )
    check_everywhere(
        pages["7"],
        says="The force’s action is closed, not marked complete.",
        status="Closed, not complete",
        never=["Past the deadline", "The force marked it complete"],
    )
    told = words_on(reader, pages["7"])
    assert f"In the response’s own words: “{own_words}”" in told
    assert "Closed 1 June 2025" in told
    reader.goto(form.above.url)
    expect(reader.get_by_role("main")).to_contain_text("2 past the deadline, 1 closed")
    expect(reader.get_by_role("main")).not_to_contain_text("none is done")
    assert heading_on(reader, f"{LIST}?progress=overdue").startswith(
        "2 recommendations"
    )
    found = rows()
    assert {number: row["status"] for number, row in found.items()} == {
        "2": "past_deadline",
        "3": "past_deadline",
        "7": "closed",
    }
    assert (found["2"]["action_status"], found["7"]["action_closed"]) == (
        "not_entered",
        "2025-06-01",
    )
    assert found["7"]["action_completed"] == ""


def test_work_that_is_open_again_and_refusals_with_and_without_a_reason(
    form, rows, check_everywhere
):
    form.begin("5", "Screen cases")
    form.respond("Accepts")
    form.act("Screen all cases", "Marked complete", completed="1 March 2025")
    form.save()
    page = publish_all()["5"]
    form.editor.edit(page.pk)
    form.editor.open_tab("Progress")
    form.choose("actions-0-status", "Not started")
    form.type("actions-0-completed", "")
    form.save()
    form.begin("9", "Publish figures", deadline="27 March 2025")
    form.respond("Does not accept")
    expect(
        form.screen.get_by_text("Fill in “Reason” before you submit.")
    ).to_be_visible()
    form.type("responses-0-reason", "The figures are published elsewhere.")
    form.save()
    form.begin("11", "Report each quarter", deadline="27 March 2025")
    form.respond("Does not accept")
    form.submit_and_see("or tick that the response gives none")
    form.screen.get_by_label("The response gives no reason").check()
    form.save()
    pages = publish_all()

    check_everywhere(
        pages["5"],
        says="It was marked complete before and is open again. No action is marked as started.",
        status="Not started",
        never=["In progress"],
    )
    check_everywhere(
        pages["9"],
        says="The force did not accept it. The response gives the reason.",
        status="Closed, not complete",
        never=["Past the deadline", "gives no reason"],
    )
    check_everywhere(
        pages["11"],
        says="The force did not accept it. The response gives no reason.",
        status="Closed, not complete",
        never=["Past the deadline", "gives the reason"],
    )
    found = rows()
    assert (found["11"]["response_reason"], found["11"]["response_reason_known"]) == (
        "",
        "none",
    )
    assert (found["5"]["status"], found["5"]["detailed_status"]) == (
        "not_started",
        "reopened",
    )
    assert (found["9"]["status"], found["9"]["detailed_status"]) == (
        "closed",
        "not_accepted",
    )


def test_actions_of_other_bodies_and_a_joint_response(
    form, rows, reader, client, check_everywhere
):
    others = {
        COMMISSIONER: "Fund an advocate",
        "College of Policing": "Write guidance",
        "Home Office": "Change the law",
    }
    form.begin("8", "Work with others", deadline="27 March 2025")
    form.respond("Accepts")
    for place, title in enumerate(others.values()):
        form.act(
            title,
            "Marked complete",
            place=place,
            completed="March 2025",
            owning_post="OPCC",
        )
    assert (
        "“OPCC” is responsible for it. Choose the organisation that does it."
        in form.submit()
    )
    form.open_again()
    form.editor.open_tab("Progress")
    for place, organisation in enumerate(others):
        form.screen.get_by_text("who is responsible, own words").nth(place).click()
        form.give_action_to(organisation, place)
        form.type(f"actions-{place}-owning_post", "")
    form.save()
    form.begin("10", "Join up support", deadline="27 March 2025")
    form.editor.choose("Who is asked", COMMISSIONER)
    form.respond("Accepts")
    form.editor.choose("Respondents", COMMISSIONER)
    form.save()
    pages = publish_all()

    told = words_on(reader, pages["8"])
    for organisation, title in others.items():
        assert f"{title} Marked complete Responsible {organisation}" in told
    check_everywhere(
        pages["8"],
        says="The force accepted it. No actions by the force are on this site.",
        status="Past the deadline, not marked complete",
        never=["The force marked it complete", "of 3 actions"],
    )
    check_everywhere(
        pages["10"],
        says="The force and the commissioner accepted it.",
        status="Past the deadline, not marked complete",
    )
    found = rows()
    assert found["8"]["action_respondents"].splitlines() == list(others)
    [entry] = [each for each in entries(client) if each["number"] == "8"]
    assert [each["respondents"] for each in entry["actions"]] == [
        [name] for name in others
    ]
    assert (found["8"]["status"], found["8"]["respondent_name"]) == (
        "past_deadline",
        FORCE,
    )
    assert found["10"]["respondent_name"].splitlines() == [FORCE, COMMISSIONER]
    assert found["10"]["respondent_position"].splitlines() == ["accepted", "accepted"]
