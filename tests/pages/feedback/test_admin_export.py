"""The export of entries: permission, log and no formulas."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from pages.core.text import INVALID_XML_CHARACTERS, escape_formula, unescape_formula
from pages.moderation.approval.roles import FEEDBACK_TEAM
from tests.factories import FeedbackEntryFactory, StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "＝1+1",  # noqa: RUF001
]


@pytest.fixture
def member(signed_in):
    return signed_in(FEEDBACK_TEAM)


@pytest.fixture
def export(client):
    """Return a function that gives the rows of the exported list."""

    def rows(file_format, **query):
        answer = client.get(reverse("feedback:index"), {"export": file_format, **query})
        content = answer.getvalue()
        assert "no-store" in answer["Cache-Control"]
        if file_format == "csv":
            return list(
                csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            )
        sheet = load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
        return [[cell.value or "" for cell in row] for row in sheet.rows]

    return rows


both_formats = pytest.mark.parametrize("file_format", ["csv", "xlsx"])


@both_formats
def test_the_export_has_what_readers_sent_and_nothing_of_the_team(
    home, member, export, file_format
):
    page = StandardPageFactory(parent=home, slug="about")
    entry = FeedbackEntryFactory(
        page=page,
        text="No dates, “really” 👍🏽",
        note="Canary",
        assigned_to=member,
        state="actioned",
    )

    headings, row = export(file_format)

    assert headings == [
        "Received",
        "Status",
        "About",
        "Found what they needed",
        "What happened",
        "Page",
        "Closed",
    ]
    assert row[1:6] == [
        "Actioned",
        "The page I was on",
        "No",
        "No dates, “really” 👍🏽",
        page.url,
    ]
    assert row[0] == f"{timezone.localtime(entry.created_at):%Y-%m-%d %H:%M}"
    assert "Canary" not in str(row)
    assert member.username not in str(row)
    FeedbackEntryFactory(text="yes", useful="yes")
    FeedbackEntryFactory(text="spam", state="spam")
    assert [row[4] for row in export(file_format, useful="yes")[1:]] == ["yes"]
    assert len(export(file_format)) == 3


@both_formats
def test_no_cell_is_a_formula_or_has_what_xml_cannot_hold(member, export, file_format):
    for formula in FORMULAS:
        FeedbackEntryFactory(text=f"{formula}a\x0b\ufffe\uffffb", page_path=formula)

    # Both formats bring line ends into one form.
    cells = [
        [cell.replace("\r", "\n") for cell in row[4:6]]
        for row in export(file_format)[1:]
    ]
    assert sorted(cells) == sorted(
        [f"'{formula}ab".replace("\r", "\n"), f"'{formula}".replace("\r", "\n")]
        for formula in FORMULAS
    )


@given(st.text())
def test_no_text_becomes_a_formula(text):
    cell = escape_formula(text)

    assert cell[:1] not in set("=+-@\t\r\n＝＋－＠")  # noqa: RUF001
    assert cell.lstrip()[:1] not in set("=+-@") or cell.startswith("'")


@given(st.text())
def test_what_was_written_against_formulas_is_read_back(text):
    valid = INVALID_XML_CHARACTERS.sub("", text)

    read = unescape_formula(escape_formula(text))

    # An apostrophe that somebody typed before a formula is taken for ours.
    assert valid in {read, f"'{read}"}


def test_an_apostrophe_that_we_put_before_a_formula_is_taken_off_again():
    for formula in FORMULAS:
        assert unescape_formula(escape_formula(formula)) == formula
    assert unescape_formula("'quoted'") == "'quoted'"


def test_the_export_needs_the_permission(client, member):
    shown = client.get(reverse("feedback:index")).content.decode()
    assert "export=csv" in shown
    assert "export=xlsx" in shown

    reader = UserFactory(roles=[])
    codenames = ["view_feedbackentry", "change_feedbackentry", "access_admin"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    FeedbackEntryFactory(text="Not to be taken away.")
    client.force_login(reader)
    assert "export=" not in client.get(reverse("feedback:index")).content.decode()
    for file_format in ("csv", "xlsx"):
        answer = client.get(reverse("feedback:index"), {"export": file_format})

        assert answer.status_code == 302
        assert not ModelLogEntry.objects.exists()


def test_user_count_and_filters_of_an_export_are_logged(member, export):
    FeedbackEntryFactory(text="Jane wrote this")
    FeedbackEntryFactory(text="Jane wrote that", state="in_progress")
    FeedbackEntryFactory(state="in_progress")

    export(
        "csv",
        state=["new", "in_progress"],
        created_at_from="2020-01-02",
        assigned_to="null",
        q="Jane",
    )

    log = ModelLogEntry.objects.get()
    assert log.user == member
    assert log.message == (
        "Exported 2 entries as CSV "
        "(assigned_to: null; created_at: 2020-01-02–; search: yes; state: new, in_progress)"
    )
    assert "Jane" not in str(log.data)
