"""What factories make does not depend on the tests before, nor on what a test writes out."""

import pytest

from complaints.models import RecommendationResponsePage
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.names import FIRST_NUMBER

NAMED = [
    (OrganisationFactory, "name"),
    (StandardPageFactory, "title"),
    (SuperComplaintPageFactory, "title"),
    (RecommendationResponsePageFactory, "title"),
    (UserFactory, "username"),
]


@pytest.fixture
def counters():
    """Let a test set the counters of factories.

    They go on from where they were when it ends.
    """
    reached = {made_by: made_by._meta.next_sequence() for made_by, _ in NAMED}
    yield
    for made_by, number in reached.items():
        made_by.reset_sequence(number, force=True)


@pytest.mark.django_db
@pytest.mark.parametrize("made_before", range(12))
def test_a_recommendation_can_be_made_with_a_number_however_many_were_made_before(
    section, counters, made_before
):
    RecommendationResponsePageFactory.reset_sequence(made_before, force=True)
    above = SuperComplaintPageFactory(parent=section)
    RecommendationResponsePageFactory(parent=above)
    for number in range(1, 10):
        RecommendationResponsePageFactory(parent=above, number=str(number))
    RecommendationResponsePageFactory(parent=above)

    numbers = list(
        RecommendationResponsePage.objects.child_of(above).values_list(
            "number", flat=True
        )
    )
    assert sorted(map(int, numbers)) == [*range(1, 10), FIRST_NUMBER, FIRST_NUMBER + 1]


@pytest.mark.django_db
def test_a_recommendation_gets_the_same_number_whichever_tests_ran_before(
    section, counters
):
    for made_before in (0, 100, 998, 5000):
        RecommendationResponsePageFactory.reset_sequence(made_before, force=True)
        page = RecommendationResponsePageFactory(
            parent=SuperComplaintPageFactory(parent=section)
        )

        assert page.number == str(FIRST_NUMBER)


@pytest.mark.parametrize(("made_by", "field"), NAMED)
def test_names_have_no_digits_and_sort_in_the_order_in_which_they_were_made(
    counters, made_by, field
):
    names = []
    for number in (0, 9, 10, 99, 100, 2024, 99_999, 100_000):
        made_by.reset_sequence(number, force=True)
        names.append(getattr(made_by.build(), field))

    assert not [name for name in names if any(letter.isdigit() for letter in name)]
    assert names == sorted(set(names))
