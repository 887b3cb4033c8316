"""What the log says of something that is away for a while."""

import pytest

from pages.core import outages


@pytest.fixture
def seconds(monkeypatch):
    """The clock, as a list of one."""
    now = [1000.0]
    monkeypatch.setattr(outages.time, "monotonic", lambda: now[0])
    return now


def test_it_says_when_it_begins_once_a_minute_and_when_it_is_over(seconds, caplog):
    outage = outages.Outage("The database", "Start it")
    outage.note_success()
    assert caplog.messages == []

    for _ in range(120):
        outage.note_failure(OSError("gone"))
        seconds[0] += 0.75
    outage.note_success()
    outage.note_success()

    assert caplog.messages == [
        "The database did not answer (1 times so far): gone. Start it",
        "The database did not answer (81 times so far): gone. Start it",
        "The database answers again, after 120 failures",
    ]
