"""A status, and a detailed code, is declared in one place; what it lacks anywhere is named here."""

from collections import Counter

import pytest
from django.db.models import TextChoices

from complaints.models import RecommendationState
from complaints.status.respondent_states import CLOSED_DETAILS, PAST_DETAILS
from complaints.status.sentences import PARTS_THAT_DECIDE
from complaints.vocabulary import (
    CLOSED_STATES,
    STATUS_MEANINGS,
    ActionStatus,
    DetailedStatus,
    Status,
    StatusGroup,
)
from pages.content.templatetags.rendering import SHAPES
from site_config.settings.environment import PROJECT_DIR

STYLES = PROJECT_DIR / "static" / "styles" / "components"


def names(codes) -> list[str]:
    return [code.name for code in codes]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (Status, (StatusGroup.OPEN, "wait")),
        (Status, ()),
        (ActionStatus, ()),
        (DetailedStatus, ()),
    ],
    ids=str,
)
def test_a_status_that_lacks_a_part_is_refused_by_its_code(kind, parts):
    with pytest.raises(TypeError, match="“on_hold” needs its group"):

        class Longer(TextChoices):
            __new__ = kind._new_member_
            ON_HOLD = ("on_hold", *parts, "On hold")


def test_each_status_has_a_shape_a_tone_a_part_of_the_chart_and_words():
    assert not names(status for status in Status if status.shape not in SHAPES)
    labels = (STYLES / "_status.scss").read_text()
    chart = (STYLES / "_chart.scss").read_text()
    assert not names(status for status in Status if f"&--{status.tone}" not in labels)
    assert not names(status for status in Status if f"&__{status.value}" not in chart)
    assert not names(status for status in Status if status not in STATUS_MEANINGS)


def test_what_is_said_beside_a_status_covers_each_of_its_group():
    decided_by_a_part = [
        status for status in Status if status.group != StatusGroup.DONE
    ]
    knows_more = [
        s for s in Status if s.group in {StatusGroup.NOTHING_KNOWN, StatusGroup.OPEN}
    ]

    assert not names(
        status for status in decided_by_a_part if status not in PARTS_THAT_DECIDE
    )
    assert not names(status for status in knows_more if status not in PAST_DETAILS)
    assert not names(state for state in CLOSED_STATES if state not in CLOSED_DETAILS)


def test_each_group_leads_to_one_status_but_work_that_is_open():
    """By the actions, open work is started or not."""
    counted = Counter(status.group for status in Status)

    assert counted == {
        group: 2 if group == StatusGroup.OPEN else 1 for group in StatusGroup
    }


def test_statuses_and_codes_of_one_group_stand_together_in_the_order_of_the_groups():
    order = list(StatusGroup)
    for kind in (Status, DetailedStatus):
        groups = [order.index(code.group) for code in kind]
        assert groups == sorted(groups)


@pytest.mark.parametrize(
    ("name", "kind"), [("status", Status), ("detailed_status", DetailedStatus)]
)
def test_each_code_fits_into_its_column(name, kind):
    longest = RecommendationState._meta.get_field(name).max_length

    assert not names(code for code in kind if len(code) > longest)
