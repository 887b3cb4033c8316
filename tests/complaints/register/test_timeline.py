"""What happened when, and when a page was published and changed."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from complaints.models import ProgressUpdate
from complaints.vocabulary import (
    ActionStatus,
    ItemKind,
    OrganisationKind,
    Position,
    Stage,
)
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_home,
    make_response,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC)
TODAY = PartialDate(2025, 6, 1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def above():
    section = SuperComplaintIndexPageFactory(parent=make_home())
    return SuperComplaintPageFactory(
        parent=section,
        submitted=PartialDate(2024),
        report_published=PartialDate(2024, 9, 27),
    )


@pytest.fixture
def events(client):
    """Return a function that reads the events of a page: what, when, and if they are marked as open."""

    def read(page):
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        found = []
        for item in soup.select("[aria-labelledby=timeline] .timeline > li"):
            what, when = (
                item.select_one(".timeline__what"),
                item.select_one(".timeline__when"),
            )
            found.append(
                (
                    what.text.strip(),
                    when.text.strip(),
                    "timeline__open" in item.get("class", []),
                )
            )
        return found

    return read


def test_what_happened_is_never_marked_as_still_to_come(above, events):
    force = OrganisationFactory(name="Force")
    update = ProgressUpdate(
        as_at=TODAY, text="<p>It was sent out.</p>", respondents=[force]
    )
    page = RecommendationResponsePageFactory(
        parent=above,
        responses=[make_response(Position.ACCEPTED, force)],
        progress_updates=[update],
        actions=[make_action(ActionStatus.COMPLETE, completed=TODAY)],
    )

    assert events(page) == [
        ("Report published", "27 September 2024", False),
        ("Update by Force", "1 June 2025", False),
        ("Action by Force marked complete", "1 June 2025", False),
        ("Response by Force", "Date not recorded", False),
    ]


def test_a_deadline_is_open_until_its_last_day_is_over(above, events):
    change_live(above, respond_by=TODAY)
    force = OrganisationFactory(name="Force")
    due = make_action(
        ActionStatus.IN_PROGRESS, PartialDate(2025, 5), respondents=[force]
    )
    page = RecommendationResponsePageFactory(
        parent=above, deadline=PartialDate(2025, 6), actions=[due]
    )

    marked = {what: is_open for what, _, is_open in events(page)}

    assert marked["Deadline to respond"]
    assert marked["Deadline"]
    assert not marked["Action by Force due"]


@pytest.mark.parametrize("is_over", [False, True])
def test_a_deadline_in_words_is_open_unless_it_is_over(above, events, is_over):
    page = RecommendationResponsePageFactory(
        parent=above, deadline_printed="within six months", deadline_over=is_over
    )

    assert ("Deadline", "“within six months”", not is_over) in events(page)


def test_a_response_that_is_summarised_has_the_date_of_what_is_summarised(
    above, events
):
    summary = make_response(
        Position.ACCEPTED,
        OrganisationFactory(name="Force"),
        source_link="https://example.org/",
        source_date=PartialDate(2025, 3),
    )
    page = RecommendationResponsePageFactory(parent=above, responses=[summary])

    assert ("Response by Force", "March 2025", False) in events(page)


def test_responses_to_several_recommendations_on_one_day_are_one_event_of_the_super_complaint(
    above, events
):
    force = OrganisationFactory(name="Force", kind=OrganisationKind.POLICE_FORCE)
    council = OrganisationFactory(kind=OrganisationKind.OTHER)
    for number, day in (("1", TODAY), ("2", TODAY), ("3", PartialDate(2025, 3))):
        response = make_response(Position.ACCEPTED, force, date=day)
        national = make_response(Position.ACCEPTED, council, date=TODAY)
        RecommendationResponsePageFactory(
            parent=above, number=number, responses=[response, national]
        )

    told = events(above)

    assert told[-2:] == [
        (
            "Response by Force to 1 of the 3 recommendations with a page here",
            "March 2025",
            False,
        ),
        (
            "Response by Force to 2 of the 3 recommendations with a page here",
            "1 June 2025",
            False,
        ),
    ]


def test_a_deadline_of_a_month_comes_after_what_happened_in_that_month(above, events):
    response = make_response(
        Position.ACCEPTED,
        OrganisationFactory(name="Force"),
        date=PartialDate(2025, 3, 27),
    )
    page = RecommendationResponsePageFactory(
        parent=above, deadline=PartialDate(2025, 3), responses=[response]
    )

    assert [what for what, _, _ in events(page)][:3] == [
        "Report published",
        "Response by Force",
        "Deadline",
    ]


def test_a_deadline_comes_after_what_happened_on_its_day(above, events):
    day = PartialDate(2025, 3, 27)
    response = make_response(
        Position.ACCEPTED, OrganisationFactory(name="Force"), date=day
    )
    page = RecommendationResponsePageFactory(
        parent=above, deadline=day, responses=[response]
    )

    assert [what for what, _, _ in events(page)][:3] == [
        "Report published",
        "Response by Force",
        "Deadline",
    ]


def test_the_first_publication_of_a_page_is_called_no_change(above, client):
    page = RecommendationResponsePageFactory(parent=above)
    # What is published together has times that differ by seconds.
    second = datetime.timedelta(seconds=1)
    change_live(above, first_published_at=NOW, last_published_at=NOW)
    change_live(page, first_published_at=NOW + second, last_published_at=NOW + second)

    for each in (above, page):
        shown = client.get(each.url).content.decode()
        assert "This page was first published on" in shown
        assert "This page was changed on" not in shown

    next_day = NOW + datetime.timedelta(days=1)
    with time_machine.travel(next_day, tick=False):
        change_live(page, summary="It says more.", last_published_at=next_day)
        for each in (above, page):
            shown = client.get(each.url).content.decode()
            assert "This page was changed on" in shown
            assert "first published" not in shown


def test_what_has_no_date_is_named_before_what_is_said_of_it(above, events):
    change_live(above, stage=Stage.INVESTIGATION, report_published=None)

    assert ("Not published yet", "Report", True) in events(above)


def test_a_part_does_not_stand_in_for_a_recommendation_that_is_not_here(above, events):
    change_live(above, recommendations_made=2)
    force = OrganisationFactory(name="Force", kind=OrganisationKind.POLICE_FORCE)
    for number, kind in (("1", ItemKind.RECOMMENDATION), ("", ItemKind.PART)):
        RecommendationResponsePageFactory(
            parent=above,
            number=number,
            kind=kind,
            responses=[make_response(Position.ACCEPTED, force, date=TODAY)],
        )

    assert (
        "Response by Force to 2 of the 2 recommendations and parts of recommendations with a page here",
        "1 June 2025",
        False,
    ) in events(above)
