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


def test_anything_but_a_printed_number_is_refused():
    for number in ["1", "29", "7.1", "12a"]:
        identifiers.validate_number(number)
    for wrong in [
        "",
        "one",
        "7.",
        ".1",
        "7..1",
        "7-1",
        "7A",
        "7 ",
        "007",
        "7.1.2",
        "\u0667",
        "1234",
    ]:
        with pytest.raises(ValidationError):
            identifiers.validate_number(wrong)


def test_a_sub_item_number_gives_its_parent_number():
    assert [identifiers.parent_number(number) for number in ("7.1", "7", "")] == [
        "7",
        "",
        "",
    ]
