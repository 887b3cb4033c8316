"""Numbers as reports print them."""

import pytest
from django.core.exceptions import ValidationError

from complaints.models import identifiers


def test_numbers_sort_the_way_people_count():
    printed = ["10", "7.10", "7", "", "2", "7.2", "12a", "12", "7.1"]

    assert sorted(printed, key=identifiers.number_sort_key) == [
        "2",
        "7",
        "7.1",
        "7.2",
        "7.10",
        "10",
        "12",
        "12a",
        "",
    ]


@pytest.mark.parametrize("number", ["1", "29", "7.1", "12a"])
def test_a_printed_number_is_accepted(number):
    identifiers.validate_number(number)


@pytest.mark.parametrize(
    "number", ["", "one", "7.", ".1", "7..1", "7-1", "7A", "7 ", "007", "7.1.2", "\u0667", "1234"]
)
def test_anything_but_a_printed_number_is_refused(number):
    with pytest.raises(ValidationError):
        identifiers.validate_number(number)


@pytest.mark.parametrize(("number", "parent"), [("7.1", "7"), ("7", ""), ("", "")])
def test_a_sub_item_number_gives_its_parent_number(number, parent):
    assert identifiers.parent_number(number) == parent
