"""What is recorded while a response is built."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from pages.http_cache import clock
from pages.http_cache.keys import DAY, EVERYTHING, ORGANISATIONS, PAGES, below_key, organisation_key, page_key
from pages.http_cache.response_recorder import (
    MAX_PAGE_KEYS,
    ResponseRecord,
    record_next_change,
    record_response,
    record_shown_keys,
)
from tests.factories import DocumentFactory, ImageFactory, OrganisationFactory, StandardPageFactory


def test_nothing_is_recorded_outside_a_response():
    record_shown_keys("page-1")
    record_next_change(timezone.now())

    with record_response() as shown:
        pass

    assert shown.keys == {EVERYTHING}
    assert shown.next_change is None


def test_loaded_objects_are_recorded_automatically(home):
    page = StandardPageFactory(parent=home)
    image, document, force = ImageFactory(), DocumentFactory(), OrganisationFactory()
    for objects, key in [
        (Page.objects.filter(pk=page.pk), f"page-{page.pk}"),
        (type(page).objects.filter(pk=page.pk).only("title"), f"page-{page.pk}"),
        (type(image).objects.all(), f"image-{image.pk}"),
        (type(document).objects.all(), f"document-{document.pk}"),
        (type(force).objects.all(), f"organisation-{force.pk}"),
        (Site.objects.all(), "site"),
    ]:
        with record_response() as shown:
            list(objects)
        assert shown.keys == {EVERYTHING, key}


def test_plain_values_are_not_recorded(home):
    with record_response() as shown:
        list(Page.objects.values_list("title"))

    assert shown.keys == {EVERYTHING}


def test_nested_recordings_are_separate():
    with record_response() as outer:
        with record_response() as inner:
            record_shown_keys("inner")
        record_shown_keys("outer")

    assert inner.keys == {EVERYTHING, "inner"}
    assert outer.keys == {EVERYTHING, "outer"}


def test_loading_a_view_restriction_records_reader_dependence(home):
    PageViewRestriction.objects.create(page=home, restriction_type="login")

    with record_response() as shown:
        list(home.get_view_restrictions())

    assert shown.depends_on_reader


def test_the_key_of_a_list_covers_exactly_the_pages_in_it():
    shown = ResponseRecord(
        other_keys={below_key(1)}, page_paths={1: "0001", 2: "00010001", 3: "0002", 4: None}
    )

    assert shown.keys == {EVERYTHING, below_key(1), page_key(1), page_key(3), page_key(4)}


def test_the_key_of_all_organisations_covers_each_organisation():
    shown = ResponseRecord(other_keys={ORGANISATIONS, organisation_key(1), "site"})

    assert shown.keys == {EVERYTHING, ORGANISATIONS, "site"}


def test_too_many_page_keys_become_the_key_of_all_pages():
    shown = ResponseRecord(page_paths=dict.fromkeys(range(1, MAX_PAGE_KEYS + 2)))

    assert shown.keys == {EVERYTHING, PAGES}


# The clock

LONDON_DAYS = [
    ("2027-01-10T12:00Z", date(2027, 1, 10), "2027-01-11T00:00Z"),
    ("2027-07-10T22:59Z", date(2027, 7, 10), "2027-07-10T23:00Z"),
    ("2027-07-10T23:00Z", date(2027, 7, 11), "2027-07-11T23:00Z"),
    # Summer time begins and ends.
    ("2027-03-28T00:30Z", date(2027, 3, 28), "2027-03-28T23:00Z"),
    ("2027-10-31T00:30Z", date(2027, 10, 31), "2027-11-01T00:00Z"),
]


@pytest.mark.parametrize(("now", "day", "ends"), LONDON_DAYS)
def test_the_day_is_that_of_europe_london(time_machine, now, day, ends):
    time_machine.move_to(now, tick=False)

    with record_response() as shown:
        assert clock.today() == day

    assert DAY in shown.keys
    assert shown.next_change == datetime.fromisoformat(ends)
    assert shown.last_change <= timezone.now()
    assert timedelta(hours=23) <= shown.next_change - shown.last_change <= timedelta(hours=25)


def test_today_compared_with_a_day_changes_only_when_that_day_ends(time_machine):
    time_machine.move_to("2027-03-28T10:00Z", tick=False)
    for beside, until, changed, keys in [
        (date(2027, 6, 1), datetime(2027, 6, 1, 23, tzinfo=UTC), None, {"day-2027-06-01"}),
        (date(2027, 3, 28), datetime(2027, 3, 28, 23, tzinfo=UTC), None, {"day-2027-03-28"}),
        (date(2027, 3, 27), None, datetime(2027, 3, 28, tzinfo=UTC), set()),
        (date.max, None, None, set()),
        (None, None, None, set()),
    ]:
        with record_response() as shown:
            assert clock.today_compared_with(beside) == date(2027, 3, 28)
        assert (shown.next_change, shown.last_change, shown.keys) == (until, changed, {EVERYTHING} | keys), (
            beside
        )


def test_the_earliest_next_change_and_the_latest_last_change_are_recorded(time_machine):
    time_machine.move_to("2027-03-28T10:00Z", tick=False)
    now, hour = timezone.now(), timedelta(hours=1)

    with record_response() as shown:
        come = [clock.is_past(now + each * hour) for each in (3, 1, 2, 0, -2, -1)]

    assert come == [False, False, False, True, True, True]
    assert (shown.next_change, shown.last_change) == (now + hour, now)
