"""Dates known to the day, the month or the year."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from pages.core.partial_date_fields import PartialDateFormField
from pages.core.partial_dates import MONTHS, PartialDate, UnreadableDateError, read_date
from pages.moderation.approval.roles import EDITORS

dates = st.one_of(
    st.dates().map(lambda d: PartialDate(d.year, d.month, d.day)),
    st.dates().map(lambda d: PartialDate(d.year, d.month)),
    st.dates().map(lambda d: PartialDate(d.year)),
)


@given(dates)
def test_stored_form_and_words_parse_to_the_same_date(date):
    assert PartialDate.parse(str(date)) == date
    if date.year >= 1000:
        assert read_date(date.words) == date


@given(dates, dates)
def test_is_certainly_before_compares_all_possible_days(one, other):
    assert one.is_certainly_before(other) == (one.latest < other.earliest)
    assert not (one.is_certainly_before(other) and other.is_certainly_before(one))


@given(st.text())
def test_any_text_parses_to_a_date_or_raises_value_error(text):
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert str(date) == text


def test_precision_and_range_of_a_date():
    for stored, words, first, last, reading in (
        (
            "2024-09-27",
            "27 September 2024",
            "2024-09-27",
            "2024-09-27",
            "27 September 2024 (Friday)",
        ),
        (
            "2024-02",
            "February 2024",
            "2024-02-01",
            "2024-02-29",
            "February 2024: the day is not known",
        ),
        (
            "2022",
            "2022",
            "2022-01-01",
            "2022-12-31",
            "2022: the month and day are not known",
        ),
    ):
        date = PartialDate.parse(stored)

        assert (date.words, date.reading) == (words, reading)
        assert (date.earliest.isoformat(), date.latest.isoformat()) == (first, last)
        assert not date.is_past(date.latest)
        assert date.is_past(date.latest + datetime.timedelta(days=1))
    in_order = ["2023-12-31", "2024", "2024-09", "2024-09-27"]
    assert [
        str(date) for date in sorted(map(PartialDate.parse, reversed(in_order)))
    ] == in_order


WAYS = {
    "27 March 2025": "2025-03-27",
    " 27  march 2025 ": "2025-03-27",
    "27 Mar 2025": "2025-03-27",
    "27 mar. 2025": "2025-03-27",
    "27th of March, 2025": "2025-03-27",
    "March 27, 2025": "2025-03-27",
    "27-Mar-2025": "2025-03-27",
    "1 Sept 2026": "2026-09-01",
    "1/10/2026": "2026-10-01",
    "01/10/2026": "2026-10-01",
    "1.10.2026": "2026-10-01",
    "1-10-2026": "2026-10-01",
    "1 / 10 / 2026": "2026-10-01",
    "2026-10-01": "2026-10-01",
    "2026-10": "2026-10",
    "Oct 2026": "2026-10",
    "October 2026": "2026-10",
    "10/2026": "2026-10",
    "10.2026": "2026-10",
    "12 Jan 26": "2026-01-12",
    "1.10.26": "2026-10-01",
    "27/03/25": "2025-03-27",
    "Nov-24": "2024-11",
    "Nov '24": "2024-11",
    "2026/12/01": "2026-12-01",
    "2026": "2026",
}


def test_dates_are_read_as_people_write_them():
    assert {text: str(PartialDateFormField().clean(text)) for text in WAYS} == WAYS


@given(
    dates.filter(lambda date: date.day and date.year >= 1000), st.sampled_from("/.-")
)
def test_figures_are_read_with_the_day_first(date, mark):
    assert read_date(f"{date.day}{mark}{date.month}{mark}{date.year}") == date
    assert read_date(f"{date.day:02}{mark}{date.month:02}{mark}{date.year}") == date
    assert read_date(f"{date.day} {MONTHS[date.month][:3].upper()} {date.year}") == date


@given(
    st.one_of(
        st.text(), st.from_regex(r"[0-9]{1,5}[ /.-][0-9a-zA-Z]{1,5}[ /.-][0-9]{1,5}")
    )
)
def test_what_is_no_date_is_refused_with_words(text):
    try:
        date = read_date(text)
    except UnreadableDateError as error:
        assert str(error).endswith(".")
        return
    assert read_date(date.words) == date or date.year < 1000


def test_text_that_is_no_date_is_refused_with_what_to_write():
    for text, message in {
        "31/2/2026": "There is no 31 February 2026.",
        "31 February 2024": "There is no 31 February 2024.",
        "0 May 2024": "There is no 0 May 2024.",
        f"{'9' * 5000}/1/2026": "There is no such day.",
        "13/13/2026": "There is no month 13. Enter the day first",
        "2024-00": "There is no month 00.",
        "Jan 26": "Enter the year with 4 digits",
        "10/26": "Enter the year with 4 digits",
        "26": "Enter the year with 4 digits",
        "٢٠٢٦": "Enter a date, like 27 March 2025, 27/3/2025, March 2025 or 2025.",
        "1 Ju 2026": "“ju” is not a month",
        "soon": "Enter a date, like",
        "1 2 3 4": "Enter a date, like",
        "0001": "Enter a year between 1900 and 2100",
        "9999-12-31": "Enter a year between 1900 and 2100",
    }.items():
        with pytest.raises(ValidationError, match=re.escape(message)):
            PartialDateFormField().clean(text)


def test_the_same_date_written_otherwise_counts_as_unchanged():
    field = PartialDateFormField(required=False)

    assert not field.has_changed(PartialDate(2024, 9), "Sept 2024")
    assert not field.has_changed(None, " ")
    assert field.has_changed(PartialDate(2024, 9), "1 Sept 2024")
    assert field.has_changed(PartialDate(2024, 9), "soon")
    assert field.has_changed(PartialDate(2024, 9), "")


@pytest.mark.django_db
def test_the_form_tells_those_who_edit_how_a_date_is_read(client, signed_in):
    assert client.get(reverse("read_date"), {"text": "2026"}).status_code == 302
    signed_in(EDITORS)

    def answer(**asked):
        return client.get(reverse("read_date"), asked).json()

    assert answer(text="1/10/2026") == {"reading": "1 October 2026 (Thursday)"}
    assert answer(text="") == {"reading": ""}
    wrong = {"problem": "There is no month 13. Enter the day first, like 27/3/2025."}
    assert answer(text="13/13/2026") == wrong
    assert answer(text="2099", kind="past") == {"problem": "2099 is in the future."}
    assert answer(text="immediately", kind="words") == {
        "reading": "Shown in these words."
    }
    assert "problem" in answer(text="immediately")
