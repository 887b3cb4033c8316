"""A plan goes out as a sheet, is filled in, and comes back into the update round."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from complaints.admin.plan_sheets.columns import FILLED_IN, RowKey, SheetColumn
from complaints.models import Action, ProgressUpdate, RecommendationResponsePage
from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, MODERATORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import publish
from tests.submissions import submit

from .plan_sheets import PlanFile, Upload, download, plan_file
from .update_rounds import Round, draft_of, revisions

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://example.org","Read")'


@pytest.fixture
def plan(client, editor, stalking):
    """Return a function that downloads the plan as a workbook."""
    return lambda **query: plan_file(client, stalking, **query)


@pytest.fixture
def upload(client, editor, stalking):
    """Return a function that uploads files."""
    return lambda *files, **options: Upload(client, stalking, *files, **options)


def two_actions(*organisations, titles=("Train", "Record")):
    """Return an action for each of two owners."""
    actions = []
    for place, (title, organisation) in enumerate(
        zip(titles, organisations, strict=True)
    ):
        action = Action(
            title=title,
            description="<p>x</p>",
            status=ActionStatus.IN_PROGRESS,
            sort_order=place,
        )
        action.respondents = [organisation]
        actions.append(action)
    return actions


def change_action(page, **fields):
    """Let somebody else save the first action with other values."""
    draft = draft_of(page)
    actions = list(draft.actions.all())
    for name, value in fields.items():
        setattr(actions[0], name, value)
    draft.actions = actions
    sam = User.objects.filter(username="sam").first()
    draft.save_revision(
        user=sam or UserFactory(username="sam", first_name="Sam", last_name="Sharma")
    )


# The download


def test_the_file_has_a_row_for_each_action_with_what_the_draft_says(
    answered, plan, site_force
):
    answered("10")
    update = ProgressUpdate(
        as_at=PartialDate(2026, 9), text="<p>Half of them are trained.</p>"
    )
    page = answered("1", progress_updates=[update], title="Train call handlers")
    change_action(
        page, status_words="On track", owning_post="Head of Crime\nHead of Training"
    )

    rows = plan().rows

    assert [row[SheetColumn.NUMBER] for row in rows] == [
        "Recommendation 1",
        "Recommendation 10",
    ]
    first = rows[0]
    assert first[SheetColumn.RECOMMENDATION] == "Train call handlers"
    assert first[SheetColumn.ORGANISATION] == site_force.name
    assert first[SheetColumn.OWNER] == "Head of Crime\nHead of Training"
    assert (first[SheetColumn.STATUS], first[SheetColumn.STATUS_WORDS]) == (
        "In progress",
        "On track",
    )
    assert (first[SheetColumn.DUE], first[SheetColumn.DUE_DATES]) == (
        "March 2027",
        "March 2027",
    )
    assert first[SheetColumn.LAST_UPDATE] == "September 2026: Half of them are trained."
    assert first[SheetColumn.UPDATE] is None
    assert RowKey.parse(first[SheetColumn.KEY]).page == page.pk


def test_only_the_cells_to_fill_in_are_unlocked_and_statuses_are_a_list(answered, plan):
    answered("1")
    file = plan()

    assert file.sheet.protection.sheet
    for column in SheetColumn:
        is_open = not file.cell(1, column).protection.locked
        assert is_open == (column in FILLED_IN), column
    assert not file.cell(2, SheetColumn.ACTION).protection.locked, (
        "a new action can be named"
    )
    assert file.cell(2, SheetColumn.KEY).protection.locked
    lists = {
        str(each.sqref): each.formula1
        for each in file.sheet.data_validations.dataValidation
    }
    assert lists["G2:G12"] == "Help!$A$2:$A$7"
    offered = [row[0].value for row in file.book["Help"]["A2:A7"]]
    assert offered == list(ActionStatus.labels)


def test_the_file_is_named_after_the_subject_the_owner_and_the_day(
    answered, client, editor, stalking, frozen_day
):
    change_action(answered("1"), owning_post="Head of Crime")

    whole = download(client, stalking)["Content-Disposition"]
    of_one = download(client, stalking, owner="Head of Crime", format="csv")[
        "Content-Disposition"
    ]

    assert whole == f'attachment; filename="{stalking.slug}-plan-2026-12-02.xlsx"'
    assert (
        of_one
        == f'attachment; filename="{stalking.slug}-plan-head-of-crime-2026-12-02.csv"'
    )


@pytest.fixture
def frozen_day(monkeypatch):
    """Let the download believe that it is 2 December 2026."""
    import datetime

    from complaints.admin.plan_sheets import views

    monkeypatch.setattr(views.timezone, "localdate", lambda: datetime.date(2026, 12, 2))


def test_the_sheet_of_one_owner_has_only_what_is_theirs(
    answered, plan, site_force, opened
):
    commissioner = OrganisationFactory(name="The Commissioner")
    change_action(
        answered("1", actions=two_actions(site_force, commissioner)),
        owning_post="Head of Crime",
    )
    answered("2")

    def actions_of(owner):
        return [
            (row[SheetColumn.NUMBER], row[SheetColumn.ACTION])
            for row in plan(owner=owner).rows
        ]

    assert actions_of("The Commissioner") == [("Recommendation 1", "Record")]
    assert actions_of("Head of Crime") == [("Recommendation 1", "Train")]
    offered = [each["value"] for each in opened().shown.select("#plan-owner option")]
    assert offered == ["", "Our police", "The Commissioner", "Head of Crime"]


def test_an_owner_or_format_that_there_is_not_is_not_found(
    answered, client, editor, stalking
):
    answered("1")
    for query in ({"owner": "Nobody"}, {"format": "exe"}):
        assert (
            client.get(reverse("plan_download", args=[stalking.pk]), query).status_code
            == 404
        )
    assert client.get(reverse("plan_download", args=[2**70])).status_code == 404


def test_those_without_work_on_pages_cannot_download_it(
    answered, client, stalking, signed_in
):
    answered("1")
    address = reverse("plan_download", args=[stalking.pk])
    assert client.get(address).status_code == 302
    signed_in(FEEDBACK_TEAM)
    assert client.get(address).url == reverse("wagtailadmin_home")
    signed_in(MODERATORS)
    assert client.get(address).status_code == 200


# The way back


def test_an_unchanged_file_changes_nothing_and_says_so(answered, plan, upload):
    update = ProgressUpdate(as_at=PartialDate(2026, 9), text="<p>Half &amp; more.</p>")
    page = answered("1", progress_updates=[update])
    RecommendationResponsePageFactory(
        parent=page.get_parent(), number="", title="Screen all cases"
    )
    change_action(
        page, owning_post="Head of Crime\nHead of Training", status_words="On  track"
    )
    before = revisions()

    shown = upload(plan())

    assert "The sheet matches this site" in shown.words
    assert (shown.rows, shown.notices, revisions()) == ([], [], before)


def test_exactly_the_changed_rows_become_one_set(answered, plan, upload):
    pages = [answered(str(number)) for number in range(1, 6)]
    before = revisions()
    file = plan()
    file.fill_in(
        1, status="Marked complete", completed="October 2026", update="All are trained."
    )
    file.fill_in(
        3,
        owner="Head of Crime",
        status_words="Amber",
        more_evidence="Log (https://example.org/log)",
    )
    file.fill_in(
        5,
        due="27/6/2027",
        reason="The supplier is late.",
        update_date="1 November 2026",
        update="Half.",
    )

    shown = upload(file)

    assert shown.rows == [
        "Recommendation 1: Do 1",
        "Recommendation 3: Do 3",
        "Recommendation 5: Do 5",
    ]
    assert revisions() == before, "nothing is saved before the editor says so"
    words = shown.words
    assert "From plan-1.xlsx" in words
    assert "Before: In progress" in words
    assert "Before: March 2027" in words
    assert shown.send(as_at="31 October 2026").status_code == 302

    changed = {key for key, revision in revisions().items() if revision != before[key]}
    assert changed == {pages[0].pk, pages[2].pk, pages[4].pk}
    assert PublicationSet.objects.get().items.count() == 3
    first, third, fifth = (draft_of(pages[place]) for place in (0, 2, 4))
    action = first.actions.get()
    assert (action.status, str(action.completed)) == ("complete", "2026-10")
    update = first.progress_updates.get()
    assert (update.text, str(update.as_at)) == ("<p>All are trained.</p>", "2026-10-31")
    action = third.actions.get()
    assert (action.owning_post, action.status_words) == ("Head of Crime", "Amber")
    assert (
        action.evidence[-1].value.source
        == '<p><a href="https://example.org/log">Log</a></p>'
    )
    dates = fifth.actions.get().due_dates_in_order()
    assert [(str(date.due), date.reason) for date in dates] == [
        ("2027-03", ""),
        ("2027-06-27", "The supplier is late."),
    ]
    assert str(fifth.progress_updates.get().as_at) == "2026-11-01"


def test_a_file_that_was_uploaded_before_changes_nothing_even_once_it_is_public(
    answered, plan, upload
):
    page = answered("1")
    file = plan()
    file.fill_in(
        1,
        due="June 2027",
        reason="Late.",
        update="Half.",
        update_date="October 2026",
        more_evidence="Log",
    )
    file.add(number="Recommendation 1", action="Record it", status="Not started")
    upload(file).send()
    assert [action.title for action in draft_of(page).actions.all()] == [
        page.actions.get().title,
        "Record it",
    ]

    assert "The sheet matches this site" in upload(file).words
    publish(draft_of(page))
    assert "The sheet matches this site" in upload(file).words


def test_an_emptied_cell_is_asked_about_and_nothing_is_saved_without_an_answer(
    answered, plan, upload
):
    page = answered("1")
    change_action(page, owning_post="Head of Crime")
    file = plan()
    file.fill_in(1, status=None, owner=None)

    shown = upload(file)

    before = revisions()
    assert shown.questions() == {
        "Status, Recommendation 1": ["No longer stated", "Unchanged: In progress"],
        "Responsible posts, Recommendation 1, Train": [
            "No longer stated",
            "Unchanged: Head of Crime",
        ],
    }
    assert not shown.shown.select(".entry-grid__question input[checked]")
    shown.answer(page, "action-0-owner", "")
    assert shown.send().status_code == 200
    assert revisions() == before
    assert list(shown.questions()) == ["Status, Recommendation 1"]
    shown.answer(page, "action-0-status", "in_progress")
    assert shown.send().status_code == 302
    action = draft_of(page).actions.get()
    assert (action.status, action.owning_post) == ("in_progress", "")


def test_what_the_site_changed_since_is_shown_beside_the_sheet_and_asked_about(
    answered, plan, upload
):
    page, other = answered("1"), answered("2")
    file = plan()
    change_action(page, status=ActionStatus.NOT_STARTED, owning_post="Head of Crime")
    change_action(other, owning_post="Head of Training")
    file.fill_in(1, status="Marked complete", completed="October 2026")
    file.fill_in(2, status="Not started")

    shown = upload(file)

    assert shown.notices == [
        "Recommendation 1 was changed on this site after the download, last by Sam Sharma.",
        "Recommendation 2 was changed on this site after the download, last by Sam Sharma.",
    ]
    assert shown.questions() == {
        "Status, Recommendation 1": [
            "From the sheet: Marked complete",
            "Unchanged: Not started",
        ]
    }
    shown.answer(page, "action-0-status", "complete")
    assert shown.send().status_code == 302
    action = draft_of(page).actions.get()
    assert (action.status, action.owning_post) == ("complete", "Head of Crime")
    action = draft_of(other).actions.get()
    assert (action.status, action.owning_post) == ("not_started", "Head of Training")


def test_a_question_stays_if_somebody_saves_the_row_before_it_is_answered(
    answered, plan, upload
):
    page = answered("1")
    file = plan()
    file.fill_in(1, status=None, update="Half.", update_date="October 2026")
    shown = upload(file)
    change_action(page, owning_post="Head of Crime")
    before = revisions()

    assert shown.send().status_code == 200

    assert revisions() == before
    assert list(shown.questions()) == ["Status, Recommendation 1"]
    assert shown.typed[f"row-{page.pk}-text"] == "Half."
    assert shown.typed[f"row-{page.pk}-action-0-owner"] == "Head of Crime"


def test_a_row_that_was_deleted_leaves_its_action_alone_and_is_named(
    answered, plan, upload
):
    answered("1")
    other = answered("2")
    file = plan()
    file.sheet.delete_rows(3)
    file.fill_in(1, status="Not started")

    shown = upload(file)

    title = other.actions.get().title
    assert shown.notices == [
        f"Recommendation 2: {title} has no row in the sheet. It stays as it is."
    ]
    before = revisions()
    shown.send()
    assert revisions()[other.pk] == before[other.pk]


def test_of_one_owners_sheet_only_their_own_rows_can_be_missing(
    answered, plan, upload, site_force
):
    commissioner = OrganisationFactory(name="The Commissioner")
    answered("1", actions=two_actions(site_force, commissioner))
    answered(
        "2", actions=two_actions(site_force, commissioner, titles=("Test", "Tell"))
    )
    file = plan(owner="The Commissioner")
    file.sheet.delete_rows(3)

    assert upload(file).notices == [
        "Recommendation 2: Tell has no row in the sheet. It stays as it is."
    ]


def test_a_row_without_a_key_is_a_new_action_of_our_force(
    answered, plan, upload, site_force
):
    page = answered("1")
    file = plan()
    file.add(
        number="1",
        action="Record it",
        status="Not started",
        due="June 2027",
        owner="Head of Crime",
    )
    file.fill_in(3, number="Recommendation 1", action="Tell people")

    shown = upload(file)

    assert shown.rows == ["Recommendation 1: Do 1"]
    assert shown.send().status_code == 302
    _, second, third = draft_of(page).actions.all()
    assert (second.title, second.status, second.owning_post) == (
        "Record it",
        "not_started",
        "Head of Crime",
    )
    assert str(second.due_dates.get().due) == "2027-06"
    assert third.title == "Tell people"
    assert {respondent.name for respondent in second.respondents.all()} == {
        site_force.name
    }


def test_an_action_is_entered_where_there_was_none(plan, upload, stalking, site_force):
    page = publish(RecommendationResponsePageFactory(parent=stalking, number="3"))
    file = plan()
    file.fill_in(1, action="Train call handlers", status="Not started")

    assert upload(file).send().status_code == 302

    action = draft_of(page).actions.get()
    assert (action.title, action.status) == ("Train call handlers", "not_started")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            {"number": "99", "action": "Do"},
            "“99” is not a recommendation of this super-complaint",
        ),
        ({"action": "Do"}, "it has no key, and it names no recommendation."),
        ({"number": "1", "status": "Not started"}, "enter it under “Action”"),
        (
            {"number": "1", "action": "Do", "organisation": "The Commissioner"},
            "only add actions by our force",
        ),
        ({"key": "P1-A1-V", "number": "1"}, "the key “P1-A1-V” was changed"),
        (
            {"key": "P999999-A1-V1", "number": "1"},
            "does not belong to this super-complaint",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_of_the_file_is(
    answered, plan, upload, row, problem
):
    answered("1")
    file = plan()
    file.fill_in(1, status="Not started")
    file.add(**row)

    shown = upload(file)

    assert shown.rows == []
    [told] = shown.problems
    assert "plan-1.xlsx, row 3" in told
    assert problem in told


def test_two_rows_with_one_key_are_refused(answered, plan, upload):
    answered("1")
    file = plan()
    file.add(
        key=file.rows[0][SheetColumn.KEY],
        number="Recommendation 1",
        status="Not started",
    )

    [told] = upload(file).problems

    assert "row 2 has the same key" in told


@pytest.mark.parametrize("column", list(SheetColumn))
def test_a_renamed_column_is_named_and_nothing_is_taken(answered, plan, upload, column):
    answered("1")
    file = plan()
    file.fill_in(1, status="Not started")
    file.cell(0, column).value = "My own heading"

    shown = upload(file)

    assert shown.rows == []
    assert (
        f"the column “{column}” is missing. These headings are not known: My own heading."
        in shown.problems[0]
    )


def test_what_is_not_read_is_said(answered, plan, upload):
    answered("1")
    file = plan()
    file.sheet.cell(1, len(SheetColumn) + 1).value = "Comments"
    file.sheet.cell(2, len(SheetColumn) + 1).value = "Ask Priya."
    file.fill_in(1, recommendation="Another title", status="Not started")
    notes = file.book.create_sheet("Notes")
    notes.append(["Call", "them"])

    notices = " ".join(upload(file).notices)

    assert "the column “Comments” was ignored" in notices
    assert (
        "“Recommendation” cannot be changed in a sheet. “Another title” was ignored."
        in notices
    )
    assert "the sheet “Notes” was ignored" in notices


def test_words_that_no_list_has_and_wrong_dates_are_kept_until_they_are_corrected(
    answered, plan, upload
):
    page = answered("1")
    file = plan()
    file.fill_in(1, status="Amber", due="31 February 2027")
    before = revisions()

    shown = upload(file)

    assert (
        "Recommendation 1, Status: “Amber” is not in the list. Choose one that is."
        in shown.problems
    )
    assert any(
        problem.startswith("Recommendation 1, Due: There is no 31 February 2027.")
        for problem in shown.problems
    )
    assert shown.typed[f"row-{page.pk}-action-0-status"] == "Amber"
    assert shown.send().status_code == 200
    assert revisions() == before
    assert shown.typed[f"row-{page.pk}-action-0-status"] == "Amber"
    shown.type(page, status="not_started", due="28 February 2027", reason="Late.")
    assert shown.send().status_code == 302
    assert draft_of(page).actions.get().status == "not_started"


def test_two_owners_files_come_together(answered, plan, upload, site_force):
    commissioner = OrganisationFactory(name="The Commissioner")
    page = answered("1", actions=two_actions(site_force, commissioner))
    ours, theirs = plan(owner=site_force.name), plan(owner="The Commissioner")
    ours.fill_in(
        1, status="Marked complete", completed="October 2026", update="We trained all."
    )
    theirs.fill_in(1, status="Not started", update="We begin in May.")

    shown = upload(ours, theirs)

    assert "From plan-1.xlsx, plan-2.xlsx" in shown.words
    assert shown.questions() == {
        "Progress update, Recommendation 1": [
            "From the sheet: We trained all.",
            "From the sheet: We begin in May.",
            "From the sheet: We trained all.\nWe begin in May.",
            "Unchanged: blank",
        ]
    }
    shown.answer(page, "text", "We trained all.\nWe begin in May.")
    assert shown.send().status_code == 302
    draft = draft_of(page)
    assert [action.status for action in draft.actions.all()] == [
        "complete",
        "not_started",
    ]
    assert (
        draft.progress_updates.get().text
        == "<p>We trained all.</p><p>We begin in May.</p>"
    )


def test_two_owners_files_come_one_after_the_other(answered, plan, upload, site_force):
    commissioner = OrganisationFactory(name="The Commissioner")
    page = answered("1", actions=two_actions(site_force, commissioner))
    ours, theirs = plan(owner=site_force.name), plan(owner="The Commissioner")
    ours.fill_in(1, status="Marked complete", completed="October 2026")
    theirs.fill_in(1, status="Not started")

    upload(ours).send()
    shown = upload(theirs)
    assert shown.questions() == {}
    assert shown.send().status_code == 302

    assert [action.status for action in draft_of(page).actions.all()] == [
        "complete",
        "not_started",
    ]
    assert PublicationSet.objects.count() == 1


def test_an_action_that_is_gone_is_told(answered, plan, upload):
    page = answered("1")
    unchanged, changed = plan(), plan()
    changed.fill_in(1, status="Not started")
    draft = draft_of(page)
    draft.actions = [
        Action(title="Other", description="<p>x</p>", status="not_started")
    ]
    draft.save_revision(user=UserFactory())

    assert "this action is no longer on this site" in upload(unchanged).notices[0]
    [problem] = upload(changed).problems
    assert "The row changes “Status”." in problem


def test_a_row_that_cannot_be_changed_now_stands_in_the_way(answered, plan, upload):
    page = answered("1")
    file = plan()
    file.fill_in(1, status="Not started")
    submit(draft_of(page), UserFactory(roles=[EDITORS]))

    [problem] = upload(file).problems

    assert problem.startswith(
        "Recommendation 1 cannot be changed now: In moderation: Moderator."
    )


def test_a_sheet_of_another_super_complaint_is_refused(answered, plan, client, section):
    answered("1")
    file = plan()
    other = SuperComplaintPageFactory(parent=section)

    shown = Upload(client, other, file)

    assert "does not belong to this super-complaint" in shown.problems[0]


def test_several_other_tables_are_imported_one_at_a_time(answered, plan, upload):
    answered("1")

    [problem] = upload(
        plan(), b"Number,Status\n1,Green\n", names=["a.xlsx", "b.csv"]
    ).problems

    assert problem.endswith(
        "Only plans that you downloaded here can be uploaded together."
    )


def test_what_a_spreadsheet_would_run_stays_text_there_and_back(
    answered, client, editor, stalking, upload
):
    page = answered("1")
    change_action(page, owning_post=FORMULA, status_words="-5 % of cases")
    before = revisions()

    xlsx, csv_file = (
        download(client, stalking),
        download(client, stalking, format="csv"),
    )

    cell = PlanFile(xlsx.content).cell(1, SheetColumn.OWNER)
    assert (cell.value, cell.data_type) == (f"'{FORMULA}", "s")
    [row] = csv.DictReader(
        io.StringIO(csv_file.content.decode("utf-8-sig"), newline="")
    )
    assert row[SheetColumn.OWNER] == f"'{FORMULA}"
    for name, file in (("plan.xlsx", xlsx), ("plan.csv", csv_file)):
        shown = upload(file.content, names=[name])
        assert "The sheet matches this site" in shown.words, name
    file = PlanFile(xlsx.content)
    file.fill_in(1, owner=f"'{FORMULA} now", status="Not started")
    upload(file).send()
    assert revisions() != before
    assert draft_of(page).actions.get().owning_post == f"{FORMULA} now"


def test_csv_as_excel_saves_it_is_read_the_same(
    answered, client, editor, stalking, upload
):
    answered("1")
    text = download(client, stalking, format="csv").content.decode("utf-8-sig")
    as_excel = text.replace("March 2027", "Mar-27").replace(",", ";")

    shown = upload(as_excel.encode("cp1252"), names=["plan.csv"])

    assert "The sheet matches this site" in shown.words
    assert "for reading only" not in shown.words


def test_the_download_and_the_upload_cost_the_same_for_two_and_for_four(
    answered, plan, upload, django_assert_max_num_queries, client, stalking
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            file = plan()
        for number in range(1, len(file.rows) + 1):
            file.fill_in(number, status="Not started")
        with CaptureQueriesContext(connection) as more:
            upload(file)
        return len(queries), len(more)

    answered("1")
    answered("2")
    cost()
    few = cost()
    answered("3")
    answered("4")
    assert cost() == few


# Our open data


@pytest.fixture
def open_data(client):
    """Return a function that reads recommendations.csv as the site publishes it."""

    def read():
        text = client.get("/super-complaints/data/recommendations.csv").content.decode()
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))

    return read


def as_csv(rows):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def test_our_open_data_is_read_without_a_question(
    answered, open_data, upload, site_force
):
    page = answered("1", actions=two_actions(site_force, site_force))
    answered("2", actions=[])
    rows = open_data()
    assert (
        "The sheet matches this site"
        in upload(as_csv(rows), names=["recommendations.csv"]).words
    )
    [row] = [each for each in rows if each["number"] == "1"]
    row["action_status"] = "in_progress\ncomplete"
    row["action_completed"] = "\n2026-10"
    row["action_due_date"] = "\n2027-06"

    shown = upload(as_csv(rows), names=["recommendations.csv"])

    assert shown.rows == ["Recommendation 1: Do 1"]
    assert any("Everything else was ignored" in notice for notice in shown.notices)
    assert shown.questions() == {}
    assert shown.send().status_code == 302
    first, second = draft_of(page).actions.all()
    assert (first.status, first.completed, first.due_dates.count()) == (
        "in_progress",
        None,
        0,
    )
    assert (second.status, str(second.completed)) == ("complete", "2026-10")
    assert str(second.due_dates.get().due) == "2027-06"


def test_open_data_from_before_the_last_publication_is_asked_about(
    answered, open_data, upload
):
    page = answered("1")
    rows = open_data()
    rows[0]["last_published"] = "2026-11-01T09:00:00+00:00"
    change_action(page, status=ActionStatus.NOT_STARTED)
    publish(draft_of(page))

    shown = upload(as_csv(rows), names=["recommendations.csv"])

    assert shown.questions() == {
        "Status, Recommendation 1": [
            "From the sheet: In progress",
            "Unchanged: Not started",
        ]
    }


def test_open_data_whose_lines_are_no_longer_the_actions_is_refused(
    answered, open_data, upload, site_force
):
    answered("1", actions=two_actions(site_force, site_force))
    rows = open_data()
    rows[0]["action_status"] = "complete"

    [problem] = upload(as_csv(rows), names=["recommendations.csv"]).problems

    assert "its lines are not the actions that are public today" in problem


def test_open_data_without_a_column_names_it(answered, open_data, upload):
    answered("1")
    text = as_csv(open_data()).decode().replace("action_status,", "my_status,", 1)

    [problem] = upload(text.encode(), names=["recommendations.csv"]).problems

    assert "The column “action_status” is missing." in problem


def test_every_column_that_is_read_is_in_the_open_data():
    from complaints.data.field_descriptions import csv_columns
    from complaints.data.fields import RECOMMENDATION_FIELDS
    from complaints.importing.readers import OPEN_DATA_COLUMNS

    assert set(OPEN_DATA_COLUMNS) <= set(csv_columns(RECOMMENDATION_FIELDS.fields))


def test_the_round_itself_takes_own_words_and_evidence(answered, opened):
    page = answered("1")
    screen = opened()
    screen.type(page, status_words="On track", evidence="Training log")
    assert screen.send().status_code == 302

    action = draft_of(page).actions.get()
    assert (action.status_words, action.evidence[-1].value.source) == (
        "On track",
        "<p>Training log</p>",
    )
    assert isinstance(opened(), Round)
    assert (
        RecommendationResponsePage.objects.get(pk=page.pk).actions.get().status_words
        == ""
    )
