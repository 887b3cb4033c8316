"""Content that is approved for a time shows nowhere before it and everywhere after it.

Across a change to and from summer time, too: the times at which the tests look are
given in UTC, apart from how the site reckons them.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from pages.moderation.approval.roles import EDITORS
from tests.editing import errors_of
from tests.effort import by_effort
from tests.factories import UserFactory

from .embargo import (
    BETRAYED,
    EMBARGOED,
    anonymous,
    betrayed,
    public_addresses,
    schedule,
    send_form,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
]

MINUTE = timedelta(minutes=1)


def last_sunday(month: int) -> date:
    """Return the last Sunday of a month of next year, on which the clocks of the EU and the UK change."""
    last = date(date.today().year + 1, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


FORWARD, BACK = last_sunday(3), last_sunday(10)
DAY_AFTER_FORWARD, DAY_AFTER_BACK = (
    FORWARD + timedelta(days=1),
    BACK + timedelta(days=1),
)


def utc(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


AT_ONE_MINUTE_PAST = {
    "before the clocks go forward": (f"{FORWARD} 00:01", utc(FORWARD, 0, 1)),
    "after the clocks went forward": (
        f"{DAY_AFTER_FORWARD} 00:01",
        utc(FORWARD, 23, 1),
    ),
    "before the clocks go back": (
        f"{BACK} 00:01",
        utc(BACK - timedelta(days=1), 23, 1),
    ),
    "after the clocks went back": (
        f"{DAY_AFTER_BACK} 00:01",
        utc(DAY_AFTER_BACK, 0, 1),
    ),
}
"""What an editor types three days before, and when that is."""
HALF_PAST_ONE_TWICE = {
    "the first time": utc(BACK, 0, 30),
    "the second time": utc(BACK, 1, 30),
}


@pytest.fixture
def go_to(time_machine):
    """Return a function that sets the clock, which then stands still."""
    return lambda moment: time_machine.move_to(moment, tick=False)


def read(address: str) -> tuple[int, str]:
    """Return the status and the text of the answer to an anonymous reader."""
    answer = anonymous().get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode()


def read_all() -> dict[str, tuple[int, str]]:
    return {name: read(address) for name, address in public_addresses().items()}


def follow(due: datetime, typed: str, go_to) -> dict[str, tuple[int, str]]:
    """Check before anything is scheduled and a minute before it is due; return the responses when due."""
    go_to(due - MINUTE)
    before = read_all()
    nothing_there = {address: read(address) for address in EMBARGOED}
    go_to(due - timedelta(days=3))
    schedule(typed, due)

    go_to(due - MINUTE)
    call_command("run_scheduled")
    answers = read_all()
    assert betrayed(answers) == set()
    for name, answer in answers.items():
        assert answer == before[name], name
    assert {address: read(address) for address in EMBARGOED} == nothing_there
    assert {status for status, _ in nothing_there.values()} == {404}

    go_to(due)
    call_command("run_scheduled")
    return read_all()


# In summer time one minute past midnight is the day before by UTC; the repeated hour
# below is in winter time.
@pytest.mark.parametrize(
    "case", by_effort(["after the clocks went forward"], list(AT_ONE_MINUTE_PAST))
)
def test_a_publication_at_one_minute_past_midnight_does_not_show_at_midnight(
    case, go_to
):
    typed, due = AT_ONE_MINUTE_PAST[case]

    answers = follow(due, typed, go_to)

    assert betrayed(answers) == BETRAYED
    assert {address: read(address)[0] for address in EMBARGOED} == dict.fromkeys(
        EMBARGOED, 200
    )
    assert "6 recommendations" in answers["recommendations"][1]


@pytest.mark.long
@pytest.mark.parametrize("occurrence", list(HALF_PAST_ONE_TWICE))
def test_a_publication_in_the_repeated_hour_shows_at_the_right_time(occurrence, go_to):
    due = HALF_PAST_ONE_TWICE[occurrence]

    answers = follow(due, due.strftime("%Y-%m-%d %H:%M +0000"), go_to)

    assert betrayed(answers) == BETRAYED


def test_the_form_refuses_times_that_the_clock_change_repeats_or_skips(go_to):
    go_to(utc(FORWARD, 12, 0) - timedelta(days=30))

    for typed in [f"{BACK} 01:30", f"{FORWARD} 01:30"]:
        answer = send_form(UserFactory(roles=[EDITORS]), typed)

        assert "The clocks change in that hour" in str(
            errors_of(answer)["go_live_at"]
        ), typed
