"""A plan goes out as a workbook, is saved by another program, and comes back into the update round.

``pytest -s`` prints what each job took.
"""

import subprocess

import pytest
from playwright.sync_api import expect

from complaints.admin.plan_sheets.columns import SheetColumn
from complaints.models import Action, RecommendationResponsePage, SuperComplaintPage
from complaints.models.actions import DueDate
from complaints.models.respondents import our_force
from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.complaints.admin.plan_sheets import PlanFile
from tests.complaints.admin.update_rounds import draft_of, revisions
from tests.factories import OrganisationFactory, UserFactory, publish

from .hand_work import HandWork
from .test_update_round import open_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

GNUMERIC, LIBREOFFICE = "/usr/bin/ssconvert", "/usr/bin/soffice"
PROGRAMS = [GNUMERIC, pytest.param(LIBREOFFICE, marks=pytest.mark.long)]
COMMISSIONER = "The Commissioner"


@pytest.fixture
def stalking(demonstration):
    """The demonstration’s super-complaint, whose second recommendation has two owners."""
    page = SuperComplaintPage.objects.get(slug="stalking")
    commissioner = OrganisationFactory(name=COMMISSIONER)
    for number, each in enumerate(recommendations(page)):
        owners = [our_force(), commissioner] if number == 1 else [our_force()]
        each.actions = [an_action(owner, place) for place, owner in enumerate(owners)]
        publish(each)
    return page


def recommendations(super_complaint):
    return list(
        RecommendationResponsePage.objects.child_of(super_complaint).order_by(
            "sort_key"
        )
    )


def an_action(owner, place):
    due = DueDate(due=PartialDate(2027, 3))
    action = Action(
        title=f"Train for {owner}",
        description="<p>All.</p>",
        due_dates=[due],
        sort_order=place,
    )
    action.status = ActionStatus.IN_PROGRESS
    action.status_words = "=1+1 of 7"
    action.respondents = [owner]
    return action


class Plan:
    """The plan at the screen of an editor, and in the program of those who fill it in."""

    def __init__(self, page, super_complaint, program, folder):
        self.page = page
        self.super_complaint = super_complaint
        self.program = program
        self.folder = folder
        self.work = HandWork(page)

    def open_round(self):
        self.page.goto(f"/admin/pages/{self.super_complaint.pk}/")
        self.work = HandWork(self.page)
        open_round(self.work)

    def download(self, owner=""):
        """Return the workbook that the round sends."""
        self.open_round()
        if owner:
            self.page.get_by_label("Actions to include").select_option(owner)
            self.work.clicks += 2
        with self.page.expect_download() as sent:
            self.work.click(self.page.get_by_role("button", name="Download as XLSX"))
        return PlanFile(sent.value.path().read_bytes())

    def through_the_program(self, file, name):
        """Let the program open and save ``file``, and return where it is."""
        sent = self.folder / "sent" / name
        sent.parent.mkdir(exist_ok=True)
        sent.write_bytes(file.save())
        back = self.folder / name
        if self.program == GNUMERIC:
            command = [GNUMERIC, str(sent), str(back)]
        else:
            profile = f"-env:UserInstallation=file://{self.folder}/profile"
            command = [
                LIBREOFFICE,
                profile,
                "--headless",
                "--convert-to",
                "xlsx",
                "--outdir",
            ]
            command += [str(self.folder), str(sent)]
        subprocess.run(command, check=True, timeout=180, capture_output=True)  # noqa: S603
        return back

    def upload(self, **files):
        """Upload ``files``, saved by the program, and print what it took."""
        paths = [
            self.through_the_program(file, f"{name}.xlsx")
            for name, file in files.items()
        ]
        self.open_round()
        self.page.get_by_label("A filled-in plan, or another table").set_input_files(
            paths
        )
        # Count the button, each file and the key that closes the file list.
        self.work.clicks += 2 + len(paths)
        self.work.click(self.page.get_by_role("button", name="Upload"))

    def save(self):
        self.work.click(self.page.get_by_role("button", name="Save draft"))
        expect(self.page.locator(".messages .success")).to_contain_text(
            "Saved as drafts"
        )

    def tell(self, job):
        print(f"{job}: {self.work.figures()}")

    def changed(self):
        """Return the names of the recommendations that the screen shows."""
        return [
            name.split(":")[0]
            for name in self.page.locator("tbody th > a").all_inner_texts()
        ]


@pytest.fixture(params=PROGRAMS, ids=["gnumeric", "libreoffice"])
def plan(request, colleague, stalking, tmp_path):
    page = colleague(
        UserFactory(roles=[EDITORS], username="jo"), width=1280, height=800
    ).page
    return Plan(page, stalking, request.param, tmp_path)


@pytest.mark.slow
def test_a_plan_goes_out_and_comes_back(plan, stalking):
    page = plan.page
    first, second, third, *_ = recommendations(stalking)
    file = plan.download()
    assert faults_of(page) == []
    plan.tell("Download the plan")
    before = revisions()

    plan.upload(unchanged=file)
    expect(page.get_by_role("heading", name="Nothing to save")).to_be_visible()
    plan.tell("Upload it unchanged")

    file.fill_in(
        1, status="Marked complete", completed="October 2026", update="All are trained."
    )
    file.fill_in(2, owner="Head of Crime\nHead of Training", status_words="Amber")
    file.fill_in(4, due="June 2027", reason="=The supplier is late.")
    plan.upload(three=file)
    expect(page.get_by_role("heading", name="What the sheet changes")).to_be_visible()
    assert plan.changed() == [
        each.get_admin_display_title().split(":")[0] for each in (first, second, third)
    ]
    assert faults_of(page) == []
    plan.save()
    plan.tell("Take three changed rows")
    assert {
        key for key, revision in revisions().items() if revision != before[key]
    } == {
        first.pk,
        second.pk,
        third.pk,
    }
    assert PublicationSet.objects.get().items.count() == 3
    action = draft_of(first).actions.get()
    assert (action.status, str(action.completed)) == ("complete", "2026-10")
    assert draft_of(first).progress_updates.last().text == "<p>All are trained.</p>"
    action = draft_of(second).actions.first()
    assert (action.owning_post, action.status_words) == (
        "Head of Crime\nHead of Training",
        "Amber",
    )
    assert (
        draft_of(third).actions.get().current_due_date.reason
        == "=The supplier is late."
    )

    saved = revisions()
    plan.upload(again=file)
    expect(page.get_by_role("heading", name="Nothing to save")).to_be_visible()
    assert revisions() == saved


@pytest.mark.slow
def test_rows_are_deleted_and_added_and_a_column_is_renamed(plan, stalking):
    page = plan.page
    first, second, *_ = recommendations(stalking)
    before = revisions()
    file = plan.download()
    name = file.rows[0][SheetColumn.NUMBER]
    file.add(number=name, action="Record every call", status="Not started")
    file.sheet.delete_rows(3)

    plan.upload(plan=file)
    notice = page.locator(".entry-grid__notices li")
    expect(notice).to_contain_text("has no row in the sheet. It stays as it is.")
    assert plan.changed() == [name]
    plan.save()
    plan.tell("Take a new row, and leave a deleted one alone")
    assert draft_of(first).actions.last().title == "Record every call"
    assert revisions()[second.pk] == before[second.pk]

    file = plan.download()
    file.fill_in(1, status="Not started")
    file.cell(0, SheetColumn.STATUS).value = "Progress"
    before = revisions()
    plan.upload(plan=file)
    expect(page.locator(".entry-grid__wrong")).to_contain_text(
        "the column “Status” is missing"
    )
    plan.tell("Learn that a column was renamed")
    assert revisions() == before


@pytest.mark.slow
def test_two_owners_answer_at_once_and_one_too_late(plan, stalking):
    page = plan.page
    _, second, *_ = recommendations(stalking)
    ours, theirs, late = (
        plan.download(our_force().name),
        plan.download(COMMISSIONER),
        plan.download(COMMISSIONER),
    )
    plan.tell("Download the plan of one owner")
    assert {row[SheetColumn.ORGANISATION] for row in theirs.rows} == {COMMISSIONER}
    ours.fill_in(
        2, status="Marked complete", completed="October 2026", update="We trained all."
    )
    theirs.fill_in(1, status="Not started", update="We begin in May.")

    plan.upload(ours=ours, theirs=theirs)
    both = page.get_by_role("radio", name="We trained all.\nWe begin in May.")
    plan.work.click(both)
    plan.save()
    plan.tell("Take the sheets of two owners at once")
    draft = draft_of(second)
    assert [action.status for action in draft.actions.all()] == [
        "complete",
        "not_started",
    ]
    assert (
        draft.progress_updates.last().text
        == "<p>We trained all.</p><p>We begin in May.</p>"
    )

    late.fill_in(1, status=None)
    plan.upload(late=late)
    expect(
        page.get_by_text("was changed on this site after the download")
    ).to_be_visible()
    question = page.get_by_role("group", name="Status")
    expect(
        question.get_by_role("radio", name="Unchanged: Not started")
    ).not_to_be_checked()
    assert faults_of(page) == []
    before = revisions()
    plan.work.click(page.get_by_role("button", name="Save draft"))
    expect(page.locator(".entry-grid__wrong")).to_contain_text(
        "The sheet leaves this blank."
    )
    assert revisions() == before
    plan.work.click(question.get_by_role("radio", name="No longer stated"))
    plan.save()
    plan.tell("Answer for a stale file with an emptied cell")
    assert [action.status for action in draft_of(second).actions.all()] == [
        "complete",
        "",
    ]
