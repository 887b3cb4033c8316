"""A plan goes out as a sheet, is changed in another program, and comes back as drafts."""

import subprocess

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.complaints.admin.plan_sheets import PlanFile
from tests.complaints.admin.update_rounds import draft_of, revisions
from tests.factories import SuperComplaintPageFactory, UserFactory, publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

GNUMERIC, LIBREOFFICE = "/usr/bin/ssconvert", "/usr/bin/soffice"
PROGRAMS = [GNUMERIC, pytest.param(LIBREOFFICE, marks=pytest.mark.long)]


class Plan:
    """The plan at the screen of an editor, and in the program of those who fill it in."""

    def __init__(self, page, program, folder):
        self.page = page
        self.program = program
        self.folder = folder

    def open(self, super_complaint):
        """Go from the list of its recommendations to the plan as a spreadsheet."""
        self.page.goto(f"/admin/pages/{super_complaint.pk}/")
        header = self.page.locator("header")
        header.get_by_role("button", name="Actions").click()
        header.get_by_role("link", name="Plan as a spreadsheet").click()
        self.expect_heading("Download plan")
        assert faults_of(self.page) == []

    def download(self, ending="xlsx"):
        name = f"Download as {ending.upper()}"
        with self.page.expect_download() as sent:
            self.page.get_by_role("button", name=name).click()
        return sent.value.path().read_bytes()

    def through_the_program(self, contents, ending="xlsx"):
        """Let the program open and save a file, and return where it is."""
        sent = self.folder / "sent" / f"plan.{ending}"
        sent.parent.mkdir(exist_ok=True)
        sent.write_bytes(contents)
        back = self.folder / f"plan.{ending}"
        if self.program == GNUMERIC:
            command = [GNUMERIC, str(sent), str(back)]
        else:
            profile = f"-env:UserInstallation=file://{self.folder}/profile"
            command = [LIBREOFFICE, profile, "--headless", "--convert-to", ending]
            command += ["--outdir", str(self.folder), str(sent)]
        subprocess.run(command, check=True, timeout=180, capture_output=True)  # noqa: S603
        return back

    def upload(self, contents, ending="xlsx"):
        path = self.through_the_program(contents, ending)
        self.page.get_by_label("Filled-in plan").set_input_files(path)
        self.page.get_by_role("button", name="Upload").click()

    def expect_heading(self, name):
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def save(self):
        assert faults_of(self.page) == []
        self.page.get_by_role("button", name="Save as drafts").click()
        message = self.page.locator(".messages .success")
        expect(message).to_contain_text("Saved as drafts")


@pytest.fixture(params=PROGRAMS, ids=["gnumeric", "libreoffice"])
def plan(request, demonstration, colleague, tmp_path):
    person = UserFactory(roles=[EDITORS], username="jo")
    page = colleague(person, width=1280, height=800).page
    return Plan(page, request.param, tmp_path)


def test_a_plan_goes_out_is_changed_and_comes_back(plan):
    stalking = SuperComplaintPage.objects.get(slug="stalking")
    pages = RecommendationResponsePage.objects.child_of(stalking).order_by("sort_key")
    first, second, *_ = pages
    before = revisions()
    plan.open(stalking)
    contents = plan.download()
    plan.upload(contents)
    plan.expect_heading("Nothing changes")
    plan.upload(plan.download("csv"), "csv")
    plan.expect_heading("Nothing changes")
    file = PlanFile(contents)
    row = [each["Number"] for each in file.rows].index(
        f"Recommendation {second.number}"
    )
    file.fill_in(2, {"Lead": "Head of Crime", "Update": "=Half\nof them."})
    file.cell(2, "Update").data_type = "s"
    file.fill_in(row + 2, {"Deadline": "June 2027"})

    plan.upload(file.save())

    plan.expect_heading("What the sheet changes")
    lead = plan.page.get_by_role("row", name="Lead")
    expect(lead).to_have_text("Lead Row 2 Before Blank After Head of Crime")
    assert revisions() == before
    plan.save()
    changed = {key for key, revision in revisions().items() if revision != before[key]}
    assert changed == {first.pk, second.pk}
    draft = draft_of(first)
    assert draft.executive_lead == "Head of Crime"
    assert draft.progress_updates.last().text == "<p>=Half</p><p>of them.</p>"
    assert str(draft_of(second).deadline) == "2027-06"
    assert PublicationSet.objects.get().items.count() == 2


def test_an_empty_sheet_is_filled_in_with_thirty_recommendations(plan):
    section = SuperComplaintPage.objects.get(slug="stalking").get_parent()
    parent = publish(SuperComplaintPageFactory(parent=section, title="Delays"))
    plan.open(parent)
    file = PlanFile(plan.download())
    for number in range(1, 31):
        texts = {"Number": str(number), "Short title": f"Do {number}"}
        file.fill_in(
            number + 1, {**texts, "What it asks": "Do it.", "Deadline": "2027"}
        )

    plan.upload(file.save())

    plan.expect_heading("What the sheet changes")
    plan.save()
    made = RecommendationResponsePage.objects.child_of(parent)
    assert made.filter(live=False).count() == 30
    assert PublicationSet.objects.get().items.count() == 30
