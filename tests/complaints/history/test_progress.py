"""Progress over time: the statuses at the end of each quarter, from the stored versions alone."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from complaints.history.progress import Quarter, quarters_between, section_progress
from complaints.models import ProgressUpdate
from complaints.vocabulary import ActionStatus, Position, Status
from pages.core.partial_dates import PartialDate
from pages.moderation.models import PublishedVersion
from tests.complaints.data.data_client import csv_rows, entries
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
    publish,
)

SECTION = "/super-complaints/progress/"
STALKING = "/super-complaints/stalking/progress/"


@pytest.fixture
def force(section):
    SiteWordingFactory()
    return OrganisationFactory(name="Police")


@pytest.fixture
def on(time_machine):
    """Return a function that sets the clock to noon of a day."""

    def move(year, month, day):
        time_machine.move_to(datetime(year, month, day, 12, tzinfo=UTC), tick=False)

    return move


@pytest.fixture
def stalking(section, force, on):
    """A super-complaint of 2025 with a recommendation that was answered, begun and completed in turn."""
    on(2025, 5, 6)
    page = publish(
        SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    )
    one = publish(
        RecommendationResponsePageFactory(
            parent=page, number="1", deadline=PartialDate(2026, 1, 15)
        )
    )
    on(2025, 8, 1)
    change(
        one,
        responses=[make_response(Position.ACCEPTED, force)],
        actions=[make_action(ActionStatus.IN_PROGRESS, respondents=[force])],
    )
    on(2026, 4, 2)
    change(one, actions=[make_action(ActionStatus.COMPLETE, respondents=[force])])
    return page


def change(page, **fields):
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.change_note = "More."
    return publish(draft)


def table_at(client, address):
    """Return the quarters of the table at ``address``, each with its numbers by heading."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    headings = [each.get_text(strip=True) for each in soup.table.thead.find_all("th")][
        1:
    ]
    found = {}
    for row in soup.table.tbody.find_all("tr"):
        name = " ".join(row.th.get_text().split())
        found[name] = dict(
            zip(
                headings,
                [int(cell.get_text()) for cell in row.find_all("td")],
                strict=True,
            )
        )
    return found


def test_a_quarter_is_named_in_plain_words():
    assert Quarter.of_day(date(2026, 1, 1)).words == "January to March 2026"
    assert Quarter.of_day(date(2026, 12, 31)) == Quarter(2026, 4)
    assert Quarter(2026, 4).last_day == date(2026, 12, 31)
    assert Quarter(2024, 1).last_day == date(2024, 3, 31)
    assert [
        each.code for each in quarters_between(date(2025, 11, 3), date(2026, 4, 1))
    ] == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
    ]


def test_each_quarter_has_the_statuses_of_its_last_day(client, stalking, on):
    on(2026, 5, 20)

    assert table_at(client, STALKING) == {
        "April to June 2025": row(missing=1),
        "July to September 2025": row(in_progress=1),
        "October to December 2025": row(in_progress=1),
        "January to March 2026": row(
            past=1
        ),  # the deadline passed, without a publication
        "April to June 2026, until 20 May 2026": row(complete=1),
    }
    assert table_at(client, SECTION) == table_at(client, STALKING)


def row(past=0, missing=0, in_progress=0, complete=0):
    return {
        Status.PAST_DEADLINE.label: past,
        Status.RESPONSE_MISSING.label: missing,
        Status.IN_PROGRESS.label: in_progress,
        Status.MARKED_COMPLETE.label: complete,
        "All with a status": past + missing + in_progress + complete,
    }


def test_nothing_is_said_of_the_time_before_the_first_version(
    client, stalking, section, on
):
    on(2026, 5, 4)
    other = publish(
        SuperComplaintPageFactory(parent=section, slug="other", title="Other")
    )
    publish(RecommendationResponsePageFactory(parent=other, number="1"))
    on(2026, 5, 20)

    assert list(table_at(client, "/super-complaints/other/progress/")) == [
        "April to June 2026, until 20 May 2026"
    ]
    soup = BeautifulSoup(
        client.get("/super-complaints/other/progress/").content, "html.parser"
    )
    said = " ".join(soup.main.get_text().split())
    assert (
        "the first was published on 4 May 2026. We have no data from before that day."
        in said
    )
    whole = table_at(client, SECTION)
    assert [each["All with a status"] for each in whole.values()] == [1, 1, 1, 1, 2]


def test_a_super_complaint_without_a_publication_has_no_table(client, section):
    SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")

    answer = client.get(STALKING)

    assert "No recommendations have been published here yet." in answer.content.decode()
    assert b"<table" not in answer.content
    assert csv_rows(client, "progress.csv") == []


def test_what_is_not_entered_is_counted_as_that(client, stalking, on):
    on(2026, 5, 20)
    publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="2", addressees_printed=""
        )
    )

    [*_, last] = table_at(client, STALKING).values()

    assert last["We have not recorded who is asked"] == 1
    assert last["All with a status"] == 1
    [*_, last] = csv_rows(client, "progress.csv")
    assert (last["recommendations_addressees_not_entered"], last["total"]) == ("1", "1")


def test_a_part_is_counted_with_its_recommendation(client, stalking, on):
    on(2026, 5, 20)
    publish(RecommendationResponsePageFactory(parent=stalking, number="1.1"))

    [*_, last] = table_at(client, STALKING).values()

    assert last["All with a status"] == 1


def test_a_version_that_was_redacted_tells_nothing(client, stalking, on):
    first = (
        PublishedVersion.objects.filter(identifier="stalking/recommendation-1")
        .order_by("pk")
        .first()
    )
    PublishedVersion.objects.filter(pk=first.pk).update(
        redacted_at=datetime(2026, 5, 1, tzinfo=UTC), redacted_because="personal_data"
    )
    on(2026, 5, 20)

    first_row = next(iter(table_at(client, STALKING).values()))

    assert (first_row["No longer shown"], first_row["All with a status"]) == (1, 0)


def test_it_is_not_counted_while_it_was_taken_down(client, stalking, on):
    versions = PublishedVersion.objects.filter(
        identifier="stalking/recommendation-1"
    ).order_by("pk")
    second = versions[1]
    versions.filter(pk=second.pk).update(
        withdrawn_at=datetime(2025, 10, 5, tzinfo=UTC), withdrawn_because="error"
    )
    on(2026, 5, 20)

    rows = list(table_at(client, STALKING).values())

    assert [each["All with a status"] for each in rows] == [0, 0, 0, 0, 1]
    assert [each["No longer shown"] for each in rows] == [1, 1, 0, 0, 0]


def test_the_last_line_has_the_numbers_that_the_register_has(
    client, stalking, section, force, on
):
    on(2026, 5, 20)
    publish(
        RecommendationResponsePageFactory(
            parent=stalking,
            number="3",
            responses=[make_response(Position.NOT_ACCEPTED, force)],
            progress_updates=[
                ProgressUpdate(
                    as_at=PartialDate(2026), text="<p>x</p>", respondents=[force]
                )
            ],
        )
    )
    publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="4", deadline=PartialDate(2026, 2)
        )
    )

    [data] = entries(client, "super-complaints")
    whole, one = [
        each
        for each in csv_rows(client, "progress.csv")
        if each["quarter"] == "2026-Q2"
    ]

    for status in Status:
        name = f"count_{status.value}"
        assert int(whole[name]) == int(one[name]) == data[name]
    assert int(one["total"]) == data["recommendations_shown"]
    assert one["super_complaint"] == "stalking"
    assert whole["super_complaint"] == ""


def test_a_screen_reader_gets_the_table_and_not_the_chart(client, stalking, on):
    on(2026, 5, 20)
    soup = BeautifulSoup(client.get(STALKING).content, "html.parser")

    assert all(
        chart.find_parent(attrs={"aria-hidden": "true"})
        for chart in soup.main.select("svg.chart")
    )
    assert len(soup.main.select("svg.chart")) == 5
    assert not soup.main.find("script")
    assert soup.table.caption and soup.table.find("th", scope="row")


def test_all_versions_are_read_in_the_same_few_queries(
    section, stalking, rf, django_assert_num_queries, on
):
    on(2026, 5, 20)
    for number in range(10, 16):
        page = publish(
            RecommendationResponsePageFactory(parent=stalking, number=str(number))
        )
        change(page, summary="More.")

    request = rf.get("/")
    with django_assert_num_queries(5):
        section_progress(section, request)
