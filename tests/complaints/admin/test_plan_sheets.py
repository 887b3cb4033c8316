"""A plan goes out as a sheet, is filled in, and comes back as drafts."""

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.admin.plan_sheets.columns import COLUMNS, HEADINGS, KEY, RowKey
from complaints.models import ProgressUpdate, RecommendationResponsePage, Response
from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import (
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
)
from tests.factories import (
    OrganisationFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_action,
)
from tests.submissions import submit

from .plan_sheets import PlanFile, Upload, download
from .update_rounds import draft_of, revisions

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://example.org","Read")'


@pytest.fixture
def plan(client, editor, stalking):
    """Return a function that downloads the plan as a workbook."""
    return lambda: PlanFile(download(client, stalking).content)


@pytest.fixture
def upload(client, editor, stalking):
    """Return a function that uploads a file."""
    return lambda contents, **options: Upload(client, stalking, contents, **options)


@pytest.fixture
def full(answered, site_force):
    """A recommendation that has something in every column, and two actions."""
    update = ProgressUpdate(
        as_at=PartialDate(2026, 9), text="<p>Half &amp; more.</p><p>Of all.</p>"
    )
    response = Response(
        position="accepted_in_part",
        reason="Too dear.",
        narrative=[("text", "<p>We do it.</p>")],
        date=PartialDate(2024, 11, 22),
        source_link="https://example.org/response",
        respondents=[site_force],
    )
    actions = []
    for place, title in enumerate(["Train", "Record"]):
        action = make_action(
            ActionStatus.IN_PROGRESS,
            PartialDate(2027, 3),
            sort_order=place,
            owning_post="Head of Crime\nHead of Training",
            respondents=[site_force],
        )
        action.title = title
        actions.append(action)
    return answered(
        "7.10",
        title=FORMULA,
        summary="Train\n\nall.",
        theme="training",
        addressees=[site_force],
        deadline=PartialDate(2027, 3, 27),
        deadline_printed="by 27 March 2027",
        executive_lead="Head  of Crime",
        responses=[response],
        actions=actions,
        progress_updates=[update],
    )


def save_as(page, person_name="Sam", **fields):
    """Let somebody else save a draft."""
    draft = draft_of(page)
    for name, value in fields.items():
        setattr(draft, name, value)
    person = User.objects.filter(first_name=person_name).first()
    draft.save_revision(
        user=person or UserFactory(first_name=person_name, last_name="")
    )


def edited_csv(client, stalking, edit=lambda row: None, separator=","):
    """Return the plan as CSV, of which ``edit`` changes each row."""
    text = download(client, stalking, format="csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEADINGS, delimiter=separator)
    writer.writeheader()
    for row in rows:
        edit(row)
        writer.writerow(row)
    return file.getvalue()


# The download


def test_a_row_has_a_recommendation_with_a_response_an_action_and_an_update(full, plan):
    first, second = plan().rows

    assert first == {
        KEY: str(RowKey(full.pk, 0, full.latest_revision_id)),
        "Number": "Recommendation 7.10",
        "Short title": f"'{FORMULA}",
        "What it asks": "Train\nall.",
        "Theme": "Training and knowledge",
        "Who is asked": "Our police",
        "Deadline": "27 March 2027",
        "Deadline in the report’s words": "by 27 March 2027",
        "Lead": "Head of Crime",
        "Who responds": "Our police",
        "Position": "Accepts in part",
        "Reason for the position": "Too dear.",
        "Response": "We do it.",
        "Date of the response": "22 November 2024",
        "Address of the original response": "https://example.org/response",
        "Action": "Train",
        "Who acts": "Our police",
        "Responsible posts": "Head of Crime\nHead of Training",
        "Status of the action": "In progress",
        "Due date": "March 2027",
        "Date completed": None,
        "Update": "Half & more.\nOf all.",
        "Date of the update": "September 2026",
    }
    filled = {heading: text for heading, text in second.items() if text}
    assert set(filled) == {
        KEY,
        "Number",
        *(
            "Action",
            "Who acts",
            "Responsible posts",
            "Status of the action",
            "Due date",
        ),
    }


def test_labels_are_offered_as_lists_and_cells_are_text(full, plan):
    file = plan()

    offered = {
        str(each.sqref): each.formula1
        for each in file.sheet.data_validations.dataValidation
    }
    assert len(offered) == len([each for each in COLUMNS if each.choices])
    assert offered["S2:S63"] == "Help!$D$2:$D$7"
    labels = [row[0].value for row in file.book["Help"]["D2:D7"]]
    assert labels == list(ActionStatus.labels)
    for row in (2, 40):  # one of the plan, and a spare one
        assert file.cell(row, "Due date").number_format == "@"


def test_the_file_is_named_after_the_subject_and_the_day(
    full, client, editor, stalking, monkeypatch
):
    from complaints.admin.plan_sheets import views

    day = datetime.date(2026, 12, 2)
    monkeypatch.setattr(views.timezone, "localdate", lambda: day)

    sent = download(client, stalking, format="csv")["Content-Disposition"]

    assert sent == f'attachment; filename="{stalking.slug}-plan-2026-12-02.csv"'


# The way back


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), ("\t", "utf-8-sig"), (";", "cp1252")],
)
def test_an_unchanged_csv_changes_nothing(
    full, client, upload, stalking, separator, encoding
):
    before = revisions()
    text = edited_csv(client, stalking, separator=separator)
    month = "{0}March 2027{0}"
    as_excel_writes_dates = text.replace(
        month.format(separator), f"{separator}Mar-27{separator}"
    )

    shown = upload(as_excel_writes_dates.encode(encoding), name="plan.csv")

    assert (shown.problems, shown.headings[0]) == ([], "Nothing changes")
    assert revisions() == before


def test_an_unchanged_workbook_changes_nothing(full, plan, upload):
    shown = upload(plan())

    assert (shown.problems, shown.headings[0]) == ([], "Nothing changes")


CHANGES = {
    "Short title": "Train call handlers",
    "What it asks": "Train.",
    "Theme": "",
    "Deadline": "2028",
    "Lead": "Assistant Chief Constable",
    "Who responds": "Our police\nThe Commissioner",
    "Position": "Accepts",
    "Reason for the position": "",
    "Response": "We have begun.\nIt is hard.",
    "Date of the response": "23/11/2024",
    "Action": "Train all",
    "Status of the action": "Marked complete",
    "Due date": "June 2027",
    "Date completed": "October 2026",
    "Update": "All of it.",
    "Date of the update": "1 October 2026",
}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_exactly_the_changed_cells_are_shown_and_saved_as_one_set(
    full, answered, plan, upload, client, stalking, ending
):
    other = answered("8")
    OrganisationFactory(name="The Commissioner")
    before = revisions()
    if ending == "xlsx":
        contents = plan()
        contents.fill_in(2, CHANGES)
    else:

        def edit(row):
            if row["Action"] == "Train" and row["Short title"].endswith('Read")'):
                row |= CHANGES

        contents = edited_csv(client, stalking, edit).encode()

    shown = upload(contents, name=f"plan.{ending}")

    assert (shown.problems, shown.headings) == ([], ["What the sheet changes"])
    assert [cell[:2] for cell in shown.cells] == [[name, "2"] for name in CHANGES]
    assert ["Position", "2", "Accepts in part", "Accepts"] in shown.cells
    assert ["Theme", "2", "Training and knowledge", "Blank"] in shown.cells
    assert revisions() == before, "nothing is saved before the editor says so"

    assert shown.confirm().status_code == 302

    changed = {key for key, revision in revisions().items() if revision != before[key]}
    assert changed == {full.pk} != {other.pk}
    assert PublicationSet.objects.get().objects_in_order() == [full]
    page = RecommendationResponsePage.objects.get(pk=full.pk)
    assert page.title == FORMULA, "readers see nothing of it"
    draft = draft_of(full)
    assert (draft.title, draft.summary, draft.theme, str(draft.deadline)) == (
        "Train call handlers",
        "Train.",
        "",
        "2028",
    )
    response = draft.responses.get()
    assert {each.name for each in response.respondents.all()} == {
        "Our police",
        "The Commissioner",
    }
    assert (response.position, response.reason) == ("accepted", "")
    assert (
        response.narrative[0].value.source == "<p>We have begun.</p><p>It is hard.</p>"
    )
    first, second = draft.actions.all()
    assert (first.title, first.status, str(first.completed)) == (
        "Train all",
        "complete",
        "2026-10",
    )
    dates = [str(date.due) for date in first.due_dates_in_order()]
    assert dates == ["2027-03", "2027-06"], "readers were promised the first"
    assert second.title == "Record"
    update = draft.progress_updates.get()
    assert (update.text, str(update.as_at)) == ("<p>All of it.</p>", "2026-10-01")


def test_further_rows_add_a_response_actions_and_updates(
    full, plan, upload, site_force
):
    commissioner = OrganisationFactory(name="The Commissioner")
    file = plan()
    file.fill_in(
        3,
        {
            "Who responds": "The Commissioner",
            "Position": "Does not say whether it accepts",
        },
    )
    file.fill_in(4, {"Number": "7.10", "Action": "=Write it down"})
    file.cell(4, "Action").data_type = "s"
    file.fill_in(5, {"Number": "Recommendation 7.10", "Update": "Begun."})

    shown = upload(file)
    assert [cell[:2] for cell in shown.cells] == [
        ["Who responds", "3"],
        ["Position", "3"],
        ["Action", "4"],
        ["Update", "5"],
    ]
    shown.confirm()

    draft = draft_of(full)
    added = list(draft.responses.all())[1]
    assert list(added.respondents.all()) == [commissioner]
    action = list(draft.actions.all())[2]
    assert (action.title, list(action.respondents.all())) == (
        "=Write it down",
        [site_force],
    )
    assert [update.text for update in draft.progress_updates.all()][1:] == [
        "<p>Begun.</p>"
    ]


def test_an_empty_sheet_with_thirty_recommendations_becomes_thirty_drafts(
    stalking, site_force, plan, upload, editor
):
    file = plan()
    for number in range(1, 31):
        file.fill_in(
            number + 1,
            {
                "Number": number,
                "Short title": f"Do {number}",
                "What it asks": "Do it.",
                "Deadline": datetime.date(2027, 3, number),
                "Position": "Accepts",
                "Action": f"Begin {number}",
                "Status of the action": "Not started",
            },
        )
    file.fill_in(32, {"Number": "30", "Action": "Go on"})
    file.fill_in(33, {"Number": "Action 1", "Short title": "Plan it"})
    file.fill_in(34, {"Short title": "Without a number"})

    shown = upload(file)

    assert shown.problems == []
    assert shown.names[0] == "Recommendation 1: Do 1 New recommendation"
    assert not RecommendationResponsePage.objects.exists()
    shown.confirm()

    pages = RecommendationResponsePage.objects.child_of(stalking)
    assert pages.count() == 32
    assert not pages.filter(live=True).exists()
    assert set(pages.values_list("owner", flat=True)) == {editor.pk}
    assert PublicationSet.objects.get().items.count() == 32
    last = draft_of(pages.get(slug="recommendation-30"))
    assert str(last.deadline) == "2027-03-30"
    assert [action.title for action in last.actions.all()] == ["Begin 30", "Go on"]
    assert list(last.responses.get().respondents.all()) == [site_force]
    assert pages.filter(slug="action-1").exists()
    assert pages.filter(slug="recommendation-without-a-number").exists()
    assert upload(plan()).headings[0] == "Nothing changes"


def test_a_change_note_of_the_draft_stays(full, plan, upload):
    save_as(full, change_note="Better words.")
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable"})

    upload(file).confirm()

    assert draft_of(full).change_note == "Better words."


# What stands in the way


def test_a_page_that_has_changed_since_the_download_is_refused_and_named(
    full, answered, plan, upload
):
    answered("8")
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable"})
    file.fill_in(4, {"Lead": "Chief Constable"})
    save_as(full, summary="Other words.")
    before = revisions()

    shown = upload(file)

    assert shown.problems == [
        "“Plan”, row 2: Recommendation 7.10 has changed on this site since the download, last by Sam. "
        "Download the plan again, or delete this row to take the others."
    ]
    assert revisions() == before
    unchanged = plan()
    save_as(full, summary="Yet other words.")
    unchanged.fill_in(4, {"Lead": "Chief Constable"})
    shown = upload(unchanged)
    assert shown.problems == [], "what the sheet does not change stays"
    assert shown.names == ["Recommendation 8: Do 8"]


def test_a_page_that_changes_after_the_preview_stops_all_of_it(
    full, answered, plan, upload
):
    other = answered("8")
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable"})
    file.fill_in(4, {"Lead": "Chief Constable"})
    file.fill_in(10, {"Number": "9", "Short title": "New"})
    shown = upload(file)
    save_as(other, summary="Other words.")
    before = revisions()

    assert shown.confirm().status_code == 200

    assert "Recommendation 8 has changed on this site" in shown.problems[0]
    assert revisions() == before, "all or none"


def test_a_sheet_that_was_saved_before_is_refused(full, plan, upload):
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable"})
    file.fill_in(4, {"Number": "7.10", "Action": "Go on"})
    file.fill_in(5, {"Number": "9", "Short title": "New"})
    upload(file).confirm()
    before = revisions()

    [problem] = upload(file).problems

    assert "Recommendation 7.10 has changed on this site" in problem
    assert revisions() == before
    file.sheet.delete_rows(2)
    shown = upload(file)
    assert (shown.problems, shown.headings[0]) == ([], "Nothing changes")


WRONG_CELLS = [
    ("Deadline", "31 February 2027", "There is no 31 February 2027."),
    ("Due date", "soon", "Enter a date, like 27 March 2025"),
    ("Due date", "", "A sheet cannot clear a due date."),
    ("Position", "Yes", "“Yes” is not in the list. Enter one of these: Will respond"),
    ("Who acts", "The Commissionr", "“The Commissionr” is not an organisation on this"),
    ("Number", "seven", "Enter a number such as 7, 7.1 or Recommendation 7"),
    ("Number", "8", "already has the number 8"),
    ("Short title", "", "This field cannot be blank."),
    ("Action", "x" * 161, "at most 160 characters"),
    ("Address of the original response", "example", "Enter a full web address"),
    ("Date completed", "2026", "The status is not “Marked complete”."),
    ("Date of the update", "2099", "future"),
    ("Response", "Other words", "This text has links, lists or other formatting"),
]


@pytest.mark.parametrize(("heading", "text", "told"), WRONG_CELLS)
def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_saved(
    full, answered, plan, upload, heading, text, told
):
    answered("8")
    if heading == "Response":
        response = draft_of(full).responses.get()
        response.narrative = [("text", '<p><a href="https://a.example">A</a></p>')]
        save_as(full, responses=[response])
    before = revisions()
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable", heading: text or None})

    [problem] = upload(file).problems

    assert problem.startswith(f"“Plan”, row 2, column “{heading}”: ")
    assert told in problem
    assert revisions() == before


def test_rows_that_cannot_be_taken_are_named(full, plan, upload):
    file = plan()
    file.fill_in(2, {KEY: "P1-R1-V1"})
    file.fill_in(3, {"Short title": "In the second row"})
    file.fill_in(4, {KEY: "7"})
    file.fill_in(5, {"Number": "7.10", "Short title": "Here already"})
    file.fill_in(6, {KEY: file.cell(3, KEY).value})

    assert [each.partition(". ")[0] for each in upload(file).problems] == [
        "“Plan”, row 2: the key “P1-R1-V1” is not one of this super-complaint",
        "“Plan”, row 3, column “Short title”: change this in the first row of Recommendation 7.10.",
        "“Plan”, row 4: the key “7” is not one of this super-complaint",
        "“Plan”, row 5, column “Short title”: Recommendation 7.10 has a row already",
        "“Plan”, row 6: another row has the same key",
    ]


def test_renamed_new_and_missing_columns_are_named(full, plan, upload):
    file = plan()
    file.cell(1, "Due date").value = "Due"

    assert upload(file).problems == [
        "“Plan”, row 1: there must be one column “Due date”.",
        "“Plan”, row 1: the column “Due” is not known. Delete it.",
    ]


def test_what_is_in_moderation_cannot_be_changed(full, plan, upload):
    submit(draft_of(full), UserFactory(roles=[EDITORS]))
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable"})
    file.fill_in(4, {"Number": "7.10", "Action": "Go on"})

    first, second = upload(file).problems

    assert first.startswith(
        "“Plan”, row 2: Recommendation 7.10 cannot be changed now. In moderation"
    )
    assert second.startswith(
        "“Plan”, row 4: Recommendation 7.10 cannot be changed now."
    )


# Files


def workbook(**cells):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet.append(HEADINGS)
    for place, value in cells.items():
        sheet[place] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(contents, name, part):
    """Return a workbook with one more part, or another one in its place."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contents)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return file.getvalue()


def bomb():
    """Return a workbook of some kilobytes that becomes gigabytes."""
    sheet = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"
    return with_part(workbook(), "xl/worksheets/sheet1.xml", sheet)


def entities():
    names = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    sheet = f"<!DOCTYPE a [<!ENTITY e0 'ha'>{names}]><worksheet>&e11;</worksheet>"
    return with_part(workbook(), "xl/worksheets/sheet1.xml", sheet)


def with_macros():
    return with_part(workbook(), "xl/vbaProject.bin", b"Sub")


def plan_as_csv(*rows):
    lines = [",".join(HEADINGS), *rows]
    return "\n".join(lines).encode()


FILES = {
    "a formula": (
        lambda: workbook(T5="=1+1"),
        "plan.xlsx",
        "“Plan”, row 5, column “Due date”: this cell has a formula or an error.",
    ),
    "a formula in a CSV": (
        lambda: plan_as_csv(",,=1+1"),
        "plan.csv",
        "Row 2, column “Short title”: this cell has a formula or an error.",
    ),
    "macros": (with_macros, "plan.xlsx", "This file contains macros."),
    "a kind with macros": (
        with_macros,
        "plan.xlsm",
        "as XLSX without macros, or as CSV.",
    ),
    "a zip bomb": (bomb, "plan.xlsx", "This file is too large to open safely"),
    "a bomb of entities": (entities, "plan.xlsx", "is damaged or is not a workbook."),
    "50 MB": (lambda: b"x" * 50_000_000, "plan.csv", "larger than 10 MB"),
    "no workbook": (lambda: b"%PDF-1.7", "plan.xlsx", "is not a workbook."),
    "an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "plan.xlsx",
        "an old file, or it is protected by a password.",
    ),
    "another kind": (lambda: b"Plan", "plan.docx", "Upload the plan as XLSX"),
    "another table": (
        lambda: b"Number,Title\n1,Do it",
        "plan.csv",
        "not a plan sheet.",
    ),
    "an empty file": (lambda: b"", "plan.csv", "This is not a plan sheet."),
    "an open quotation mark": (
        lambda: plan_as_csv('"7,'),
        "plan.csv",
        "a quotation mark is not closed",
    ),
    "too many rows": (
        lambda: plan_as_csv(*["a,7"] * 501),
        "plan.csv",
        "This sheet has 502 rows.",
    ),
    "too much text": (
        lambda: plan_as_csv(*[f",,{'x' * 100_000}"] * 11),
        "plan.csv",
        "This is more text than you can upload at once.",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_not_safe_or_no_plan_says_so(upload, case):
    make, name, told = FILES[case]

    [problem] = upload(make(), name=name).problems

    assert told in problem


# Who may


def test_who_may_download_and_upload(full, plan, client, stalking, signed_in):
    file = plan()
    file.fill_in(2, {"Lead": "Chief Constable"})
    addresses = [
        reverse("plan_download", args=[stalking.pk]),
        reverse("plan_sheet", args=[stalking.pk]),
    ]
    client.logout()
    assert [client.get(each).status_code for each in addresses] == [302, 302]
    signed_in(FEEDBACK_TEAM)
    for address in addresses:
        assert client.get(address).url == reverse("wagtailadmin_home")
    signed_in(MODERATORS)
    assert [client.get(each).status_code for each in addresses] == [200, 200]
    file.fill_in(4, {"Number": "9", "Short title": "New"})
    assert Upload(client, stalking, file).problems == [
        "“Plan”, row 4: you cannot create recommendations of this super-complaint."
    ]


def test_a_preview_that_was_not_ours_is_refused(full, client, editor, stalking):
    address = reverse("plan_sheet", args=[stalking.pk])

    answer = client.post(address, {"sheet": "eyJuYW1lIjoiUGxhbiJ9:x:y"})

    assert answer.url == reverse("wagtailadmin_home")


def test_unknown_pages_and_formats_are_not_found(client, editor, stalking, section):
    address = reverse("plan_download", args=[stalking.pk])
    assert client.get(address, {"format": "exe"}).status_code == 404
    for name in ("plan_download", "plan_sheet"):
        assert client.get(reverse(name, args=[2**70])).status_code == 404


def test_a_sheet_of_another_super_complaint_is_refused(full, plan, client, section):
    file = plan()
    other = SuperComplaintPageFactory(parent=section)

    problems = Upload(client, other, file).problems

    assert "is not one of this super-complaint." in problems[0]


def test_the_download_costs_the_same_for_two_and_for_four(answered, plan):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            plan()
        return len(queries)

    answered("1")
    answered("2")
    cost()
    few = cost()
    answered("3")
    answered("4")
    assert cost() == few
