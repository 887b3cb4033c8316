"""Dates known to the day, the month or the year."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pages.core.partial_date_fields import PartialDateFormField, PartialDateTextField
from pages.core.partial_dates import PartialDate

dates = st.one_of(
    st.dates().map(lambda d: PartialDate(d.year, d.month, d.day)),
    st.dates().map(lambda d: PartialDate(d.year, d.month)),
    st.dates().map(lambda d: PartialDate(d.year)),
)


@given(dates)
def test_stored_form_and_words_parse_to_the_same_date(date):
    assert PartialDate.parse(str(date)) == date
    if date.year >= 1000:
        assert PartialDate.from_words(date.words) == date


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


@pytest.mark.parametrize(
    ("stored", "words", "first", "last"),
    [
        ("2024-09-27", "27 September 2024", "2024-09-27", "2024-09-27"),
        ("2024-02", "February 2024", "2024-02-01", "2024-02-29"),
        ("2022", "2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_precision_and_range_of_a_date(stored, words, first, last):
    date = PartialDate.parse(stored)

    assert date.words == words
    assert date.earliest.isoformat() == first
    assert date.latest.isoformat() == last


def test_a_month_is_past_only_when_its_last_day_is():
    november = PartialDate(2024, 11)

    assert not november.is_past(datetime.date(2024, 11, 30))
    assert november.is_past(datetime.date(2024, 12, 1))


def test_a_less_precise_date_sorts_before_the_days_it_can_mean():
    texts = ["2024-09-27", "2024", "2023-12-31", "2024-09"]

    assert [str(d) for d in sorted(map(PartialDate.parse, texts))] == [
        "2023-12-31",
        "2024",
        "2024-09",
        "2024-09-27",
    ]


def test_boxes_with_the_stored_date_count_as_unchanged():
    field = PartialDateFormField()

    assert not field.has_changed(PartialDate(2024, 9), ["", "9", "2024", "month"])
    assert not field.has_changed(None, ["", "", "", "day"])
    assert field.has_changed(PartialDate(2024, 9), ["1", "9", "2024", "day"])
    assert field.has_changed(PartialDate(2024, 9), ["x", "9", "2024", "day"])


@pytest.mark.parametrize("text", ["0001", "9999-12-31"])
def test_an_implausible_year_is_refused(text):
    with pytest.raises(ValidationError, match="Enter a year between 1900 and 2100"):
        PartialDateTextField().clean(text)


@pytest.mark.parametrize("text", ["27 September 2024", " 27  september 2024 ", "2024-09-27"])
def test_the_text_field_accepts_a_date_in_words(text):
    assert PartialDateTextField().clean(text) == PartialDate(2024, 9, 27)


@pytest.mark.parametrize(
    "text", ["27/9/2024", "31 February 2024", "0 May 2024", "2024-00", "soon", "1 2 3 4"]
)
def test_the_text_field_refuses_text_that_is_no_date(text):
    with pytest.raises(ValidationError, match="Enter a date like 27 September 2024"):
        PartialDateTextField().clean(text)
